"""What changed since last time: new data, revised figures, verdicts that moved."""

import streamlit as st

from cspdash.ui import changes, front, questions
from cspdash.ui.navigation import chosen_plan


@front.page("What changed since last time")
def page() -> None:
    """Draw the page."""
    release = changes.pick_release()
    if release is None:
        st.info(
            "This is the only release that is kept: there is no earlier one to compare with. The next load makes one."
        )
    else:
        changes.changes_panels(changes.since(release, chosen_plan().slug, questions.today()))
