"""Rows behind the numbers: the incidents that a number counts, to filter, to see on a map, to take away."""

import streamlit as st

from cspdash.charts.row_words import rows_notes, rows_sentences
from cspdash.ui import front, panels, rows, rows_questions
from cspdash.ui.access import content
from cspdash.ui.markup import show_lead
from cspdash.ui.pickers import pick_locality, pick_wide_place
from cspdash.ui.rows_saving import downloads


@front.page("Rows behind the numbers")
def page() -> None:
    """Draw the page."""
    if not rows_questions.months():
        st.info("No months are held yet, so there are no rows: load months with 'cspdash ingest police'.")
        return
    rows.follow_link()
    top = st.container()
    left, right = st.columns(2)
    with left:
        place = pick_wide_place()
    with right:
        locality = pick_locality(place)
    codes = rows.pick_filters(locality or place)
    if codes[2] > codes[3]:
        st.warning(
            "The first month lies after the last one, so there is nothing to show: choose an earlier first month."
        )
        return
    found = rows_questions.rows(codes)
    with top:
        show_lead(rows_sentences(found))
    panels.bullets(rows_notes(found, content()))
    page = rows.pick_page(found, codes)
    rows.remember_address()
    downloads(found, codes)
    if found.total:
        rows.figures(found, codes)
        rows.rows_panel(found, codes, page)
