"""Town centre and own areas: places that the partnership draws itself, counted like any other place."""

import streamlit as st

from cspdash.ui import custom, front
from cspdash.ui.pickers import pick_locality, pick_wide_place


@front.page("Town centre and own areas")
def page() -> None:
    """Draw the page."""
    st.markdown(
        "Draw a town centre, an estate or a patrol area once, and choose it wherever a locality can be chosen. It is "
        "kept beside the data, so that no load and no return to an earlier release loses it."
    )
    areas = custom.own_areas()
    custom.listed(areas)
    left, right = st.columns(2)
    with left:
        place = pick_wide_place()
    with right:
        locality = pick_locality(place)
    custom.add(place, locality, areas)
    custom.take_away(areas)
