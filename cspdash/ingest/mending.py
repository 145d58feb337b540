"""Rows from quarantine that somebody has mended: back to the file and line that they came from.

The file is what `cspdash quarantine --to FILE` writes, with the wrong cells put right. Nothing is deleted: the text
that came first stays on record in `mended`, beside the text that was loaded. A row that is still wrong stays as it is.
"""

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from cspdash.ingest import LoadReport, RefusedFile, Source
from cspdash.ingest.ledger import enter
from cspdash.ingest.police_uk.adding import add_rows
from cspdash.ingest.police_uk.columns import COLUMNS
from cspdash.ingest.police_uk.staging import Key
from cspdash.ingest.reading import Rows, Text, decode
from cspdash.store.export import FORMULA_STARTS

SOURCE = Source("mended", "Rows mended after quarantine", "the partnership", "as their files")
LEADING = ("load", "file", "line", "reason", "raw")
EVERY = tuple(dict.fromkeys([*COLUMNS["street"], *COLUMNS["outcomes"]]))
AGAIN = "Write the rows out again with 'cspdash quarantine --to FILE', and mend them there"
AT_SOURCE = "Mend it in the partner's own file and load that again: of its rows only what was judged is kept"

LOADS = """
SELECT load_id, kind, force, month, replaced_by FROM ledger
WHERE load_id IN (SELECT unnest(CAST($loads AS INTEGER[])))"""
WAITING = "SELECT load_id, line FROM reject WHERE load_id IN (SELECT unnest(CAST($loads AS INTEGER[])))"
DONE = "SELECT load_id, line FROM mended WHERE load_id IN (SELECT unnest(CAST($loads AS INTEGER[])))"
ON_RECORD = """
INSERT INTO mended
SELECT reject.load_id, reject.line, reject.reason, reject.raw, arrived.text, $by_load
FROM reject JOIN arrived ON arrived.load_id = reject.load_id AND arrived.line = reject.line"""
RELEASE = """
DELETE FROM reject WHERE (load_id, line) IN (SELECT (load_id, line) FROM mended WHERE by_load = $by_load)"""
REBALANCE = """
UPDATE ledger SET rows_kept = rows_kept + $n, rows_rejected = rows_rejected - $n WHERE load_id = $load_id"""


@dataclass(frozen=True, slots=True)
class Mended:
    """A row of the file: where it belongs, and its cells by column."""

    load_id: int
    line: int
    cells: dict[str, str]


def plain(text: str) -> str:
    """Return a cell without the quote that was put before it so that no spreadsheet runs it."""
    return text[1:] if text[:1] == "'" and text[1:2] in FORMULA_STARTS + "'" and text[1:] else text


def load_mended(con: duckdb.DuckDBPyConnection, path: Path, known: list[str]) -> LoadReport:
    """Load the mended rows of a file; rows that wait no more are left, as is what is still wrong.

    Raises RefusedFile, and loads nothing, for a file that is not one of quarantined rows or names rows that never were.
    """
    text = decode(path.name, path.read_bytes())
    rows = read(text)
    wanted = sorted({row.load_id for row in rows})
    keys = _keys(con, text.file, wanted)
    waiting, done = (set(con.execute(sql, {"loads": wanted}).fetchall()) for sql in (WAITING, DONE))
    for row in rows:
        if (row.load_id, row.line) not in waiting | done:
            raise RefusedFile(text.file, f"line {row.line} of load {row.load_id} was never in quarantine", AGAIN)
    by_load: defaultdict[int, list[Mended]] = defaultdict(list)
    for row in rows:
        if (row.load_id, row.line) in waiting:
            by_load[row.load_id].append(row)
    good, reasons = [], Counter[str]()
    for load_id, found in by_load.items():
        wrong = {line: reason for line, reason, _ in _add(con, text, keys[load_id], load_id, found, known)}
        good += [row for row in found if row.line not in wrong]
        reasons.update(wrong.values())
    left = _left(reasons)
    if not good:
        return LoadReport(text.file, "unchanged", text.sha256, kind="mended", reasons=dict(reasons), notes=left)
    report = LoadReport(
        text.file, "loaded", text.sha256, len(good), len(good), kind="mended", rows_added=len(good),
        reasons=dict(reasons), notes=left, bytes=text.size,
    )  # fmt: skip
    _settle(con, good, enter(con, SOURCE.name, report))
    return report


