"""Privacy: what this dashboard keeps of its readers, of whom its numbers are, and what to do about a number."""

import streamlit as st

from cspdash.charts.privacy_words import TITLES, sections
from cspdash.ui import front, panels
from cspdash.ui.access import content, store


@front.page("Privacy")
def page() -> None:
    """Draw the page."""
    for key, lines in sections(content().partnership, store().edition).items():
        st.header(TITLES[key], anchor=False)
        panels.bullets(lines)
