"""Rows that are added to a file which is in the store already, under its lines: those that were mended."""

import duckdb

from cspdash.ingest.police_uk.judging import Key, judge
from cspdash.ingest.police_uk.settling import Target
from cspdash.ingest.police_uk.staging import Waiting, stage
from cspdash.ingest.police_uk.verdicts import quarantined
from cspdash.ingest.reading import Reject, Rows, Text


def add_rows(
    con: duckdb.DuckDBPyConnection, text: Text, rows: Rows, key: Key, load_id: int, known: list[str]
) -> list[Reject]:
    """Judge rows as those of a file are judged and put the good ones into the store under `load_id`.

    Return the others, each with its line and reason.
    """
    judged = judge(con, rows, key, known)
    target, waiting = Target(con), Waiting()
    if len(judged.kept.line):
        target.seen.add(judged.kept)
        waiting.add(stage(target.terms, judged.kept, key, load_id))
    target.settle(waiting)
    return quarantined(text, rows, judged)
