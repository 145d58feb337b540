"""A map in few bytes: an area says the same, its frame and colours go with it, and 389 areas are small."""

import base64
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspdash.charts.drawing import Drawing, Values
from cspdash.charts.locality_words import said_of
from cspdash.charts.maps import Group, localities_map, shaded_map
from cspdash.charts.sending import map_data
from cspdash.charts.theme import theme
from cspdash.findings.outlines import Outlines
from cspdash.findings.windows import Scale
from tests.charts.invented import geojson, localities_of

SCALE = Scale((5.0, 20.0, 40.0), True, 30, True)


def addressed(n: int, names: dict[str, str] | None = None) -> Outlines:
    given = geojson(n)
    found = Outlines(given, {"E05000001": ("E01010000", "E01010001")}, names)
    found.address = "/cspdash/outlines/E06000005-0123456789abcdef.geojson"
    return found


def unpacked(packed: Values) -> list[int]:
    kinds = {"u2": np.uint16, "i1": np.int8}
    return np.frombuffer(base64.b64decode(packed["bdata"]), dtype=kinds[packed["dtype"]]).tolist()


def said_in(figure: Values, outlines: Outlines) -> dict[str, str]:
    """Return what a browser says of each area: the template filled in from the file and the area's numbers."""
    features = {one["properties"]["number"]: one for one in json.loads(outlines.text)["features"]}
    said = {}
    for trace in figure["data"]:
        if trace["type"] != "choropleth" or trace.get("hoverinfo") == "skip":
            continue
        numbers = unpacked(trace["locations"])
        assert unpacked(trace["z"]) == [1] * len(numbers)
        assert trace["featureidkey"] == "properties.number"
        for at, number in enumerate(numbers):
            feature, data = features[number], trace.get("customdata")
            words = trace["hovertemplate"].removesuffix("<extra></extra>")
            words = words.replace("%{properties.name}", feature["properties"].get("name", ""))
            words = words.replace("%{text}", trace["text"][at] if "text" in trace else "")
            for place, value in enumerate(data[at] if data else ()):
                words = words.replace(f"%{{customdata[{place}]}}", as_written(value))
            said[feature["id"]] = words
    return said


def as_written(value: float | str) -> str:
    """Return a value as JavaScript writes it: a whole number has no decimals."""
    return str(int(value)) if isinstance(value, float) and value == int(value) else str(value)


@given(st.lists(st.tuples(st.integers(0, 3000), st.sampled_from([None, 10, 800, 3000])), min_size=1, max_size=40))
def test_an_area_says_what_it_said(areas: list[tuple[int, int | None]]) -> None:
    found = localities_of([n for n, _ in areas], [persons for _, persons in areas])
    outlines = addressed(len(areas), {row.code: row.name for row in found.rows})
    figure = localities_map(found, SCALE, outlines, listed=("E01010000",)).ready.to_dict()
    assert said_in(figure, outlines) == {row.code: said_of(row) for row in found.rows}


def test_areas_that_say_another_kind_of_thing_are_one_entry_of_the_legend() -> None:
    rows = localities_of([5] * 60, [1000] * 60).rows
    texts = tuple(f"{row.name}: {at} events" + ("; hot" if at % 2 else "") for at, row in enumerate(rows))
    outlines = addressed(60, {row.code: row.name for row in rows})
    figure = shaded_map([Group("class", "blue", rows, texts)], outlines).ready.to_dict()
    assert said_in(figure, outlines) == {row.code: text for row, text in zip(rows, texts, strict=True)}
    assert [trace["showlegend"] for trace in figure["data"]] == [True, False]
    assert {trace["legendgroup"] for trace in figure["data"]} == {"class"}


@pytest.mark.parametrize("name", ["<b>A place</b>", "A %{z} place", None])
def test_a_name_that_could_be_read_as_something_else_is_sent_in_words(name: str | None) -> None:
    (row,) = localities_of([5], [1000]).rows
    outlines = addressed(1, {row.code: name} if name else {})
    text = f"{name or row.name}: 5 events"
    trace = shaded_map([Group("class", "blue", (row,), (text,))], outlines).ready.to_dict()["data"][0]
    assert (trace["text"], trace["hovertemplate"]) == ([text], "%{text}<extra></extra>")
    assert "<" not in json.dumps(json.loads(outlines.text)["features"][0]["properties"])


