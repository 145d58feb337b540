"""Every navigation entry on every kind of store: a title, no exception, sources, alt texts."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from cspdash import catalogue, settings
from cspdash.settings import ROOT
from cspdash.ui.navigation import address
from tests.pages.conftest import STORES, Opener
from tests.sent import figures

CONTENT = catalogue.load(settings.content_dir())
FIXED = [
    "",
    "places",
    "hotspots",
    "perceptions",
    "plans",
    "sources",
    "delivery",
    "interventions",
    "rows",
    "ledger",
    "own-areas",
    "compare",
    "changes",
    "notes",
    "board-pack",
]
PRIORITIES = [address(plan, priority) for plan in CONTENT.plans for priority in plan.priorities]


def texts(app: AppTest) -> str:
    """Return everything in words on a page."""
    kinds = (app.title, app.header, app.subheader, app.markdown, app.caption, app.info, app.warning, app.error)
    return re.sub(r"\\(.)", r"\1", "\n".join(str(item.value) for kind in kinds for item in kind))


def charts(app: AppTest) -> list[str]:
    """Return the alt text of every chart and map on a page."""
    return [alt for alt, _ in figures(app)]


@pytest.mark.parametrize("store", STORES)
@pytest.mark.parametrize("page", FIXED + PRIORITIES)
def test_every_page_opens_on_every_store(page: str, store: str, open_page: Opener) -> None:
    app = open_page(page, store)
    assert not app.exception, app.exception[0].message
    assert len(app.title) == 1
    assert app.title[0].value
    assert not app.error
    assert "Open Government Licence" in texts(app)
    for alt in charts(app):
        assert len(alt) > 40
    assert texts(app).count("Source: ") >= len(charts(app))


def test_a_store_that_does_not_exist_is_a_sentence(no_store: object) -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    assert not app.exception
    assert "there is no store" in app.error[0].value
    assert "cspdash demo" in app.error[0].value.replace("\\", "")


def test_charts_have_tables_and_downloads(open_page: Opener) -> None:
    app = open_page("darlington-2021-26-safer-places")
    assert charts(app)
    tables = [item for item in app.expander if item.label == "The same numbers as a table"]
    assert len(tables) == len(charts(app))
    assert len(app.get("download_button")) >= len(charts(app))


def test_a_link_restores_the_view(open_page: Opener) -> None:
    app = open_page("places", area="E06000047", recorded="violence")
    chosen = {item.label: item.value for item in app.selectbox}
    assert chosen["Area"] == "E06000047"
    assert chosen["Ranked by"] == "violence"
    assert "County Durham" in texts(app)


def test_a_choice_goes_into_the_link(open_page: Opener) -> None:
    app = open_page("places")
    next(item for item in app.selectbox if item.label == "Area").set_value("E06000047").run()
    assert app.query_params["area"] in ("E06000047", ["E06000047"])
    next(item for item in app.selectbox if item.label == "Area").set_value("E06000005").run()
    assert "area" not in app.query_params


def test_a_link_by_a_code_of_2021_opens_the_common_area(open_page: Opener) -> None:
    app = open_page("places", locality="E01035185")
    chosen = {item.label: item.value for item in app.selectbox}
    assert chosen["Locality"] == "E01012316"
    assert not app.info


@pytest.mark.parametrize("wrong", ["E99999999", "'; DROP TABLE incident; --", "<img src=x>", "\u202e" * 50, "9" * 5000])
@pytest.mark.parametrize("key", ["area", "locality", "recorded", "window", "plan"])
def test_a_wrong_link_gives_the_usual_view_and_says_so(key: str, wrong: str, open_page: Opener) -> None:
    app = open_page("places" if key in {"locality", "recorded"} else "darlington-2021-26-safer-places", **{key: wrong})
    assert not app.exception
    assert any("not in this store" in item.value for item in app.info)
    assert "<img" not in texts(app)


def test_a_priority_of_another_plan_chooses_its_plan(open_page: Opener) -> None:
    older = CONTENT.plans[-1]
    app = open_page(address(older, older.priorities[0]))
    plan = next(item for item in app.sidebar.selectbox if item.label == "Plan")
    assert plan.value == older.slug
    assert older.title.split()[0] in texts(app)


def test_the_public_licence_and_demonstration_are_said(open_page: Opener) -> None:
    assert not any("Demonstration data" in item.value for item in open_page("").warning)


def area_of(app: AppTest) -> str:
    """Return the district that a page shows."""
    return str(next(item.value for item in app.selectbox if item.label == "Area"))


def test_a_plan_opens_on_its_own_district(open_page: Opener) -> None:
    assert area_of(open_page("safe-durham-2011-14-asb")) == "E06000047"
    assert area_of(open_page("safe-durham-2011-14-asb", area="E06000005")) == "E06000005"
    assert area_of(open_page("darlington-2021-26-safer-places")) == "E06000005"


def test_the_district_goes_with_the_plan_unless_another_was_chosen(open_page: Opener) -> None:
    app = open_page("")
    app.selectbox(key="pick-plan").set_value("safe-durham-2011-14").run()
    assert area_of(app) == "E06000047"
    app.selectbox(key="pick-plan").set_value("darlington-2021-26").run()
    assert area_of(app) == "E06000005"
    app.selectbox(key="pick-area").set_value("E23000008").run()
    app.selectbox(key="pick-plan").set_value("safe-durham-2011-14").run()
    assert area_of(app) == "E23000008"


def test_another_plan_chosen_on_a_priority_opens_that_plan(open_page: Opener) -> None:
    app = open_page("safe-durham-2011-14-asb")
    app.selectbox(key="pick-plan").set_value("darlington-2021-26").run()
    assert app.selectbox(key="pick-plan").value == "darlington-2021-26"
    assert app.title[0].value == "Is our area getting safer?"
    assert area_of(app) == "E06000005"
