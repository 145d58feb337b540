"""The ledger: one line a file that was loaded, or a part of the content, never deleted."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import astuple
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from cspdash.ingest import PARSER, LoadReport, Source

ADD = """
INSERT INTO ledger
SELECT coalesce(max(load_id), 0) + 1, $source, $kind, NULL, NULL, $file_name, $sha256, $rows_read, $rows_kept,
    $rows_rejected, $loaded_at, $status, $rows_added, $rows_removed, $rows_changed, NULL, CAST($notes AS VARCHAR[]),
    $bytes, $parser
FROM ledger"""
HELD = "SELECT sha256, rows_kept FROM ledger WHERE kind = $kind AND replaced_by IS NULL"
REPLACED = "UPDATE ledger SET replaced_by = $new WHERE kind = $kind AND replaced_by IS NULL AND load_id <> $new"
FROM_REPORT = ("kind", "sha256", "status", "rows_read", "rows_kept", "rows_rejected", "rows_added", "rows_removed",
               "rows_changed", "bytes")  # fmt: skip


def enter(con: duckdb.DuckDBPyConnection, source: str, report: LoadReport) -> int:
    """Write the line of a file that belongs to no force and month; return its load_id."""
    values = {name: getattr(report, name) for name in FROM_REPORT}
    now = datetime.now(UTC).replace(tzinfo=None)
    name = Path(report.file).name
    values |= {"source": source, "file_name": name, "loaded_at": now, "notes": list(report.notes), "parser": PARSER}
    con.execute(ADD, values)
    return int(con.execute("SELECT max(load_id) FROM ledger").fetchall()[0][0])


def restate(
    con: duckdb.DuckDBPyConnection,
    source: Source,
    kind: str,
    name: str,
    rows: Sequence[Any],
    write: Callable[[], None],
) -> LoadReport:
    """Put rows that the content holds (dataclasses) into the store by `write`, unless it has just these.

    `write` removes the earlier rows and adds the new ones; the earlier ledger line of the kind is replaced.
    """
    told = "\n".join(repr(astuple(row)) for row in rows).encode()
    sha256 = hashlib.sha256(told).hexdigest()
    held = con.execute(HELD, {"kind": kind}).fetchall()
    if held and held[0][0] == sha256:
        return LoadReport(name, "unchanged", sha256, len(rows), len(rows), kind=kind)
    report = LoadReport(
        name, "revised" if held else "loaded", sha256, len(rows), len(rows), 0, kind,
        rows_added=len(rows), rows_removed=held[0][1] if held else 0, bytes=len(told),
    )  # fmt: skip
    write()
    con.execute(REPLACED, {"kind": kind, "new": enter(con, source.name, report)})
    return report
