"""data.police.uk: months of recorded crime, anti-social behaviour and outcomes, file by file.

A row is a record: rows are never de-duplicated by content, for a third of all anti-social behaviour
rows repeat another one legitimately. Loading a (force, month, kind) again replaces it whole.
"""

from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from cspdash.ingest import LoadReport, RefusedFile, Source, Status, many_rejected, refused
from cspdash.ingest.archives import USUAL, Limits
from cspdash.ingest.police_uk import settling, staging
from cspdash.ingest.police_uk.columns import COLUMNS, SKIPPED, force_id, kind_of, named
from cspdash.ingest.police_uk.files import Candidate, find
from cspdash.ingest.police_uk.forces import check_force
from cspdash.ingest.police_uk.older import is_older, placed_as_before, read_older, said_of_older
from cspdash.ingest.police_uk.staging import Key
from cspdash.ingest.police_uk.window import no_longer_at_source
from cspdash.ingest.reading import AGAIN, Rows, Text, decode, header_of, quarantine_last, read_rows, truncation
from cspdash.periods import parse_month

SOURCE = Source(
    "police.uk",
    "Street-level recorded crime, anti-social behaviour and outcomes",
    "Home Office, data.police.uk",
    "Open Government Licence v3.0",
)
DEMONSTRATION = Source("demonstration", "Demonstration data, generated", "cspdash", "Open Government Licence v3.0")
NAMED_AS = "Name it as published: 2024-01-durham-street.csv"
# Rows held in memory before they are moved into the store.
BATCH_ROWS = 3_000_000
ADD_TO_LEDGER = """
INSERT INTO ledger VALUES ($load_id, $source, $kind, $force, $month, $file_name, $sha256, $rows_read, $rows_kept,
    $rows_rejected, $loaded_at, $status, $rows_added, $rows_removed, $rows_changed, NULL, $notes)"""


