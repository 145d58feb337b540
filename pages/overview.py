"""What has changed: every category of recorded incidents at a glance."""

import streamlit as st

from cspdash.charts.tables import overview_table
from cspdash.charts.theme import theme
from cspdash.charts.words import overview_sentences
from cspdash.ui import panels, questions
from cspdash.ui.access import content, is_dark
from cspdash.ui.markup import literal, show_table
from cspdash.ui.pickers import pick_wide_place

panels.heading("Is our area getting safer?")
place = pick_wide_place()
found = questions.overview(place.code)
for sentence in overview_sentences(found):
    st.markdown(literal(sentence))
if found.rows:
    table = overview_table(found, theme(is_dark()).OBSERVED)
    show_table(table, is_dark())
    st.caption(literal(found.provenance.line))
    panels.download(table, found.provenance, f"overview-{place.code}")
    panels.bullets([f"{row.title}: {row.comparability}" for row in found.rows if row.comparability])
panels.attribution(content())
