"""What has changed: every category of recorded incidents at a glance."""

import streamlit as st

from cspdash.charts.indicator_tables import flags_table
from cspdash.charts.plans import plan_on_a_page
from cspdash.charts.tables import overview_table
from cspdash.charts.theme import theme
from cspdash.charts.words import overview_sentences
from cspdash.ui import front, panels, questions
from cspdash.ui.access import is_dark
from cspdash.ui.markup import literal, show_lead, show_table
from cspdash.ui.navigation import chosen_plan
from cspdash.ui.perception import perception_note
from cspdash.ui.pickers import pick_wide_place
from cspdash.ui.rows_links import overview_links


@front.page("Is our area getting safer?")
def page() -> None:
    """Draw the page."""
    place = pick_wide_place()
    found = questions.overview(place.code)
    show_lead(overview_sentences(found))
    plan = chosen_plan()
    flags = questions.flags(plan.slug, place.code, questions.today())
    st.header("What needs attention", anchor=False)
    if flags:
        show_table(flags_table(flags))
    else:
        st.markdown("No rule has flagged anything in this plan for this area.")
    perception_note(place.code, only_attention=True)
    st.header("Recorded incidents", anchor=False)
    if found.rows:
        table = overview_table(found, theme(is_dark()).OBSERVED)
        show_table(table)
        st.caption(literal(found.provenance.line))
        panels.download(table, found.provenance, f"overview-{place.code}")
        overview_links(found)
        with st.expander("What can be compared over time"):
            panels.bullets(f"{row.title}: {row.comparability}" for row in found.rows if row.comparability)
    st.header("The plan on a page", anchor=False)
    st.markdown(f"**Vision.** {literal(plan.vision)}")
    show_table(plan_on_a_page(plan))
    st.caption(literal(f"Source: {plan.document}; sentences are ours."))
