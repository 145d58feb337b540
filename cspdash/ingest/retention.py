"""Deletes partners' events when their time is over, from the store and from every release that is kept.

How long a source's events may be kept is content (`retention_months` of its mapping, as the sharing agreement says). A
month that is deleted is a gap afterwards, never zero. Lines in quarantine keep their number and reason and lose their
text with the first month of their file, as a line that was rejected has no month; so do the notes on the file, which
name values that no mapping knows. Deleting rows leaves their bytes in a DuckDB file, so what is left is written into a
fresh one; earlier releases that hold such events are deleted, and backups of a folder that is named (old_backups).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from cspdash.catalogue import Catalogue
from cspdash.ingest import run
from cspdash.ingest.old_backups import Backups, old_backups
from cspdash.periods import add_months
from cspdash.store.connection import connect
from cspdash.store.pointer import FOLDER, current_release, release_files, release_path
from cspdash.store.recovery import ASIDE
from cspdash.store.release import building, writer_lock

# No load has this number: what it replaced was deleted because its time was over.
EXPIRED = -1

HELD = """
SELECT count(*), min(incident_row.month) FROM incident_row JOIN ledger ON ledger.load_id = incident_row.load_id
WHERE ledger.kind = 'incidents' AND ledger.source = $source AND incident_row.month < $keep_from"""

QUARANTINED = """
SELECT count(*) FROM reject JOIN ledger ON ledger.load_id = reject.load_id
WHERE ledger.kind = 'incidents' AND ledger.source = $source AND reject.raw IS NOT NULL AND reject.load_id IN
    (SELECT load_id FROM coverage WHERE month < $keep_from)"""

# In this order: identifiers are found by their rows, quarantine by the months that its file covered.
DELETE = (
    """
DELETE FROM incident_identifier_text AS held USING incident_row, ledger
WHERE ledger.load_id = incident_row.load_id AND ledger.kind = 'incidents' AND ledger.source = $source
    AND incident_row.month < $keep_from
    AND held.load_id = incident_row.load_id AND held.line = incident_row.line""",
    """
DELETE FROM incident_row USING ledger
WHERE ledger.load_id = incident_row.load_id AND ledger.kind = 'incidents' AND ledger.source = $source
    AND incident_row.month < $keep_from""",
    """
UPDATE reject SET raw = NULL FROM ledger
WHERE ledger.load_id = reject.load_id AND ledger.kind = 'incidents' AND ledger.source = $source
    AND reject.load_id IN (SELECT load_id FROM coverage WHERE month < $keep_from)""",
    """
UPDATE ledger SET notes = ['notes deleted with events past their time']
WHERE kind = 'incidents' AND source = $source
    AND load_id IN (SELECT load_id FROM coverage WHERE month < $keep_from)""",
    """
UPDATE coverage SET replaced_by = $expired FROM ledger
WHERE ledger.load_id = coverage.load_id AND ledger.kind = 'incidents' AND ledger.source = $source
    AND coverage.month < $keep_from AND coverage.replaced_by IS NULL""",
    """
UPDATE ledger SET replaced_by = $expired
WHERE kind = 'incidents' AND source = $source AND replaced_by IS NULL
    AND load_id NOT IN (SELECT load_id FROM coverage WHERE replaced_by IS NULL)""",
)

# A street or ward that only deleted events had is one of their details.
FORGET_TERMS = """
DELETE FROM term WHERE NOT EXISTS (
    SELECT 1 FROM (
        SELECT unnest([force_id, area_id, category_id, outcome_id, location_id, reported_by_id]) AS term_id
        FROM incident_row
        UNION SELECT unnest([force_id, outcome_id, location_id, area_id, reported_by_id]) FROM outcome_row
    ) AS used WHERE used.term_id = term.term_id)"""


@dataclass(frozen=True, slots=True)
class Rule:
    """Events of `source` are kept from the month `keep_from` on."""

    source: str
    months: int
    keep_from: date

    @property
    def asked(self) -> dict[str, Any]:
        """Return the rule as a query's parameters."""
        return {"source": self.source, "keep_from": self.keep_from}


@dataclass(frozen=True, slots=True)
class Due:
    """What is past its time by one rule: events and lines in quarantine, since the month `oldest`."""

    rule: Rule
    rows: int
    quarantined: int
    oldest: date | None


@dataclass(frozen=True, slots=True)
class Retention:
    """What was past its time in the current release, in which earlier ones and, where asked, in which backups.

    `applied` tells whether it was deleted.
    """

    due: tuple[Due, ...]
    earlier: tuple[str, ...]
    release: str | None
    applied: bool
    backups: Backups | None = None


def rules_of(catalogue: Catalogue, today: date) -> list[Rule]:
    """Return the rules that the content has; the month of an event counts, and the current month is not yet over."""
    this_month = today.replace(day=1)
    return [
        Rule(mapping.source, mapping.retention_months, add_months(this_month, -mapping.retention_months))
        for mapping in catalogue.mappings
        if mapping.retention_months
    ]


def past_time(con: duckdb.DuckDBPyConnection, rules: Sequence[Rule]) -> list[Due]:
    """Return what is past its time in an open release."""
    found = []
    for rule in rules:
        rows, oldest = con.execute(HELD, rule.asked).fetchall()[0]
        quarantined = con.execute(QUARANTINED, rule.asked).fetchall()[0][0]
        if rows or quarantined:
            found.append(Due(rule, rows, quarantined, oldest))
    return found


def retention(
    store: Path, catalogue: Catalogue, today: date, *, apply: bool = False, backups: Path | None = None
) -> Retention:
    """Find what is past its time, and delete it with `apply`: afterwards no release of the store holds any of it.

    `backups` is a folder whose backups of the store are looked at too. Raise StoreProblem where the store cannot be
    read or written.
    """
    rules = rules_of(catalogue, today)
    current = current_release(store)
    found = _in_file(release_path(store, current), rules) if current else []
    if apply and found:
        with building(store) as build:
            _delete(build.con, rules)
            run.derive(build.con, catalogue)
            build.afresh = True
        current = build.release
    with writer_lock(store):
        others = [release_path(store, name) for name in release_files(store) if name != current]
        # What the doctor put aside is a copy too, and often one that cannot be read.
        earlier = [path for path in (*others, *sorted((store / ASIDE).glob("*"))) if _may_hold(path, rules)]
        copies = None
        if backups and (store / FOLDER).is_dir():
            copies = old_backups(store, backups, lambda path: _may_hold(path, rules))
        for path in (*earlier, *(copies.removable if copies else ())) if apply else ():
            path.unlink()
    names = tuple(str(path.relative_to(store)) if path.parent.name == ASIDE else path.stem for path in earlier)
    return Retention(tuple(found), names, current, apply, copies)


def _delete(con: duckdb.DuckDBPyConnection, rules: Sequence[Rule]) -> None:
    for rule in rules:
        for statement in DELETE:
            values = rule.asked | {"expired": EXPIRED}
            con.execute(statement, {name: value for name, value in values.items() if f"${name}" in statement})
    con.execute(FORGET_TERMS)


def _in_file(path: Path, rules: Sequence[Rule]) -> list[Due]:
    """Return what is past its time in a release's file, of whatever schema."""
    con = connect(path, None)
    try:
        return past_time(con, rules)
    finally:
        con.close()


def _may_hold(path: Path, rules: Sequence[Rule]) -> bool:
    """Tell whether an earlier release holds anything past its time; an unreadable one may."""
    try:
        return bool(_in_file(path, rules))
    except duckdb.Error:
        return bool(rules)
