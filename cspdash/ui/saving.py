"""What a reader takes away from a panel: the numbers, the picture, the link and how to cite it."""

from collections.abc import Callable
from functools import partial
from typing import Any

import streamlit as st

from cspdash.charts.once import once
from cspdash.charts.tables import Table
from cspdash.exports.citation import citation
from cspdash.exports.picture import picture
from cspdash.exports.records import Origin, csv_of, origin_of
from cspdash.exports.workbook import workbook_of
from cspdash.findings.provenance import Provenance
from cspdash.ui.access import content, store
from cspdash.ui.links import address

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_made = once(origin_of)
SVG, PNG = "image/svg+xml", "image/png"


def origin(found: Provenance) -> Origin:
    """Return what goes with every export of a finding in this edition."""
    partnership = content().partnership
    return _made(found, store().edition, partnership.attribution)


def save_table(table: Table, found: Provenance, key: str, title: str = "", alt: str = "") -> None:
    """Draw the buttons that download exactly what a table shows."""
    from_here = origin(found)
    book = partial(workbook_of, table, from_here, title, alt, address())
    _buttons(
        [
            ("Download as CSV", partial(csv_of, table, from_here), f"{key}.csv", "text/csv"),
            ("Download for Excel", book, f"{key}.xlsx", XLSX),
        ]
    )


def save_figure(drawn: Any, title: str, alt: str, found: Provenance, key: str) -> None:
    """Draw the buttons that download a figure as a picture, with its title, source and edition on it."""
    source = origin(found)
    make = partial(picture, drawn, title, alt, source.source, mark=source.mark)
    _buttons(
        [
            ("Picture as SVG", partial(make, kind="svg"), f"{key}.svg", SVG),
            ("Picture as PNG", partial(make, kind="png"), f"{key}.png", PNG),
        ]
    )


def _buttons(offered: list[tuple[str, Callable[[], bytes], str, str]]) -> None:
    """Draw download buttons side by side; what they give is made when one is pressed."""
    with st.container(horizontal=True):
        for label, make, name, kind in offered:
            st.download_button(label, make, name, kind, key=f"{name.rpartition('.')[2]}-{name}", on_click="ignore")


def cite(title: str, found: Provenance) -> None:
    """Show how to cite a figure, with the link to this view."""
    words = citation(content().partnership.title, title, origin(found), store().built_at.date(), address())
    st.markdown("**Cite it**: the link at the end opens this view with the choices made here.")
    st.code(words, language=None, wrap_lines=True)
