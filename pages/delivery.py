"""Delivery: the action plan, targets met or missed, and the published claims worked out again."""

import streamlit as st

from cspdash.charts.claim_words import claims_sentence, claims_table
from cspdash.charts.indicator_tables import targets_table
from cspdash.charts.plans import actions_table
from cspdash.ui import front, panels, questions
from cspdash.ui.access import content
from cspdash.ui.indicators import indicators_source
from cspdash.ui.markup import literal, show_lead, show_table
from cspdash.ui.navigation import chosen_plan
from cspdash.ui.pickers import pick_wide_place


@front.page("Delivery")
def page() -> None:
    """Draw the page."""
    plan = chosen_plan()
    place = pick_wide_place()
    claims = questions.claims(plan.slug)
    show_lead([claims_sentence(claims)])
    st.header("Published claims, worked out again", anchor=False)
    if claims:
        table = claims_table(claims, f"What {plan.short_title} printed, and what its own numbers give")
        show_table(table)
        panels.download(table, questions.cited(plan.document, recorded=True), f"claims-{plan.slug}")
        st.caption(literal(f"Source: {plan.document}; each figure with its section in the table."))

    st.header("Targets", anchor=False)
    today = questions.today()
    readings = {
        item.indicator.slug: item
        for priority in plan.priorities
        for item in questions.readings(plan.slug, priority.slug, place.code, today)
    }
    targets = targets_table(f"Targets of {plan.short_title}, {place.name}", readings.values())
    show_table(targets)
    panels.download(targets, indicators_source(readings.values()), f"targets-{plan.slug}-{place.code}")

    st.header("Action plan", anchor=False)
    actions = content().actions_of(plan.slug)
    if actions:
        show_table(actions_table(plan, actions))
        st.caption(f"Kept up to date in the content folder: actions/{plan.slug}.toml")
    else:
        st.markdown(f"No action plan is written down for this plan yet: actions/{plan.slug}.toml would hold it.")
