from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from cspdash import catalogue, settings
from cspdash.catalogue import Catalogue
from cspdash.ingest import RefusedFile
from cspdash.ingest.observations import COLUMNS, load_observations, read_observations, template
from cspdash.store.release import building
from tests.making import write_file

HEADER = ",".join(COLUMNS)
DISTRICT = "E06000005"
AREAS = {DISTRICT, "E06000047", "E22000072"}
ALL = "SELECT indicator, area_code, period_start, value, note FROM observation ORDER BY ALL"
YEAR = "2022-04-01,2023-03-31"


@pytest.fixture(scope="module")
def content() -> Catalogue:
    return catalogue.load(settings.content_dir())


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with building(tmp_path / "store") as build:
        yield build.con
        build.abandon()


def table(folder: Path, *lines: str, header: str = HEADER, name: str = "table.csv") -> Path:
    return write_file(folder / name, "\n".join([header, *lines, ""]).encode())


def refusal(folder: Path, content: Catalogue, *lines: str) -> str:
    with pytest.raises(RefusedFile) as raised:
        read_observations(table(folder, *lines), content, AREAS)
    return str(raised.value)


def test_rows_are_read_with_their_source(tmp_path: Path, content: Catalogue) -> None:
    path = table(tmp_path, f"proven-reoffending,{DISTRICT},{YEAR},30,120,,first look")
    found = read_observations(path, content, AREAS).rows
    assert [(row.indicator, row.numerator, row.denominator, row.value) for row in found] == [
        ("proven-reoffending", 30, 120, 0.25)
    ]
    assert (found[0].source, found[0].note) == ("Ministry of Justice", "first look")


def test_a_file_may_name_its_source(tmp_path: Path, content: Catalogue) -> None:
    path = table(tmp_path, f"people-begging,{DISTRICT},{YEAR},12,,,,Street count", header=f"{HEADER},source")
    found = read_observations(path, content, AREAS)
    assert found.rows[0].source == "Street count"
    assert not found.notes


@pytest.mark.parametrize("sign", ["c", "*", "<5"])
def test_a_withheld_number_stays_withheld(tmp_path: Path, content: Catalogue, sign: str) -> None:
    path = table(
        tmp_path,
        f"proven-reoffending,{DISTRICT},{YEAR},{sign},120,0.03,small",
        f"people-begging,{DISTRICT},{YEAR},{sign},,,",
    )
    found = read_observations(path, content, AREAS)
    assert [(row.numerator, row.denominator, row.value, row.note) for row in found.rows] == [
        (None, None, None, "suppressed: small"),
        (None, None, None, "suppressed"),
    ]
    assert all(row.suppressed for row in found.rows)
    assert f"line 2: '{sign}' kept as suppressed, without a number" in found.notes


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (f"people-beging,{DISTRICT},{YEAR},1,,,", "line 2, indicator: there is no indicator 'people-beging'. Did you"),
        (f"people-begging,E99999999,{YEAR},1,,,", "line 2, area_code: no area has the code 'E99999999'"),
        (f"people-begging,{DISTRICT},2023-03-31,2022-04-01,1,,,", "line 2, period_end: 2022-04-01 lies before"),
        (f"proven-reoffending,{DISTRICT},{YEAR},5,4,,", "line 2, numerator: 5 is above the denominator 4"),
        (f'people-begging,{DISTRICT},{YEAR},"1,234",,,', "line 2, numerator: '1,234' has a separator of thousands"),
        (f"people-begging,{DISTRICT},{YEAR},1,234,,,", "line 2: 9 columns where 8 are expected"),
        (f"people-begging,{DISTRICT},{YEAR},-1,,,", "line 2, numerator: -1 is negative"),
        (f"people-begging,{DISTRICT},{YEAR},1.5,,,", "line 2, numerator: 1.5 has decimals"),
        (f"people-begging,{DISTRICT},{YEAR},,,,", "line 2, value: the row has no number"),
    ],
)
def test_a_bad_row_refuses_the_file_by_line_and_column(
    tmp_path: Path, content: Catalogue, line: str, said: str
) -> None:
    message = refusal(tmp_path, content, line)
    assert message.startswith("table.csv: ")
    assert said in message


def test_every_problem_is_listed_in_the_order_of_lines(tmp_path: Path, content: Catalogue) -> None:
    good = f"people-begging,{DISTRICT},{YEAR},1,,,"
    message = refusal(tmp_path, content, good, "too,short", f"people-begging,{DISTRICT},{YEAR},-1,,,", good)
    assert "3 problems\n  line 3: 2 columns where 8" in message
    assert message.index("line 3:") < message.index("line 4, numerator") < message.index("line 5, indicator: the row")
    assert "says again what line 2 says" in message


