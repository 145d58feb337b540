import json
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspdash.charts.locality_words import class_words, said_of
from cspdash.charts.maps import CLEAR, Group, localities_map, shaded_map
from cspdash.charts.theme import theme
from cspdash.findings.outlines import Outlines
from cspdash.findings.windows import Scale
from cspdash.store import queries
from cspdash.store.connection import Store
from tests.charts.invented import geojson, localities_of
from tests.recounts import COUNTY_DURHAM_CODE, DARLINGTON_CODE

SCALE = Scale((5.0, 20.0, 40.0), True, 30, True)


@pytest.mark.parametrize("dark", [False, True])
def test_the_map_draws_every_locality_once_in_its_class_with_its_number(dark: bool) -> None:
    counts = [0, 0, 0, 3, 8, 20, 41, 60, 7]
    found = localities_of(counts, [1000] * 8 + [None])
    figure = localities_map(found, SCALE, geojson(9), dark=dark)
    codes = [code for trace in figure.data for code in trace.locations]
    assert sorted(codes) == sorted(row.code for row in found.rows)
    said = {code: text for trace in figure.data for code, text in zip(trace.locations, trace.text, strict=True)}
    assert said == {row.code: said_of(row) for row in found.rows}
    assert [trace.name for trace in figure.data] == [
        "none (3)", "above 0, under 5.0 (1)", "5.0 to under 20.0 (1)", "20.0 to under 40.0 (1)", "40.0 or more (2)",
        "no rate (1)",
    ]  # fmt: skip
    colours = [trace.colorscale[0][1] for trace in figure.data]
    assert len(set(colours)) == len(colours)
    assert colours[-1] == theme(dark).NO_DATA
    assert (colours[0], colours[-2]) == (theme(dark).SCALE[0], theme(dark).SCALE[-1])


@given(st.lists(st.integers(0, 60), min_size=1, max_size=40), st.integers(200, 3000))
def test_a_rate_has_the_colour_of_its_class_whatever_stands_beside_it(counts: list[int], persons: int) -> None:
    figure = localities_map(localities_of(counts, [persons] * len(counts)), SCALE, geojson(len(counts)))
    colours = theme(False).SCALE
    seen = Counter(code for trace in figure.data for code in trace.locations)
    assert set(seen.values()) == {1}
    for trace in figure.data:
        for code in trace.locations:
            rate = counts[int(code[5:])] / persons * 1000
            at = 0 if not rate else 1 + sum(rate >= edge for edge in SCALE.edges)
            assert trace.colorscale[0][1] == colours[at]
            assert trace.name.startswith(class_words(SCALE, at))


def test_half_a_year_is_classed_as_a_whole_one_at_the_same_pace() -> None:
    half = localities_map(localities_of([15], [1000], months=6), SCALE, geojson(1)).data[0]
    whole = localities_map(localities_of([30], [1000]), SCALE, geojson(1)).data[0]
    assert half.name == whole.name == "20.0 to under 40.0 (1)"


def test_a_trace_carries_only_its_own_outlines_and_the_frame_holds_them_all() -> None:
    figure = localities_map(localities_of([1, 10, 50], [1000] * 3), SCALE, geojson(3))
    for trace in figure.data:
        assert [shape["id"] for shape in trace.geojson["features"]] == list(trace.locations)
    west, east = figure.layout.geo.lonaxis.range
    assert west < 0
    assert east > 3
    assert east - west < 3.5


def test_an_area_of_several_localities_is_drawn_with_all_of_them_and_a_click_gives_its_own_code() -> None:
    (row,) = localities_of([5], [1000]).rows
    ward = replace(row, code="E05000001", members=("E01010000", "E01010001"))
    figure = shaded_map([Group("class", "blue", (ward,), ("The ward",))], geojson(2), chosen="E05000001")
    shaded, _, edge, key = figure.data
    assert list(shaded.locations) == ["E01010000", "E01010001"]
    assert list(shaded.customdata) == ["E05000001"] * 2
    assert list(shaded.text) == ["The ward"] * 2
    assert (list(edge.locations), key.name) == (["E05000001"], "heavy edge: chosen")
    (border,) = (feature["geometry"] for feature in edge.geojson["features"])
    ((ring,),) = border["coordinates"]
    sides = {frozenset(map(tuple, side)) for side in pairwise(ring)}
    assert len(sides) == 6, "two squares side by side have six sides outside"
    assert frozenset({(1, 54), (1, 55)}) not in sides, "and share one, which is no edge"


def test_an_area_without_an_outline_is_left_out() -> None:
    outlines = geojson(5)
    del outlines["E01010004"]
    figure = localities_map(localities_of([1, 2, 3, 4, 50], [1000] * 5), SCALE, outlines)
    assert "E01010004" not in {code for trace in figure.data for code in trace.locations}


def test_the_list_has_a_thin_edge_and_the_chosen_one_a_heavy_one_each_on_its_opposite() -> None:
    found = localities_of([1, 2, 3], [1000] * 3)
    figure = localities_map(found, SCALE, geojson(3), "E01010001", listed=("E01010002", "E01010001", "E09999999"))
    light_list, listed, light, edge = [trace for trace in figure.data if trace.type == "choropleth"][-4:]
    assert list(light_list.locations) == list(listed.locations) == ["E01010002", "E01010001"]
    assert list(light.locations) == list(edge.locations) == ["E01010001"]
    assert light.marker.line.width > edge.marker.line.width > listed.marker.line.width
    assert light_list.marker.line.width > listed.marker.line.width
    assert {trace.hoverinfo for trace in (light_list, listed, light, edge)} == {"skip"}
    assert {colour for trace in (light_list, listed, light, edge) for _, colour in trace.colorscale} == {CLEAR}
    keys = {trace.name: trace.line for trace in figure.data if trace.type == "scattergeo"}
    assert list(keys) == ["thin edge: in the list", "heavy edge: chosen"]
    assert [line.width for line in keys.values()] == [listed.marker.line.width, edge.marker.line.width]
    plain = localities_map(found, SCALE, geojson(3), "E09999999")
    assert all(trace.hoverinfo is None for trace in plain.data)


def test_with_an_address_no_geometry_is_sent_and_a_picture_still_has_it() -> None:
    outlines = Outlines(geojson(3), {"E05000001": ("E01010000", "E01010001")})
    found = localities_of([1, 10, 50], [1000] * 3)
    outlines.address = "/cspdash/outlines/E06000005-0123456789abcdef.geojson"
    figure = localities_map(found, SCALE, outlines, "E01010001", listed=("E01010002",))
    shaded = [trace for trace in figure.to_dict()["data"] if trace["type"] == "choropleth"]
    assert {trace["geojson"] for trace in shaded} == {outlines.address}
    assert "coordinates" not in json.dumps(figure.ready.to_dict())
    whole = [trace for trace in figure.to_plotly_json()["data"] if trace["type"] == "choropleth"]
    embedded = localities_map(found, SCALE, geojson(3), "E01010001", listed=("E01010002",)).to_dict()["data"]
    assert whole == [trace for trace in embedded if trace["type"] == "choropleth"]


def test_nothing_is_asked_of_another_machine() -> None:
    figure = localities_map(localities_of([1, 2], [1000] * 2), SCALE, geojson(2))
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
