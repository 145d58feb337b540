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
from cspdash.ingest.police_uk.columns import COLUMNS, SKIPPED
from cspdash.ingest.police_uk.files import find
from cspdash.ingest.police_uk.forces import check_force
from cspdash.ingest.police_uk.judging import Judged, Key, judge
from cspdash.ingest.police_uk.looking import THREADS, Looked, look_ahead
from cspdash.ingest.police_uk.older import is_older, placed_as_before, read_older, said_of_older
from cspdash.ingest.police_uk.revising import difference
from cspdash.ingest.police_uk.staging import Waiting
from cspdash.ingest.police_uk.turns import Turn, in_turn
from cspdash.ingest.police_uk.verdicts import (
    NAMED_AS,
    all_of_force,
    damage_of,
    identify,
    kind_of_file,
    quarantined,
    refuse_hopeless,
)
from cspdash.ingest.police_uk.window import no_longer_at_source
from cspdash.ingest.reading import AGAIN, Rows, Text, read_rows

SOURCE = Source(
    "police.uk",
    "Street-level recorded crime, anti-social behaviour and outcomes",
    "Home Office, data.police.uk",
    "Open Government Licence v3.0",
)
DEMONSTRATION = Source("demonstration", "Demonstration data, generated", "cspdash", "Open Government Licence v3.0")
# Rows held in memory before they are moved into the store.
BATCH_ROWS = 1_000_000
# A single force may wait for so many batches.
MOST_BATCHES = 3


@dataclass(slots=True)
class PoliceLoad:
    """What one command did: a report a file, files left out with the reason, loads replaced, what else to say.

    `loads` are those that rows came with, `unordered` the numbers of forces whose rows are not in order.
    """

    reports: list[LoadReport] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    replaced: list[int] = field(default_factory=list)
    unordered: set[int] = field(default_factory=set)
    loads: list[int] = field(default_factory=list)
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
    threads: int = THREADS,
    batch_rows: int = BATCH_ROWS,
    save: Callable[[], None] | None = None,
) -> PoliceLoad:
    """Load every street and outcomes file under `paths` into the store that `con` is building.

    Nothing is raised for a bad file: its report says refused, and the caller decides whether to publish.
    `progress` is told bytes done, bytes in all and the file's name. The result does not depend on `threads` that read
    or on the `batch_rows` after which rows are moved into the store; `save` is called after so many, to let go of them.
    """
    loader = _Loader(con, known_categories, source, accept_partial, batch_rows, save)
    with closing(find(paths, limits)) as found:
        queue = in_turn(found.candidates, loader.last_id)
        total, done = sum(candidate.size for candidate in found.candidates), 0
        with closing(look_ahead([turn.candidate for turn in queue], threads)) as files:
            for turn, looked in zip(queue, files, strict=True):
                loader.take(turn, looked)
                done += turn.candidate.size
                if progress:
                    progress(done, total, turn.candidate.name)
        loader.settle()
        loader.done.skipped = [*found.skipped, *(pair for _, pair in sorted(loader.skipped.items()))]
        loader.done.reports = [refused(error) for error in found.refused]
        loader.done.reports += [report for _, report in sorted(loader.reports.items())]
    reports = loader.done.reports
    loader.done.notes = [*said_of_older(reports), *no_longer_at_source(con, source.name, reports)]
    return loader.done


