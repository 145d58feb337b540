import re
from itertools import product
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from cspdash.catalogue import Catalogue
from cspdash.settings import ROOT
from cspdash.ui import navigation
from tests.ui.conftest import plain

WRITTEN = (ROOT / "cspdash" / "ui" / "navigation.py").read_text(encoding="utf-8")
FIXED = {"", *re.findall(r'url_path="([a-z-]+)"', WRITTEN)}


def test_every_priority_of_every_plan_has_an_address_of_its_own(content: Catalogue) -> None:
    pages = [(plan, priority) for plan in content.plans for priority in plan.priorities]
    addresses = [navigation.address(plan, priority) for plan, priority in pages]
    assert len(set(addresses)) == len(addresses) >= 20
    assert not set(addresses) & FIXED
    assert all(address == address.lower() and "/" not in address and " " not in address for address in addresses)
    assert [navigation.addressed(content, address) for address in addresses] == pages


@pytest.mark.parametrize("other", ["", "places", "darlington-2021-26", "nothing-of-ours"])
def test_another_page_is_no_priority(content: Catalogue, other: str) -> None:
    assert navigation.addressed(content, other) is None


def test_addresses_are_told_apart_by_streamlit(content: Catalogue) -> None:
    names = [navigation.address(plan, priority) for plan in content.plans for priority in plan.priorities]
    assert len({calc_hash(name) for name in [*names, *FIXED]}) == len(names) + len(FIXED)


def visited(url_path: str = "", **query: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app._page_hash = calc_hash(url_path) if url_path else ""
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception, app.exception[0].message
    return app


def links(app: AppTest) -> list[str]:
    return [plain(item.proto.label) for item in app.sidebar.get("page_link")]


def test_the_sidebar_has_the_chosen_plans_priorities_in_order(sample: Path, content: Catalogue) -> None:
    app = visited("sources")
    plan = content.default_plan
    listed = links(app)
    wanted = [f"{priority.number}. {priority.short_title}" for priority in plan.priorities]
    assert [name for name in listed if name in wanted] == wanted
    assert listed[:2] == ["Overview", "Perceptions against reality"]
    assert len(listed) == len(FIXED) + len(wanted)
    headings = [plain(item.value).strip("*") for item in app.sidebar.markdown]
    assert headings == ["At a glance", "Priorities", "Places", "Behind the numbers"]


def test_another_plan_brings_its_own_priorities(sample: Path, content: Catalogue) -> None:
    older = content.plans[-1]
    app = visited("sources", plan=older.slug)
    numbered = [name for name in links(app) if name[0].isdigit()]
    assert numbered == [f"{priority.number}. {priority.short_title}" for priority in older.priorities]


def test_a_priority_is_shown_on_its_own_address_alone(content: Catalogue) -> None:
    plan, priority = content.plans[0], content.plans[0].priorities[-1]

    def current(address: str) -> None:
        import streamlit as st

        from cspdash.ui import access, navigation

        st.session_state["address"] = address
        plan, priority = navigation.current(access.content())
        st.text(f"{plan.slug}/{priority.slug}")

    here = navigation.address(plan, priority)
    app = AppTest.from_function(current, kwargs={"address": here}).run()
    assert app.text[0].value == f"{plan.slug}/{priority.slug}"
    lost = AppTest.from_function(current, kwargs={"address": "places"}).run()
    assert len(lost.exception) == 1
    assert not lost.text


def test_two_plans_may_share_the_names_of_priorities(content: Catalogue) -> None:
    for plan, other in product(content.plans, content.plans):
        for priority in plan.priorities:
            assert (navigation.address(other, priority) == navigation.address(plan, priority)) == (plan is other)
