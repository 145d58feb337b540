"""Months that are held and that a newer archive lacks: data.police.uk keeps three years, the store keeps all."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import duckdb

from cspdash.ingest import LoadReport
from cspdash.periods import span_words

EARLIER = """
SELECT min(month), max(month), count(*) FROM ledger
WHERE source = $source AND force = $force AND kind = 'street' AND replaced_by IS NULL AND month < $first"""


def no_longer_at_source(con: duckdb.DuckDBPyConnection, source: str, reports: Iterable[LoadReport]) -> list[str]:
    """Return a note for each archive and force on the months held that lie before the first one in the archive."""
    firsts: dict[tuple[str, str | None], date] = {}
    for report in reports:
        archive, inside, _ = report.file.rpartition("!")
        if inside and report.month and report.kind == "street" and report.status != "refused":
            key = (archive, report.force)
            firsts[key] = min(report.month, firsts.get(key, report.month))
    notes = []
    for (archive, force), first in sorted(firsts.items(), key=str):
        values = {"source": source, "force": force, "first": first}
        oldest, newest, months = con.execute(EARLIER, values).fetchall()[0]
        if months:
            said = f"{force}: {Path(archive).name} begins with {first:%Y-%m}, so that {months:,} months held"
            notes.append(f"{said} ({span_words(oldest, newest)}) are no longer in it: they stay as they are")
    return notes
