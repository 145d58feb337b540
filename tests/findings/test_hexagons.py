from collections import Counter
from dataclasses import replace

import h3
import pytest

from cspdash.findings.hexagons import SIZES, Hexagons, hexagons
from cspdash.findings.places import Place
from cspdash.findings.points import MapPoint, Points, points
from cspdash.store.connection import Store
from tests import small_catalogue
from tests.making import ASB, MONTHS, month_rows
from tests.recounts import COUNTY_DURHAM_CODE, DARLINGTON_CODE, DISTRICT, FORCE_CODE, WHOLE

FORCE = Place(FORCE_CODE, "Force", "force", (DARLINGTON_CODE, COUNTY_DURHAM_CODE))


@pytest.fixture(scope="module")
def held(store: Store) -> Points:
    return points(store, small_catalogue.catalogue(), FORCE, "ASB", [ASB])


@pytest.mark.parametrize("size", SIZES)
def test_every_event_with_a_point_is_in_the_hexagon_around_it(held: Points, size: int) -> None:
    expected: Counter[str] = Counter()
    for month in (month for month in MONTHS if month in held.months):
        for row in month_rows(month):
            code = WHOLE.get(row["LSOA code"], row["LSOA code"])
            if row["Crime type"] == ASB and DISTRICT.get(code):
                # Its second answer: of the cells near the point, the one whose outline holds it.
                expected[cell_around(float(row["Latitude"]), float(row["Longitude"]), size)] += 1
    found = hexagons(held, size)
    assert {row.cell: row.n for row in found.rows} == dict(expected)
    assert sum(row.n for row in found.rows) == held.placed
    assert [row.n for row in found.rows] == sorted((row.n for row in found.rows), reverse=True)


def cell_around(latitude: float, longitude: float, size: int) -> str:
    """Return the cell whose outline a point lies in, by counting the edges that a ray crosses."""
    guess = h3.latlng_to_cell(latitude, longitude, size)
    return next(cell for cell in h3.grid_disk(guess, 1) if inside(latitude, longitude, h3.cell_to_boundary(cell)))


def inside(latitude: float, longitude: float, outline: tuple[tuple[float, float], ...]) -> bool:
    crossed = False
    for (y0, x0), (y1, x1) in zip(outline, [*outline[1:], outline[0]], strict=True):
        if (y0 > latitude) != (y1 > latitude) and longitude < (x1 - x0) * (latitude - y0) / (y1 - y0) + x0:
            crossed = not crossed
    return crossed


def point(n: int, street: str | None, area: str = "Locality A", east: float | None = -1.55) -> MapPoint:
    return MapPoint(east, None if east is None else 54.52, street, area, area, frozenset(MONTHS[:1]), n)


def of(held: Points, *rows: MapPoint) -> Hexagons:
    return hexagons(replace(held, rows=rows))


def test_a_hexagon_is_named_by_the_street_with_most(held: Points) -> None:
    found = of(held, point(3, "On or near A Street", "Locality A"), point(4, "On or near B Street", "Locality B"),
               point(2, "On or near A Street", "Locality A", -1.5501))  # fmt: skip
    assert len(found.rows) == 1
    row = found.rows[0]
    assert (row.n, row.points, row.street, row.area_name) == (9, 2, "On or near A Street", "Locality A")


def test_a_hexagon_without_streets_is_named_by_its_area(held: Points) -> None:
    row = of(held, point(3, None, "Locality A"), point(4, None, "Locality B")).rows[0]
    assert (row.street, row.area_name) == (None, "Locality B")


def test_events_without_a_point_are_in_no_hexagon(held: Points) -> None:
    found = of(held, point(3, "A Street"), point(5, "B Street", east=None))
    assert [row.n for row in found.rows] == [3]
    assert (found.points.total, found.points.placed) == (8, 3)
    assert of(held).rows == ()


def test_a_size_that_is_not_offered_is_refused(held: Points) -> None:
    with pytest.raises(ValueError, match="none of"):
        hexagons(held, 12)


def test_the_width_is_between_opposite_sides(held: Points) -> None:
    assert [round(hexagons(held, size).across, 2) for size in SIZES] == [2.44, 0.92, 0.35]
