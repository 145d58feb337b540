"""Partners' events past their time are deleted for good: from the store, its quarantine and every release kept (L1)."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspdash.catalogue import Catalogue
from cspdash.catalogue.errors import InvalidError
from cspdash.ingest import run
from cspdash.ingest.old_backups import Backups
from cspdash.ingest.retention import Retention, retention, rules_of
from cspdash.periods import months_apart
from cspdash.store.backup import backup
from cspdash.store.checks import verify
from cspdash.store.connection import open_store
from cspdash.store.pointer import FOLDER
from cspdash.store.recovery import ASIDE, repair
from cspdash.store.release import current_release, release_path, releases
from tests import partner_extracts
from tests.making import served
from tests.partner_extracts import FIRE, WINDOWED, Row, fire_row, fire_rows, recount, write_extract

FIRST, LAST = date(2023, 1, 1), date(2023, 6, 30)
MARK = b"CANARY"
# Kept for three months before the one that it is: April and later stay.
TODAY, KEEP_FROM = date(2023, 7, 10), date(2023, 4, 1)


def content(months: int = 3) -> Catalogue:
    """Return the small catalogue with fires that may be kept for so many months, and noise without a limit."""
    return partner_extracts.catalogue(partner_extracts.fire_mapping(retention_months=months), WINDOWED)


def marked(rows: Iterable[Row]) -> list[Row]:
    """Mark what is to be deleted, in its street and its reference; one line is for quarantine."""
    found = []
    for row in rows:
        old = int(row["Date of Call"].split("/")[1]) < KEEP_FROM.month
        found.append(
            row | ({"Ward": "CANARY ward", "Incident Number": f"CANARY{row['Incident Number']}"} if old else {})
        )
    return [*found, fire_row(999, FIRST, {"Fire Category": "CANARY fire"})]


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """A store with fires of half a year, the first three months also as an extract of their own before that."""
    store, rows = tmp_path / "store", marked(fire_rows(FIRST, LAST))
    early = [row for row in rows if int(row["Date of Call"].split("/")[1]) < KEEP_FROM.month]
    for name, part in (("early", early), ("all", rows)):
        file = write_extract(tmp_path / f"{name}.csv", part)
        done = run.extract(store, file, content(), content().mapping("fire"))
        assert done.held
        assert not done.refused
    return store


def asked(store: Path, sql: str) -> list[tuple[Any, ...]]:
    opened = open_store(store)
    try:
        return opened.rows(sql)
    finally:
        opened.close()


def holding(store: Path) -> list[str]:
    """Return the files of a store folder in which the mark stands."""
    return [path.name for path in store.rglob("*") if path.is_file() and MARK in path.read_bytes()]


def test_what_is_past_its_time_is_told_and_nothing_is_changed(filled: Path) -> None:
    before = served(filled)
    found = retention(filled, content(), TODAY)
    (due,) = found.due
    expected = sum(n for (_, month, _), n in recount(fire_rows(FIRST, LAST)).items() if month < KEEP_FROM)
    assert (due.rule.source, due.rows, due.quarantined, due.oldest) == ("Fire service", expected, 2, FIRST)
    assert len(found.earlier) == 1
    assert not found.applied
    assert served(filled) == before


def test_it_is_deleted_from_rows_quarantine_texts_and_every_release(filled: Path) -> None:
    assert len(holding(filled)) == 2
    kept_before = recount(fire_rows(KEEP_FROM, LAST))
    done = retention(filled, content(), TODAY, apply=True)
    assert holding(filled) == []
    assert releases(filled) == [done.release]
    sql = "SELECT area_code, month, category, n FROM incident_monthly"
    assert {(code, month, name): n for code, month, name, n in asked(filled, sql)} == kept_before
    assert asked(filled, "SELECT min(month) FROM incident") == [(KEEP_FROM,)]
    assert asked(filled, "SELECT count(*), count(raw), count(reason) FROM reject") == [(2, 0, 2)]


def test_the_store_adds_up_afterwards_and_deleted_months_are_gaps(filled: Path) -> None:
    retention(filled, content(), TODAY, apply=True)
    name = current_release(filled)
    assert name
    assert [check for check in verify(release_path(filled, name)) if not check.holds] == []
    months = asked(filled, "SELECT DISTINCT month FROM coverage WHERE replaced_by IS NULL ORDER BY ALL")
    assert months == [(date(2023, month, 1),) for month in (4, 5, 6)]


def test_a_second_time_nothing_is_left_to_do(filled: Path) -> None:
    first = retention(filled, content(), TODAY, apply=True)
    assert retention(filled, content(), TODAY, apply=True) == Retention((), (), first.release, True)


def test_an_extract_of_deleted_months_can_be_loaded_again(filled: Path, tmp_path: Path) -> None:
    """Whether it should be is the agreement's question; the next run finds it."""
    retention(filled, content(), TODAY, apply=True)
    again = write_extract(tmp_path / "again.csv", fire_rows(FIRST, date(2023, 3, 31)))
    assert run.extract(filled, again, content(), content().mapping("fire")).held
    assert retention(filled, content(), TODAY).due


