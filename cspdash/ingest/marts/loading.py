"""A mart's folder into a store: ledger lines, quarantine, names and counts, without rows.

A (force, month) that comes again replaces the counts of the one before; months that a newer mart lacks stay.
"""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from cspdash.ingest import LoadReport, RefusedFile, Status
from cspdash.ingest.marts import statement
from cspdash.ingest.marts.writing import FORMAT, MANIFEST, TABLES
from cspdash.ingest.police_uk import SOURCE
from cspdash.ingest.police_uk.settling import ADD_LEDGER, LEDGER, REPLACE_LOADS, REPLACED, arriving
from cspdash.ingest.police_uk.terms import Terms

AGAIN = "Make the mart again with scripts/spark_marts.py"
AS_COUNTS = "Load a mart with 'cspdash ingest marts', or give rows a store of their own with --store"
COUNTED = "SELECT 1 FROM counted_cell LIMIT 1"
ROWS_HELD = """
SELECT 1 FROM ledger WHERE kind IN ('street', 'outcomes') AND replaced_by IS NULL AND rows_kept > 0
    AND load_id NOT IN (SELECT load_id FROM counted_cell) LIMIT 1"""
LIVE = """
SELECT force, month, load_id, sha256, rows_kept FROM ledger
WHERE source = $source AND kind = 'street' AND replaced_by IS NULL"""
LAST = "SELECT coalesce(max(load_id), 0) FROM ledger"
FORGET = "DELETE FROM counted_cell WHERE load_id IN (SELECT old FROM arrived)"
ADD_COUNTS = "INSERT INTO counted_cell SELECT force_id, area_id, month, category_id, load_id, n FROM arrived"
ADD_POINTS = """
INSERT INTO seen_point SELECT area_code, longitude, latitude FROM arrived
WHERE (area_code, longitude, latitude) NOT IN (SELECT (area_code, longitude, latitude) FROM seen_point)
ORDER BY ALL"""
ADD_REJECTS = "INSERT INTO reject SELECT load_id, line, reason, raw FROM arrived"
ADD_SEEN = """
INSERT INTO area_seen SELECT area_code, area_name FROM arrived
WHERE area_code NOT IN (SELECT area_code FROM area_seen) ORDER BY area_code"""
ODD = """
SELECT count(*) FROM mart
WHERE force IS NULL OR category IS NULL OR month IS NULL OR n IS NULL OR n < 1 OR month <> date_trunc('month', month)"""
STRANGE = """
SELECT count(*) FROM mart
WHERE NOT EXISTS (SELECT 1 FROM source_file
    WHERE NOT replaced AND source_file.force = mart.force AND source_file.month = mart.month)"""
UNTOLD = """
SELECT source_file.file_name, source_file.rows_rejected, count(told.line) AS told FROM source_file
LEFT JOIN told ON told.sha256 = source_file.sha256 AND told.file_name = source_file.file_name
GROUP BY ALL HAVING source_file.rows_rejected <> count(told.line)"""

# Columns of `files` that marts of earlier versions do not have.
TOLD_LATER = ("bytes", "parser")
Tables = dict[str, pa.Table]
Key = tuple[str | None, date | None]


def refuse_beside_counts(con: duckdb.DuckDBPyConnection) -> None:
    """Raise RefusedFile when a store holds police.uk's months as counts: rows of them cannot come beside those."""
    if con.execute(COUNTED).fetchall():
        raise RefusedFile("police.uk's months", "the store holds them as counts, without rows", AS_COUNTS)


def read_mart(folder: Path) -> tuple[Tables, str]:
    """Return a mart's tables and the engine that made it; RefusedFile for a folder that is no whole mart."""
    try:
        told = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        tables = {name: columns_of(parquet.read_table(folder / name), schema) for name, schema in TABLES.items()}
    except (OSError, ValueError, KeyError, pa.ArrowException) as error:
        raise RefusedFile(str(folder), f"this is no folder of a mart ({error})", AGAIN) from error
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise RefusedFile(str(folder), f"its format is not {FORMAT}", AGAIN)
    return tables, str(told.get("engine", "an engine that is not named"))


