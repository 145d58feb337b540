"""Rows that wait to be written, as arrays of numbers: a few bytes a row, put in order force by force."""

import binascii
from dataclasses import dataclass, field, replace
from datetime import date

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cspdash.ingest.police_uk.judging import Columns, Key
from cspdash.ingest.police_uk.plain import offsets_of
from cspdash.ingest.police_uk.terms import Terms
from cspdash.ingest.reading import Reject

EPOCH = date(1970, 1, 1)
# 64 hexadecimal digits, as police.uk's Crime IDs are, in 32 bytes.
DIGITS, BYTES = 64, 32
# The columns whose texts are numbered, in this order: few before many, so that their numbers are small.
NUMBERED = ("reported_by", "category", "outcome", "area_code", "location")
NONE = np.zeros(0, dtype=np.int32)
# Bit 5 of every byte, to see bytes of which bit 6 is set and it is not.
ONE, CAPITAL = np.uint64(1), np.uint64(0x2020202020202020)


@dataclass(frozen=True, slots=True)
class Identifiers:
    """The Crime IDs of some lines: as two times 16 bytes where they are 64 digits, as text where not."""

    line: np.ndarray
    digits: bytes
    other_line: np.ndarray
    other: pa.StringArray


@dataclass(frozen=True, slots=True)
class Staged:
    """A file's good rows, texts as numbers of the store (0 for none)."""

    key: Key
    load_id: int
    numbers: dict[str, np.ndarray]
    columns: Columns
    identifiers: Identifiers | None

    @property
    def force_id(self) -> int:
        """Return the number of its force."""
        return int(self.numbers["force"][0])

    @property
    def rows(self) -> int:
        """Return how many rows it has."""
        return len(self.columns.line)


@dataclass(slots=True)
class Waiting:
    """Files whose rows wait, by kind and force."""

    files: list[Staged] = field(default_factory=list)
    rows: int = 0

    @property
    def keys(self) -> set[Key]:
        """Return what the files are."""
        return {file.key for file in self.files}

    def add(self, file: Staged) -> None:
        """Let a file wait."""
        self.files.append(file)
        self.rows += file.rows

    def of_kind(self, kind: str) -> list[Staged]:
        """Return the files of a kind, force by force, each force's oldest month first."""
        own = [file for file in self.files if file.key.kind == kind]
        return sorted(own, key=lambda file: (file.force_id, file.key.month, file.load_id))

    def clear(self) -> None:
        """Forget all files."""
        self.files.clear()
        self.rows = 0


def stage(terms: Terms, kept: Columns, key: Key, load_id: int) -> Staged:
    """Return a file's kept rows with every text numbered."""
    force = np.array([terms.number(key.force)], dtype=np.int32)
    nowhere = np.zeros(len(kept.line), dtype=np.int32)
    numbers = {"force": force} | {
        name: terms.numbers(kept.texts[name], in_order=name == "area_code") if name in kept.texts else nowhere
        for name in NUMBERED
    }
    if key.kind == "outcomes":
        return Staged(key, load_id, numbers, replace(kept, texts={}), None)
    # Texts and long identifiers are let go: what waits is a few bytes a row.
    little = replace(kept, texts={}, crime_id=pa.array([], pa.string()))
    return Staged(key, load_id, numbers, little, identifiers(kept))


def identifiers(kept: Columns) -> Identifiers:
    """Return the Crime IDs of a file's rows; rows without one have none."""
    texts = kept.crime_id
    lengths = np.diff(offsets_of(texts))
    if len(texts) == 0 or (not lengths.any()):
        return Identifiers(NONE, b"", NONE, pa.array([], pa.string()))
    whole = lengths == DIGITS
    if (whole | (lengths == 0)).all():
        first, last = offsets_of(texts)[[0, -1]]
        packed = packed_digits(bytes(texts.buffers()[2][first:last]))
        if packed is not None:
            return Identifiers(kept.line[whole], packed, NONE, pa.array([], pa.string()))
    good = [packed_digits(text.encode()) for text in texts.to_pylist()]
    fits = np.array([packed is not None and len(packed) == BYTES for packed in good])
    other = ~fits & (lengths > 0)
    digits = b"".join(packed for packed, fit in zip(good, fits, strict=True) if packed and fit)
    return Identifiers(kept.line[fits], digits, kept.line[other], texts.filter(pa.array(other)))


def packed_digits(text: bytes) -> bytes | None:
    """Return hexadecimal digits as bytes, or None when they would not come back just as they are."""
    try:
        packed = binascii.unhexlify(text)
    except binascii.Error:
        return None
    return None if has_capitals(text) else packed


