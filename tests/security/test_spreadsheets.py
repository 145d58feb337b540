"""Downloads opened by programs that run formulas: what came from outside stays text, numbers stay numbers."""

import csv
import io
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cspdash.charts.tables import Cell, Table, text
from cspdash.exports.records import csv_of, origin_of
from cspdash.exports.workbook import workbook_of
from tests.charts.invented import SOURCE

SOFFICE = shutil.which("soffice")
STARTS = ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠"]
FORMULAS = [f'{start}HYPERLINK("http://192.0.2.1","x")' for start in STARTS] + ["=1+1", "+1+1", "-1+1", "@SUM(1)"]
WORDS = st.one_of(st.sampled_from(FORMULAS), st.text(st.characters(exclude_categories=["Cs"]), max_size=12))


def table_of(words: list[str]) -> Table:
    rows = tuple((text(word), Cell(-number, f"-{number}")) for number, word in enumerate(words, start=1))
    return Table("=1+1", ("@Name", "Number"), rows, frozenset({1}))


@pytest.mark.fault("F29")
@settings(max_examples=60)
@given(st.lists(WORDS, min_size=1, max_size=8))
def test_a_workbook_has_no_formula_and_its_numbers_are_numbers(words: list[str]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook_of(table_of(words), origin_of(SOURCE), "=1", "=2", "=3")))
    for sheet in book:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" and cell.hyperlink is None for cell in row)
    numbers = [row[1].value for row in book["Data"].iter_rows(min_row=2)]
    assert numbers == [-number for number in range(1, len(words) + 1)]


def converted(source: Path) -> Path:
    """Let LibreOffice read a file and write what its cells show as CSV; return where, whether it is there or not."""
    folder = source.parent
    command = [str(SOFFICE), f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "csv"]
    subprocess.run(
        [*command, "--outdir", str(folder / "out"), str(source)], capture_output=True, timeout=120, check=False
    )
    return folder / "out" / f"{source.stem}.csv"


@pytest.fixture(scope="module")
def calc(tmp_path_factory: pytest.TempPathFactory) -> None:
    """LibreOffice with its spreadsheet, which works out 1+1; the test is skipped where it is not installed."""
    source = tmp_path_factory.mktemp("calc") / "try.csv"
    source.write_text("a\n=1+1\n", encoding="utf-8")
    if SOFFICE is None or not converted(source).is_file():
        pytest.skip("no LibreOffice with a spreadsheet on this machine")
    assert converted(source).read_text(encoding="utf-8").split() == ["a", "2"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_libreoffice_shows_words_where_formulas_were_written(kind: str, calc: None, tmp_path: Path) -> None:
    words = ["=1+1", "+1+1", "-1+1", "@SUM(1)"]
    source = tmp_path / f"made.{kind}"
    source.write_bytes({"csv": csv_of, "xlsx": workbook_of}[kind](table_of(words), origin_of(SOURCE)))
    _, *rows = list(csv.reader(io.StringIO(converted(source).read_text(encoding="utf-8-sig"))))
    assert [row[:2] for row in rows] == [[f"'{word}", str(-number)] for number, word in enumerate(words, start=1)]
