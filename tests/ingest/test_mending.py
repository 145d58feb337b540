"""Rows out of quarantine: written out, mended, loaded to their own file and line, and nothing lost on the way."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspdash import catalogue
from cspdash.catalogue import Catalogue
from cspdash.exports.quarantine import csv_of_quarantine, safe
from cspdash.ingest import RefusedFile, run
from cspdash.ingest.mending import plain, read
from cspdash.ingest.reading import Text
from cspdash.store import ledger_queries
from cspdash.store.checks import balance
from cspdash.store.connection import Store, open_store
from tests import making
from tests.making import asb_row, many_rows

Cells = dict[str, str]
MONTHS = [row | {"Month": "January"} if at in {3, 4} else row for at, row in enumerate(many_rows(40))]


@pytest.fixture(scope="module")
def content(small_content: Path) -> Catalogue:
    return catalogue.load(small_content)


@pytest.fixture
def spoilt(tmp_path: Path, content: Catalogue) -> Path:
    """A store of one file: rows of a month that is none in lines 5 and 6, and a line of too few columns at the end."""
    data = making.police_csv(MONTHS) + b"=cmd|calc,2023-01,Durham\r\n"
    path = making.write_file(tmp_path / "2023-01-durham-street.csv", data)
    assert run.police(tmp_path / "store", [path], content).release
    return tmp_path / "store"


def opened(folder: Path) -> Store:
    return open_store(folder)


def written(folder: Path) -> list[Cells]:
    """Return the rows in quarantine as a spreadsheet would open them."""
    store = opened(folder)
    data = csv_of_quarantine(ledger_queries.quarantined(store)).decode("utf-8-sig")
    store.close()
    return list(csv.DictReader(io.StringIO(data)))


def saved(path: Path, rows: list[Cells]) -> Path:
    """Save rows as a spreadsheet would."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def ledger(folder: Path) -> list[tuple[str, str, int, int, int]]:
    store = opened(folder)
    try:
        return [(one.kind, one.status, one.rows_read, one.rows_kept, one.rows_rejected)
                for one in ledger_queries.files(store) if one.kind in {"street", "mended"}]  # fmt: skip
    finally:
        store.close()


def test_what_is_written_out_has_the_columns_or_the_line_as_it_came(spoilt: Path) -> None:
    first, second, third = written(spoilt)
    assert [row["line"] for row in (first, second, third)] == ["5", "6", "42"]
    assert (first["Month"], first["Crime type"], first["Longitude"]) == ("January", "Burglary", "-1.543000")
    assert third["raw"] == "'=cmd|calc,2023-01,Durham"
    assert not third["Month"]
    assert "3 columns" in third["reason"]


@pytest.mark.fault("F18")
def test_mended_rows_are_held_at_their_own_line_and_everything_balances(
    spoilt: Path, tmp_path: Path, content: Catalogue
) -> None:
    rows = written(spoilt)
    rows[0]["Month"] = "2023-01"
    rows[2] |= dict(zip(making.STREET, asb_row(location="=On or near").values(), strict=True))
    result = run.mended(spoilt, saved(tmp_path / "mended.csv", rows), content)
    (report,) = result.loads
    assert (report.status, report.rows_kept) == ("loaded", 2)
    assert report.notes == ("still in quarantine: 1 (Month is not a month written YYYY-MM)",)
    assert ledger(spoilt) == [("street", "loaded", 41, 40, 1), ("mended", "loaded", 2, 2, 0)]
    store = opened(spoilt)
    held = store.rows("SELECT load_id, line, location FROM incident WHERE line IN (5, 6, 42) ORDER BY line")
    assert [(line, location) for _, line, location in held] == [(5, "On or near Sample Street"), (42, "=On or near")]
    assert {load_id for load_id, *_ in held} == {one.load_id for one in ledger_queries.files(store) if one.rows_mended}
    assert store.rows("SELECT line, raw, reason FROM mended ORDER BY line")[1][1] == "=cmd|calc,2023-01,Durham"
    assert all(check.holds for check in balance(store.rows))
    store.close()


