"""What changed since last time: new data, revised figures, verdicts that moved."""

import streamlit as st

from cspdash.ui import changes, front, questions
from cspdash.ui.navigation import chosen_plan


@front.page("What changed since last time")
def page() -> None:
    """Draw the page."""
    release = changes.pick_release()
    if release is None:
        st.info("There is no earlier release to compare with yet. What changes stands here from the next one on.")
    else:
        changes.changes_panels(changes.since(release, chosen_plan().slug, questions.today()))
