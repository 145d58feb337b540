import shapely

from cspdash.ingest.areas.placing import areas_at, usable


def square(west: float, south: float, size: float = 1.0) -> bytes:
    return bytes(shapely.to_wkb(shapely.box(west, south, west + size, south + size)))


def test_grid_references_become_degrees() -> None:
    # The Ordnance Survey's example of its national grid transformation: the water tower at Caister.
    (found,) = usable([(651409.804, 313177.450)], grid=True)
    assert found is not None
    assert abs(found[0] - (1 + 42 / 60 + 57.8663 / 3600)) < 0.0001
    assert abs(found[1] - (52 + 39 / 60 + 28.8282 / 3600)) < 0.0001


def test_a_point_that_cannot_be_right_is_no_point() -> None:
    given = [(-1.55, 54.52), (54.52, -1.55), (0.0, 0.0), None, (-1.55, 5452.0), (2.6, 54.0)]
    assert usable(given) == [(-1.55, 54.52), None, None, None, None, None]
    assert usable([(0.0, 0.0), None, (-5.0, 10.0), (428900.0, 5145000.0)], grid=True) == [None] * 4
    assert usable([]) == usable([], grid=True) == []


def test_a_point_lies_in_the_area_around_it() -> None:
    outlines = [("E01000002", 2011, square(0, 50)), ("E01000001", 2011, square(1, 50))]
    points = [(0.5, 50.5), (1.5, 50.5), (3.0, 50.5), None]
    assert areas_at(points, outlines) == ["E01000002", "E01000001", None, None]
    assert areas_at(points, []) == [None] * 4
    assert areas_at([], outlines) == []


def test_on_a_shared_border_the_lower_code_has_the_point() -> None:
    outlines = [("E01000002", 2011, square(0, 50)), ("E01000001", 2011, square(1, 50))]
    assert areas_at([(1.0, 50.5)], outlines) == areas_at([(1.0, 50.5)], outlines[::-1]) == ["E01000001"]


def test_the_newest_vintage_that_has_the_point_decides() -> None:
    outlines = [("E01000001", 2011, square(0, 50, 2)), ("E01009999", 2021, square(0, 50))]
    assert areas_at([(0.5, 50.5), (1.5, 50.5)], outlines) == ["E01009999", "E01000001"]
