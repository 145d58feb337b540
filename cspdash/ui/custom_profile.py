"""The profile of an own area: its trend and its mix of categories; it has no rank, for it lies over localities."""

import streamlit as st

from cspdash.charts import figures, tables, words
from cspdash.findings import profile as profile_finding
from cspdash.findings.profile import Mix
from cspdash.ui import panels, questions
from cspdash.ui.access import answered, content, is_dark, store
from cspdash.ui.markup import literal
from cspdash.ui.pickers import pick_window

NO_RANK = "An own area has no rank among localities: it lies over some of them, and its residents are an estimate."


@answered
def mix(code: str, around: str) -> Mix:
    """Return an own area's mix of categories beside that of the place around it."""
    return profile_finding.mix(store(), content(), questions.place(code), questions.place(around))


def own_area_profile(code: str, slug: str, around: str) -> None:
    """Draw an own area's trend of an indicator and its mix beside that of the place around it; else nothing."""
    place = next((one for one in questions.own_places() if one.code == code), None)
    if place is None:
        return
    st.header(literal(place.name), anchor=False)
    st.caption(NO_RANK)
    panels.trend_panel(questions.trend(slug, code, pick_window()), f"trend-{code}")
    mixed = mix(code, around)
    if mixed.rows:
        panels.figure(
            words.mix_title(mixed), figures.mix_figure(mixed, is_dark()), words.mix_alt(mixed), mixed.provenance,
            tables.mix_table(mixed), f"mix-{code}",
        )  # fmt: skip
