"""How the plans fit together: concerns from 2008 on, and each plan beside those of other bodies."""

import streamlit as st

from cspdash.charts import plans as shown
from cspdash.findings.threads import threads
from cspdash.ui import front, panels
from cspdash.ui.access import content, is_dark
from cspdash.ui.markup import literal, show_lead, show_table


@front.page("How the plans fit together")
def page() -> None:
    """Draw the page."""
    lines = threads(content())
    show_lead([shown.threads_sentence(lines, len(content().plans))])
    if lines:
        panels.picture(
            "Concerns that come back from plan to plan",
            shown.threads_figure(lines, is_dark()),
            shown.threads_alt(lines),
            "Source: the plans named in the table; which priority takes up which concern is our reading.",
            shown.threads_table(lines, content().plans),
            "threads",
        )
    for plan in content().plans:
        alignments = [item for item in content().alignments if item.plan == plan.slug]
        if alignments:
            st.header(literal(plan.title), anchor=False)
        for alignment in alignments:
            show_table(shown.alignment_table(alignment, plan))
            st.caption(literal(f"Source: {plan.document}, {alignment.section}. {alignment.note}"))