def has_capitals(digits: bytes) -> bool:
    """Tell whether hexadecimal digits have a capital letter, whose bits alone begin with 010."""
    whole = len(digits) // 8 * 8
    words = np.frombuffer(digits, np.uint64, whole // 8)
    return bool(((words >> ONE) & ~words & CAPITAL).any()) or any(65 <= digit <= 70 for digit in digits[whole:])


def day_of(month: date) -> int:
    """Return a month's first day as days since 1970, as Arrow counts them."""
    return (month - EPOCH).days


def nullable(numbers: np.ndarray) -> pa.Array:
    """Return numbers of texts with null for 0, which is none."""
    return pa.array(numbers, mask=numbers == 0)


def incident_table(files: list[Staged], rank: np.ndarray) -> pa.Table:
    """Return the rows of street files of any forces in order: force, `rank` of the area, month, load, line.

    `rank` has the place of each area's number among all, with that of none (0) last.
    """
    force, area, month, category, outcome, east, north, location, reporter, load_id, line = _in_order(files, rank)
    return pa.table({
        "force_id": force, "area_id": nullable(area), "month": pa.array(month, pa.date32()),
        "category_id": category, "outcome_id": nullable(outcome),
        "longitude": pa.array(east, mask=np.isnan(east)), "latitude": pa.array(north, mask=np.isnan(north)),
        "location_id": nullable(location), "reported_by_id": nullable(reporter), "load_id": load_id, "line": line,
    })  # fmt: skip


def _in_order(files: list[Staged], rank: np.ndarray) -> list[np.ndarray]:
    """Return the columns of files in the order of `incident_table`, each force put in order by itself."""
    found: list[np.ndarray] = []
    done, total = 0, sum(file.rows for file in files)
    for one in dict.fromkeys(file.force_id for file in files):
        columns = _joined([file for file in files if file.force_id == one])
        order = np.argsort(rank[columns[1]], kind="stable")
        found = found or [np.empty(total, column.dtype) for column in columns]
        for column, target in zip(columns, found, strict=True):
            np.take(column, order, out=target[done : done + len(order)], mode="clip")
        done += len(order)
    return found


def _joined(files: list[Staged]) -> list[np.ndarray]:
    """Return the columns of a force's files, one after another, in the order of `incident_table`."""
    sizes = [file.rows for file in files]

    def each(values: list[int], kind: type) -> np.ndarray:
        return np.repeat(np.array(values, dtype=kind), sizes)

    def both(name: str) -> np.ndarray:
        return np.concatenate([file.numbers[name] for file in files])

    return [
        each([file.force_id for file in files], np.int32),
        both("area_code"),
        each([day_of(file.key.month) for file in files], np.int32),
        both("category"),
        both("outcome"),
        np.concatenate([file.columns.longitude for file in files]),
        np.concatenate([file.columns.latitude for file in files]),
        both("location"),
        both("reported_by"),
        each([file.load_id for file in files], np.int32),
        np.concatenate([file.columns.line for file in files]),
    ]


def identifier_table(files: list[Staged]) -> pa.Table:
    """Return the Crime IDs of street files that are 64 digits, by load and line, as two UUIDs each."""
    own = [(file.load_id, file.identifiers) for file in files if file.identifiers]
    packed = np.frombuffer(b"".join(found.digits for _, found in own), dtype="V16").reshape(-1, 2)
    halves = [pa.py_buffer(np.ascontiguousarray(packed[:, half])) for half in (0, 1)]
    uuids = [
        pa.ExtensionArray.from_storage(
            pa.uuid(), pa.FixedSizeBinaryArray.from_buffers(pa.binary(16), len(packed), [None, half])
        )
        for half in halves
    ]
    loads = np.repeat(np.array([load for load, _ in own], dtype=np.int32), [len(found.line) for _, found in own])
    lines = np.concatenate([found.line for _, found in own]) if own else NONE
    return pa.table({"load_id": loads, "line": lines, "first_half": uuids[0], "second_half": uuids[1]})


def other_identifiers(files: list[Staged]) -> pa.Table:
    """Return the Crime IDs of street files that are anything else, by load and line, as texts."""
    own = [(file.load_id, file.identifiers) for file in files if file.identifiers and len(file.identifiers.other)]
    loads = np.repeat(np.array([load for load, _ in own], dtype=np.int32), [len(found.other) for _, found in own])
    lines = np.concatenate([found.other_line for _, found in own]) if own else NONE
    texts = pa.concat_arrays([found.other for _, found in own]) if own else pa.array([], pa.string())
    return pa.table({"load_id": loads, "line": lines, "crime_id": texts})


def outcome_table(files: list[Staged]) -> pa.Table:
    """Return the rows of outcomes files, by load and line."""
    files = sorted(files, key=lambda file: file.load_id)
    force, area, month, _, outcome, east, north, location, reporter, load_id, line = _joined(files)
    ids = pa.concat_arrays([file.columns.crime_id for file in files])
    return pa.table({
        "force_id": force, "crime_id": pc.if_else(pc.equal(ids, ""), None, ids),
        "month": pa.array(month, pa.date32()), "outcome_id": outcome,
        "longitude": pa.array(east, mask=np.isnan(east)), "latitude": pa.array(north, mask=np.isnan(north)),
        "location_id": nullable(location), "area_id": nullable(area), "reported_by_id": nullable(reporter),
        "load_id": load_id, "line": line,
    })  # fmt: skip


def quarantine(con: duckdb.DuckDBPyConnection, load_id: int, rejects: list[Reject]) -> None:
    """Write a file's rejects into `reject`, each with line, reason and raw text."""
    if not rejects:
        return
    lines, reasons, raws = (list(column) for column in zip(*rejects, strict=True))
    con.register("rejected", pa.table({"line": lines, "reason": reasons, "raw": raws}))
    con.execute("INSERT INTO reject SELECT $load_id, line, reason, raw FROM rejected", {"load_id": load_id})
    con.unregister("rejected")