class _Loader:
    """Takes files one after another; rows wait as numbers until they are settled together."""

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        known: list[str],
        source: Source,
        accept_partial: bool,
        batch_rows: int,
        save: Callable[[], None] | None,
    ) -> None:
        self.con, self.known, self.source, self.accept_partial = con, known, source, accept_partial
        self.batch_rows, self.save = batch_rows, save
        self.done = PoliceLoad()
        self.reports: dict[int, LoadReport] = {}
        self.skipped: dict[int, tuple[str, str]] = {}
        self.last_id: int = con.execute("SELECT coalesce(max(load_id), 0) FROM ledger").fetchall()[0][0]
        self.live = settling.live_loads(con, source.name)
        self.store = settling.Target(con)
        self.waiting = Waiting()
        self.leaving: list[int] = []

    def take(self, turn: Turn, looked: Looked) -> None:
        """Load one file, or record why it is skipped or refused."""
        try:
            if looked.refusal or looked.text is None:
                raise looked.refusal or RefusedFile(turn.candidate.name, "it could not be read", AGAIN)
            kind = kind_of_file(looked.text)
            if kind in SKIPPED:
                self.skipped[turn.place] = (turn.candidate.name, SKIPPED[kind])
                return
            self.reports[turn.place] = self.load_text(looked.text, looked.rows, kind, turn.load_id)
        except RefusedFile as error:
            self.reports[turn.place] = refused(error, looked.text.sha256 if looked.text else "")

    def load_text(self, text: Text, plain: Rows | None, kind: str, load_id: int | None) -> LoadReport:
        """Stage a decoded file and write its ledger line; return its report. `plain` are its rows where it is plain."""
        rows = plain or self.read(text, kind)
        notes = [*text.notes, *rows.notes, *damage_of(text, rows, kind, self.accept_partial)]
        key = identify(text, rows, kind)
        if self.source is SOURCE and key.month > datetime.now(UTC).date():
            raise RefusedFile(text.file, f"the month {key.month:%Y-%m} has not come yet", NAMED_AS)
        if self.source is SOURCE and not all_of_force(rows, key.force):
            notes += check_force(text.file, rows, key.force)
        self.make_room(key)
        earlier = self.live.get(key)
        if earlier and earlier.sha256 == text.sha256 and placed_as_before(self.con, earlier.load_id, rows.notes):
            return self.report(text, key, "unchanged", earlier.rows_read, earlier.rows_kept, notes=tuple(notes))
        judged = judge(self.con, rows, key, self.known)
        rejects = quarantined(text, rows, judged)
        reasons = Counter(reason for _, reason, _ in rejects)
        kept = len(judged.kept.line)
        refuse_hopeless(text, kept, reasons)
        notes += many_rejected(len(rejects), rows.read)
        self.last_id = number = load_id or self.last_id + 1
        change = self.replace(earlier, number, judged, kind) if earlier else (kept, 0, 0)
        report = self.report(
            text, key, "revised" if earlier else "loaded", rows.read, kept, change,
            reasons=dict(reasons), counted=judged.counted, notes=tuple(notes),
        )  # fmt: skip
        self.live[key] = settling.Earlier(number, text.sha256, report.rows_read, report.rows_kept)
        self.store.seen.add(judged.kept)
        self.waiting.add(staging.stage(self.store.terms, judged.kept, key, number))
        self.store.enter(self.source.name, number, report)
        staging.quarantine(self.con, number, rejects)
        return report

    def read(self, text: Text, kind: str) -> Rows:
        """Return the rows of a file that is not plain."""
        return read_older(self.con, text, kind) if is_older(text) else read_rows(text, COLUMNS[kind])

    def make_room(self, key: Key) -> None:
        """Settle what waits when it is much, or when a file of the same key waits.

        A force is settled whole where that does not take too long, so that its rows need no putting in order after.
        """
        waiting = self.waiting
        another = bool(waiting.files) and waiting.files[-1].key.force != key.force
        if key in waiting.keys or waiting.rows > (self.batch_rows if another else MOST_BATCHES * self.batch_rows):
            self.settle()

    def replace(self, earlier: settling.Earlier, new: int, judged: Judged, kind: str) -> tuple[int, int, int]:
        """Let a load take an earlier one's place; return rows added, removed and changed."""
        self.done.replaced.append(earlier.load_id)
        self.leaving.append(earlier.load_id)
        self.store.replaced.append((earlier.load_id, new))
        return difference(self.con, earlier.load_id, judged.kept, kind)

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
            bytes=text.size,
            **more,  # type: ignore[arg-type]
        )

    def settle(self) -> None:
        """Move what waits into the store, then remove the rows that it replaces; much of it is saved at once."""
        much = self.waiting.rows >= self.batch_rows
        self.store.settle(self.waiting)
        settling.remove_rows(self.con, self.leaving)
        self.leaving.clear()
        if much and self.save:
            self.save()
        self.done.unordered = self.store.unordered
        self.done.loads = self.store.loads
