"""Neither threads nor batches can be seen in what is loaded, and every row is as Python's csv module reads it."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cspdash.demo.national import forces, write_archive
from cspdash.ingest import police_uk
from cspdash.ingest.derive import order_rows, rebuild_monthly
from cspdash.store.release import building
from tests.making import asb_row, many_rows, of_force, outcome_row, street_row, write_file, write_month

MONTHS = ("2022-12", "2023-01", "2023-02")
CHOSEN = {"durham": "Durham Constabulary", "cleveland": "Cleveland Police", "gwent": "Gwent Police"}
HELD = {
    "incident": "SELECT * FROM incident ORDER BY load_id, line",
    "outcome": "SELECT * FROM outcome ORDER BY load_id, line",
    "monthly": "SELECT * FROM monthly ORDER BY ALL",
    "reject": "SELECT * FROM reject ORDER BY load_id, line",
    "ledger": "SELECT * EXCLUDE (loaded_at) FROM ledger ORDER BY load_id",
    "area_seen": "SELECT * FROM area_seen ORDER BY ALL",
    "order": "SELECT load_id, line FROM incident_row ORDER BY force_id, rowid",
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three months of three forces, some of them odd, each force with outcomes."""
    folder = tmp_path_factory.mktemp("archive")
    for slug, name in CHOSEN.items():
        for number, month in enumerate(MONTHS):
            rows = many_rows(40 + number, month)
            rows += [
                asb_row(month=month, lsoa_code="", lsoa_name=""),
                street_row(month=month, crime_id="not 64 digits", lsoa_name="Bristol, City of 001A"),
                street_row(month=month, crime_id="AB" * 32, lsoa_code="E01000009", lsoa_name=f"Elsewhere 00{number}A"),
                street_row(month=month, longitude="0", latitude="0", location=f"On or near {slug}"),
            ]
            if number == 1:
                rows += [street_row(month="2023-13"), street_row(month=month, location='a "quoted" word')]
            write_month(folder, of_force(name, rows), month, force=slug)
            outcomes = [outcome_row(month=month, crime_id=f"{n:064x}") for n in range(5)]
            write_month(folder, of_force(name, outcomes), month, force=slug, kind="outcomes")
    return folder


def loaded(folder: Path, known: list[str], *steps: Path, **options: Any) -> dict[str, Any]:
    """Return all that a store holds after some loads."""
    with building(folder) as build:
        for step in steps:
            done = police_uk.load(build.con, [step], known, save=build.save, **options)
            assert not done.refusals
            order_rows(build.con, done.unordered)
            rebuild_monthly(build.con, done.loads)
        found = {name: build.con.execute(sql).fetchall() for name, sql in HELD.items()}
        found["reports"] = [(report.file, report.status, report.rows_kept, report.counted) for report in done.reports]
        build.abandon()
    return found


