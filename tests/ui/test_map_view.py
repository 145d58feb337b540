"""Maps as they are sent to our script: what is in them, who draws them, and what a reader's choice does."""

import re
from pathlib import Path

import pytest

from cspdash.ui import map_view
from tests.sent import figures, maps, marks_in, sent
from tests.ui.conftest import started


def drawing(chosen: str | None = None, said: str = "") -> None:
    """Draw a map of three areas; a choice is written down where the test sees it."""
    import streamlit as st

    from cspdash.charts.maps import localities_map
    from cspdash.findings.windows import Scale
    from cspdash.ui.map_view import show_map
    from tests.charts.invented import geojson, localities_of

    def choose(code: str) -> None:
        st.session_state["told"] = code

    found, scale = localities_of([1, 10, 50], [1000] * 3), Scale((5.0, 20.0), True, 3, True)
    drawn = localities_map(found, scale, geojson(3), chosen)
    show_map(drawn, said or "A map, which has 3 areas.", "map", chosen, choose)


def test_a_map_goes_to_our_script_with_its_words_and_what_is_chosen() -> None:
    app = started(drawing, chosen="E01010001", said='Said "so"')
    (found,) = maps(app)
    assert (found["alt"], found["chosen"]) == ('Said "so"', "E01010001")
    names = [trace["name"] for trace in found["traces"] if "name" in trace]
    assert names == ["above 0, under 5.0 (1)", "5.0 to under 20.0 (1)", "20.0 or more (1)", "heavy edge: chosen"]
    assert not app.get("plotly_chart")
    assert [alt for alt, _ in figures(app)] == ['Said "so"']


def test_what_a_map_says_is_seen_by_those_who_search_what_a_page_sends() -> None:
    app = started(drawing, said="Marked-4711")
    assert marks_in(sent(app).encode(), ["Marked-4711", "Unmarked"], 471_147_114) == ["Marked-4711"]


def test_script_and_style_are_files_of_ours_and_nothing_is_sent_as_code() -> None:
    (item,) = started(drawing).get("bidi_component")
    assert (item.proto.js_source_path, item.proto.css_source_path) == ("map.js", "map.css")
    assert not (item.proto.js_content or item.proto.css_content or item.proto.html_content)
    assert item.proto.isolate_styles is False


def test_every_runtime_knows_the_map() -> None:
    for _ in range(2):
        app = started(drawing)
        assert len(maps(app)) == 1
        known = app._bidi_component_manager
        assert known and known.get_component_path(map_view.NAME) == str(map_view.FOLDER)


@pytest.mark.parametrize(
    "nothing", [None, {}, {"chosen": None}, {"chosen": ["E01010002"]}, {"chosen": ""}, "E01010002"]
)
def test_a_choice_is_a_code_and_what_is_none_is_not(nothing: object) -> None:
    assert map_view.chosen_in({"chosen": "E01010001"}) == "E01010001"
    assert map_view.chosen_in(nothing) is None


def test_the_script_writes_words_as_words_and_asks_for_nothing_but_outlines() -> None:
    script = "".join(path.read_text(encoding="utf-8") for path in map_view.FOLDER.glob("*.js"))
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|import\(", script)
    assert re.findall(r"fetch\((\w+)\)", script) == ["address"]
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", script)
    assert Path(map_view.FOLDER, "map.css").read_text(encoding="utf-8").count("url(") == 0
