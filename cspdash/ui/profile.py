"""The profile of one locality: where it stands, its trend and its mix of categories."""

import streamlit as st

from cspdash.catalogue import Indicator
from cspdash.charts import figures, tables, words
from cspdash.findings.localities import Localities
from cspdash.findings.places import Place
from cspdash.ui import panels, questions
from cspdash.ui.access import is_dark
from cspdash.ui.markup import literal, show_lead
from cspdash.ui.pickers import pick_window


def locality_profile(locality: Place, found: Localities, indicator: Indicator) -> None:
    """Draw a locality's sentence, trend and mix."""
    row = found.row(locality.code)
    st.header(literal(locality.name), anchor=False)
    if row:
        show_lead([words.locality_sentence(row, found)], is_dark())
    window = pick_window()
    panels.trend_panel(questions.trend(indicator.slug, locality.code, window), f"trend-{locality.code}")
    mixed = questions.mix(locality.code, found.place.code)
    if mixed.rows:
        panels.figure(
            words.mix_title(mixed),
            figures.mix_figure(mixed, is_dark()),
            words.mix_alt(mixed),
            mixed.provenance,
            tables.mix_table(mixed),
            f"mix-{locality.code}",
        )
