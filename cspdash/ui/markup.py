"""The one module that writes HTML: tables with captions and headers, every text escaped."""

import base64
import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from html import escape
from typing import TypeVar

import streamlit as st

from cspdash.charts.once import once
from cspdash.charts.tables import Cell, Table
from cspdash.charts.theme import theme

T = TypeVar("T")
STYLE = """
<style>
.stMainBlockContainer {{ padding-left: min(3rem, 4vw); padding-right: min(3rem, 4vw); padding-top: 3.5rem; }}
.cd-wrap {{ overflow-x: auto; }}
.cd-wrap:focus-visible {{ outline: 3px solid {focus}; outline-offset: 2px; }}
.cd {{ border-collapse: collapse; width: 100%; font-size: 1rem; line-height: 1.35; }}
.cd caption {{ text-align: left; font-weight: 700; padding: 0.4rem 0; }}
.cd th, .cd td {{ text-align: left; padding: 0.5rem 0.75rem 0.5rem 0; border-bottom: 1px solid {grid};
  vertical-align: middle; }}
.cd thead th {{ border-bottom: 2px solid {quiet}; vertical-align: bottom; }}
.cd tbody th {{ font-weight: 700; }}
.cd .num {{ text-align: right; font-variant-numeric: tabular-nums; }}
.cd td.num {{ white-space: nowrap; }}
.cd-lead {{ font-size: 1.35rem; line-height: 1.45; margin: 0 0 0.6rem 0; max-width: 62rem; }}
.cd .concern {{ color: {concern}; font-weight: 700; }}
.cd .improvement {{ color: {improvement}; font-weight: 700; }}
.cd img {{ display: block; max-width: none; }}
[data-testid="stMultiSelectTagsContainer"] [data-tag] * {{ color: {paper}; }}
.cd-grid {{ display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: 1rem 1.5rem; }}
.cd-grid figure {{ margin: 0; }}
.cd-grid figcaption {{ font-weight: 700; }}
.cd-grid img {{ width: 100%; height: auto; display: block; }}
</style>
"""
# A shape goes with each word, so that the reading does not rest on colour; neither shape points up or down.
MARKS = {"concern": "◆ ", "improvement": "✓ "}


@cache
def style(dark: bool) -> str:
    """Return the style sheet of what this module writes."""
    colours = theme(dark)
    return STYLE.format(
        grid=colours.GRID, quiet=colours.QUIET, concern=colours.CONCERN,
        improvement=colours.IMPROVEMENT, focus=colours.OBSERVED, paper=colours.PAPER,
    )  # fmt: skip


def show_lead(sentences: Iterable[str]) -> None:
    """Draw the sentences that a chair could read aloud, large."""
    paragraphs = "".join(f'<p class="cd-lead">{escape(sentence)}</p>' for sentence in sentences)
    if paragraphs:
        st.html(paragraphs)


def show_style(sheet: str, dark: bool) -> None:
    """Put a style sheet of ours on the page, and that of what this module writes: once a page, it draws nothing."""
    st.html(sheet + style(dark))


def show_section(title: str) -> None:
    """Give a part of the page a heading that only screen readers meet, where the eye needs none."""
    st.html(f'<h2 class="cd-unseen">{escape(title)}</h2>')


def show_strip(left: str, right: str) -> None:
    """Draw the line above a projected finding: what it is about on the left, where we are on the right."""
    st.html(f'<p class="cd-strip" role="status"><span>{escape(left)}</span><strong>{escape(right)}</strong></p>')


@once
def table_html(table: Table) -> str:
    """Return a table as HTML; the region can be scrolled with the keyboard on a narrow screen."""
    head = "".join(
        f'<th scope="col"{_numeric(index, table)}>{escape(name)}</th>' for index, name in _shown(table.columns, table)
    )
    body = "".join(
        "<tr>" + "".join(_cell(cell, index, table) for index, cell in _shown(row, table)) + "</tr>"
        for row in table.rows
    )
    caption = escape(table.caption)
    return (
        f'<div class="cd-wrap" tabindex="0" role="group" aria-label="{caption}"><table class="cd">'
        f"<caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _shown(cells: Iterable[T], table: Table) -> Iterator[tuple[int, T]]:
    """Yield the cells that are on the screen, with their position."""
    return ((index, cell) for index, cell in enumerate(cells) if index not in table.download_only)


def _numeric(index: int, table: Table) -> str:
    return ' class="num"' if index in table.numeric else ""


def _cell(cell: Cell, index: int, table: Table) -> str:
    if index == 0:
        return f'<th scope="row">{escape(cell.text)}</th>'
    if cell.picture:
        data = base64.b64encode(cell.picture.encode()).decode()
        return f'<td><img alt="{escape(cell.text)}" src="data:image/svg+xml;base64,{data}"></td>'
    if cell.tone in MARKS:
        return f'<td class="{cell.tone}">{MARKS[cell.tone]}{escape(cell.text)}</td>'
    return f"<td{_numeric(index, table)}>{escape(cell.text)}</td>"


def show_table(table: Table) -> None:
    """Draw a table."""
    st.html(table_html(table))


def show_pictures(pictures: Iterable[tuple[str, str, str]]) -> None:
    """Draw small pictures side by side, as many as there is room for: each (title, alt text, SVG)."""
    drawn = "".join(
        f'<figure><figcaption>{escape(title)}</figcaption><img alt="{escape(alt)}" src="{_inlined(picture)}"></figure>'
        for title, alt, picture in pictures
    )
    st.html(f'<div class="cd-grid">{drawn}</div>')


def _inlined(picture: str) -> str:
    """Return an SVG as the address of an image: as markup of its own it would be stripped."""
    return f"data:image/svg+xml;base64,{base64.b64encode(picture.encode()).decode()}"


@lru_cache(maxsize=5000)
def literal(text: str) -> str:
    """Return a text from outside so that Markdown shows it as it is: no image, formula, colour, icon or block.

    An address in full is shown as it is, and is a link, as everywhere on the web.
    """
    # Streamlit puts icons in after the backslashes are gone: an invisible joiner keeps the words apart.
    line = re.sub(r":(?=material/|streamlit:)", ":\u2060", " ".join(re.split(r"[ \t\r\n\f\v]+", text)).strip())
    return "".join(f"\\{char}" if char in "\\`*_{}[]()<>#+-.!|$:~&" else char for char in line)