@dataclass(slots=True)
class PoliceLoad:
    """What one command did: a report a file, files left out with the reason, loads replaced, what else to say."""

    reports: list[LoadReport] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    replaced: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Tell whether the store has anything new."""
        return any(report.status in {"loaded", "revised"} for report in self.reports)

    @property
    def refusals(self) -> list[LoadReport]:
        """Return the reports of refused files."""
        return [report for report in self.reports if report.status == "refused"]


def load(
    con: duckdb.DuckDBPyConnection,
    paths: list[Path],
    known_categories: list[str],
    *,
    source: Source = SOURCE,
    accept_partial: bool = False,
    limits: Limits = USUAL,
    progress: Callable[[int, int, str], None] | None = None,
) -> PoliceLoad:
    """Load every street and outcomes file under `paths` into the store that `con` is building.

    Nothing is raised for a bad file: its report says refused, and the caller decides whether to publish.
    `progress` is told bytes done, bytes in all and the file's name.
    """
    loader = _Loader(con, known_categories, source, accept_partial)
    con.execute(staging.CREATE)
    with closing(find(paths, limits)) as found:
        loader.done.skipped = found.skipped
        loader.done.reports = [refused(error) for error in found.refused]
        total, done = sum(candidate.size for candidate in found.candidates), 0
        for candidate in found.candidates:
            loader.take(candidate)
            done += candidate.size
            if progress:
                progress(done, total, candidate.name)
    loader.settle()
    reports = loader.done.reports
    loader.done.notes = [*said_of_older(reports), *no_longer_at_source(con, source.name, reports)]
    con.execute("DROP TABLE incoming")
    return loader.done


class _Loader:
    """Takes files one after another; rows wait in `incoming` until they are settled together."""

    def __init__(self, con: duckdb.DuckDBPyConnection, known: list[str], source: Source, accept_partial: bool) -> None:
        self.con, self.known, self.source, self.accept_partial = con, known, source, accept_partial
        self.done = PoliceLoad()
        self.last_id: int = con.execute("SELECT coalesce(max(load_id), 0) FROM ledger").fetchall()[0][0]
        self.waiting: set[Key] = set()
        self.waiting_rows = 0

    def take(self, candidate: Candidate) -> None:
        """Load one file, or record why it is skipped or refused."""
        sha256 = ""
        try:
            text = decode(candidate.name, candidate.read())
            sha256 = text.sha256
            kind = self.kind(text)
            if kind in SKIPPED:
                self.done.skipped.append((candidate.name, SKIPPED[kind]))
                return
            self.done.reports.append(self.load_text(text, kind))
        except RefusedFile as error:
            self.done.reports.append(refused(error, sha256))

    def kind(self, text: Text) -> str:
        """Return the kind of a file by its name, else by its header."""
        by_name = named(text.file)
        kind = by_name.kind if by_name else kind_of(header_of(text))
        if kind is None:
            raise RefusedFile(text.file, "line 1: not the columns of a data.police.uk file", NAMED_AS)
        return kind

    def load_text(self, text: Text, kind: str) -> LoadReport:
        """Stage a decoded file and write its ledger line; return its report."""
        rows = read_older(self.con, text, kind) if is_older(text) else read_rows(text, COLUMNS[kind])
        notes = [*text.notes, *rows.notes, *self.refuse_damage(text, rows, kind)]
        key = identify(text, rows, kind)
        if self.source is SOURCE and key.month > datetime.now(UTC).date():
            raise RefusedFile(text.file, f"the month {key.month:%Y-%m} has not come yet", NAMED_AS)
        if self.source is SOURCE:
            notes += check_force(text.file, rows, key.force)
        earlier = settling.earlier_load(self.con, self.source.name, key)
        if earlier and earlier.sha256 == text.sha256 and placed_as_before(self.con, earlier.load_id, rows.notes):
            return self.report(text, key, "unchanged", earlier.rows_read, earlier.rows_kept, notes=tuple(notes))
        if key in self.waiting or self.waiting_rows > BATCH_ROWS:
            self.settle()
        load_id = self.last_id + 1
        counted, rejects = staging.stage(self.con, text, rows, key, load_id, self.known)
        reasons = Counter(reason for _, reason, _ in rejects)
        self.refuse_hopeless(text, load_id, counted["kept"], reasons)
        notes += many_rejected(len(rejects), rows.read)
        self.last_id = load_id
        self.waiting.add(key)
        self.waiting_rows += counted["kept"]
        change = (counted["kept"], 0, 0)
        if earlier:
            change = settling.difference(self.con, earlier.load_id, load_id, kind)
            self.done.replaced.append(earlier.load_id)
            self.con.execute(
                "UPDATE ledger SET replaced_by = $new WHERE load_id = $old", {"new": load_id, "old": earlier.load_id}
            )
        report = self.report(
            text, key, "revised" if earlier else "loaded", rows.read, counted.pop("kept"), change,
            reasons=dict(reasons), counted={name: n for name, n in counted.items() if n}, notes=tuple(notes),
        )  # fmt: skip
        self.enter(load_id, report)
        staging.quarantine(self.con, load_id, rejects)
        return report

    def refuse_damage(self, text: Text, rows: Rows, kind: str) -> list[str]:
        """Return notes on damage that was accepted; raise RefusedFile when it was not."""
        ends = set(rows.table.column("Outcome type").to_pylist()[:-1]) if kind == "outcomes" else None
        cut = truncation(text, rows, ends)
        damage = [*text.damaged, *([cut] if cut else [])]
        if damage and not self.accept_partial:
            raise RefusedFile(text.file, "; ".join(damage), AGAIN)
        if cut:
            quarantine_last(text, rows)
        return damage

    def refuse_hopeless(self, text: Text, load_id: int, kept: int, reasons: Counter[str]) -> None:
        """Raise RefusedFile when no row of a file can be kept, or most are of another month."""
        if kept and reasons["Month is not the month of the file"] <= kept:
            return
        self.con.execute("DELETE FROM incoming WHERE load_id = $load_id", {"load_id": load_id})
        listed = ", ".join(f"{reason} ({n:,} rows)" for reason, n in reasons.most_common())
        raise RefusedFile(text.file, listed or "no rows", "Check that this is the file that its name says")

    def report(
        self,
        text: Text,
        key: Key,
        status: Status,
        read: int,
        kept: int,
        change: tuple[int, int, int] = (0, 0, 0),
        **more: object,
    ) -> LoadReport:
        """Return a file's report."""
        return LoadReport(
            text.file,
            status,
            text.sha256,
            read,
            kept,
            read - kept,
            key.kind,
            key.force,
            key.month,
            *change,
            **more,  # type: ignore[arg-type]
        )

    def enter(self, load_id: int, report: LoadReport) -> None:
        """Write a file's line into the ledger."""
        columns = ("kind", "force", "month", "sha256", "status", "rows_read", "rows_kept", "rows_rejected",
                   "rows_added", "rows_removed", "rows_changed")  # fmt: skip
        values = {name: getattr(report, name) for name in columns}
        notes = [*report.notes, *(f"{name.replace('_', ' ')}: {n:,}" for name, n in report.counted.items())]
        now = datetime.now(UTC).replace(tzinfo=None)
        name = Path(report.file.rsplit("!", 1)[-1]).name
        self.con.execute(
            ADD_TO_LEDGER,
            {
                **values,
                "load_id": load_id,
                "source": self.source.name,
                "file_name": name,
                "loaded_at": now,
                "notes": notes,
            },
        )

    def settle(self) -> None:
        """Move what waits into the store, then remove the rows that it replaces."""
        settling.settle(self.con)
        settling.remove_rows(self.con, self.done.replaced)
        self.waiting.clear()
        self.waiting_rows = 0


def identify(text: Text, rows: Rows, kind: str) -> Key:
    """Return what a file is, by its published name, else by its own rows."""
    by_name = named(text.file)
    if by_name:
        if by_name.month is None:
            raise RefusedFile(text.file, f"the file's name says {by_name.month_text}, which is no month", NAMED_AS)
        return Key(by_name.force, by_name.month, kind)
    months = Counter(rows.table.column("Month").to_pylist())
    month = parse_month(months.most_common(1)[0][0]) if months else None
    forces = Counter(rows.table.column("Reported by").to_pylist())
    force = force_id(forces.most_common(1)[0][0]) if forces else ""
    if month is None or not force:
        raise RefusedFile(text.file, "neither the name nor the rows tell month and force", NAMED_AS)
    return Key(force, month, kind)
