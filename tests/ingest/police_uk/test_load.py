import zipfile
from datetime import date
from pathlib import Path

import pytest

from cspdash.ingest import PARSER
from cspdash.ingest.police_uk import DEMONSTRATION
from tests.making import (
    OUTCOMES,
    STREET,
    asb_row,
    many_rows,
    of_force,
    outcome_row,
    police_csv,
    served,
    street_row,
    write_file,
    write_month,
)
from tests.police_store import PoliceStore

STREET_NAME = "2023-01-durham-street.csv"


def test_a_month_is_loaded_row_for_row(police: PoliceStore, tmp_path: Path) -> None:
    report = police.report(write_month(tmp_path, many_rows(30)))
    assert (report.status, report.kind, report.force, report.month) == ("loaded", "street", "durham", date(2023, 1, 1))
    assert (report.rows_read, report.rows_kept, report.rows_rejected, report.rows_added) == (30, 30, 0, 30)
    rows = police.rows(
        "SELECT line, category, crime_id, month, location, area_code, reported_by FROM incident ORDER BY line"
    )
    assert [row[:3] for row in rows] == [
        (line, row["Crime type"], row["Crime ID"] or None) for line, row in enumerate(many_rows(30), start=2)
    ]
    assert rows[0][3:] == (date(2023, 1, 1), "On or near Sample Street", "E01012304", "Durham Constabulary")


@pytest.mark.fault("F25")
def test_rows_that_repeat_are_all_kept(police: PoliceStore, tmp_path: Path) -> None:
    rows = [asb_row()] * 40 + [street_row()] * 3
    assert police.report(write_month(tmp_path, rows)).rows_kept == 43
    assert police.rows("SELECT category, count(*) FROM incident GROUP BY category ORDER BY category") == [
        ("Anti-social behaviour", 40), ("Burglary", 3),
    ]  # fmt: skip


def test_outcomes_go_to_their_own_table(police: PoliceStore, tmp_path: Path) -> None:
    outcomes = [outcome_row(crime_id="a" * 64), outcome_row(crime_id="a" * 64, outcome_type="Local resolution")]
    done = police.load(write_month(tmp_path, many_rows(6)), write_month(tmp_path, outcomes, kind="outcomes"))
    assert [(report.kind, report.rows_kept) for report in done.reports] == [("street", 6), ("outcomes", 2)]
    assert police.rows("SELECT line, outcome, area_code FROM outcome ORDER BY line") == [
        (2, "Suspect charged", "E01012304"), (3, "Local resolution", "E01012304"),
    ]  # fmt: skip
    assert police.rows("SELECT count(*) FROM incident") == [(6,)]


def test_stop_and_search_is_named_as_skipped(police: PoliceStore, tmp_path: Path) -> None:
    header = b"Type,Date,Part of a policing operation,Policing operation,Latitude,Longitude,Legislation\n"
    by_name = write_file(tmp_path / "2023-01" / "2023-01-durham-stop-and-search.csv", header + b"a,b,c,d,e,f,g\n")
    by_header = write_file(tmp_path / "2023-01" / "searches.csv", header + b"a,b,c,d,e,f,g\n")
    write_month(tmp_path, many_rows(6))
    done = police.load(tmp_path / "2023-01")
    assert done.skipped == [(str(path), "stop and search is not loaded") for path in (by_name, by_header)]
    assert len(done.reports) == 1