def test_a_whole_extract_past_its_time_leaves_a_line_in_the_ledger(filled: Path) -> None:
    retention(filled, content(), date(2024, 6, 1), apply=True)
    assert asked(filled, f"SELECT count(*) FROM incident WHERE category = '{FIRE}'") == [(0,)]
    assert asked(filled, "SELECT count(*) FROM ledger WHERE kind = 'incidents' AND replaced_by = -1") == [(1,)]
    name = current_release(filled)
    assert name
    assert [check for check in verify(release_path(filled, name)) if not check.holds] == []


def test_what_was_put_aside_as_damaged_goes_too_as_it_cannot_be_shown_to_hold_none(filled: Path) -> None:
    old = next(name for name in releases(filled) if name != current_release(filled))
    release_path(filled, old).write_bytes(release_path(filled, old).read_bytes()[:20_000])
    repair(filled)
    assert [path.name for path in (filled / ASIDE).iterdir()] == [f"{old}.duckdb"]
    done = retention(filled, content(), TODAY, apply=True)
    assert f"{ASIDE}/{old}.duckdb" in done.earlier
    assert holding(filled) == []
    assert not list((filled / ASIDE).iterdir())


def test_backups_that_hold_it_go_when_a_newer_one_without_it_is_there(filled: Path, tmp_path: Path) -> None:
    kept, other = tmp_path / "kept", tmp_path / "other"
    kept.mkdir()
    backup(filled, kept / "every.tar", every=True)
    backup(filled, kept / "one.tar")
    (kept / "notes.txt").write_text("CANARY, and no backup")
    file = write_extract(tmp_path / "other.csv", marked(fire_rows(FIRST, LAST)))
    assert run.extract(other, file, content(), content().mapping("fire")).held
    backup(other, kept / "of-another-store.tar")
    before = sorted(kept.iterdir())
    told = retention(filled, content(), TODAY, backups=kept).backups
    assert told
    assert {path.name for path in told.holding} == {path.name for path in told.looked_at} == {"every.tar", "one.tar"}
    assert (told.removable, told.unreadable, sorted(kept.iterdir())) == ((), (), before)

    first = retention(filled, content(), TODAY, apply=True, backups=kept).backups
    assert first
    assert set(first.staying) == set(told.holding), "there is no newer one yet"
    assert sorted(kept.iterdir()) == before

    backup(filled, kept / "after.tar")
    second = retention(filled, content(), TODAY, apply=True, backups=kept).backups
    assert second
    assert set(second.removable) == set(told.holding)
    assert {path.name for path in kept.iterdir()} == {"notes.txt", "of-another-store.tar", "after.tar"}
    assert not list((filled / FOLDER).glob("building-*"))
    assert retention(filled, content(), TODAY, apply=True, backups=kept).backups == Backups(
        kept, (kept / "after.tar",), (), (), ()
    )


def test_a_backup_that_cannot_be_read_is_named_and_stays(filled: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    path = kept / "cut-off.tar"
    backup(filled, path)
    path.write_bytes(path.read_bytes()[:-100_000])
    found = retention(filled, content(), TODAY, apply=True, backups=kept).backups
    assert found == Backups(kept, (), (), (), (path,))
    assert path.exists()


def test_a_source_without_a_limit_is_kept(filled: Path) -> None:
    before = served(filled)
    assert retention(filled, content(0), TODAY, apply=True).due == ()
    assert served(filled) == before


def test_fewer_than_no_months_is_refused() -> None:
    with pytest.raises(InvalidError, match="retention_months"):
        partner_extracts.fire_mapping(retention_months=-1)


@given(st.dates(date(2015, 1, 1), date(2035, 12, 31)), st.integers(1, 120))
def test_an_event_is_kept_for_as_many_whole_months_as_the_content_says(today: date, months: int) -> None:
    (rule,) = rules_of(content(months), today)
    assert rule.keep_from.day == 1
    assert months_apart(rule.keep_from, today.replace(day=1)) == months
