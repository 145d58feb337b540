"""The way into the meeting: one button, or one keystroke, on every page."""

import streamlit as st

PAGE = "pages/meeting.py"
# The address of the meeting's page, and what the link keeps of the page that it was started from.
MEETING, BACK = "meeting", "back"


def present_button() -> None:
    """Draw the button that turns a page into the projector's view; the page and its choices stay in the address."""
    if st.button("Present in the meeting", key="present", shortcut="Alt+P"):
        page = {BACK: address} if (address := st.session_state.get("address")) else {}
        st.switch_page(PAGE, query_params={**st.query_params.to_dict(), **page})