def test_the_same_file_again_changes_nothing(spoilt: Path, tmp_path: Path, content: Catalogue) -> None:
    rows = written(spoilt)[:1]
    rows[0]["Month"] = "2023-01"
    path = saved(tmp_path / "mended.csv", rows)
    first = run.mended(spoilt, path, content)
    again = run.mended(spoilt, path, content)
    assert (again.loads[0].status, again.release) == ("unchanged", first.release)
    assert ledger(spoilt)[0] == ("street", "loaded", 41, 39, 2)


def test_rows_that_were_not_mended_stay_and_make_no_release(spoilt: Path, tmp_path: Path, content: Catalogue) -> None:
    before = opened(spoilt).release
    result = run.mended(spoilt, saved(tmp_path / "mended.csv", written(spoilt)), content)
    assert (result.loads[0].status, result.release) == ("unchanged", before)
    assert sum(result.loads[0].reasons.values()) == 3
    assert ledger(spoilt) == [("street", "loaded", 41, 38, 3)]


def test_the_original_file_again_keeps_what_was_mended(spoilt: Path, tmp_path: Path, content: Catalogue) -> None:
    rows = written(spoilt)[:2]
    for row in rows:
        row["Month"] = "2023-01"
    run.mended(spoilt, saved(tmp_path / "mended.csv", rows), content)
    again = run.police(spoilt, [tmp_path / "2023-01-durham-street.csv"], content)
    assert again.loads[0].status == "unchanged"
    assert ledger(spoilt)[0] == ("street", "loaded", 41, 40, 1)


@pytest.mark.fault("F21")
def test_a_revision_replaces_a_file_with_what_was_mended_in_it(
    spoilt: Path, tmp_path: Path, content: Catalogue
) -> None:
    rows = written(spoilt)[:1]
    rows[0]["Month"] = "2023-01"
    path = saved(tmp_path / "mended.csv", rows)
    run.mended(spoilt, path, content)
    making.write_file(tmp_path / "2023-01-durham-street.csv", making.police_csv(many_rows(42)))
    (revised,) = run.police(spoilt, [tmp_path / "2023-01-durham-street.csv"], content).loads
    assert (revised.status, revised.rows_kept) == ("revised", 42)
    store = opened(spoilt)
    assert store.rows("SELECT count(*) FROM incident") == [(42,)]
    assert store.rows("SELECT count(*) FROM mended") == [(1,)]
    assert all(check.holds for check in balance(store.rows))
    assert ledger_queries.quarantined(store) == []
    store.close()
    assert "was replaced" in run.mended(spoilt, path, content).loads[0].notes[0]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda row: row | {"line": "2"}, "line 2 of load 4 was never in quarantine"),
        (lambda row: row | {"load": "99"}, "there is no load 99"),
        (lambda row: row | {"load": "1"}, "load 1 is a partner's file or a table"),
        (lambda row: row | {"load": "four"}, "row 2: load and line are not the numbers"),
        (lambda row: row | {"Location": "two\nlines"}, "row 2: there is a line end inside a cell"),
        (lambda row: {name: cell for name, cell in row.items() if name != "line"}, "there is no column line"),
    ],
    ids=["line", "load", "kind", "number", "line end", "column"],
)
def test_a_file_that_names_what_never_was_is_refused(
    spoilt: Path, tmp_path: Path, content: Catalogue, change: object, said: str
) -> None:
    row = written(spoilt)[0]
    said = said.replace("load 4", f"load {row['load']}")
    before = opened(spoilt).release
    result = run.mended(spoilt, saved(tmp_path / "mended.csv", [change(row)]), content)  # type: ignore[operator]
    assert (result.loads[0].status, result.release) == ("refused", before)
    assert said in result.loads[0].notes[0]


def test_a_row_that_is_there_twice_is_refused(spoilt: Path, tmp_path: Path, content: Catalogue) -> None:
    row = written(spoilt)[0]
    result = run.mended(spoilt, saved(tmp_path / "mended.csv", [row, row]), content)
    assert "is there twice" in result.loads[0].notes[0]


def test_a_file_without_rows_is_refused() -> None:
    with pytest.raises(RefusedFile, match="it has no rows"):
        read(Text("mended.csv", "", b"load,line\r\n"))


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=12))
def test_a_cell_is_safe_for_a_spreadsheet_and_comes_back_as_it_was(text: str) -> None:
    shown = safe(text)
    assert plain(shown) == text
    if shown[:1] in tuple("=+-@＝＋－＠"):
        float(shown)
