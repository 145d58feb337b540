"""Rows that are added to a file which is in the store already, under its lines: those that were mended."""

import duckdb

from cspdash.ingest.police_uk import settling, staging
from cspdash.ingest.police_uk.staging import Key
from cspdash.ingest.reading import Reject, Rows, Text


def add_rows(
    con: duckdb.DuckDBPyConnection, text: Text, rows: Rows, key: Key, load_id: int, known: list[str]
) -> list[Reject]:
    """Judge rows as those of a file are judged and put the good ones into the store under `load_id`.

    Return the others, each with its line and reason.
    """
    con.execute(staging.CREATE)
    _, rejects = staging.stage(con, text, rows, key, load_id, known)
    settling.settle(con)
    con.execute("DROP TABLE incoming")
    return rejects
