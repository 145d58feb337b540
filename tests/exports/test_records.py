import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from cspdash.charts.tables import Cell, Table, number, overview_table, text, trend_table
from cspdash.exports import records
from cspdash.exports.records import DEMONSTRATION, origin_of
from cspdash.findings.provenance import Provenance
from tests.charts.invented import SOURCE, overview_of, trend_of

NOT_REAL = Provenance("Generated", "0123456789abcdef", True, None, None, 0, 0)
FORMULAS = st.sampled_from(["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\0x", "＝1", "－1", '=HYPERLINK("http://x")'])
WORDS = st.one_of(FORMULAS, st.text(max_size=12))
NUMBERS = st.one_of(st.integers(-999, 999), st.floats(-1, 1))


def csv_of(table: Table, found: Provenance) -> bytes:
    return records.csv_of(table, origin_of(found))


def read(data: bytes) -> list[list[str]]:
    """Return a downloaded table as a spreadsheet would read it."""
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@given(WORDS, WORDS, st.lists(st.tuples(WORDS, NUMBERS), min_size=1, max_size=6))
def test_no_text_of_a_download_is_a_formula_and_numbers_stay_numbers(
    caption: str, column: str, rows: list[tuple[str, float]]
) -> None:
    cells = tuple((text(word), Cell(value, str(value))) for word, value in rows)
    header, *lines = read(csv_of(Table(caption, (column, "Some number"), cells), SOURCE))
    assert len({len(line) for line in [header, *lines]}) == 1
    for word, value in zip(lines, rows, strict=True):
        assert float(word[header.index("Some number")]) == value[1]
    for line in [header, *lines]:
        for cell in (cell for name, cell in zip(header, line, strict=True) if name != "Some number"):
            assert cell[:1] not in set("=+-@\t\r\n\0＝＋－＠") or not cell


def test_a_download_names_its_table_and_source_in_each_row() -> None:
    header, first, *_ = read(csv_of(trend_table(trend_of([5, None, 7])), SOURCE))
    row = dict(zip(header, first, strict=True))
    assert (row["Month"], row["Recorded"]) == ("2024-03", "7")
    assert row["Source"] == SOURCE.line
    assert row["Table"] == "Some incidents by month, Darlington"


def test_what_is_missing_is_empty_in_a_download_and_never_zero() -> None:
    header, *lines = read(csv_of(trend_table(trend_of([5, None, 0])), SOURCE))
    assert [line[header.index("Recorded")] for line in lines] == ["0", "", "5"]


def test_pictures_stay_on_the_screen() -> None:
    table = overview_table(overview_of({"ASB": ("lower", [200] * 12 + [100] * 12)}), "#12436D")
    header, line = read(csv_of(table, SOURCE))
    assert "36 months" not in header
    assert line[2] == "-0.5"


def test_a_download_of_demonstration_data_says_so_in_each_row() -> None:
    table = Table("Counts", ("Name", "n"), ((text("a"), number(1)), (text("b"), number(2))))
    for line in read(csv_of(table, NOT_REAL))[1:]:
        assert any(DEMONSTRATION in cell for cell in line)
    assert DEMONSTRATION.encode() not in csv_of(table, SOURCE)


def test_a_table_without_rows_has_its_header() -> None:
    (header,) = read(csv_of(Table("Counts", ("Name", "n"), ()), SOURCE))
    assert header[:2] == ["Name", "n"]
