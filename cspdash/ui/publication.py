"""What stands behind a release: its rules, revisions and calendar, and every indicator with what it means."""

from datetime import datetime

import streamlit as st

from cspdash.catalogue.releases import UK
from cspdash.charts import publication_words as words
from cspdash.ui import panels, questions
from cspdash.ui.access import content, store
from cspdash.ui.markup import literal, show_table


def every_indicator() -> None:
    """Draw what each indicator is: definition, source, owner, class, area, reading, breaks."""
    st.header("Every indicator: what it is, whose, and how it may be published", anchor=False)
    table = words.metadata_table(content(), words.licences(content(), content().partnership.licence))
    panels.numbers(table, questions.cited("the content of this dashboard"), "indicators", "Every indicator")


def how_published() -> None:
    """Draw how the public edition is made, revised and announced."""
    st.header("How the public edition is made" if store().edition == "public" else "Public edition", anchor=False)
    panels.bullets(words.RULES)
    st.header("Revisions", anchor=False)
    panels.bullets(words.REVISIONS)
    st.header("Release calendar", anchor=False)
    releases, now = content().partnership.releases, datetime.now(UK)
    st.markdown(literal(words.calendar_sentence(releases, now)))
    table = words.calendar_table(releases, now)
    if table.rows:
        show_table(table)
