"""Ledger and quarantine: every file that came, row for row, what was turned away, and rows that wait to be mended."""

import streamlit as st

from cspdash.charts.ledger_words import NOTHING_DELETED, ledger_sentences
from cspdash.ui import front, ledger
from cspdash.ui.markup import show_lead


@front.page("Ledger and quarantine")
def page() -> None:
    """Draw the page."""
    found = ledger.found()
    show_lead(ledger_sentences(found))
    st.header("Files", anchor=False)
    ledger.files_panel(ledger.pick_files(found))
    st.caption(NOTHING_DELETED)
    st.header("Files that made no release", anchor=False)
    ledger.turned_away_panel(found)
    st.header("Rows in quarantine", anchor=False)
    ledger.quarantine_panel(found)
