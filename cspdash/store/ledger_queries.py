"""The ledger and the quarantine, file by file and row by row: what came, what was kept, what waits to be mended."""

from dataclasses import dataclass
from datetime import date, datetime

from cspdash.store.connection import Store

FILES = """
SELECT ledger.load_id, ledger.source, ledger.kind, ledger.force, ledger.month, ledger.file_name, ledger.sha256,
    ledger.rows_read, ledger.rows_kept, ledger.rows_rejected, ledger.loaded_at, ledger.status, ledger.rows_added,
    ledger.rows_removed, ledger.rows_changed, ledger.replaced_by, ledger.notes, ledger.bytes, ledger.parser,
    (SELECT count(*) FROM mended WHERE mended.load_id = ledger.load_id) AS rows_mended
FROM ledger ORDER BY ledger.load_id"""

REASONS = """
SELECT load_id, reason, count(*) AS n FROM reject GROUP BY load_id, reason ORDER BY load_id, n DESC, reason"""

# Rows of a file that was replaced are on record, and nothing can come of them any more.
QUARANTINED = """
SELECT ledger.load_id, ledger.source, ledger.kind, ledger.force, ledger.month, ledger.file_name, reject.line,
    reject.reason, reject.raw, ledger.notes
FROM reject JOIN ledger ON ledger.load_id = reject.load_id AND ledger.replaced_by IS NULL
WHERE $load_id IS NULL OR reject.load_id = $load_id
ORDER BY ledger.load_id, reject.line, reject.reason LIMIT $most OFFSET $skipped"""


@dataclass(frozen=True, slots=True)
class File:
    """A line of the ledger, and how many of the file's rows came out of quarantine since.

    `bytes` and `parser` are None where they were not recorded.
    """

    load_id: int
    source: str
    kind: str
    force: str | None
    month: date | None
    file_name: str
    sha256: str
    rows_read: int
    rows_kept: int
    rows_rejected: int
    loaded_at: datetime
    status: str
    rows_added: int
    rows_removed: int
    rows_changed: int
    replaced_by: int | None
    notes: list[str]
    bytes: int | None
    parser: int | None
    rows_mended: int


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A row in quarantine: its file and line, why, and its text as it came (None where none was kept)."""

    load_id: int
    source: str
    kind: str
    force: str | None
    month: date | None
    file_name: str
    line: int
    reason: str
    raw: str | None
    notes: list[str]


def files(store: Store) -> list[File]:
    """Return every line of the ledger, oldest first, replaced ones too."""
    return [File(*row) for row in store.rows(FILES)]


def reasons(store: Store) -> dict[int, list[tuple[str, int]]]:
    """Return the reasons for which rows of each load are in quarantine, with their numbers, most first."""
    found: dict[int, list[tuple[str, int]]] = {}
    for load_id, reason, n in store.rows(REASONS):
        found.setdefault(load_id, []).append((reason, n))
    return found


def quarantined(
    store: Store, load_id: int | None = None, most: int = 1_000_000_000, skipped: int = 0
) -> list[Quarantined]:
    """Return rows in quarantine of one load, or of all that are not replaced, by load and line."""
    return [Quarantined(*row) for row in store.rows(QUARANTINED, load_id=load_id, most=most, skipped=skipped)]