def read(text: Text) -> list[Mended]:
    """Return the rows of a file of quarantined rows; RefusedFile where it is none, or names a row twice."""
    reader = csv.DictReader(io.StringIO(text.data.decode(), newline=""), restval="")
    try:
        missing = [name for name in ("load", "line") if name not in (reader.fieldnames or [])]
        if missing:
            raise RefusedFile(text.file, f"line 1: there is no column {' or '.join(missing)}", AGAIN)
        found = [_row(text.file, at, cells) for at, cells in enumerate(reader, start=2)]
    except csv.Error as error:
        raise RefusedFile(text.file, f"it is no CSV: {error}", AGAIN) from error
    twice = [key for key, n in Counter((row.load_id, row.line) for row in found).items() if n > 1]
    if twice or not found:
        why = f"line {twice[0][1]} of load {twice[0][0]} is there twice" if twice else "it has no rows"
        raise RefusedFile(text.file, why, AGAIN)
    return found


def _row(file: str, at: int, cells: dict[str, str]) -> Mended:
    load_id, line = (cells[name].strip() for name in ("load", "line"))
    if not (load_id.isascii() and load_id.isdigit() and line.isascii() and line.isdigit() and len(load_id + line) < 18):
        raise RefusedFile(file, f"row {at}: load and line are not the numbers that were written out", AGAIN)
    values = {name: plain((cells.get(name) or "").strip()) for name in EVERY}
    if any("\n" in value or "\r" in value for value in values.values()):
        raise RefusedFile(file, f"row {at}: there is a line end inside a cell", "Take it out: a row is one line")
    return Mended(int(load_id), int(line), values)


def _keys(con: duckdb.DuckDBPyConnection, file: str, wanted: list[int]) -> dict[int, Key]:
    """Return what each load is; RefusedFile for one whose rows cannot be mended here."""
    loads = {row[0]: row[1:] for row in con.execute(LOADS, {"loads": wanted}).fetchall()}
    for load_id in wanted:
        kind, _, _, replaced = loads.get(load_id, (None, None, None, None))
        if kind is None:
            raise RefusedFile(file, f"there is no load {load_id} in this store", AGAIN)
        if kind not in COLUMNS:
            raise RefusedFile(file, f"load {load_id} is a partner's file or a table", AT_SOURCE)
        if replaced is not None:
            raise RefusedFile(file, f"the file of load {load_id} was replaced by load {replaced}", AGAIN)
    return {load_id: Key(force, month, kind) for load_id, (kind, force, month, _) in loads.items()}


def _add(
    con: duckdb.DuckDBPyConnection, text: Text, key: Key, load_id: int, found: list[Mended], known: list[str]
) -> Iterable[tuple[int, str, str]]:
    """Put the good rows of one load into the store; return the others with their reason."""
    columns = COLUMNS[key.kind]
    ordered = sorted(found, key=lambda row: row.line)
    arrays = [pa.array([row.cells[name] for row in ordered], pa.string()) for name in columns]
    lines = pa.array([row.line for row in ordered], pa.int64())
    table = pa.Table.from_arrays([*arrays, lines], names=[*columns, "line"])
    # Where a row is found wrong, its text is looked up by its line: the lines between are empty.
    texts = {row.line: line_of(row, key.kind) for row in ordered}
    padded = [texts.get(at, "") for at in range(1, ordered[-1].line + 1)]
    as_lines = Text(text.file, text.sha256, "\n".join(padded).encode())
    return add_rows(con, as_lines, Rows(table), key, load_id, known)


def line_of(row: Mended, kind: str) -> str:
    """Return a mended row as the line of a file that it would have been."""
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow([row.cells[name] for name in COLUMNS[kind]])
    return out.getvalue()


def _settle(con: duckdb.DuckDBPyConnection, good: list[Mended], by_load: int) -> None:
    """Take mended rows out of quarantine, keep on record what they were, and balance their files' lines."""
    kinds = dict(con.execute("SELECT load_id, kind FROM ledger").fetchall())
    columns = {
        "load_id": pa.array([row.load_id for row in good], pa.int32()),
        "line": pa.array([row.line for row in good], pa.int64()),
        "text": pa.array([line_of(row, kinds[row.load_id]) for row in good], pa.string()),
    }
    con.register("arrived", pa.table(columns))
    con.execute(ON_RECORD, {"by_load": by_load})
    con.unregister("arrived")
    con.execute(RELEASE, {"by_load": by_load})
    for load_id, n in Counter(row.load_id for row in good).items():
        con.execute(REBALANCE, {"load_id": load_id, "n": n})


def _left(reasons: Counter[str]) -> tuple[str, ...]:
    """Return what is still in quarantine, and why."""
    return tuple(f"still in quarantine: {n:,} ({reason})" for reason, n in reasons.most_common())
