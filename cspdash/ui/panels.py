"""How findings are shown: title, figure, sentence, source line, and the same numbers as a table and CSV."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

import streamlit as st

from cspdash.catalogue import Break, Catalogue, ContentError
from cspdash.charts.figures import trend_figure
from cspdash.charts.note_words import line_words
from cspdash.charts.tables import Table, trend_table
from cspdash.charts.words import trend_alt, trend_sentence, trend_title
from cspdash.exports.records import DEMONSTRATION
from cspdash.findings.provenance import Provenance
from cspdash.findings.trend import Trend
from cspdash.store.connection import Store
from cspdash.store.queries import is_demonstration
from cspdash.store.release import StoreProblem
from cspdash.ui import controls, links, saving
from cspdash.ui.access import answered, is_dark, store
from cspdash.ui.folding import folded
from cspdash.ui.map_view import show_map
from cspdash.ui.markup import literal, show_lead, show_section, show_style, show_table
from cspdash.ui.meeting_door import present_button
from cspdash.ui.rows_links import rows_link
from cspdash.ui.style_sheets import PRINT

CHART = {"displayModeBar": False, "scrollZoom": False}
SAME = "The same numbers as a table"
DAMAGED = "The newest data cannot be read: these pages show the newest that is whole, as it was built on"


def heading(title: str) -> None:
    """Draw a page's title and, where it is so, that the incidents are for demonstration."""
    show_style(PRINT, is_dark())
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.title(literal(title), anchor=False, width="stretch")
        present_button()
    if _generated():
        st.warning(DEMONSTRATION, icon="⚠️")
    links.say_if_changed()
    # Figures come at level three: without this the first of them would skip a level.
    show_section("Choices and findings")


def say_if_damaged(opened: Store) -> None:
    """Say above every page when the newest release is damaged and an earlier one is shown in its place."""
    if opened.wrong:
        st.warning(literal(f"{DAMAGED} {opened.built_at:%d %B %Y}."), icon="⚠️")


@answered
def _generated() -> bool:
    return is_demonstration(store())


def attribution(content: Catalogue) -> None:
    """Draw the lines that the licences ask for on every page."""
    st.divider()
    st.caption(literal(" ".join(content.partnership.attribution)))


def numbers(table: Table, found: Provenance, key: str, title: str = SAME, opened: bool = False) -> None:
    """Draw a table with its downloads and how to cite it, closed unless asked."""
    with folded(title, key, opened) as drawn:
        if drawn:
            show_table(table)
            download(table, found, key)
            saving.cite(table.caption, found)


def download(table: Table, found: Provenance, key: str) -> None:
    """Draw the buttons that download exactly what a table shows."""
    saving.save_table(table, found, key)


def figure(title: str, drawn: Any, alt: str, found: Provenance, table: Table, key: str, **options: Any) -> None:
    """Draw a figure of the store's numbers with its title, alt text, source line, table and download."""
    _drawing(title, drawn, alt, found.line, key, **options)
    with folded(SAME, key) as opened:
        if opened:
            show_table(table)
            saving.save_table(table, found, key, title, alt)
            saving.save_figure(drawn, title, alt, found, key)
            saving.cite(title, found)


def clickable_map(
    titles: tuple[str, str], drawn: Any, source: Provenance, table: Table, area: str | None, key: str = "map"
) -> None:
    """Draw a map, by title and alt text, on which a click chooses an area, as the picker does, which alone decides."""
    choose = partial(controls.choose, "locality")
    figure(titles[0], drawn, titles[1], source, table, key, chosen=area, choose=choose)


def picture(title: str, drawn: Any, alt: str, source: str, table: Table, key: str) -> None:
    """Draw a figure of content, not of the store's numbers: title, alt text, source line and table."""
    _drawing(title, drawn, alt, source, key)
    with folded(SAME, key) as opened:
        if opened:
            show_table(table)


def _drawing(title: str, drawn: Any, alt: str, source: str, key: str, **options: Any) -> None:
    st.subheader(literal(title), anchor=False)
    if drawn.is_map:
        show_map(drawn, alt, key, **options)
    else:
        st.plotly_chart(drawn.ready, theme=None, key=key, alt=alt, config=CHART, width="stretch", **options)
    st.caption(literal(source))


def trend_panel(trend: Trend, key: str) -> None:
    """Draw a trend: sentence, chart, breaks in words, caveats, table."""
    show_lead([trend_sentence(trend)])
    if not trend.series.held:
        return
    figure(
        trend_title(trend), trend_figure(trend, is_dark()), trend_alt(trend), trend.provenance, trend_table(trend), key
    )
    rows_link(trend.place, trend.indicator.slug, trend.months, sum(n or 0 for n in trend.series.counts))
    notes(trend)


def notes(trend: Trend) -> None:
    """Say in words what is drawn on a chart as numbered lines and bands, and what to beware of."""
    drawn = [breaks_text(trend.breaks), list_text(trend.caveats, "Before you read it")]
    if any(drawn):
        st.markdown("\n\n".join(filter(None, drawn)))


def numbered_breaks(breaks: Sequence[Break]) -> None:
    """Say in words what each numbered line or band on a chart stands for."""
    if drawn := breaks_text(breaks):
        st.markdown(drawn)


def breaks_text(breaks: Sequence[Break]) -> str:
    """Return what each numbered line or band stands for as Markdown; empty without any."""
    lines = (line_words(number, line) for number, line in enumerate(breaks, start=1))
    return list_text(lines, "Changes in how this is counted, and notes")


def bullets(lines: Iterable[str], title: str = "") -> None:
    """Draw a list of plain sentences, under a title in bold where one is given."""
    if drawn := list_text(lines, title):
        st.markdown(drawn)


def list_text(lines: Iterable[str], title: str = "") -> str:
    """Return a list of plain sentences as Markdown, under a title in bold where one is given; empty without any."""
    drawn = "\n".join(f"- {literal(line)}" for line in lines)
    return f"**{title}**\n\n{drawn}" if drawn and title else drawn


@contextmanager
def problems_shown() -> Iterator[None]:
    """Show what is wrong with the store or the content as a sentence, never as a traceback."""
    try:
        yield
    except (StoreProblem, ContentError) as problem:
        st.title("There is nothing to show yet", anchor=False)
        st.error("\n\n".join(literal(line) for line in str(problem).splitlines()))
        st.stop()
