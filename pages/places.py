"""High-impact localities: where rates are highest, which areas are on the list, and the profile of one area."""

import streamlit as st

from cspdash.ui import controls, front, places
from cspdash.ui.markup import literal
from cspdash.ui.pickers import WHOLE
from cspdash.ui.profile import area_profile


@front.page("High-impact localities")
def page() -> None:
    """Draw the page."""
    top = st.container()
    view = places.pick_view()
    if view:
        ranked = places.ranking(view, None if view.area else top)
        if view.area:
            area_profile(view, view.area, ranked, top)
            st.button(f"Back to all of {literal(view.place.name)}", on_click=controls.choose, args=("locality", WHOLE))
        places.the_list(view, ranked)
        places.two_measures(view)
