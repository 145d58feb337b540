"""Which areas share ground: districts and what lies in them, and own areas by the events that they have in common."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from cspdash.findings.intervention import effect_of
from cspdash.findings.intervention_design import Unfit, grounds, overlap
from cspdash.findings.places import Place, own_places
from cspdash.ingest import own_areas
from cspdash.store import own_ground_queries
from cspdash.store.connection import Store, open_store
from cspdash.store.release import building
from tests import intervention_store as made
from tests import small_catalogue
from tests.making import DARLINGTON

# Round the map points of the first two localities, round the second alone, and one made of the third.
OUTLINES = {"Both": (-1.5440, 54.5200, -1.5420, 54.5250), "Second": (-1.5430, 54.5200, -1.5420, 54.5210)}


def square(name: str, west: float, south: float, east: float, north: float) -> dict[str, object]:
    corners = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Feature", "properties": {"name": name}, "geometry": {"type": "Polygon", "coordinates": [corners]}}


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The store in which an intervention worked, with own areas."""
    folder = made.fill(tmp_path_factory.mktemp("drawn"), tmp_path_factory.mktemp("months"))
    listed = {"type": "Feature", "properties": {"name": "Listed", "localities": [DARLINGTON[2][0]]}, "geometry": None}
    features = [*(square(name, *sides) for name, sides in OUTLINES.items()), listed]
    file = Path(tmp_path_factory.mktemp("own")) / "own.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    with building(folder) as build:
        own_areas.add(build.con, folder, file)
    opened = open_store(folder)
    yield opened
    opened.close()


@pytest.fixture
def own(drawn: Store) -> dict[str, Place]:
    return {place.name: place for place in own_places(drawn)}


def test_what_own_areas_are_made_of(drawn: Store, own: dict[str, Place]) -> None:
    codes = [place.code for place in own.values()]
    assert own_ground_queries.localities(drawn, codes) == {
        "X-both": [made.TREATED.code, made.COMPARISON.code],
        "X-listed": [made.AROUND.code],
        "X-second": [made.COMPARISON.code],
    }
    assert {code: len(found) for code, found in own_ground_queries.points(drawn, codes).items()} == {
        "X-both": 2,
        "X-second": 1,
    }
    assert grounds(drawn, [made.TREATED, made.DARLINGTON_PLACE]) == {}


def test_who_shares_ground_with_whom(drawn: Store, own: dict[str, Place]) -> None:
    both, second, listed = own["Both"], own["Second"], own["Listed"]
    ground = grounds(drawn, own.values())

    def shared(first: Place, other: Place) -> bool:
        assert overlap(first, other, ground) == overlap(other, first, ground)
        return overlap(first, other, ground)

    assert all(shared(place, made.DARLINGTON_PLACE) and shared(place, place) for place in own.values())
    assert not any(shared(place, made.DURHAM_PLACE) for place in own.values())
    assert shared(both, second)
    assert not shared(both, listed)
    assert shared(both, made.TREATED)
    assert shared(both, made.COMPARISON)
    assert not shared(second, made.TREATED)
    assert shared(listed, made.AROUND)
    assert not shared(made.TREATED, made.COMPARISON)
    assert shared(made.FORCE_PLACE, made.QUIET)


def test_an_own_area_is_tested_and_refused_where_it_overlaps(drawn: Store, own: dict[str, Place]) -> None:
    content = small_catalogue.catalogue()
    refused = effect_of(drawn, content, made.design(treated=(own["Both"],)))
    assert refused == (Unfit("areas overlap", ("treated", "comparison"), ("Both", made.COMPARISON.name)),)
    found = effect_of(drawn, content, made.design(treated=(made.TREATED,), comparison=(own["Second"],)))
    assert not isinstance(found, tuple)
    assert found.effect.value == -66
    assert found.arm("comparison").before == 121
