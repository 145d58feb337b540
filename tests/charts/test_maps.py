import json
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspdash.charts.maps import CLASSES, CONFIG, class_of, classes, localities_map
from cspdash.charts.theme import theme
from cspdash.settings import ROOT
from cspdash.store import queries
from cspdash.store.connection import Store
from tests.charts.invented import geojson, localities_of
from tests.recounts import COUNTY_DURHAM_CODE, DARLINGTON_CODE

MANY = st.lists(st.integers(0, 60), min_size=1, max_size=80)
CLEAR = "rgba(0,0,0,0)"


@given(MANY, st.integers(100, 3000))
def test_every_rate_is_in_one_class_and_counted_once(counts: list[int], persons: int) -> None:
    found = localities_of(counts, [persons + n % 7 for n in range(len(counts))])
    groups = classes(found)
    assert 1 <= len(groups) <= CLASSES
    assert all(before.high <= after.low or before.high == after.low == 0 for before, after in pairwise(groups))
    seen: Counter[int] = Counter()
    for row in found.rows:
        assert row.rate is not None
        at = class_of(row.rate, groups)
        seen[at] += 1
        group = groups[at]
        last = at == len(groups) - 1
        assert group.low <= row.rate
        assert row.rate < group.high or (row.rate == group.high and (last or group.low == group.high))
    assert [seen[at] for at in range(len(groups))] == [group.areas for group in groups]
    assert sum(group.areas for group in groups) == len(counts)


def test_many_areas_without_any_are_a_class_of_their_own() -> None:
    found = localities_of([0] * 10 + list(range(1, 21)), [1000] * 30)
    groups = classes(found)
    assert (groups[0].low, groups[0].high, groups[0].areas, groups[0].label) == (0, 0, 10, "0.0")
    assert [group.areas for group in groups[1:]] == [5, 5, 5, 5]
    assert groups[-1].high == 20
    assert groups[1].label == f"1.0 to {groups[1].high:.1f}"


def test_rates_that_are_all_alike_are_one_class() -> None:
    assert [(g.low, g.high, g.areas) for g in classes(localities_of([7] * 9, [1000] * 9))] == [(7, 7, 9)]
    assert [(g.low, g.high, g.areas) for g in classes(localities_of([0] * 9, [1000] * 9))] == [(0, 0, 9)]
    assert classes(localities_of([3, 4], [None, None])) == []


@pytest.mark.parametrize("dark", [False, True])
def test_the_map_draws_every_locality_once_with_its_number(dark: bool) -> None:
    counts = [0, 0, 0, 3, 8, 20, 41, 60, 7]
    found = localities_of(counts, [1000] * 8 + [None])
    figure = localities_map(found, geojson(9), dark=dark)
    codes = [code for trace in figure.data for code in trace.locations]
    assert sorted(codes) == sorted(row.code for row in found.rows)
    said = {code: text for trace in figure.data for code, text in zip(trace.locations, trace.text, strict=True)}
    for row in found.rows:
        rate = "" if row.rate is None else f", {row.rate:,.1f} per 1,000"
        assert said[row.code] == f"{row.name}: {row.n:,} incidents{rate}"
    groups = classes(found)
    names = [f"{group.label} ({group.areas})" for group in groups]
    assert [trace.name for trace in figure.data] == [*names, "no rate"]
    colours = [trace.colorscale[0][1] for trace in figure.data]
    assert len(set(colours)) == len(colours)
    assert colours[-1] == theme(dark).NO_DATA
    assert (colours[0], colours[-2]) == (theme(dark).SCALE[0], theme(dark).SCALE[-1])


def test_classes_are_those_of_all_localities_even_where_one_has_no_outline() -> None:
    found = localities_of([1, 2, 3, 4, 50], [1000] * 5)
    outlines = geojson(5)
    del outlines["E01010004"]
    figure = localities_map(found, outlines)
    assert "E01010004" not in {code for trace in figure.data for code in trace.locations}
    assert [group.areas for group in classes(found)] == [1, 1, 1, 1, 1]


def test_the_chosen_locality_has_an_edge_on_a_lighter_one() -> None:
    found = localities_of([1, 2, 3], [1000] * 3)
    *_, halo, edge = localities_map(found, geojson(3), "E01010001").data
    assert list(halo.locations) == list(edge.locations) == ["E01010001"]
    assert halo.marker.line.width > edge.marker.line.width
    assert (edge.name, edge.showlegend, halo.showlegend) == ("heavy edge: chosen", True, False)
    assert halo.colorscale[0][1] == edge.colorscale[0][1] == CLEAR
    assert not any("chosen" in trace.name for trace in localities_map(found, geojson(3), "E09999999").data)


def test_nothing_is_asked_of_another_machine() -> None:
    assert str(CONFIG["topojsonURL"]).startswith("/app/static/")
    assert list((ROOT / "static").glob("*.json"))
    figure = localities_map(localities_of([1, 2], [1000] * 2), geojson(2))
    assert {trace.type for trace in figure.data} == {"choropleth"}
    assert figure.layout.geo.visible is False


def rings(text: str) -> list[list[list[list[float]]]]:
    """Return the polygons of an outline, each as its rings."""
    shape = json.loads(text)
    return shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]


def test_outlines_are_wound_for_the_map_and_no_finer_than_a_metre(store: Store) -> None:
    outlines = queries.outlines(store, [DARLINGTON_CODE, COUNTY_DURHAM_CODE])
    assert len(outlines) == 389
    for text in outlines.values():
        for exterior, *_ in rings(text):
            assert exterior[0] == exterior[-1]
            doubled = sum((x2 - x1) * (y2 + y1) for (x1, y1), (x2, y2) in pairwise(exterior))
            assert doubled > 0, "an exterior that runs anticlockwise fills the world outside it"
            assert all(round(number, 5) == number for corner in exterior for number in corner)