def columns_of(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """Return a schema's columns of a table; KeyError for one that is missing, unless earlier marts do not tell it."""
    for name in schema.names:
        if name in TOLD_LATER and name not in table.column_names:
            table = table.append_column(name, pa.nulls(len(table), schema.field(name).type))
    return table.select(schema.names).cast(schema)


def check(con: duckdb.DuckDBPyConnection, folder: Path, tables: Tables) -> None:
    """Raise RefusedFile when a mart does not add up: file by file, by the same SELECTs that its engine ran."""
    names = {"source_file": "files", "mart": "monthly", "told": "rejects"}
    for view, name in names.items():
        con.register(view, tables[name])
    try:
        wrong = [f"{one} and {other} are both of {force}, {month:%Y-%m}"
                 for force, month, one, other in con.execute(statement("twice")).fetchall()]  # fmt: skip
        wrong += [f"{name}: {kept:,} rows kept, {n:,} counted"
                  for name, kept, n in con.execute(statement("unbalanced")).fetchall()]  # fmt: skip
        wrong += [f"{name}: {n:,} rows rejected, {told:,} told"
                  for name, n, told in con.execute(UNTOLD).fetchall()]  # fmt: skip
        odd, strange = (con.execute(sql).fetchall()[0][0] for sql in (ODD, STRANGE))
        wrong += [f"{odd:,} counts without force, month, category or number"] if odd else []
        wrong += [f"{strange:,} counts of a month that no file has"] if strange else []
    finally:
        for view in names:
            con.unregister(view)
    files = tables["files"]
    unread = pc.sum(pc.not_equal(files["rows_read"], pc.add(files["rows_kept"], files["rows_rejected"]))).as_py()
    wrong += [f"{unread} files whose rows are neither kept nor rejected"] if unread else []
    if wrong:
        raise RefusedFile(str(folder), f"it does not add up: {'; '.join(wrong[:5])}", AGAIN)


def load_mart(con: duckdb.DuckDBPyConnection, folder: Path) -> list[LoadReport]:
    """Put a mart into the store that `con` is building; return a report a file. RefusedFile leaves it as it was."""
    if con.execute(ROWS_HELD).fetchall():
        remedy = "Give the mart a store of its own with --store"
        raise RefusedFile(str(folder), "the store holds police.uk's months as rows", remedy)
    tables, engine = read_mart(folder)
    check(con, folder, tables)
    live = {(force, month): rest for force, month, *rest in con.execute(LIVE, {"source": SOURCE.name}).fetchall()}
    files = [file for file in tables["files"].to_pylist() if not file["replaced"]]
    reports: list[LoadReport] = []
    for file in sorted(files, key=lambda each: (each["force"], each["month"])):
        earlier = live.get((file["force"], file["month"]))
        status: Status = "loaded" if earlier is None else "unchanged" if earlier[1] == file["sha256"] else "revised"
        reports.append(report_of(file, status, earlier[2] if earlier else 0, engine))
    fresh = [report for report in reports if report.status != "unchanged"]
    if fresh:
        first = int(con.execute(LAST).fetchall()[0][0]) + 1
        numbers = {key_of(report): first + at for at, report in enumerate(fresh)}
        parsers = {(file["force"], file["month"]): file["parser"] for file in files}
        lines = [line_of(report, numbers[key_of(report)], parsers[key_of(report)]) for report in fresh]
        with arriving(con, pa.Table.from_pylist(lines, LEDGER)):
            con.execute(ADD_LEDGER)
        gone = [{"old": live[key][0], "new": number} for key, number in numbers.items() if key in live]
        with arriving(con, pa.Table.from_pylist(gone, REPLACED)):
            con.execute(REPLACE_LOADS)
            con.execute(FORGET)
        write(con, tables, numbers, {(line["file_name"], line["sha256"]): line["load_id"] for line in lines})
    return reports


def key_of(report: LoadReport) -> Key:
    """Return the force and month of a file."""
    return report.force, report.month


def report_of(file: dict[str, Any], status: Status, before: int, engine: str) -> LoadReport:
    """Return a file's report."""
    kept = file["rows_kept"]
    change = {"loaded": (kept, 0), "revised": (kept, before), "unchanged": (0, 0)}[status]
    return LoadReport(
        file["file_name"], status, file["sha256"], file["rows_read"], kept, file["rows_rejected"], "street",
        file["force"], file["month"], *change, 0, notes=(*(file["notes"] or ()), f"counted by {engine}, without rows"),
        bytes=file["bytes"],
    )  # fmt: skip


def line_of(report: LoadReport, load_id: int, parser: int | None) -> dict[str, Any]:
    """Return a file's line of the ledger; `parser` is the version that read it, where the mart tells it."""
    columns = ("kind", "force", "month", "sha256", "rows_read", "rows_kept", "rows_rejected", "status", "rows_added",
               "rows_removed", "rows_changed", "bytes")  # fmt: skip
    now = datetime.now(UTC).replace(tzinfo=None)
    return {
        **{name: getattr(report, name) for name in columns},
        "load_id": load_id, "source": SOURCE.name, "file_name": report.file, "loaded_at": now,
        "replaced_by": None, "notes": list(report.notes), "parser": parser,
    }  # fmt: skip


def write(
    con: duckdb.DuckDBPyConnection, tables: Tables, numbers: dict[Key, int], loads: dict[tuple[str, str], int]
) -> None:
    """Write the counts of files by their load numbers, their quarantine, names and map points."""
    terms = Terms(con)
    mart = tables["monthly"]
    keys = pc.binary_join_element_wise(mart["force"], mart["month"].cast(pa.string()), "/")
    of_key = {f"{force}/{month}": number for (force, month), number in numbers.items()}
    counts = {
        "force_id": numbered(mart["force"], terms.number),
        "area_id": numbered(mart["area_code"], terms.number),
        "month": mart["month"],
        "category_id": numbered(mart["category"], terms.number),
        "load_id": numbered(keys, of_key.get),
        "n": mart["n"],
    }
    found = pa.table(counts)
    terms.write()
    ordered = found.filter(found["load_id"].is_valid()).sort_by(
        [("force_id", "ascending"), ("area_id", "ascending"), ("month", "ascending"), ("category_id", "ascending")]
    )
    with arriving(con, ordered):
        con.execute(ADD_COUNTS)
    with arriving(con, tables["points"]):
        con.execute(ADD_POINTS)
    with arriving(con, tables["areas"]):
        con.execute(ADD_SEEN)
    rejects = tables["rejects"]
    files = zip(rejects["file_name"].to_pylist(), rejects["sha256"].to_pylist(), strict=True)
    of_load = pa.array([loads.get(file) for file in files], pa.int32())
    told = rejects.append_column("load_id", of_load)
    with arriving(con, told.filter(told["load_id"].is_valid())):
        con.execute(ADD_REJECTS)


def numbered(texts: pa.ChunkedArray, number: Callable[[str], int | None]) -> pa.Array:
    """Return the number of each text, asked once for each distinct one; null where there is no text or no number."""
    coded = texts.combine_chunks().dictionary_encode()
    return pa.array([number(text) for text in coded.dictionary.to_pylist()], pa.int32()).take(coded.indices)
