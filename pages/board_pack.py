"""The board pack: the dashboard's findings as slides, PDF or one HTML file."""

import streamlit as st

from cspdash.ui import board_pack, front, panels
from cspdash.ui.markup import literal
from cspdash.ui.navigation import chosen_plan
from cspdash.ui.pickers import pick_wide_place


@front.page("Board pack")
def page() -> None:
    """Draw the page."""
    plan = chosen_plan()
    st.markdown(literal(f"{board_pack.partnership_title()}: {plan.title}. The plan is chosen at the side."))
    left, right, _ = st.columns(3)
    with left:
        place = pick_wide_place()
    with right:
        partnership = board_pack.pick_rules()
    board_pack.offer(plan, place, partnership)
    st.header("What is in it", anchor=False)
    panels.bullets(board_pack.contents(plan))
