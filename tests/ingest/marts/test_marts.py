"""Months that another engine counted give the release that the rows would give, to the last count."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from cspdash import catalogue, settings
from cspdash.ingest import RefusedFile, run
from cspdash.ingest.marts import STATEMENTS, statement
from cspdash.ingest.marts.arriving import shares, street_files
from cspdash.ingest.marts.running import marts
from cspdash.ingest.marts.writing import TABLES
from cspdash.settings import ROOT
from cspdash.store.checks import verify
from cspdash.store.connection import open_store
from cspdash.store.release import current_release, release_path
from scripts.spark_marts import DuckDB, made
from tests import making

KNOWN = catalogue.load(settings.content_dir())
COMPARED = [
    "SELECT * FROM monthly ORDER BY ALL",
    "SELECT * FROM area_common ORDER BY ALL",
    "SELECT * FROM area_link ORDER BY ALL",
    "SELECT * FROM area_seen ORDER BY ALL",
    "SELECT * FROM completeness ORDER BY ALL",
    "SELECT subject, measure, part, first_month, area_code, n, persons, z, p FROM hot_spot ORDER BY ALL",
    "SELECT force, month, sha256, rows_read, rows_kept, rows_rejected, replaced_by IS NULL, bytes, parser FROM ledger "
    "WHERE kind = 'street' AND replaced_by IS NULL ORDER BY ALL",
    "SELECT file_name, line, reason, raw FROM reject JOIN ledger USING (load_id) "
    "WHERE replaced_by IS NULL ORDER BY ALL",
]


def odd_archive(folder: Path) -> Path:
    """Write a small archive with every kind of line that is not as it should be, and files that are not counted."""
    for month in making.MONTHS[-8:]:
        making.write_month(folder, making.month_rows(month), f"{month:%Y-%m}")
    rows = making.month_rows(date(2022, 3, 1))
    rows += [making.street_row(month="2022-02"), making.street_row(month="2022-03", crime_type="")]
    rows += [
        making.asb_row(month="2022-03", longitude="0", latitude="0"),
        making.asb_row(month="2022-03", lsoa_code="?"),
    ]
    data = (
        making.police_csv(rows) + b'one,two\r\n"never closed,2022-03\r\n\r\n' + "Caf\u00e9".encode("cp1252") + b"\r\n"
    )
    making.write_file(folder / "2022-03" / "2022-03-durham-street.csv", data)
    # The same name in a later folder takes the place of the first.
    making.write_month(folder / "again", making.month_rows(date(2022, 4, 1)), "2022-04")
    making.write_month(folder / "first", making.many_rows(7, "2022-04"), "2022-04")
    making.write_month(folder, making.outcome_rows(date(2023, 8, 1)), "2023-08", kind="outcomes")
    older = "Month,Reported by,Falls within,Easting,Northing,Location,Crime type,Context\r\n"
    line = "2011-05,Durham Constabulary,Durham Constabulary,429500,514500,On or near Road,Burglary,\r\n"
    making.write_file(folder / "2011-05" / "2011-05-durham-street.csv", (older + line * 3).encode())
    return folder


def mart_of(archive: Path, out: Path, keep_going: bool = False) -> list[str]:
    """Write an archive's mart by DuckDB; return why not."""
    scratch = out.with_name(f"{out.name}-scratch")
    scratch.mkdir()
    engine = DuckDB(scratch)
    try:
        return made(engine, archive, out, keep_going)
    finally:
        engine.close()


def held(store: Path) -> list[list[tuple[Any, ...]]]:
    """Return all that two stores of the same months must have alike."""
    opened = open_store(store)
    try:
        return [opened.rows(sql) for sql in COMPARED]
    finally:
        opened.close()


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return odd_archive(tmp_path_factory.mktemp("archive"))