def test_after_twenty_problems_the_rest_are_counted(tmp_path: Path, content: Catalogue) -> None:
    message = refusal(tmp_path, content, *[f"nothing,{DISTRICT},{YEAR},1,,,"] * 25)
    assert message.count("there is no indicator 'nothing'") == 20
    assert "25 problems" in message
    assert "and 5 more" in message


def test_no_file_may_pass_for_a_printed_figure(tmp_path: Path, content: Catalogue) -> None:
    row = f"people-begging,{DISTRICT},{YEAR},1,,,,Printed in our own report"
    with pytest.raises(RefusedFile, match="kept for figures printed in plans"):
        read_observations(table(tmp_path, row, header=f"{HEADER},source"), content, AREAS)


def test_a_missing_column_is_named(tmp_path: Path, content: Catalogue) -> None:
    with pytest.raises(RefusedFile, match="missing 'note'"):
        read_observations(table(tmp_path, "a", header=HEADER.removesuffix(",note")), content, AREAS)


def test_loading_again_replaces_by_key_and_says_what_changed(
    tmp_path: Path, content: Catalogue, con: duckdb.DuckDBPyConnection
) -> None:
    old = [f"people-begging,{DISTRICT},{YEAR},12,,,", f"rough-sleepers,{DISTRICT},{YEAR},7,,,"]
    first = load_observations(con, table(tmp_path, *old), content)
    assert (first.status, first.kind, first.rows_read, first.rows_kept, first.rows_added) == (
        "loaded", "observations", 2, 2, 2,
    )  # fmt: skip
    assert load_observations(con, table(tmp_path, *old), content).status == "unchanged"
    new = [f"people-begging,{DISTRICT},{YEAR},15,,,", f"people-begging,{DISTRICT},2023-04-01,2024-03-31,c,,,"]
    second = load_observations(con, table(tmp_path, *new), content)
    assert (second.status, second.rows_added, second.rows_removed, second.rows_changed) == ("revised", 1, 0, 1)
    held = con.execute(ALL).fetchall()
    assert [(row[0], row[2].year, row[3], row[4]) for row in held] == [
        ("people-begging", 2022, 15, None),
        ("people-begging", 2023, None, "suppressed"),
        ("rough-sleepers", 2022, 7, None),
    ]


def test_each_load_has_its_line_in_the_ledger(
    tmp_path: Path, content: Catalogue, con: duckdb.DuckDBPyConnection
) -> None:
    report = load_observations(con, table(tmp_path, f"people-begging,{DISTRICT},{YEAR},c,,,"), content)
    lines = con.execute("SELECT kind, source, file_name, sha256, rows_read, rows_kept, notes FROM ledger").fetchall()
    assert lines == [("observations", "observations", "table.csv", report.sha256, 1, 1, list(report.notes))]


def test_a_refused_file_leaves_the_table_as_it_was(
    tmp_path: Path, content: Catalogue, con: duckdb.DuckDBPyConnection
) -> None:
    load_observations(con, table(tmp_path, f"people-begging,{DISTRICT},{YEAR},12,,,"), content)
    before = con.execute(ALL).fetchall()
    with pytest.raises(RefusedFile):
        load_observations(
            con,
            table(tmp_path, f"people-begging,{DISTRICT},{YEAR},99,,,", f"people-begging,{DISTRICT},{YEAR},x,,,"),
            content,
        )
    assert con.execute(ALL).fetchall() == before


def test_partnerships_and_the_force_are_known_without_boundaries(
    tmp_path: Path, content: Catalogue, con: duckdb.DuckDBPyConnection
) -> None:
    codes = ["E06000005", "E22000072", "E23000008"]
    rows = [f"people-begging,{code},{YEAR},1,,," for code in codes]
    assert load_observations(con, table(tmp_path, *rows), content).rows_kept == 3


def test_the_template_is_refused_until_it_is_filled(tmp_path: Path, content: Catalogue) -> None:
    indicator = content.indicator("people-begging")
    text = template(indicator)
    assert text.splitlines()[0] == f"{HEADER},source"
    path = write_file(tmp_path / "template.csv", text.encode())
    with pytest.raises(RefusedFile, match="line 2, area_code"):
        read_observations(path, content, AREAS)
    filled = text.replace("people-begging,,,,,", f"people-begging,{DISTRICT},{YEAR},4,")
    write_file(path, filled.encode())
    assert read_observations(path, content, AREAS).rows[0].value == 4