@pytest.mark.parametrize("dark", [False, True])
def test_a_map_is_sent_with_its_frame_and_its_colours(dark: bool) -> None:
    found = localities_of([1, 10, 50], [1000] * 3)
    drawn = localities_map(found, SCALE, addressed(3), "E01010001", dark, listed=("E01010002",))
    sent = json.loads(drawn.map_data)
    assert drawn.is_map
    west, south, east, north = addressed(3).box(list(addressed(3))) or (0, 0, 0, 0)
    left, bottom, right, top = sent["frame"]
    assert left < west < east < right and bottom < south < north < top
    assert (sent["text"], sent["paper"]) == (theme(dark).TEXT, theme(dark).PAPER)
    whole = drawn.ready.to_dict()["data"]
    assert set(whole[0]) - set(sent["traces"][0]) == {"z", "showscale", "featureidkey"}
    assert all(lean[name] == trace[name] for trace, lean in zip(whole, sent["traces"], strict=True) for name in lean)


def test_a_map_whose_areas_frame_it_has_no_frame_of_its_own() -> None:
    layout = {"geo": {"fitbounds": "locations"}, "height": 560, "font": {"color": "black"}, "paper_bgcolor": "white"}
    assert map_data({"data": [], "layout": layout})["frame"] is None
    assert not Drawing([{"type": "scatter", "x": [1], "y": [2]}]).is_map


def test_a_map_of_389_areas_is_small() -> None:
    found = localities_of([(7 * at) % 180 for at in range(389)], [900 + 13 * at % 1500 for at in range(389)])
    outlines = addressed(389, {row.code: row.name for row in found.rows})
    drawn = localities_map(found, SCALE, outlines, listed=found.top)
    sent = json.dumps(drawn.ready.to_dict(), separators=(",", ":"))
    assert len(sent) < 16_000
    assert len(json.dumps(drawn.to_dict(), separators=(",", ":"))) > 2 * len(sent)


def level(y: list[float | None], **more: object) -> Values:
    months = [f"{2021 + at // 12}-{at % 12 + 1:02}-01" for at in range(len(y))]
    return {"type": "scatter", "x": months, "y": y, "mode": "lines", "hoverinfo": "skip", **more}


def sent_trace(trace: Values) -> Values:
    (found,) = Drawing([trace]).ready.to_dict()["data"]
    return dict(found)


def test_a_level_line_is_sent_by_its_ends_and_gaps_stay() -> None:
    found = sent_trace(level([3.0] * 5 + [None] * 4 + [3.0, 3.0, 3.0, 5.0, 5.0]))
    assert found["x"] == ["2021-01", "2021-05", "2021-06", "2021-09", "2021-10", "2021-12", "2022-01", "2022-02"]
    assert found["y"] == [3.0, 3.0, None, None, 3.0, 3.0, 5.0, 5.0]


@given(st.lists(st.sampled_from([None, 1.0, 2.0]), min_size=1, max_size=40))
def test_a_line_of_fewer_points_is_the_same_line(y: list[float | None]) -> None:
    whole, found = level(y), sent_trace(level(y))
    kept = dict(zip(found["x"], found["y"], strict=True))
    held = None
    for month, value in zip(whole["x"], y, strict=True):
        # Between two points that are sent the line is level, or there is none.
        held = kept.get(month[:-3], held)
        assert held == value
    assert (found["x"][0], found["x"][-1]) == (whole["x"][0][:-3], whole["x"][-1][:-3])


@pytest.mark.parametrize("more", [{"hoverinfo": None}, {"mode": "lines+markers"}, {"type": "bar"}])
def test_what_can_be_pointed_at_keeps_every_month(more: Values) -> None:
    found = sent_trace(level([3.0] * 6, **more))
    assert found["x"] == ["2021-01", "2021-02", "2021-03", "2021-04", "2021-05", "2021-06"]
    assert found["y"] == [3.0] * 6


@pytest.mark.parametrize("x", [["2021-04-02", "2021-05-01"], ["a", "b"], [1, 2], ["2021-04-01", None], []])
def test_what_is_no_list_of_months_is_sent_as_it_is(x: list[object]) -> None:
    trace = {"type": "scatter", "x": x, "y": [1.0] * len(x), "mode": "lines", "hoverinfo": "skip"}
    assert sent_trace(trace) == trace
