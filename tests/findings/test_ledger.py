"""The ledger as it is read: each file with its reasons, who loaded it, and what made no release."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cspdash import catalogue
from cspdash.findings.ledger import STATUSES, Ledger, any_restricted, ledger, waiting_rows
from cspdash.ingest import run
from cspdash.store import ledger_queries
from cspdash.store.audit import LOADS
from cspdash.store.connection import Store, open_store
from cspdash.store.pointer import HISTORY
from tests import making
from tests.making import many_rows


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, small_content: Path) -> Path:
    """A store of two months, one revised by a file with rows of no month; a file was refused, one came twice."""
    scratch = tmp_path_factory.mktemp("ledger")
    store, content = scratch / "store", catalogue.load(small_content)
    january, february = (making.write_month(scratch, many_rows(30, month), month) for month in ("2023-01", "2023-02"))
    run.police(store, [january, february], content)
    run.police(store, [january], content)
    rows = [row | {"Month": "January"} if at < 3 else row for at, row in enumerate(many_rows(31))]
    making.write_month(scratch, rows)
    run.police(store, [january], content)
    run.police(store, [making.write_file(scratch / "2023-03-durham-street.csv", b"<html>")], content)
    with (store / HISTORY).open("a") as record:
        record.write("2026-01-01T10:00:00Z aborted pid 7, since 2026-01-01 09:59:00 UTC\nno line\n")
    return store


@pytest.fixture(scope="module")
def opened(folder: Path) -> Iterator[Store]:
    found = open_store(folder)
    yield found
    found.close()


@pytest.fixture(scope="module")
def found(opened: Store, folder: Path) -> Ledger:
    return ledger(opened, folder)


def street(found: Ledger, **asked: str) -> list[tuple[int, int, int]]:
    return [(one.file.rows_read, one.file.rows_kept, one.file.rows_rejected)
            for one in found.only(**asked) if one.file.kind == "street"]  # fmt: skip


def test_every_file_stays_newest_first(found: Ledger) -> None:
    assert street(found) == [(31, 28, 3), (30, 30, 0), (30, 30, 0)]
    assert (found.entries[0].file.rows_added, found.entries[0].file.rows_removed) == (1, 3)
    assert found.entries[0].reasons == (("Month is not a month written YYYY-MM", 3),)
    assert [one.file.status for one in found.waiting] == ["revised"]


@pytest.mark.parametrize(
    ("asked", "files"),
    [
        ({"status": "revised"}, 1), ({"status": "replaced"}, 1), ({"status": "used"}, 2), ({"status": "quarantine"}, 1),
        ({"status": "mended"}, 0), ({"month": "2023-02"}, 1), ({"month": "2023-01"}, 2), ({"source": "police.uk"}, 3),
        ({"source": "police.uk", "month": "2023-01", "status": "used"}, 1), ({"source": "fire"}, 0),
    ],
)  # fmt: skip
def test_filters_leave_the_files_that_they_name(found: Ledger, asked: dict[str, str], files: int) -> None:
    assert set(asked) - {"status"} or asked["status"] in STATUSES
    assert len(street(found, **asked)) == files


def test_months_and_sources_are_those_of_the_files(found: Ledger) -> None:
    assert found.months == (date(2023, 2, 1), date(2023, 1, 1))
    assert "police.uk" in found.sources


@pytest.mark.fault("F20")
@pytest.mark.fault("F1")
def test_what_made_no_release_is_told(found: Ledger) -> None:
    told = {(line.action, line.file) for line in found.turned_away}
    assert told == {
        ("file unchanged", "2023-01-durham-street.csv"), ("file refused", "2023-03-durham-street.csv"),
        ("load cut off", ""),
    }  # fmt: skip


def test_who_loaded_a_file_and_into_which_release(found: Ledger, folder: Path) -> None:
    releases = [json.loads(line).get("release") for line in (folder / LOADS).read_text().splitlines()]
    made = [release for release in releases if release]
    assert [(one.who, one.release) for one in found.entries if one.file.kind == "street"] == [
        ("command line", made[1]), ("command line", made[0]), ("command line", made[0])
    ]  # fmt: skip


def test_without_a_log_nobody_is_named(opened: Store, tmp_path: Path) -> None:
    bare = ledger(opened, tmp_path)
    assert {(one.who, one.release) for one in bare.entries} == {("", "")}
    assert bare.turned_away == ()


def test_rows_in_quarantine_have_line_reason_and_text(opened: Store, found: Ledger) -> None:
    rows = waiting_rows(opened, found.waiting[0].file.load_id)
    assert [row.line for row in rows] == [2, 3, 4]
    assert all(row.raw and ",January," in row.raw for row in rows)
    assert waiting_rows(opened, found.waiting[0].file.load_id, page=2) == ()
    assert not any_restricted(catalogue.load(Path("cspdash/content")), rows)


def test_rows_of_a_file_that_was_replaced_wait_no_more(opened: Store, found: Ledger) -> None:
    waiting = ledger_queries.quarantined(opened)
    assert {row.load_id for row in waiting} == {one.file.load_id for one in found.waiting}
