"""What came in, file by file: kept, quarantined and why, by whom, what a revision changed, what was turned away."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cspdash.catalogue import Catalogue
from cspdash.findings.rows import is_restricted
from cspdash.store import ledger_queries, load_log
from cspdash.store.connection import Store
from cspdash.store.ledger_queries import File, Quarantined
from cspdash.store.load_log import Line

ALL = "all"
PAGE = 20
LOADED = "files loaded"
# Codes of the filter by status, with what they mean.
STATUSES = {
    ALL: "Every file", "used": "In use", "replaced": "Replaced by a newer file", "revised": "Revisions",
    "quarantine": "With rows in quarantine", "mended": "With mended rows",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of the ledger: reasons of its quarantine with their rows, and who loaded it into which release."""

    file: File
    reasons: tuple[tuple[str, int], ...] = ()
    who: str = ""
    release: str = ""

    def has(self, status: str) -> bool:
        """Tell whether a status of the filter holds for it."""
        return {
            "used": self.file.replaced_by is None,
            "replaced": self.file.replaced_by is not None,
            "revised": self.file.status == "revised",
            "quarantine": bool(self.file.rows_rejected),
            "mended": bool(self.file.rows_mended) or self.file.kind == "mended",
        }.get(status, True)


@dataclass(frozen=True, slots=True)
class Ledger:
    """Files, newest first, and what made no release, newest first."""

    entries: tuple[Entry, ...]
    turned_away: tuple[Line, ...]
    release: str

    @property
    def sources(self) -> tuple[str, ...]:
        """Return the sources that files came from, by name."""
        return tuple(sorted({one.file.source for one in self.entries}))

    @property
    def months(self) -> tuple[date, ...]:
        """Return the months that files are of, newest first."""
        return tuple(sorted({one.file.month for one in self.entries if one.file.month}, reverse=True))

    @property
    def waiting(self) -> tuple[Entry, ...]:
        """Return the files in use that have rows in quarantine."""
        return tuple(one for one in self.entries if one.file.rows_rejected and one.file.replaced_by is None)

    def only(self, source: str = ALL, status: str = ALL, month: str = ALL) -> tuple[Entry, ...]:
        """Return the files of a source, a status and a month written 2024-01."""
        return tuple(
            one for one in self.entries
            if source in (ALL, one.file.source) and one.has(status)
            and (month == ALL or (one.file.month is not None and f"{one.file.month:%Y-%m}" == month))
        )  # fmt: skip


def ledger(store: Store, folder: Path) -> Ledger:
    """Return the ledger of a store's release with what the logs in its folder add."""
    logged = load_log.lines(folder)
    reasons = ledger_queries.reasons(store)
    loaded = [line for line in logged if line.action == LOADED]
    entries = [
        Entry(file, tuple(reasons.get(file.load_id, ())), *_loader(file, loaded))
        for file in reversed(ledger_queries.files(store))
    ]
    turned_away = tuple(line for line in reversed(logged) if line.action != LOADED)
    return Ledger(tuple(entries), turned_away, store.release)


def _loader(file: File, loaded: Sequence[Line]) -> tuple[str, str]:
    """Return the role that loaded a file and the release: of the first line after it that has its load.

    Nothing for a file from before there was a log. The log has whole seconds.
    """
    at = file.loaded_at.replace(microsecond=0)
    after = (line for line in loaded if line.at >= at and line.newest >= file.load_id)
    return next(((line.role, line.release) for line in after), ("", ""))


def waiting_rows(store: Store, load_id: int, page: int = 1) -> tuple[Quarantined, ...]:
    """Return a page (the first is 1) of the rows of a load that are in quarantine, by line."""
    return tuple(ledger_queries.quarantined(store, load_id, PAGE, (max(1, page) - 1) * PAGE))


def any_restricted(catalogue: Catalogue, rows: Iterable[Quarantined]) -> bool:
    """Tell whether any row is not open data."""
    return any(is_restricted(catalogue, source) for source in {row.source for row in rows})
