"""The numbers of a panel are the same wherever they are shown: the table on the page, its CSV and its workbook."""

import csv
import io
import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import openpyxl
import pytest
import streamlit as st

from cspdash import catalogue, settings
from cspdash.ui.navigation import address
from tests.pages.conftest import Opener
from tests.ui.conftest import html_of

CONTENT = catalogue.load(settings.content_dir())
PRIORITIES = [address(CONTENT.default_plan, priority) for priority in CONTENT.default_plan.priorities]
PAGES = ["", "places", "perceptions", "compare", "delivery", "interventions", PRIORITIES[1], PRIORITIES[2]]
NUMBER = re.compile(r"-?[\d,]+(\.\d+)?(?= |$)")
IN_WORDS = {"delivery", "interventions"}  # their tables hold sentences


class Tables(HTMLParser):
    """Reads the tables of a page: by caption, the names of the columns and the texts of the cells."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[list[str]]] = {}
        self.rows: list[list[str]] = []
        self.caption, self.inside = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.rows, self.caption = [], ""
        elif tag == "tr":
            self.rows.append([])
        elif tag in ("th", "td", "caption"):
            self.inside = tag
            if tag != "caption":
                self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        if self.inside == "caption":
            self.caption += data
        elif self.inside:
            self.rows[-1][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag in ("th", "td", "caption"):
            self.inside = ""
        elif tag == "table":
            self.found[self.caption] = self.rows


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> dict[str, Callable[[], bytes]]:
    """What the download buttons of a page would give, by file name."""
    found: dict[str, Callable[[], bytes]] = {}
    draw = st.download_button

    def drawn(label: str, data: Any, file_name: str, *arguments: Any, **more: Any) -> bool:
        found[file_name] = data if callable(data) else lambda: data
        return draw(label, data, file_name, *arguments, **more)

    monkeypatch.setattr(st, "download_button", drawn)
    return found


def records(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def same(written: str, held: object) -> bool:
    """Tell whether a CSV's text and a workbook's value are the same value."""
    if held is None or held == "":
        return written == ""
    if isinstance(held, int | float) and not isinstance(held, bool):
        return float(written) == pytest.approx(float(held), rel=1e-12)
    return written.replace("\r\n", "\n") == str(held).replace("_x000D_", "\r").replace("\r\n", "\n")


@pytest.mark.parametrize("page", PAGES)
def test_table_csv_and_workbook_hold_the_same(
    page: str, open_page: Opener, offered: dict[str, Callable[[], bytes]]
) -> None:
    app = open_page(page)
    assert not app.exception
    tables = Tables()
    tables.feed(html_of(app))
    compared = numbers = 0
    for name, make in offered.items():
        if not name.endswith(".csv") or f"{name[:-4]}.xlsx" not in offered:
            continue
        head, *rows = records(make())
        sheet = openpyxl.load_workbook(io.BytesIO(offered[f"{name[:-4]}.xlsx"]()))["Data"]
        book = list(sheet.iter_rows(values_only=True))
        assert [str(one) for one in book[0]] == head
        assert len(book) - 1 == len(rows)
        for row, held in zip(rows, book[1:], strict=True):
            assert all(same(*pair) for pair in zip(row, held, strict=True)), (name, row, held)
        caption = rows[0][head.index("Table")] if rows else ""
        shown = tables.found.get(caption)
        if shown is None or len(shown) - 1 != len(rows):
            continue
        compared += 1
        for row, texts in zip(rows, shown[1:], strict=True):
            for column, text in zip(shown[0], texts, strict=False):
                found, value = NUMBER.match(text), row[head.index(column)] if column in head else ""
                if found and NUMBER.fullmatch(value):
                    decimals = len(found[0].partition(".")[2])
                    assert f"{float(value):,.{decimals}f}" == found[0], (name, column)
                    numbers += 1
    assert compared
    assert numbers or page in IN_WORDS
