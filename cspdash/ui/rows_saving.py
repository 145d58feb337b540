"""Rows taken away: the whole filtered set as a file, labelled, and written to the audit log."""

import os
from collections.abc import Callable
from datetime import UTC, datetime

import streamlit as st

from cspdash import settings
from cspdash.charts import row_words
from cspdash.exports.incidents import Taken, csv_of_rows, parquet_of_rows
from cspdash.findings import rows as rows_finding
from cspdash.findings.rows import ANY, Rows
from cspdash.store import audit
from cspdash.ui import roles, saving
from cspdash.ui.access import content, store
from cspdash.ui.markup import literal
from cspdash.ui.rows_questions import Codes

KINDS = {"csv": ("Download these rows as CSV", csv_of_rows, "text/csv"),
         "parquet": ("Download these rows as Parquet", parquet_of_rows, "application/vnd.apache.parquet")}  # fmt: skip
NO_LOG = "These rows are restricted and the audit log cannot be written, so they cannot be downloaded."


def downloads(found: Rows, codes: Codes) -> None:
    """Draw the downloads of exactly the rows that the filters find, with their handling label."""
    if not found.total:
        return
    st.caption(literal(f"Handling: {row_words.handling(found)}"))
    refusal = row_words.too_many(found)
    if not refusal and found.restricted and not os.access(settings.store_dir(), os.W_OK):
        refusal = NO_LOG
    if refusal:
        st.info(literal(refusal))
        return
    with st.container(horizontal=True):
        for kind, (label, _, mime) in KINDS.items():
            name = f"rows-{'-'.join(codes[:4]).lower()}.{kind}"
            st.download_button(label, maker(found, codes, kind), name, mime, key=f"rows-{kind}", on_click="ignore")
    st.caption("Every download of rows is written to the audit log beside the store: what, how many, when, no names.")


def maker(found: Rows, codes: Codes, kind: str) -> Callable[[], bytes]:
    """Return what makes the file when its button is pressed; what it needs of this visit is taken now."""
    opened, catalogue, folder, role = store(), content(), settings.store_dir(), roles.role() or "none"
    source = saving.origin(found.provenance).line

    def make() -> bytes:
        incidents = rows_finding.every_row(opened, catalogue, found.asked)
        about = Taken(
            row_words.asked_words(found.asked), source, row_words.handling(found), role, datetime.now(UTC),
            found.restricted,
        )  # fmt: skip
        data = KINDS[kind][1](incidents, about)
        facts = dict(zip(("place", "counted", "first", "last"), codes[:4], strict=True))
        try:
            audit.record(
                folder, "rows taken", role, kind=kind, rows=len(incidents), release=opened.release,
                restricted=found.restricted, by_outcome=codes[4] != ANY, by_location=bool(codes[5]), **facts,
            )  # fmt: skip
        except OSError:
            # What is public anyway may be taken from a store that cannot be written to; nothing else may.
            if found.restricted:
                raise
        return data

    return make
