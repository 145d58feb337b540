"""From the rows that wait into the store's tables: replace earlier loads of the same key, and say what changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from operator import itemgetter
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from cspdash.ingest import PARSER, LoadReport
from cspdash.ingest.areas.derived import adopt
from cspdash.ingest.areas.loading import register_seen
from cspdash.ingest.police_uk.judging import Columns, Key
from cspdash.ingest.police_uk.staging import (
    Staged,
    Waiting,
    identifier_tables,
    incident_rows,
    outcome_table,
)
from cspdash.ingest.police_uk.terms import Terms

ADD_INCIDENTS = """
INSERT INTO incident_row
SELECT force_id, area_id, month, category_id, outcome_id, longitude, latitude, location_id, NULL, NULL,
    reported_by_id, load_id, line
FROM arrived"""
ADD_IDENTIFIERS = "INSERT INTO incident_identifier SELECT load_id, line, first_half, second_half FROM arrived"
ADD_OTHER = "INSERT INTO incident_identifier_text SELECT load_id, line, crime_id FROM arrived"
ADD_OUTCOMES = "INSERT INTO outcome_row SELECT * FROM arrived"
ADD_LEDGER = "INSERT INTO ledger BY NAME SELECT * FROM arrived"
LEDGER = pa.schema(
    [("load_id", pa.int32()), ("source", pa.string()), ("kind", pa.string()), ("force", pa.string()),
     ("month", pa.date32()), ("file_name", pa.string()), ("sha256", pa.string()), ("rows_read", pa.int64()),
     ("rows_kept", pa.int64()), ("rows_rejected", pa.int64()), ("loaded_at", pa.timestamp("us")),
     ("status", pa.string()), ("rows_added", pa.int64()), ("rows_removed", pa.int64()), ("rows_changed", pa.int64()),
     ("replaced_by", pa.int32()), ("notes", pa.list_(pa.string())), ("bytes", pa.int64()), ("parser", pa.int32())]
)  # fmt: skip
OF_REPORT = ("kind", "force", "month", "sha256", "status", "rows_read", "rows_kept", "rows_rejected", "rows_added",
             "rows_removed", "rows_changed", "bytes")  # fmt: skip
REPLACED = pa.schema([("old", pa.int32()), ("new", pa.int32())])
REPLACE_LOADS = """
UPDATE ledger SET replaced_by = arrived.new FROM arrived WHERE ledger.load_id = arrived.old"""

SEEN = "SELECT area_code FROM area_seen"
FORGET_SEEN = "DELETE FROM area_seen WHERE area_code IN (SELECT area_code FROM arrived)"
ADD_SEEN = "INSERT INTO area_seen SELECT area_code, area_name FROM arrived ORDER BY area_code"
IN_ORDER = """
SELECT arrived.term_id FROM arrived JOIN term ON term.term_id = arrived.term_id
LEFT JOIN area ON area.area_code = term.term AND area.level = 'lsoa'
ORDER BY area.parent_code NULLS LAST, term.term"""
FORCES = "SELECT DISTINCT force_id FROM incident_row"

LIVE = """
SELECT force, month, kind, load_id, sha256, rows_read, rows_kept FROM ledger
WHERE source = $source AND month IS NOT NULL AND replaced_by IS NULL"""

# Which counts a removal and an arrival touch: nothing else is counted again.
TOUCHED = "CREATE TEMP TABLE IF NOT EXISTS touched_cell (area_id INTEGER, month DATE)"
TOUCH = """
INSERT INTO touched_cell SELECT DISTINCT coalesce(area_id, 0), month FROM incident_row
WHERE load_id IN (SELECT unnest(CAST($loads AS INTEGER[])))"""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A load that a file with the same key would replace."""

    load_id: int
    sha256: str
    rows_read: int
    rows_kept: int


@dataclass(slots=True)
class SeenAreas:
    """ONS names as the files print them, for codes that the store had not seen when the loading began.

    Where files differ the last name in the alphabet is kept, whatever the order and size of batches.
    """

    known: set[str]
    names: dict[str, str] = field(default_factory=lambda: {"": ""})
    fresh: set[str] = field(default_factory=set)

    def add(self, kept: Columns) -> None:
        """Take up the names in a file's rows."""
        codes, names = kept.texts["area_code"], kept.texts["area_name"]
        name_of = np.zeros(len(codes.values) or 1, dtype=np.int64)
        name_of[codes.codes] = names.codes
        places = np.flatnonzero(codes.counts())
        if (name_of[codes.codes] == names.codes).all():
            name_places = name_of[places]
        else:
            pairs = np.unique(codes.codes.astype(np.int64) * len(names.values) + names.codes)
            places, name_places = pairs // len(names.values), pairs % len(names.values)
        of_code = [codes.values[place] for place in places.tolist()]
        of_name = [names.values[place] for place in name_places.tolist()]
        if list(map(self.names.get, of_code)) == of_name:
            return
        for code, name in zip(of_code, of_name, strict=True):
            if code and name and code not in self.known and name > self.names.get(code, ""):
                self.names[code] = name
                self.fresh.add(code)

    def write(self, con: duckdb.DuckDBPyConnection) -> None:
        """Write what is new into the store."""
        if not self.fresh:
            return
        codes = sorted(self.fresh)
        with arriving(con, pa.table({"area_code": codes, "area_name": [self.names[code] for code in codes]})):
            con.execute(FORGET_SEEN)
            con.execute(ADD_SEEN)
        self.fresh.clear()


