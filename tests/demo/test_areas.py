import json
from pathlib import Path

import numpy as np
import pytest
from shapely.geometry import Point, shape

from cspdash.demo.areas import BOUNDARIES, DISTRICTS, POINTS_PER_AREA, inside, shipped_areas, snap_points


def test_all_lsoas_of_both_districts_are_there() -> None:
    areas = shipped_areas()
    parents = [area.parent_code for area in areas]
    assert [parents.count(district) for district in DISTRICTS] == [65, 324]
    assert [area.area_code for area in areas] == sorted({area.area_code for area in areas})
    assert all(area.persons > 0 and area.hectares > 0 for area in areas)


def test_points_lie_inside_their_area_by_shapelys_judgement() -> None:
    features = json.loads(BOUNDARIES.read_text(encoding="utf-8"))["features"]
    shapes = {f["properties"]["area_code"]: shape(f["geometry"]) for f in features}
    for number, area in enumerate(shipped_areas()[::7]):
        points = snap_points(area, 2026, number)
        assert len(np.unique(points, axis=0)) == POINTS_PER_AREA
        assert all(shapes[area.area_code].contains(Point(point)) for point in points), area.area_code


def test_a_hole_and_a_second_part_are_respected() -> None:
    square = [(0, 0), (4, 0), (4, 4), (0, 4), (0, 0)]
    hole = [(1, 1), (3, 1), (3, 3), (1, 3), (1, 1)]
    island = [(9, 0), (10, 0), (10, 1), (9, 1), (9, 0)]
    edges = np.concatenate([np.hstack([np.array(r)[:-1], np.array(r)[1:]]) for r in (square, hole, island)])
    points = np.array([[0.5, 2.0], [2.0, 2.0], [9.5, 0.5], [6.0, 0.5], [0.5, 5.0]])
    assert inside(edges.astype(float), points).tolist() == [True, False, True, False, False]


def test_points_depend_on_the_seed() -> None:
    area = shipped_areas()[0]
    assert snap_points(area, 1, 0).tolist() == snap_points(area, 1, 0).tolist()
    assert snap_points(area, 1, 0).tolist() != snap_points(area, 2, 0).tolist()


def test_an_area_without_people_is_named(tmp_path: Path) -> None:
    census = tmp_path / "census.csv"
    census.write_text("area_code,persons,households,hectares\n", encoding="utf-8")
    with pytest.raises(KeyError, match="E01012304"):
        shipped_areas(census=census)
