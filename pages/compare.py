"""Compare: an area against its peers and against its own past."""

import streamlit as st

from cspdash.ui import compare, compare_questions, front
from cspdash.ui.pickers import pick_wide_place


@front.page("Compare")
def page() -> None:
    """Draw the page."""
    top = st.container()
    first, second, third = st.columns(3)
    with first:
        place = pick_wide_place()
    with second:
        group = compare.pick_group(place)
    with third:
        area = compare.pick_area(place, group)
    first, second, third = st.columns(3)
    with first:
        indicator = compare.pick_indicator(place, group)
    if indicator is None:
        st.info("No indicator can be compared: none is counted from incidents, and none is held for two areas.")
        return
    with second:
        view = compare.pick_view()
    with third:
        average = compare.pick_average(view)
    found = compare_questions.comparison(indicator.slug, place.code, group, area, average)
    compare.show(compare.Choice(place, group, indicator, average, view), found, top)
    compare.methods()