def seen_areas(con: duckdb.DuckDBPyConnection) -> SeenAreas:
    """Return the codes that the store has seen, to add to."""
    return SeenAreas({row[0] for row in con.execute(SEEN).fetchall()})


def live_loads(con: duckdb.DuckDBPyConnection, source: str) -> dict[Key, Earlier]:
    """Return the loads of a source that no later one replaced."""
    rows = con.execute(LIVE, {"source": source}).fetchall()
    return {Key(*row[:3]): Earlier(*row[3:]) for row in rows}


class Target:
    """The store's tables as far as police files go into them: texts, names, ledger lines and rows."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        """Read what the store holds."""
        self.con, self.terms, self.seen = con, Terms(con), seen_areas(con)
        self.settled = {row[0] for row in con.execute(FORCES).fetchall()}
        self.unordered: set[int] = set()
        self.loads: list[int] = []
        self.lines: list[dict[str, Any]] = []
        self.replaced: list[tuple[int, int]] = []

    def enter(self, source: str, load_id: int, report: LoadReport) -> None:
        """Keep a file's line for the ledger, which gets it when rows are settled."""
        values = {name: getattr(report, name) for name in OF_REPORT}
        notes = [*report.notes, *(f"{name.replace('_', ' ')}: {n:,}" for name, n in report.counted.items())]
        now = datetime.now(UTC).replace(tzinfo=None)
        name = Path(report.file.rsplit("!", 1)[-1]).name
        self.loads.append(load_id)
        self.lines.append({**values, "load_id": load_id, "source": source, "file_name": name, "loaded_at": now,
                           "notes": notes, "parser": PARSER})  # fmt: skip

    def settle(self, waiting: Waiting) -> None:
        """Move everything that waits into the store's tables."""
        with arriving(self.con, pa.Table.from_pylist(sorted(self.lines, key=itemgetter("load_id")), LEDGER)):
            self.con.execute(ADD_LEDGER)
        replaced = [{"old": old, "new": new} for old, new in self.replaced]
        with arriving(self.con, pa.Table.from_pylist(replaced, REPLACED)):
            self.con.execute(REPLACE_LOADS)
        self.lines.clear()
        self.replaced.clear()
        self.terms.write()
        self.seen.write(self.con)
        street, outcomes = waiting.of_kind("street"), waiting.of_kind("outcomes")
        if street:
            self._incidents(street)
        if outcomes:
            with arriving(self.con, outcome_table(outcomes)):
                self.con.execute(ADD_OUTCOMES)
        waiting.clear()

    def _incidents(self, files: list[Staged]) -> None:
        register_seen(self.con)
        adopt(self.con)
        with arriving(self.con, incident_rows(files, area_rank(self.con, files))):
            self.con.execute(ADD_INCIDENTS)
        digits, others = identifier_tables(files)
        with arriving(self.con, digits):
            self.con.execute(ADD_IDENTIFIERS)
        with arriving(self.con, others):
            self.con.execute(ADD_OTHER)
        forces = {file.force_id for file in files}
        self.unordered |= forces & self.settled
        self.settled |= forces


def area_rank(con: duckdb.DuckDBPyConnection, files: list[Staged]) -> np.ndarray:
    """Return the place of every area's number in the order of district and code; no area comes last."""
    used = np.unique(np.concatenate([file.numbers["area_code"] for file in files]))
    with arriving(con, pa.table({"term_id": used})):
        places = con.execute(IN_ORDER).fetchnumpy()["term_id"]
    rank = np.full(max(used, default=0) + 1, len(places), dtype=np.uint16 if len(places) < 65_535 else np.int32)
    rank[places] = np.arange(len(places))
    return rank


@contextmanager
def arriving(con: duckdb.DuckDBPyConnection, table: pa.Table | pa.RecordBatchReader) -> Iterator[None]:
    """Let statements inside the block read a table as `arrived`."""
    con.register("arrived", table)
    try:
        yield
    finally:
        con.unregister("arrived")


def touch(con: duckdb.DuckDBPyConnection, loads: list[int]) -> None:
    """Note which areas and months some loads have rows in."""
    con.execute(TOUCHED)
    con.execute(TOUCH, {"loads": loads})


def remove_rows(con: duckdb.DuckDBPyConnection, loads: list[int]) -> None:
    """Remove the rows of loads that were replaced; their ledger lines and rejects stay."""
    if not loads:
        return
    touch(con, loads)
    for statement in (
        "DELETE FROM incident_row WHERE load_id IN (SELECT unnest(CAST($loads AS INTEGER[])))",
        "DELETE FROM incident_identifier WHERE load_id IN (SELECT unnest(CAST($loads AS INTEGER[])))",
        "DELETE FROM incident_identifier_text WHERE load_id IN (SELECT unnest(CAST($loads AS INTEGER[])))",
        "DELETE FROM outcome_row WHERE load_id IN (SELECT unnest(CAST($loads AS INTEGER[])))",
    ):
        con.execute(statement, {"loads": loads})
