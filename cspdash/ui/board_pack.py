"""The board pack from the dashboard: whose, by which rules, and the files to take away."""

from datetime import UTC, datetime

import streamlit as st

from cspdash import catalogue, settings
from cspdash.catalogue import Plan
from cspdash.findings.places import Place, wide_places
from cspdash.pack import KINDS, PackProblem, bytes_of, collect
from cspdash.pack.edition import PARTNERSHIP_MEANS, PUBLIC_MEANS, edition_of
from cspdash.store.release import StoreProblem
from cspdash.ui import controls
from cspdash.ui.access import content, store
from cspdash.ui.markup import literal

OFFICE = "application/vnd.openxmlformats-officedocument"
KINDS_IN_WORDS = {
    ".pptx": ("PowerPoint, with charts that can be edited", f"{OFFICE}.presentationml.presentation"),
    ".pdf": ("PDF, readable by screen readers", "application/pdf"),
    ".html": ("One HTML file, for any browser", "text/html"),
}
RULES = {"public": "Public rules", "partnership": "Partnership edition"}


def made(plan: str, code: str, kind: str, partnership: bool) -> bytes:
    """Return a pack as a file of a kind; PackProblem or StoreProblem when it cannot be made."""
    whole = catalogue.load(settings.content_dir())
    with edition_of(settings.store_dir(), whole, partnership=partnership) as found:
        place = next(place for place in wide_places(found.store, found.catalogue) if place.code == code)
        today = datetime.now(UTC).date()
        pack = collect(found.store, found.catalogue, found.catalogue.plan(plan), place, today, found.before)
        return bytes_of(pack, kind)


def pick_rules() -> bool:
    """Draw the picker of rules where there is a choice; return whether the partnership's edition is wanted."""
    if store().edition != "partnership":
        return False
    return controls.pick("Rules", "rules", list(RULES), "public", RULES.__getitem__) == "partnership"


def offer(plan: Plan, place: Place, partnership: bool) -> None:
    """Draw what the rules mean, a button for each kind of file, and the file once it is made."""
    (st.warning if partnership else st.info)(PARTNERSHIP_MEANS if partnership else PUBLIC_MEANS)
    wanted = None
    with st.container(horizontal=True):
        for kind in KINDS:
            if st.button(f"Make {KINDS_IN_WORDS[kind][0]}", key=f"make{kind}"):
                wanted = kind
    if wanted:
        _make(plan, place, wanted, partnership)


def _make(plan: Plan, place: Place, kind: str, partnership: bool) -> None:
    """Make a pack and offer it, or say why it cannot be made."""
    try:
        with st.spinner("Making the board pack: up to half a minute"):
            file = made(plan.slug, place.code, kind, partnership)
    except (PackProblem, StoreProblem) as problem:
        st.error(literal(str(problem)))
        return
    name = f"board-pack-{plan.slug}-{place.code}{kind}"
    st.success(f"The pack is made: {len(file) / 1e6:,.1f} MB.")
    st.download_button(f"Download {name}", file, name, KINDS_IN_WORDS[kind][1], key="pack-file", on_click="ignore")


def contents(plan: Plan) -> list[str]:
    """Return what is in the pack of a plan, in order."""
    priorities = [f"{one.number}. {one.title}" for one in plan.priorities]
    last = [
        "Perceptions against reality",
        "High-impact localities, map and table",
        "Published claims, worked out again",
    ]
    return ["What needs attention", "Recorded incidents", *priorities, *last, "Data and method"]


def partnership_title() -> str:
    """Return whose pack it is."""
    return content().partnership.title
