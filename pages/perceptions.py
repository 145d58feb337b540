"""Perceptions against reality: do people feel what is recorded, and is either change more than chance?"""

import streamlit as st

from cspdash.ui import front, perception
from cspdash.ui.access import content
from cspdash.ui.pickers import pick_wide_place


@front.page("Perceptions against reality")
def page() -> None:
    """Draw the page."""
    top = st.container()
    left, middle, right = st.columns(3)
    with left:
        place = pick_wide_place()
    if content().pairs:
        with middle:
            pair = perception.pick_pair(place.code)
        with right:
            whole = perception.pick_span()
        compared = perception.pick_comparison(perception.finding(pair.slug, place.code))
        found = perception.finding(pair.slug, place.code, compared, whole)
        with top:
            perception.verdict(found)
        perception.both_sides(found)
        perception.change_view(place.code)
        perception.places_view(pair.slug, place.code)
        perception.needed(found)
        perception.context(found)
        perception.why_they_differ(found)
    else:
        top.info("No survey question is paired with what is recorded: add one in the content folder, under surveys.")
    perception.every_figure(place.code)