@pytest.fixture(scope="module")
def mart(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("mart") / "mart"
    assert mart_of(archive, out) == []
    return out


@pytest.fixture(scope="module")
def counted(mart: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of counts; read only: copy it to change it."""
    store = tmp_path_factory.mktemp("counted") / "store"
    assert marts(store, mart, KNOWN).release
    return store


def test_counts_and_rows_give_the_same_release(archive: Path, counted: Path, tmp_path: Path) -> None:
    files, _ = street_files(archive)
    result = run.police(tmp_path, files, KNOWN)
    assert result.release and not result.refused
    found, expected = held(counted), held(tmp_path)
    for sql, ours, theirs in zip(COMPARED, found, expected, strict=True):
        assert ours == theirs, sql
    rejected = sum(row[5] for row in found[6])
    assert rejected == len(found[7]) >= 4, "the archive has odd lines"
    assert all(check.holds for check in verify(release_path(counted, str(current_release(counted)))))


def test_the_files_are_told_as_they_are(archive: Path, mart: Path) -> None:
    told = json.loads((mart / "mart.json").read_text(encoding="utf-8"))
    files = parquet.read_table(mart / "files").to_pylist()
    assert told["rows_read"] == told["rows_kept"] + told["rows_rejected"] > 0
    assert told["rows_kept"] == sum(parquet.read_table(mart / "monthly")["n"].to_pylist())
    assert sum(file["replaced"] for file in files) == 1
    assert [path.name for path in street_files(archive)[1]] == ["2023-08-durham-outcomes.csv"]


def test_a_mart_from_before_sizes_were_told_is_loaded_without_them(mart: Path, tmp_path: Path) -> None:
    older = Path(shutil.copytree(mart, tmp_path / "older"))
    for part in (older / "files").glob("*.parquet"):
        parquet.write_table(parquet.read_table(part).drop_columns(["bytes", "parser"]), part)
    assert marts(tmp_path / "store", older, KNOWN).release
    opened = open_store(tmp_path / "store")
    assert opened.rows("SELECT DISTINCT bytes, parser FROM ledger WHERE kind = 'street'") == [(None, None)]
    opened.close()
    for part in (older / "files").glob("*.parquet"):
        parquet.write_table(parquet.read_table(part).drop_columns(["sha256"]), part)
    assert [report.status for report in marts(tmp_path / "other", older, KNOWN).loads] == ["refused"]


def test_the_same_mart_again_is_unchanged_and_a_newer_month_replaces(
    archive: Path, counted: Path, tmp_path: Path
) -> None:
    store = Path(shutil.copytree(counted, tmp_path / "store"))
    newer = tmp_path / "archive"
    making.write_month(newer, making.many_rows(9, "2023-08"), "2023-08")
    assert mart_of(newer, tmp_path / "newer") == []
    result = marts(store, tmp_path / "newer", KNOWN)
    assert [(report.status, report.rows_added) for report in result.loads] == [("revised", 9)]
    again = marts(store, tmp_path / "newer", KNOWN)
    assert again.release == result.release and [report.status for report in again.loads] == ["unchanged"]
    opened = open_store(store)
    counts = dict(opened.rows("SELECT CAST(month AS VARCHAR), CAST(sum(n) AS BIGINT) FROM monthly GROUP BY month"))
    opened.close()
    assert counts["2023-08-01"] == 9
    assert counts["2023-07-01"] == len(making.month_rows(date(2023, 7, 1))), "months that a newer mart lacks stay"


def test_rows_and_counts_of_the_police_are_never_in_one_store(counted: Path, mart: Path, store_copy: Path) -> None:
    before = current_release(store_copy)
    refused = marts(store_copy, mart, KNOWN)
    assert refused.refused and "as rows" in refused.loads[0].notes[0]
    assert current_release(store_copy) == before
    with pytest.raises(RefusedFile, match="as counts, without rows"):
        run.police(counted, [], KNOWN)


def spoiled(mart: Path, folder: Path, name: str, change: str) -> Path:
    """Copy a mart with one table changed: its first row left out, doubled, or its last number one higher."""
    shutil.copytree(mart, folder)
    table = parquet.read_table(folder / name).cast(TABLES[name])
    rows = table.to_pylist()
    if change == "more":
        rows[0]["n"] += 1
    rows = {"less": rows[1:], "twice": [rows[0], *rows], "more": rows}[change]
    shutil.rmtree(folder / name)
    (folder / name).mkdir()
    parquet.write_table(pa.Table.from_pylist(rows, TABLES[name]), folder / name / "part.parquet")
    return folder


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("monthly", "less", "rows kept"),
        ("monthly", "more", "rows kept"),
        ("files", "less", "that no file has"),
        ("files", "twice", "are both of"),
        ("rejects", "less", "rows rejected"),
    ],
)
def test_a_mart_that_does_not_add_up_is_refused(mart: Path, tmp_path: Path, name: str, change: str, said: str) -> None:
    result = marts(tmp_path / "store", spoiled(mart, tmp_path / "mart", name, change), KNOWN)
    assert result.release is None and result.refused
    assert said in result.loads[0].notes[0]


def test_what_is_no_mart_is_refused(tmp_path: Path) -> None:
    result = marts(tmp_path / "store", tmp_path, KNOWN)
    assert result.refused and "no folder of a mart" in result.loads[0].notes[0]


def test_a_refused_file_stops_the_mart_unless_the_rest_is_asked_for(tmp_path: Path) -> None:
    archive = making.write_month(tmp_path / "archive", making.many_rows(5), "2023-01").parents[1]
    making.write_file(archive / "2023-02" / "2023-02-durham-street.csv", b"<html>not found</html>")
    said = mart_of(archive, tmp_path / "mart")
    assert len(said) == 1 and "2023-02-durham-street.csv" in said[0] and not (tmp_path / "mart").exists()
    assert mart_of(archive, tmp_path / "rest", keep_going=True) == []
    assert parquet.read_table(tmp_path / "rest" / "files").num_rows == 1


def test_shares_hold_every_file_once_and_one_name_together(archive: Path) -> None:
    files, _ = street_files(archive)
    dealt = shares(files, 4_000, 3)
    assert sorted(path for share in dealt for path in share) == files and len(dealt) > 3
    twice = [share for share in dealt if any(path.name == "2022-04-durham-street.csv" for path in share)]
    assert len(twice) == 1 and shares(files, 1 << 30, 1) == [files]


def test_only_statements_that_exist_are_given() -> None:
    assert all(statement(name).lstrip().startswith("--") for name in STATEMENTS)
    with pytest.raises(ValueError, match="no statement"):
        statement("../../store/schema")


@pytest.mark.skipif(
    importlib.util.find_spec("pyspark") is None, reason="PySpark is not installed (requirements-spark.txt)"
)
@pytest.mark.skipif(shutil.which("java") is None, reason="Java is not installed")
def test_spark_counts_as_duckdb_does(archive: Path, mart: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-W", "ignore", "-m", "scripts.spark_marts", str(archive), str(tmp_path / "mart")]
    path = os.pathsep.join([str(ROOT), *(entry for entry in sys.path if entry)])
    environment = {**os.environ, "PYTHONPATH": path}
    subprocess.run([*command, "--master", "local[2]"], cwd=ROOT, check=True, capture_output=True, env=environment)
    for name, schema in TABLES.items():
        ours, theirs = (
            sorted(map(repr, parquet.read_table(folder / name).select(schema.names).cast(schema).to_pylist()))
            for folder in (mart, tmp_path / "mart")
        )
        assert ours == theirs, name
