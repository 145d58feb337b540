"""Sources and methods: files, months held and missing, quarantine, boundaries, licences, how numbers are made."""

import streamlit as st

from cspdash.charts import source_tables as tables
from cspdash.charts.completeness_tables import completeness_table
from cspdash.charts.completeness_words import completeness_sentences
from cspdash.charts.lookup_words import lookup_sentences
from cspdash.charts.words import sources_sentence
from cspdash.ui import front, panels, publication, questions
from cspdash.ui.access import content
from cspdash.ui.markup import literal, show_table
from cspdash.ui.method_notes import method_notes
from cspdash.ui.rows_links import WITHOUT_ROWS, counts_only


@front.page("Sources and methods")
def page() -> None:
    """Draw the page."""
    found = questions.sources()
    st.markdown(literal(sources_sentence(found)))
    st.caption(literal(found.provenance.line))
    if counts_only():
        st.info(WITHOUT_ROWS)
    names = {district.area_code: district.name for district in content().partnership.districts}

    st.header("Months held and missing", anchor=False)
    show_table(tables.months_table(found))
    panels.bullets(completeness_sentences(found))
    if found.doubted:
        show_table(completeness_table(found.doubted))
    st.header("Where the incidents lie", anchor=False)
    show_table(tables.placed_table(found, names))
    st.header("Files", anchor=False)
    files = tables.files_table(found)
    panels.numbers(files, found.provenance, "files", "Every file loaded")
    if found.reasons:
        panels.numbers(tables.rejects_table(found), found.provenance, "quarantine", "Rows in quarantine, by reason")
    else:
        st.markdown("No row is in quarantine.")

    st.header("Areas and residents", anchor=False)
    show_table(tables.areas_table(found))
    show_table(tables.people_table(found))
    panels.bullets(lookup_sentences(found.lookups))
    panels.bullets(f"{n} links from 2011 to 2021 small areas: {origin}" for origin, n in found.links.items() if origin)
    st.header("Categories and what can be compared", anchor=False)
    panels.bullets(
        f"{category.name}: {category.comparability}" for category in content().categories if category.comparability
    )
    publication.every_indicator()
    publication.how_published()
    st.header("How each number is made", anchor=False)
    method_notes()
    st.header("Licences", anchor=False)
    panels.bullets(content().partnership.attribution)
