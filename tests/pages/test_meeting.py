"""The meeting on every kind of store, from every page and back."""

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from cspdash import catalogue, settings
from cspdash.ui.navigation import address
from tests.pages.conftest import STORES, Opener
from tests.pages.test_pages import charts, texts
from tests.ui.conftest import html_of, plain

CONTENT = catalogue.load(settings.content_dir())


def walk(app: AppTest) -> list[str]:
    """Go through a meeting to its end; return the titles."""
    titles = [plain(app.title[0].value)]
    while not app.button(key="meeting-next").disabled:
        app.button(key="meeting-next").click().run()
        assert not app.exception, app.exception[0].message
        assert not app.error
        titles.append(plain(app.title[0].value))
        assert "Source: " in texts(app)
        assert all(len(alt) > 40 for alt in charts(app))
    return titles


@pytest.mark.parametrize("store", STORES)
def test_a_meeting_is_walked_on_every_store(store: str, open_page: Opener) -> None:
    app = open_page("meeting", store)
    assert not app.exception, app.exception[0].message
    titles = walk(app)
    assert len(set(titles)) == len(titles) >= 1 + len(CONTENT.default_plan.priorities)
    assert not app.sidebar.selectbox and not app.sidebar.get("page_link")


@pytest.mark.parametrize("plan", [plan.slug for plan in CONTENT.plans])
def test_every_plan_has_its_meeting(plan: str, open_page: Opener) -> None:
    wanted = CONTENT.plan(plan).priorities[-1]
    app = open_page("meeting", plan=plan, screen=f"priority-{wanted.slug}")
    assert not app.exception, app.exception[0].message
    assert plain(app.title[0].value) == f"{wanted.number}. {wanted.title}"


def test_from_a_page_into_the_meeting_and_back_with_its_choices(open_page: Opener) -> None:
    older = CONTENT.plans[-1]
    page = address(older, older.priorities[0])
    app = open_page(page, area="E06000005", window="60")
    title, choices = app.title[0].value, {item.label: item.value for item in app.selectbox}
    app.button(key="present").click().run()
    assert "Screen 1 of" in html_of(app) and "Darlington" in html_of(app)
    assert not app.selectbox
    app._page_hash = calc_hash("meeting")  # AppTest would run the page that it began with
    app.button(key="meeting-next").click().run()
    app.button(key="meeting-leave").click().run()
    assert not app.exception, app.exception[0].message
    assert app.title[0].value == title
    assert {item.label: item.value for item in app.selectbox} == choices
    assert not {"screen", "notes", "back"} & set(app.query_params)


@pytest.mark.parametrize("back", ["", "nowhere", "../../etc/passwd", "https://example.org", "meeting", "<img src=x>"])
def test_a_way_back_that_is_no_page_is_the_overview(back: str, open_page: Opener) -> None:
    app = open_page("meeting", back=back)
    app.button(key="meeting-leave").click().run()
    assert not app.exception, app.exception[0].message
    assert app.title[0].value == "Is our area getting safer?"
