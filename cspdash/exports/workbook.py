"""A panel's table as an Excel workbook: the data on one sheet, what they are and may be used for on another."""

import io
from datetime import date

import xlsxwriter

from cspdash import __version__
from cspdash.charts.tables import Table
from cspdash.exports.records import Origin, records

WIDEST = 60


def workbook_of(table: Table, origin: Origin, title: str = "", alt: str = "", address: str = "") -> bytes:
    """Return a workbook of exactly what a table shows; no cell of it is a formula or a link.

    The sheet "About" holds title, source, data release, program version, edition, licence and the panel's alt text.
    """
    out = io.BytesIO()
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, safe) as book:
        book.set_properties({"title": title or table.caption, "comments": origin.line})
        _data(book, *records(table, origin))
        _about(book, _facts(table, origin, title, alt, address))
    return out.getvalue()


def _data(book: xlsxwriter.Workbook, names: list[str], rows: list[list[object]]) -> None:
    sheet = book.add_worksheet("Data")
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for column, name in enumerate(names):
        sheet.write_string(0, column, name, bold)
        longest = max([len(name), *(len(str(row[column])) for row in rows if row[column] is not None)])
        sheet.set_column(column, column, min(WIDEST, longest + 2))
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(number, column, value, day)
            elif isinstance(value, bool) or (value is not None and not isinstance(value, int | float)):
                sheet.write_string(number, column, str(value))
            elif value is not None:
                sheet.write_number(number, column, value)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(1, len(rows)), max(0, len(names) - 1))


def _facts(table: Table, origin: Origin, title: str, alt: str, address: str) -> list[tuple[str, str]]:
    facts = [
        ("Title", title or table.caption),
        ("Table", table.caption),
        ("Rows", str(len(table.rows))),
        ("Source", origin.source),
        ("Data release", origin.release),
        ("Rules", f"cspdash {__version__}"),
        ("Edition", origin.mark),
        ("In words", alt),
        ("Link", address),
        ("Missing values", "An empty cell is a value that is not held or withheld. It is never zero."),
        *(("Licence", line) for line in origin.licence),
    ]
    return [(name, words) for name, words in facts if words]


def _about(book: xlsxwriter.Workbook, facts: list[tuple[str, str]]) -> None:
    sheet = book.add_worksheet("About")
    bold, wrapped = book.add_format({"bold": True, "valign": "top"}), book.add_format({"text_wrap": True})
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 100)
    for number, (name, words) in enumerate(facts):
        sheet.write_string(number, 0, name, bold)
        sheet.write_string(number, 1, words, wrapped)
