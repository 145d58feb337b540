"""Every question of the hot-spot page on every kind of store, for those who may see rows and those who may not."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from cspdash import catalogue, settings
from cspdash.ingest import run
from cspdash.settings import ROOT
from cspdash.store.connection import open_store
from cspdash.ui import roles
from cspdash.ui.hotspots import VIEWS
from tests.making import LAST
from tests.pages.conftest import STORES, Opener
from tests.pages.test_pages import charts, texts
from tests.partner_extracts import fire_rows, write_extract


def lead(app: AppTest) -> str:
    """Return the sentences that the page opens with, as HTML."""
    return "".join(item.proto.body for item in app.get("html"))


@pytest.mark.parametrize("store", STORES)
@pytest.mark.parametrize("view", VIEWS)
def test_every_question_is_answered_on_every_store(view: str, store: str, open_page: Opener) -> None:
    app = open_page("hotspots", store, view=view)
    assert not app.exception, app.exception[0].message
    assert not app.error
    said = lead(app) + texts(app)
    assert "cd-lead" in said or "are not worked out" in said
    drawn = charts(app) + [item.proto.alt for item in app.get("deck_gl_json_chart")]
    assert all(len(alt) > 40 for alt in drawn)
    assert texts(app).count("Source: ") >= len(drawn)
    tables = [item for item in app.expander if item.label == "The same numbers as a table"]
    assert len(tables) == len(drawn)
    if store == "empty":
        assert not drawn, "an empty chart"


def test_hexagons_have_their_map_warning_legend_and_numbers(open_page: Opener) -> None:
    app = open_page("hotspots", view="hexagons", size="9", months="3")
    assert len(app.get("deck_gl_json_chart")) == 1
    assert any("A point is never an address" in item.value.replace("\\", "") for item in app.warning)
    assert "If it stays empty" in texts(app)
    assert "What the colours stand for" in lead(app)
    chosen = {item.label: item.value for item in app.selectbox}
    assert (chosen["Hexagons"], chosen["Months"]) == ("9", "3")
    assert "June 2023 to August 2023" in lead(app)


def test_months_open_with_the_newest_whole_year(open_page: Opener) -> None:
    app = open_page("hotspots", view="repeats")
    assert {item.label: item.value for item in app.selectbox}["Months"] == "12-2023-01"
    assert "Repeat victims and repeat callers cannot be counted" in texts(app)


@pytest.fixture
def clustered(hot_store_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Open the page on the store with a cluster, as a link would."""

    def opened(**query: str) -> AppTest:
        monkeypatch.setenv("CSPDASH_STORE", str(hot_store_folder))
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        app._page_hash = calc_hash("hotspots")
        for key, value in query.items():
            app.query_params[key] = value
        app.run()
        assert not app.exception, app.exception[0].message
        return app

    return opened


def test_a_locality_is_picked_by_link_and_by_picker_alike(clustered: Callable[..., AppTest]) -> None:
    linked, picked = clustered(locality="E01012304"), clustered()
    next(item for item in picked.selectbox if item.label == "Locality").set_value("E01012304").run()
    assert [item.value for item in linked.header] == [item.value for item in picked.header] == ["Darlington 012A"]
    assert texts(linked) == texts(picked)
    assert "hot spot (Gi* z" in texts(linked)
    next(item for item in linked.button if item.label.startswith("Back to all")).click().run()
    assert not linked.header


def test_hot_spots_persistence_and_grade_say_what_they_found(clustered: Callable[..., AppTest]) -> None:
    tested = clustered()
    assert "are hot spots of anti-social behaviour by number of incidents" in lead(tested)
    assert any("hot spots" in alt for alt in charts(tested))
    assert "9,999 permutations" in texts(tested)
    rates = clustered(measure="rate")
    assert "by rate per 1,000 residents" in lead(rates)
    assert "persist quarter after quarter: " in lead(clustered(view="persistence"))
    assert "localities" in lead(clustered(view="concentration"))


@pytest.mark.parametrize("key", ["view", "measure", "months", "size"])
def test_a_wrong_link_gives_the_usual_view(key: str, open_page: Opener) -> None:
    app = open_page("hotspots", **{"view": "hexagons", key: "<img src=x>"} if key != "measure" else {key: "9"})
    assert not app.exception
    assert any("not in this store" in item.value for item in app.info)


def test_who_sees_no_rows_has_no_map_points_and_no_streets(open_page: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roles, "role", lambda: roles.BOARD)
    app = open_page("hotspots", view="repeats")
    assert not app.exception
    question = next(item for item in app.selectbox if item.label == "Question")
    assert {"Where are the points?", "Which streets come back?"} & set(question.options) == set()
    assert len(question.options) == len(VIEWS) - 2
    assert "On or near" not in texts(app) + lead(app)


def test_an_extract_with_times_draws_the_week(
    store_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = catalogue.load(settings.content_dir())
    folder = Path(shutil.copytree(store_folder, tmp_path / "store"))
    path = write_extract(tmp_path / "fires.csv", fire_rows(LAST.replace(year=2022), LAST.replace(day=31)))
    assert not run.extract(folder, path, content, content.mapping("fire")).refused
    monkeypatch.setenv("CSPDASH_STORE", str(folder))
    held = open_store(folder).rows("SELECT count(*) FROM incident_row WHERE occurred_from IS NOT NULL")[0][0]
    assert held > 100
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.query_params["view"] = "times"
    fires = next(one.slug for one in content.indicators if one.categories == ("Deliberate secondary fire",))
    app.query_params["recorded"] = fires
    app._page_hash = calc_hash("hotspots")
    app.run()
    assert not app.exception, app.exception[0].message
    assert "between 18:00 and midnight" in lead(app)
    assert any(alt.startswith("Heat map") for alt in charts(app))
