"""The accessibility statement as a page: what the law asks for, and what the last run of the checks found."""

import streamlit as st

from cspdash.charts import access_words as words
from cspdash.settings import ROOT
from cspdash.ui import panels
from cspdash.ui.access import content, store
from cspdash.ui.markup import literal, show_lead, show_table

RUN = ROOT / "docs" / "accessibility-run.json"


def last_run() -> words.Run | None:
    """Return the last run of the checks, or None where none is recorded."""
    return words.read_run(RUN.read_text(encoding="utf-8")) if RUN.is_file() else None


def statement() -> None:
    """Draw the statement, in the order of the public sector's model."""
    owner, run = content().partnership, last_run()
    show_lead([words.lead(owner.title, run)])
    for title, paragraphs, points in words.sections(owner.title, owner.contact, run):
        st.header(title, anchor=False)
        for paragraph in paragraphs:
            st.markdown(literal(paragraph))
        panels.bullets(points)
    if run:
        st.header("What the last run covered", anchor=False)
        st.markdown(literal(words.covered(run)))
        show_table(words.run_table(run, store().edition))
