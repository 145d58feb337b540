"""Did it work? An intervention tested against a comparison area, and the projects that the plans printed."""

import streamlit as st

from cspdash.ui import front, interventions
from cspdash.ui.interventions_form import pick_design, pick_intervention


@front.page("Did it work?")
def page() -> None:
    """Draw the page."""
    top = st.container()
    if interventions.is_partnership():
        st.markdown(interventions.INTRODUCTION)
        chosen = pick_intervention()
        if chosen is not None:
            interventions.told(chosen)
        design = pick_design(chosen)
        if design is None:
            st.info("No indicator is counted from incidents: add one to the content folder, under indicators.")
        else:
            interventions.answer(design, top)
            if chosen is None:
                interventions.help_to_compare(design)
                interventions.keep(design)
    interventions.printed_projects()
