"""From the catalogue to the navigation: the plan's priorities, the places, and what stands behind the numbers."""

from typing import Any

import streamlit as st

from cspdash.catalogue import Catalogue, Plan, Priority
from cspdash.ui import controls
from cspdash.ui.access import content, store
from cspdash.ui.markup import literal
from cspdash.ui.meeting_door import MEETING
from cspdash.ui.rows_links import rows_shown

PRIORITY = "pages/priority.py"
# Pages that show rows, or places that only rows can be counted in: none in the public edition or for the board.
NEED_ROWS = {"rows": "Rows behind the numbers", "own-areas": "Town centre and own areas",
             "ledger": "Ledger and quarantine"}  # fmt: skip
PARTNERSHIP_ONLY = {"hotspots": "Hot spots"}
ABSENT = "pages/absent.py"


def address(plan: Plan, priority: Priority) -> str:
    """Return the stable address of a priority's page."""
    return f"{plan.slug}-{priority.slug}"


def priority_pages(catalogue: Catalogue) -> list[Any]:
    """Return a page for each priority of each plan: every one answers a link, whatever plan is chosen."""
    return [
        st.Page(PRIORITY, title=f"{priority.number}. {priority.short_title}", url_path=address(plan, priority))
        for plan in catalogue.plans
        for priority in plan.priorities
    ]


def pick_plan(catalogue: Catalogue) -> Plan:
    """Draw the plan picker in the sidebar and return the choice; a link to a priority chooses its plan."""
    slugs = [plan.slug for plan in catalogue.plans]
    titles = {plan.slug: plan.short_title for plan in catalogue.plans}
    with st.sidebar:
        slug = controls.pick("Plan", "plan", slugs, catalogue.default_plan.slug, titles.__getitem__)
    return catalogue.plan(slug)


def chosen_plan() -> Plan:
    """Return the plan that the sidebar shows as chosen."""
    slugs = [plan.slug for plan in content().plans]
    return content().plan(controls.chosen("plan", slugs, content().default_plan.slug))


def addressed(catalogue: Catalogue, url_path: str) -> tuple[Plan, Priority] | None:
    """Return the plan and priority that an address belongs to, or None for another page."""
    for plan in catalogue.plans:
        for priority in plan.priorities:
            if address(plan, priority) == url_path:
                return plan, priority
    return None


def sections(catalogue: Catalogue) -> dict[str, list[Any]]:
    """Return every page that the edition and the reader's role have, under the heading that the sidebar gives it."""
    pages = {
        "At a glance": [
            st.Page("pages/overview.py", title="Overview", default=True),
            st.Page("pages/perceptions.py", title="Perceptions against reality", url_path="perceptions"),
            st.Page("pages/board_pack.py", title="Board pack", url_path="board-pack"),
        ],
        "Priorities": priority_pages(catalogue),
        "Places": [
            st.Page("pages/places.py", title="High-impact localities", url_path="places"),
            st.Page("pages/hotspots.py", title="Hot spots", url_path="hotspots"),
            st.Page("pages/compare.py", title="Compare", url_path="compare"),
            st.Page("pages/custom.py", title="Town centre and own areas", url_path="own-areas"),
        ],
        "Behind the numbers": [
            st.Page("pages/changes.py", title="What changed since last time", url_path="changes"),
            st.Page("pages/delivery.py", title="Delivery", url_path="delivery"),
            st.Page("pages/notes.py", title="Notes and commentary", url_path="notes"),
            st.Page("pages/interventions.py", title="Did it work?", url_path="interventions"),
            st.Page("pages/plans.py", title="How the plans fit together", url_path="plans"),
            st.Page("pages/rows.py", title="Rows behind the numbers", url_path="rows"),
            st.Page("pages/ledger.py", title="Ledger and quarantine", url_path="ledger"),
            st.Page("pages/sources.py", title="Sources and methods", url_path="sources"),
            st.Page("pages/accessibility.py", title="Accessibility statement", url_path="accessibility"),
            st.Page("pages/privacy.py", title="Privacy", url_path="privacy"),
        ],
    }
    left_out = absent()
    return {heading: [page for page in listed if page.url_path not in left_out] for heading, listed in pages.items()}


def absent() -> dict[str, str]:
    """Return the addresses, with their titles, of pages that this edition or reader's role does not have."""
    left_out = {} if rows_shown() else dict(NEED_ROWS)
    return left_out if store().edition == "partnership" else left_out | PARTNERSHIP_ONLY


def absent_pages() -> list[Any]:
    """Return a page for each address that this edition does not have, so that a link to it is told why."""
    return [st.Page(ABSENT, title=title, url_path=path) for path, title in absent().items()]


def every_page(catalogue: Catalogue) -> list[Any]:
    """Return every page of the sidebar as one list, the overview first."""
    return [page for listed in sections(catalogue).values() for page in listed]


def show_links(pages: dict[str, list[Any]], chosen: set[str]) -> None:
    """Draw the sidebar's links. Streamlit's own list puts headings inside a list, which screen readers trip over."""
    with st.sidebar:
        for heading, listed in pages.items():
            st.markdown(f"**{heading}**")
            for page in listed:
                if heading != "Priorities" or page.url_path in chosen:
                    st.page_link(page, label=literal(page.title))


def run(catalogue: Catalogue) -> None:
    """Build the navigation for the chosen plan and run the page that was asked for."""
    pages = sections(catalogue)
    presented = st.Page("pages/meeting.py", title="In the meeting", url_path=MEETING)
    listed = [item for listed in pages.values() for item in listed]
    page = st.navigation([*listed, *absent_pages(), presented], position="hidden")
    st.set_page_config(page_title=f"{page.title} - cspdash")
    if page.url_path == MEETING:
        # The projector shows one finding: no plan to choose, no links.
        st.session_state["address"] = MEETING
        page.run()
        return
    plan = pick_plan(catalogue)
    found = addressed(catalogue, page.url_path)
    if found and found[0].slug != plan.slug:
        if st.session_state.get("address") == page.url_path:
            # The reader chose another plan while on this page, which is none of that plan's.
            st.session_state["address"] = ""
            st.switch_page(pages["At a glance"][0])
        controls.choose("plan", found[0].slug)
        st.rerun()
    show_links(pages, {address(plan, priority) for priority in plan.priorities})
    st.session_state["arrived"] = st.session_state.get("address") != page.url_path
    st.session_state["address"] = page.url_path
    page.run()


def current(catalogue: Catalogue) -> tuple[Plan, Priority]:
    """Return the plan and priority whose page is being shown."""
    found = addressed(catalogue, st.session_state["address"])
    if found is None:
        raise LookupError(f"no priority has the address {st.session_state['address']!r}")
    return found
