"""Compare, in every view, group and store: no exception, a sentence always, and every choice in the link."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from cspdash.ui.compare import VIEWS
from tests.pages.conftest import STORES, Opener
from tests.pages.test_pages import charts, texts

OPENED = [("localities", view, store) for view in VIEWS for store in STORES]
OPENED += [("districts", view, "full") for view in VIEWS] + [("districts", "past", "empty")]


def leads(app: AppTest) -> str:
    """Return what the page writes as HTML, in plain words."""
    return " ".join(
        re.sub(r"<style>.*?</style>|<[^>]+>", " ", item.proto.body, flags=re.DOTALL) for item in app.get("html")
    )


def choices(app: AppTest) -> dict[str, str]:
    """Return each picker's choice by its label."""
    return {str(item.label): str(item.value) for item in app.selectbox}


@pytest.mark.parametrize(("peers", "view", "store"), OPENED)
def test_every_view_opens_on_every_store(peers: str, view: str, store: str, open_page: Opener) -> None:
    app = open_page("compare", store, view=view, peers=peers)
    assert not app.exception, app.exception[0].message
    assert [item.value for item in app.title] == ["Compare"]
    assert not app.error
    assert not app.info
    assert all(len(alt) > 40 for alt in charts(app))
    said = texts(app)
    assert said.count("Source: ") >= len(charts(app))
    tables = [item for item in app.expander if item.label in ("The same numbers as a table", "What is held")]
    assert len(tables) >= len(charts(app))
    if store == "empty":
        assert not charts(app)
        assert "is held" in leads(app)
    elif store == "full" and (peers, view) != ("districts", "funnel"):
        assert tables
        assert len(app.get("download_button")) >= len(tables)


def test_a_link_restores_every_choice(open_page: Opener) -> None:
    app = open_page(
        "compare", area="E06000047", locality="E01020644", indicator="burglary", average="pooled", view="profile"
    )
    found = choices(app)
    assert found["Area"] == "E06000047"
    assert found["Locality"] == "E01020644"
    assert found["Average"] == "pooled"
    assert found["Show"] == "profile"
    assert "County Durham 014D among the localities of County Durham" in leads(app)


def test_every_choice_goes_into_the_link(open_page: Opener) -> None:
    app = open_page("compare")
    app.selectbox(key="pick-peers").set_value("districts").run()
    app.selectbox(key="pick-view").set_value("past").run()
    app.selectbox(key="pick-indicator").set_value("burglary").run()
    link = {key: app.query_params[key] for key in ("peers", "view", "indicator")}
    assert {key: value if isinstance(value, str) else value[0] for key, value in link.items()} == {
        "peers": "districts", "view": "past", "indicator": "burglary",
    }  # fmt: skip
    assert not app.exception


def test_pages_of_areas_are_in_the_link_and_open_on_the_chosen_one(open_page: Opener) -> None:
    app = open_page("compare", area="E23000008")
    assert choices(app)["Areas shown"] == "1"
    first = charts(app)[0]
    app = open_page("compare", area="E23000008", page="3")
    assert choices(app)["Areas shown"] == "3"
    assert charts(app)[0] != first
    assert open_page("compare", area="E23000008", locality="E01020634").selectbox(key="pick-page").value == "1"


@pytest.mark.parametrize("key", ["peers", "indicator", "average", "view", "page", "locality"])
def test_a_wrong_link_gives_the_usual_view_and_says_so(key: str, open_page: Opener) -> None:
    app = open_page("compare", **{key: "<img src=x>"})
    assert not app.exception
    assert any("not in this store" in item.value for item in app.info)


def test_the_force_area_has_localities_and_is_no_district(open_page: Opener) -> None:
    app = open_page("compare", area="E23000008", peers="districts")
    assert "is no district: choose a district" in leads(app)
    assert not charts(app)


def test_a_locality_that_was_split_opens_by_its_new_code(open_page: Opener) -> None:
    app = open_page("compare", locality="E01035185")
    assert choices(app)["Locality"] == "E01012316"
    assert not app.info
