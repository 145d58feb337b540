import io

import openpyxl

from cspdash.charts.tables import Cell, Table, number, text
from cspdash.exports.citation import citation
from cspdash.exports.records import Origin, csv_of
from cspdash.exports.workbook import workbook_of

SOURCE = Origin("Source: police, open licence.", "0123456789abcdef", False, "public", ("A licence.",))
TABLE = Table(
    "Counts by area",
    ("Area", "n", "Rate"),
    ((text("=HYPERLINK(1)"), number(5), number(1.25, 2)), (text("http://x"), number(None), Cell(0.5, "50%"))),
)


def book(table: Table = TABLE, origin: Origin = SOURCE) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook_of(table, origin, "A title", "In words.", "http://here/?a=b")))


def test_the_data_are_those_of_the_csv_with_numbers_as_numbers() -> None:
    rows = list(book()["Data"].iter_rows(values_only=True))
    assert rows[0] == ("Area", "n", "Rate", "Table", "Source", "Edition")
    assert rows[1] == ("'=HYPERLINK(1)", 5, 1.25, "Counts by area", SOURCE.line, "Public edition")
    assert rows[2][:3] == ("http://x", None, 0.5)
    written = csv_of(TABLE, SOURCE).decode("utf-8-sig").splitlines()
    assert written[1].startswith("'=HYPERLINK(1),5,1.25,")
    assert len(written) == len(rows)


def test_no_cell_is_a_formula_or_a_link() -> None:
    for sheet in book():
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" and cell.hyperlink is None for cell in row)


def test_the_second_sheet_says_what_it_is_and_its_licence() -> None:
    about = dict(book()["About"].iter_rows(values_only=True))
    assert about["Title"] == "A title"
    assert about["Data release"] == SOURCE.release
    assert about["Licence"] == "A licence."
    assert about["In words"] == "In words."
    assert "never zero" in about["Missing values"]


def test_generated_data_and_the_edition_are_on_the_second_sheet() -> None:
    about = dict(book(origin=Origin("s", "r", True))["About"].iter_rows(values_only=True))
    assert about["Edition"].startswith("Partnership edition. Demonstration data")


def test_a_table_without_rows_is_a_workbook_with_its_header() -> None:
    rows = list(book(Table("Empty", ("Area", "n"), ()))["Data"].iter_rows(values_only=True))
    assert rows[0][:2] == ("Area", "n")


def test_a_citation_names_who_what_when_data_rules_and_where() -> None:
    from datetime import date

    words = citation("A partnership", "ASB fell", SOURCE, date(2026, 3, 1), "http://here/?a=b")
    assert words.startswith("A partnership (2026). ASB fell. Source: police, open licence. Release 0123456789abcdef.")
    assert "Data release of 1 March 2026; rules of cspdash " in words
    assert words.endswith("http://here/?a=b")