def test_a_file_without_its_published_name_is_known_by_its_rows(police: PoliceStore, tmp_path: Path) -> None:
    mixed = [*many_rows(20), street_row(month="2022-12")]
    report = police.report(write_file(tmp_path / "download (1).csv", police_csv(mixed)))
    assert (report.force, report.month, report.kind) == ("durham", date(2023, 1, 1), "street")
    assert report.reasons == {"Month is not the month of the file": 1}
    outcomes = police.report(write_file(tmp_path / "x", police_csv([outcome_row(month="2023-02")], OUTCOMES)))
    assert (outcomes.month, outcomes.kind) == (date(2023, 2, 1), "outcomes")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("list.csv", b"a,b\n1,2\n", "line 1: not the columns of a data.police.uk file"),
        ("list.csv", police_csv([street_row(month="soon")]), "neither the name nor the rows tell month and force"),
        ("list.csv", police_csv([street_row(reported_by="")]), "neither the name nor the rows tell month and force"),
        ("2024-13-durham-street.csv", police_csv(many_rows(3)), "the file's name says 2024-13, which is no month"),
        ("0024-01-durham-street.csv", police_csv(many_rows(3)), "the file's name says 0024-01, which is no month"),
        ("2099-01-durham-street.csv", police_csv(many_rows(3)), "the month 2099-01 has not come yet"),
        ("list.csv", police_csv([street_row(month="2099-01")]), "the month 2099-01 has not come yet"),
    ],
)
def test_a_file_that_says_nothing_of_itself_is_refused(
    police: PoliceStore, tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    report = police.report(write_file(tmp_path / name, data))
    assert report.status == "refused"
    assert report.notes == (f"{said}. Name it as published: 2024-01-durham-street.csv",)


def test_the_same_file_again_is_unchanged_and_makes_no_release(police: PoliceStore, tmp_path: Path) -> None:
    path = write_month(tmp_path, [*many_rows(30), street_row(month="2023-13")])
    first = police.report(path)
    before = served(police.folder)
    again = police.report(path)
    assert again.status == "unchanged"
    assert (again.rows_read, again.rows_kept, again.rows_rejected) == (31, 30, 1)
    assert (again.sha256, again.rows_added) == (first.sha256, 0)
    assert served(police.folder) == before


def test_the_same_bytes_under_another_month_are_another_file(police: PoliceStore, tmp_path: Path) -> None:
    data = police_csv([street_row(reported_by="Cleveland Police")] * 6)
    police.load(write_file(tmp_path / STREET_NAME, data))
    other = police.report(write_file(tmp_path / "2023-01-cleveland-street.csv", data))
    assert (other.status, other.force) == ("loaded", "cleveland")
    assert police.rows("SELECT count(*) FROM incident") == [(12,)]


def test_the_last_of_two_files_of_one_month_counts(police: PoliceStore, tmp_path: Path) -> None:
    first = write_month(tmp_path / "a", many_rows(30))
    last = write_month(tmp_path / "b", many_rows(33))
    done = police.load(first, last, first, last)
    assert [report.status for report in done.reports] == ["loaded", "revised", "revised", "revised"]
    assert police.rows("SELECT count(*) FROM incident") == [(33,)]
    assert police.rows("SELECT replaced_by FROM ledger ORDER BY load_id") == [(2,), (3,), (4,), (None,)]


@pytest.mark.fault("F22")
def test_months_that_a_newer_archive_lacks_stay(police: PoliceStore, tmp_path: Path) -> None:
    police.load(write_month(tmp_path / "old", many_rows(6, "2022-12"), "2022-12"), write_month(tmp_path, many_rows(6)))
    police.load(write_month(tmp_path / "new", many_rows(9)))
    assert police.rows("SELECT month, count(*) FROM incident GROUP BY month ORDER BY month") == [
        (date(2022, 12, 1), 6), (date(2023, 1, 1), 9),
    ]  # fmt: skip


@pytest.mark.fault("F22")
def test_an_archive_that_lacks_the_oldest_months_says_which_stay(police: PoliceStore, tmp_path: Path) -> None:
    for month in ("2022-10", "2022-11", "2023-01"):
        police.load(write_month(tmp_path / "old", many_rows(3, month), month))
    police.load(write_month(tmp_path / "old", of_force("Cleveland Police", many_rows(3)), force="cleveland"))
    archive = tmp_path / "latest.zip"
    with zipfile.ZipFile(archive, "w") as target:
        for month in ("2023-01", "2023-02"):
            target.writestr(f"{month}/{month}-durham-street.csv", police_csv(many_rows(6, month)))
    done = police.load(archive)
    assert [report.status for report in done.reports] == ["revised", "loaded"]
    assert done.notes == [
        "durham: latest.zip begins with 2023-01, so that 2 months held (October 2022 to November 2022) are no longer "
        "in it: they stay as they are"
    ]
    assert police.rows("SELECT strftime(month, '%Y-%m'), count(*) FROM incident GROUP BY 1 ORDER BY 1") == [
        ("2022-10", 3), ("2022-11", 3), ("2023-01", 9), ("2023-02", 6),
    ]  # fmt: skip


def test_one_bad_file_among_good_ones_is_reported_and_nothing_of_it_is_staged(
    police: PoliceStore, tmp_path: Path
) -> None:
    write_month(tmp_path, many_rows(6))
    write_month(tmp_path, many_rows(6, "2023-02"), "2023-03")
    write_month(tmp_path, many_rows(6, "2023-04"), "2023-04")
    done = police.load(tmp_path)
    assert [report.status for report in done.reports] == ["loaded", "refused", "loaded"]
    assert not (police.folder / "CURRENT").exists()


def test_demonstration_months_are_kept_apart_by_source(police: PoliceStore, tmp_path: Path) -> None:
    path = write_month(tmp_path, many_rows(6))
    police.load(path, source=DEMONSTRATION)
    assert police.report(path).status == "loaded"
    assert police.rows("SELECT source FROM load ORDER BY load_id") == [("demonstration",), ("police.uk",)]


def test_a_partial_file_is_loaded_without_its_damaged_lines_when_that_is_accepted(
    police: PoliceStore, tmp_path: Path
) -> None:
    whole = police_csv([outcome_row(), outcome_row()], OUTCOMES)
    path = write_file(tmp_path / "2023-01-durham-outcomes.csv", whole[:-6])
    assert police.report(path).status == "refused"
    report = police.report(path, accept_partial=True)
    assert (report.status, report.rows_read, report.rows_kept, report.rows_rejected) == ("loaded", 2, 1, 1)
    assert report.notes == ("line 3 is cut off: it ends with 'Suspect cha'",)
    assert police.rows("SELECT line, reason FROM reject") == [(3, "the line is cut off")]


def test_the_progress_ends_at_all_the_bytes(police: PoliceStore, tmp_path: Path) -> None:
    paths = [write_month(tmp_path, many_rows(6)), write_month(tmp_path, many_rows(9, "2023-02"), "2023-02")]
    told: list[tuple[int, int, str]] = []
    police.load(tmp_path, progress=lambda done, total, name: told.append((done, total, name)))
    sizes = [path.stat().st_size for path in paths]
    assert told == [(sizes[0], sum(sizes), str(paths[0])), (sum(sizes), sum(sizes), str(paths[1]))]


@pytest.mark.parametrize(("kept", "rejected", "said"), [(190, 10, False), (189, 10, True), (5, 9, False)])
def test_more_rejected_rows_than_honest_damage_explains_are_said_aloud(
    police: PoliceStore, tmp_path: Path, kept: int, rejected: int, said: bool
) -> None:
    rows = [*many_rows(kept), *[street_row(month="soon")] * rejected]
    report = police.report(write_month(tmp_path, rows))
    assert (report.status, report.rows_kept, report.rows_rejected) == ("loaded", kept, rejected)
    warning = (
        "5.0% of the rows were rejected: every count from this file is too low by about as much. "
        "See the reasons, and ask the source for the file again"
    )
    assert report.notes == ((warning,) if said else ())


def test_the_ledger_keeps_what_the_report_says(police: PoliceStore, tmp_path: Path) -> None:
    path = write_file(
        tmp_path / STREET_NAME,
        police_csv([street_row(crime_type="Piracy", crime_id="")] * 20 + [street_row(month="x")], [*STREET, "Extra"]),
    )
    report = police.report(path)
    ((name, sha256, read, kept, rejected, notes, size, parser),) = police.rows(
        "SELECT file_name, sha256, rows_read, rows_kept, rows_rejected, notes, bytes, parser FROM ledger"
    )
    assert (name, sha256, read, kept, rejected) == (STREET_NAME, report.sha256, 21, 20, 1)
    assert notes == ["columns not used: 'Extra'", "unmapped category: 20"]
    assert (size, parser) == (path.stat().st_size, PARSER)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_size_is_that_of_the_file_as_it_came(police: PoliceStore, tmp_path: Path, encoding: str) -> None:
    rows = [street_row(location="On or near Caf\u00e9 Street")] * 3
    data = police_csv(rows).decode().encode(encoding)
    report = police.report(write_file(tmp_path / STREET_NAME, data))
    assert (report.rows_kept, report.bytes) == (3, len(data))
    assert police.rows("SELECT bytes FROM ledger") == [(len(data),)]
    assert police.report(tmp_path / STREET_NAME).bytes == len(data), "unchanged files tell theirs too"
