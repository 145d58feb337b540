"""Who touches whom: corners count, gaps do not, and the shipped boundaries give what libpysal's Queen gives."""

import json

from cspdash.ingest.areas.loading import BOUNDARIES
from cspdash.ingest.areas.neighbours import touching
from cspdash.store.connection import Store


def square(east: float, north: float) -> str:
    corners = [[east, north], [east, north + 1], [east + 1, north + 1], [east + 1, north], [east, north]]
    return json.dumps({"type": "Polygon", "coordinates": [corners]})


def test_sides_and_corners_touch_and_gaps_do_not() -> None:
    found = touching([square(0, 0), square(1, 0), square(1, 1), square(2.5, 0), square(9, 9)])
    assert sorted(found) == [(0, 1), (0, 2), (1, 0), (1, 2), (2, 0), (2, 1)]
    assert touching([]) == []


def test_a_side_touches_however_its_corners_lie() -> None:
    half = json.dumps({"type": "Polygon", "coordinates": [[[1, 0.2], [1, 0.6], [2, 0.6], [2, 0.2], [1, 0.2]]]})
    assert sorted(touching([square(0, 0), half])) == [(0, 1), (1, 0)]


def test_shipped_boundaries_give_what_libpysal_gives() -> None:
    import geopandas as gpd
    from libpysal.weights import Queen

    frame = gpd.read_file(BOUNDARIES)
    theirs = {
        (one, other) for one, near in Queen.from_dataframe(frame, use_index=False).neighbors.items() for other in near
    }
    mine = touching([json.dumps(shape.__geo_interface__) for shape in frame.geometry])
    assert len(mine) == len(set(mine)) > 2000
    assert set(mine) == theirs


def test_a_store_holds_them_both_ways_round_for_areas_with_outlines(store: Store) -> None:
    pairs = set(store.rows("SELECT area_code, other_code FROM neighbour"))
    assert pairs == {(other, one) for one, other in pairs}
    assert all(one != other for one, other in pairs)
    drawn = {row[0] for row in store.rows("SELECT area_code FROM outline")}
    assert {one for one, _ in pairs} == drawn
