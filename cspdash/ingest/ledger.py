"""The ledger: one line a file that was loaded, never deleted."""

from datetime import UTC, datetime
from pathlib import Path

import duckdb

from cspdash.ingest import LoadReport

ADD = """
INSERT INTO ledger
SELECT coalesce(max(load_id), 0) + 1, $source, $kind, NULL, NULL, $file_name, $sha256, $rows_read, $rows_kept,
    $rows_rejected, $loaded_at, $status, $rows_added, $rows_removed, $rows_changed, NULL, CAST($notes AS VARCHAR[])
FROM ledger"""
FROM_REPORT = ("kind", "sha256", "status", "rows_read", "rows_kept", "rows_rejected", "rows_added", "rows_removed",
               "rows_changed")  # fmt: skip


def enter(con: duckdb.DuckDBPyConnection, source: str, report: LoadReport) -> int:
    """Write the line of a file that belongs to no force and month; return its load_id."""
    values = {name: getattr(report, name) for name in FROM_REPORT}
    now = datetime.now(UTC).replace(tzinfo=None)
    name = Path(report.file).name
    con.execute(ADD, {**values, "source": source, "file_name": name, "loaded_at": now, "notes": list(report.notes)})
    return int(con.execute("SELECT max(load_id) FROM ledger").fetchall()[0][0])
