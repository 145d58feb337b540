"""A page that this edition or this reader's role does not have: opened by a link, it says so."""

import streamlit as st

from cspdash.ui import front
from cspdash.ui.access import store
from cspdash.ui.navigation import absent
from cspdash.ui.rows_links import WITHOUT_ROWS, counts_only


@front.page(lambda: absent()[st.session_state["address"]])
def page() -> None:
    """Draw the page."""
    if store().edition == "public":
        st.info(
            "This page is not part of the public edition. It shows single incidents, or places that only single "
            "incidents can be counted in, and the public edition holds none. The pages at the side show the "
            "published numbers."
        )
    elif counts_only():
        st.info(WITHOUT_ROWS)
    else:
        st.info("This page shows single incidents, which only analysts may see. The pages at the side are open to you.")