@pytest.fixture(scope="module")
def whole(archive: Path, known_categories: list[str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return loaded(tmp_path_factory.mktemp("whole") / "store", known_categories, archive)


@pytest.mark.parametrize(("threads", "batch_rows"), [(1, 1), (3, 50), (2, 100), (4, 10**9)])
def test_threads_and_batches_change_nothing(
    archive: Path, whole: dict[str, Any], known_categories: list[str], tmp_path: Path, threads: int, batch_rows: int
) -> None:
    found = loaded(tmp_path / "store", known_categories, archive, threads=threads, batch_rows=batch_rows)
    assert found == whole


def plain_rows(archive: Path) -> Iterator[tuple[str, int, dict[str, str]]]:
    """Yield (file, line, row) of every street row, by Python's csv module."""
    for path in sorted(archive.rglob("*street.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            for line, row in enumerate(csv.DictReader(stream), start=2):
                yield path.name, line, row


def test_every_row_is_as_the_csv_module_reads_it(archive: Path, whole: dict[str, Any]) -> None:
    names = {row[0]: row[5] for row in whole["ledger"]}
    held = {(names[row[1]], row[2]): row for row in whole["incident"]}
    rejected = {(names[load_id], line) for load_id, line, *_ in whole["reject"]}
    expected = {(name, line): row for name, line, row in plain_rows(archive)}
    assert set(held) | rejected == set(expected)
    assert rejected == {key for key, row in expected.items() if row["Month"] == "2023-13"}
    for key, row in held.items():
        wanted = expected[key]
        fits = wanted["Longitude"] not in ("", "0")
        assert [row[3], row[7], row[8], row[11], row[12], row[13]] == [wanted[name] or None for name in (
            "Crime ID", "Crime type", "Last outcome category", "Location", "LSOA code", "Reported by")]  # fmt: skip
        assert f"{row[4]:%Y-%m}" == wanted["Month"]
        assert row[9:11] == ((float(wanted["Longitude"]), float(wanted["Latitude"])) if fits else (None, None))


def test_the_mart_counts_what_a_recount_counts_after_every_step(
    archive: Path, known_categories: list[str], tmp_path: Path
) -> None:
    later = write_month(tmp_path / "later", many_rows(25, "2023-01"), "2023-01")
    folder = tmp_path / "store"
    step_by_step = loaded(folder, known_categories, archive / "2022-12", archive / "2023-01", archive, later, later)
    recount: dict[tuple[Any, ...], int] = {}
    for row in step_by_step["incident"]:
        key = (row[12], row[4], row[7])
        recount[key] = recount.get(key, 0) + 1
    found = {row[2:5]: row[5] for row in step_by_step["monthly"]}
    assert found == recount
    assert sum(row[4].month == 1 for row in step_by_step["incident"]) < sum(row[7] for row in step_by_step["ledger"])


def test_several_forces_are_numbered_by_name_and_reported_as_found(whole: dict[str, Any], archive: Path) -> None:
    names = [path.name for path in sorted(archive.rglob("*.csv"))]
    assert [row[5] for row in whole["ledger"]] == names
    assert [Path(report[0]).name for report in whole["reports"]] == names


def test_a_name_that_differs_between_files_is_the_last_in_the_alphabet(whole: dict[str, Any]) -> None:
    assert dict(whole["area_seen"])["E01000009"] == "Elsewhere 002A"


def test_a_generated_month_is_plain_and_complete(known_categories: list[str], tmp_path: Path) -> None:
    from datetime import date

    chosen = [force for force in forces() if force.slug in {"dorset", "city-of-london"}]
    paths = list(write_archive(tmp_path / "a", chosen, [date(2023, 5, 1)]))
    again = list(write_archive(tmp_path / "b", chosen[::-1], [date(2023, 5, 1)]))
    assert [path.read_bytes() for path in paths] == [path.read_bytes() for path in again[::-1]]
    found = loaded(tmp_path / "store", known_categories, tmp_path / "a")
    lines = sum(path.read_bytes().count(b"\n") - 1 for path in paths)
    assert len(found["incident"]) == lines
    assert not found["reject"]
    without = [row for row in found["incident"] if row[7] == "Anti-social behaviour"]
    assert {row[3] for row in without} == {None}
    assert all(len(row[3]) == 64 for row in found["incident"] if row[7] != "Anti-social behaviour")
    assert 0.01 < sum(row[9] is None for row in found["incident"]) / lines < 0.03


def test_an_archive_with_a_file_of_another_name_is_taken_as_found(
    archive: Path, known_categories: list[str], tmp_path: Path
) -> None:
    data = (archive / "2023-01" / "2023-01-durham-street.csv").read_bytes()
    folder = tmp_path / "mixed"
    write_month(folder, of_force("Gwent Police", many_rows(5)), force="gwent")
    write_file(folder / "zz-copy.csv", data)
    found = loaded(tmp_path / "store", known_categories, folder)
    assert [row[5] for row in found["ledger"]] == ["2023-01-gwent-street.csv", "zz-copy.csv"]
