"""One priority of the plan: what was promised, where we are, whether it is better than before."""

import streamlit as st

from cspdash.ui import front, navigation, panels, questions
from cspdash.ui.access import content
from cspdash.ui.markup import literal
from cspdash.ui.pickers import pick_locality, pick_wide_place, pick_window

front.require()

plan, priority = navigation.current(content())
panels.heading(f"{priority.number}. {priority.title}")
st.caption(literal(f"{plan.title}, {priority.section}"))
st.markdown(literal(priority.summary))
left, middle, right = st.columns(3)
with left:
    place = pick_wide_place()
with middle:
    locality = pick_locality(place)
with right:
    window = pick_window()
shown = locality or place
for indicator in content().indicators_of(priority):
    if indicator.counted_from == "incidents":
        st.header(literal(indicator.title), anchor=False)
        st.markdown(literal(indicator.definition))
        panels.trend_panel(questions.trend(indicator.slug, shown.code, window), f"{indicator.slug}-{shown.code}")
panels.attribution(content())
