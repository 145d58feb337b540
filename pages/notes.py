"""Notes and commentary: what people who know say about a date, an area or a figure."""

import streamlit as st

from cspdash.ui import front, notes, roles
from cspdash.ui.access import store


@front.page("Notes and commentary")
def page() -> None:
    """Draw the page."""
    st.markdown(
        "A note stands at its date on every chart that it touches, a commentary below its indicator; both are in the "
        "board pack. No load, rollback or rebuild removes them. What is marked public goes into the public edition as "
        "well."
    )
    writes = store().edition == "partnership" and roles.sees_rows()
    if writes:
        notes.form()
    st.header("What is written", anchor=False)
    notes.written(writes)
