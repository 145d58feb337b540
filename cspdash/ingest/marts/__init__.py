"""Marts made outside the store: counts of police.uk months by an engine that has more than one machine.

A mart is a folder of Parquet: `monthly` (force, month, area_code as recorded, category, n), `files` (the ledger's part:
rows read, kept and rejected, sha256, bytes, parser), `rejects` (file, line, reason, raw), `areas` (ONS names as
printed) and `points` (map points seen in an area, without counts). Every file is read by the ingest's own code
(`arriving`), so that a row has the same verdict; what is counted is said in the .sql files here, in words that DuckDB
and Apache Spark both understand. `loading` makes a release of the folder.
"""

from pathlib import Path

STATEMENTS = ("recorded", "seen", "points", "unbalanced", "twice")


def statement(name: str) -> str:
    """Return one of the SELECTs that every engine runs; `name` is of STATEMENTS."""
    if name not in STATEMENTS:
        raise ValueError(f"there is no statement '{name}'")
    return (Path(__file__).parent / f"{name}.sql").read_text(encoding="utf-8")
