"""Outlines as one collection: every area in it as the store holds it, and borders that are those of the whole."""

import json
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cspdash.findings.outlines import Outlines, border_of, outlines_of
from cspdash.findings.places import Place
from cspdash.findings.units import units
from cspdash.store import queries
from cspdash.store.connection import Store
from tests.recounts import COUNTY_DURHAM_CODE, DARLINGTON_CODE

BOTH = (DARLINGTON_CODE, COUNTY_DURHAM_CODE)


def square(east: int, north: int) -> dict[str, object]:
    """Return a square of one degree, clockwise."""
    ring = [[east, north], [east, north + 1], [east + 1, north + 1], [east + 1, north], [east, north]]
    return {"type": "Polygon", "coordinates": [ring]}


def test_the_collection_holds_every_outline_as_it_is_stored(store: Store) -> None:
    found = outlines_of(store, BOTH)
    features = {feature["id"]: feature for feature in json.loads(found.text)["features"]}
    held = queries.outlines(store, list(BOTH))
    assert {code: features[code]["geometry"] for code in held} == {
        code: json.loads(text) for code, text in held.items()
    }
    wholes = {unit.code for level in ("ward", "district") for unit in units(store, Place("", "", "force", BOTH), level)}
    assert set(features) == set(held) | wholes
    assert dict(found) == held


def test_areas_have_their_numbers_and_names_in_it(store: Store) -> None:
    found = outlines_of(store, BOTH)
    features = json.loads(found.text)["features"]
    assert [feature["id"] for feature in features] == list(found.codes)
    assert {feature["id"]: feature["properties"]["number"] for feature in features} == found.numbers
    held = {unit.code: unit.name for level in ("lsoa", "ward", "district")
            for unit in units(store, Place("", "", "force", BOTH), level)}  # fmt: skip
    assert {feature["id"]: feature["properties"]["name"] for feature in features} == {
        code: held[code] for code in found.codes
    }


def test_its_name_is_that_of_its_content(store: Store) -> None:
    one, again, other = outlines_of(store, BOTH), outlines_of(store, BOTH), outlines_of(store, BOTH[:1])
    assert one.digest == again.digest != other.digest
    assert len(one.digest) == 16


def test_a_district_has_no_side_inside_and_all_sides_outside(store: Store) -> None:
    found = outlines_of(store, BOTH)
    district = next(one for one in json.loads(found.text)["features"] if one["id"] == DARLINGTON_CODE)
    drawn = {frozenset(map(tuple, side)) for polygon in district["geometry"]["coordinates"] for ring in polygon
             for side in pairwise(ring)}  # fmt: skip
    sides: list[frozenset[tuple[float, ...]]] = []
    for unit in units(store, Place("", "", "district", (DARLINGTON_CODE,)), "lsoa"):
        shape = found.shape(unit.code)
        pieces = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        sides += [frozenset(map(tuple, side)) for rings in pieces for ring in rings for side in pairwise(ring)]
    assert drawn == {side for side in sides if sides.count(side) == 1}


@given(st.sets(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1))
def test_a_border_encloses_the_ground_of_its_parts(cells: set[tuple[int, int]]) -> None:
    border = border_of([square(east, north) for east, north in sorted(cells)])
    ground = 0.0
    for polygon in border["coordinates"]:
        for at, ring in enumerate(polygon):
            assert ring[0] == ring[-1]
            doubled = sum((x2 - x1) * (y2 + y1) for (x1, y1), (x2, y2) in pairwise(ring))
            assert (doubled > 0) == (at == 0), "outside clockwise, holes anticlockwise"
            ground += doubled / 2
    assert ground == len(cells)


def test_a_box_reaches_round_what_has_an_outline() -> None:
    found = Outlines({"a": json.dumps(square(0, 0)), "b": json.dumps(square(2, 5))})
    assert found.box(["a", "b", "c"]) == (0, 0, 3, 6)
    assert found.box(["c"]) is None
