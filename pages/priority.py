"""One priority of the plan: what was promised, where we are, whether it is better than before."""

import streamlit as st

from cspdash.charts.indicator_words import priority_sentences
from cspdash.ui import front, indicators, navigation, questions
from cspdash.ui.access import content
from cspdash.ui.markup import literal, show_lead
from cspdash.ui.perception import perception_note
from cspdash.ui.pickers import pick_locality, pick_wide_place, pick_window


def title() -> str:
    """Return the priority's number and title."""
    _, priority = navigation.current(content())
    return f"{priority.number}. {priority.title}"


@front.page(title)
def page() -> None:
    """Draw the page."""
    plan, priority = navigation.current(content())
    left, middle, right = st.columns(3)
    with left:
        place = pick_wide_place()
    with middle:
        locality = pick_locality(place)
    with right:
        window = pick_window()
    shown = locality or place
    found = questions.readings(plan.slug, priority.slug, shown.code, questions.today())
    show_lead(priority_sentences(priority.short_title, found))
    st.markdown(literal(priority.summary))
    st.caption(literal(f"Source: {plan.document}, {priority.section}; the sentence is ours."))
    key = f"{plan.slug}-{priority.slug}-{shown.code}"
    filled = [item for item in found if item.state != indicators.EMPTY]
    if filled:
        indicators.indicator_table(priority, filled, key)
    for item in filled:
        indicators.indicator_panel(item, shown.code, window)
    if not locality:
        perception_note(place.code, priority.indicators)
    indicators.without_data([item for item in found if item.state == indicators.EMPTY], plan, key)
    indicators.plan_parts(plan, priority)
