"""What changed since last time: the choice of an earlier release, and what differs from it."""

from datetime import date

import streamlit as st

from cspdash.charts.change_tables import SHOWN, changes_sentences, moved_table, revisions_table
from cspdash.findings import changes as finding
from cspdash.findings.changes import Changes
from cspdash.store.release import StoreProblem
from cspdash.ui import access, controls, panels, questions
from cspdash.ui.access import answered, content, store
from cspdash.ui.indicators import ROUNDED_SOURCE
from cspdash.ui.markup import show_lead, show_table


@answered
def since(release: str, plan: str, day: str) -> Changes:
    """Return what changed for a plan since an earlier release; `day` is today, written 2026-03-31."""
    places = [place for place in questions.wide_places() if place.level == "district"]
    return finding.changes(
        access.earlier(release), store(), content(), content().plan(plan), places, date.fromisoformat(day)
    )


@answered
def built(release: str) -> str:
    """Return when an earlier release was built, in words, or nothing when it cannot be read."""
    try:
        when = access.earlier(release).built_at
    except StoreProblem:
        return ""
    return f"{when.day} {when:%B %Y, %H:%M}"


def pick_release() -> str | None:
    """Draw the picker of the releases kept and return the choice; None where there is no earlier one."""
    words = {name: built(name) for name in access.kept()}
    names = {name: f"{when} UTC (release {name[:8]})" for name, when in words.items() if when}
    if not names:
        return None
    # The one before the current is where a reader left off, if its file is kept.
    parent = store().parent
    default = parent if parent in names else next(iter(names))
    return controls.pick("Since the release built on", "since", list(names), default, names.__getitem__)


def changes_panels(found: Changes) -> None:
    """Draw what changed: sentences, verdicts that moved, revised figures."""
    show_lead(changes_sentences(found))
    rounded = [ROUNDED_SOURCE] if store().edition == "public" else []
    provenance = questions.cited(*rounded, recorded=True)
    st.header("Verdicts that moved", anchor=False)
    if found.moved:
        show_table(moved_table(found))
        panels.download(moved_table(found), provenance, f"verdicts-since-{found.before[:8]}")
    else:
        st.markdown("None: every indicator of this plan says what it said before.")
    st.header("Earlier figures that were revised", anchor=False)
    if found.revisions:
        names = {place.code: place.name for place in questions.wide_places()}
        show_table(revisions_table(found, names))
        if len(found.revisions) > SHOWN:
            st.caption(f"The first {SHOWN} of {len(found.revisions):,}; the download has all of them.")
        panels.download(revisions_table(found, names, None), provenance, f"revisions-since-{found.before[:8]}")
    else:
        st.markdown("None: figures of the months that both releases hold are the same.")
    st.caption(
        "Both releases are read with today's plan, rules and date, so that only the data can make a difference. "
        "r marks a revised figure."
    )
