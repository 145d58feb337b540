"""The page of own areas: what is given becomes a place, and what cannot be used leaves everything as it was."""

import json
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from cspdash.settings import ROOT
from cspdash.store import own_area_queries
from tests.ingest.test_own_areas import OUTLINE
from tests.making import served
from tests.pages.conftest import Opener

CORNERS = "\n".join(f"{east}, {north}" for east, north in OUTLINE)
BOW_TIE = "-1.56, 54.52\n-1.54, 54.53\n-1.54, 54.52\n-1.56, 54.53"


@pytest.fixture
def page(store_copy: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The page on a store that it may change, with corners to be typed."""
    monkeypatch.setenv("CSPDASH_STORE", str(store_copy))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    app._page_hash = calc_hash("own-areas")
    app.query_params["way"] = "type"
    return app.run()


def save(app: AppTest, name: str, corners: str) -> AppTest:
    next(item for item in app.text_input if item.label == "Name of the area").set_value(name)
    app.text_area[0].set_value(corners).run()
    return next(item for item in app.button if item.label == "Save the area").click().run()


def said(app: AppTest) -> str:
    return re.sub(r"\\(.)", r"\1", "\n".join(item.value for item in (*app.success, *app.error)))


def test_an_area_that_is_given_is_a_place_everywhere(page: AppTest, store_copy: Path) -> None:
    app = save(page, "Town centre", CORNERS)
    assert not app.exception
    assert "Town centre (X-town-centre)" in said(app)
    assert app.success
    assert [path.name for path in own_area_queries.files(store_copy)] == ["X-town-centre.geojson"]
    locality = next(item for item in app.selectbox if item.label == "Locality")
    assert locality.options[:2] == ["All of Darlington", "Town centre (own area)"]
    for address in ("places", "darlington-2021-26-safer-places", "rows"):
        other = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
        other._page_hash = calc_hash(address)
        other.query_params["locality"] = "X-town-centre"
        other.run()
        assert not other.exception, address
        assert next(item for item in other.selectbox if item.label == "Locality").value == "X-town-centre"
        assert "Town centre" in "".join(item.proto.body for item in other.get("html"))
    gone = next(item for item in app.button if item.label == "Remove this area").click().run()
    assert "removed" in said(gone)
    assert own_area_queries.files(store_copy) == []


def test_what_cannot_be_used_is_said_and_nothing_changes(page: AppTest, store_copy: Path) -> None:
    before = served(store_copy)
    app = save(page, "Town centre", BOW_TIE)
    assert "Not done. the outline of 'Town centre' crosses itself near" in said(app)
    assert "its name cannot be used" in said(save(app, "<b>bold</b>", CORNERS))
    app.text_area[0].set_value("here\nthere").run()
    assert "Line 1 is no corner" in said(app)
    assert next(item for item in app.button if item.label == "Save the area").disabled
    assert served(store_copy) == before
    assert own_area_queries.files(store_copy) == []
    assert not app.exception


@pytest.mark.parametrize("store", ["full", "thin", "empty"])
@pytest.mark.parametrize("way", ["draw", "list", "type", "file"])
def test_every_way_opens_on_every_store(open_page: Opener, store: str, way: str) -> None:
    app = open_page("own-areas", store, way=way)
    assert not app.exception
    assert not app.error
    charts = app.get("plotly_chart")
    assert len(charts) == (way == "draw")
    for chart in charts:
        assert "65 localities" in chart.proto.alt
        assert json.loads(chart.proto.spec)["layout"]["dragmode"] == "lasso"


def test_what_was_drawn_can_be_saved(store_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSPDASH_STORE", str(store_copy))
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
    app._page_hash = calc_hash("own-areas")
    app.run()
    east, north = (list(numbers) for numbers in zip(*OUTLINE, strict=True))
    app.session_state["own-areas-map"] = {"selection": {"lasso": [{"x": east, "y": north}]}}
    next(item for item in app.text_input if item.label == "Name of the area").set_value("Drawn").run()
    assert any("Drawn: one outline with 5 corners." in item.value for item in app.markdown)
