"""Hot spots: where events gather by more than chance, whether they stay, when, and whether the map foretells."""

import streamlit as st

from cspdash.ui import front, hotspots
from cspdash.ui.pickers import pick_recorded, pick_wide_place
from cspdash.ui.rows_links import WITHOUT_ROWS, counts_only


@front.page("Hot spots")
def page() -> None:
    """Draw the page."""
    top = st.container()
    left, middle, right = st.columns(3)
    with left:
        place = pick_wide_place()
    with middle:
        indicator = pick_recorded()
    with right:
        view = hotspots.pick_view()
    if indicator is None:
        top.info("No indicator is counted from incidents: add one to the content folder, under indicators.")
    else:
        view.draw(place, indicator, top)
    if counts_only():
        st.caption(WITHOUT_ROWS)
