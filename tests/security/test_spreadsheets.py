"""Downloads opened by programs that run formulas: what came from outside stays text, numbers stay numbers."""

import csv
import io
import shutil
import subprocess

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
SUMS = ["=1+1", "+1+1", "-1+1", "@SUM(1)"]
FORMULAS = [f'{start}HYPERLINK("http://192.0.2.1","x")' for start in STARTS] + SUMS
WRITTEN = {"csv": csv_of, "xlsx": workbook_of}
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


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[list[str]]]:
    """Let LibreOffice read one download of each kind and write what its cells show; skipped where it is not installed.

    A file with a formula goes along: a LibreOffice that worked nothing out would prove nothing.
    """
    if SOFFICE is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("calc")
    (folder / "try.csv").write_text("a\n=1+1\n", encoding="utf-8")
    for kind, write in WRITTEN.items():
        (folder / f"as-{kind}.{kind}").write_bytes(write(table_of(SUMS), origin_of(SOURCE)))
    command = [SOFFICE, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "csv"]
    sources = [str(folder / name) for name in ("try.csv", *(f"as-{kind}.{kind}" for kind in WRITTEN))]
    subprocess.run([*command, "--outdir", str(folder / "out"), *sources], capture_output=True, timeout=180, check=False)
    found = {path.stem: path.read_text(encoding="utf-8-sig") for path in (folder / "out").glob("*.csv")}
    if "try" not in found:
        pytest.skip("this LibreOffice has no spreadsheet")
    return {stem: list(csv.reader(io.StringIO(text))) for stem, text in found.items()}


@pytest.mark.parametrize("kind", WRITTEN)
def test_libreoffice_shows_words_where_formulas_were_written(kind: str, shown: dict[str, list[list[str]]]) -> None:
    assert shown["try"] == [["a"], ["2"]]
    _, *rows = shown[f"as-{kind}"]
    assert [row[:2] for row in rows] == [[f"'{word}", str(-number)] for number, word in enumerate(SUMS, start=1)]
