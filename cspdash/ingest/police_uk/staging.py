"""Rows that wait to be written, as arrays of numbers: a few bytes a row, put in order force by force."""

import binascii
from collections.abc import Iterator
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
DEGREES = ("longitude", "latitude")
NO_TEXTS = pa.array([], pa.string())
INCIDENT = pa.schema(
    [("force_id", pa.int32()), ("area_id", pa.int32()), ("month", pa.date32()), ("category_id", pa.int32()),
     ("outcome_id", pa.int32()), ("longitude", pa.float64()), ("latitude", pa.float64()), ("location_id", pa.int32()),
     ("reported_by_id", pa.int32()), ("load_id", pa.int32()), ("line", pa.int32())]
)  # fmt: skip
OF_LINE = [("load_id", pa.int32()), ("line", pa.int32())]
DIGITS_OF_LINE = pa.schema([*OF_LINE, ("first_half", pa.uuid()), ("second_half", pa.uuid())])
TEXT_OF_LINE = pa.schema([*OF_LINE, ("crime_id", pa.string())])
# Rows that the database is given at once: one of its groups of rows.
PART = 122_880
# Bit 5 of every byte, to see bytes of which bit 6 is set and it is not.
ONE, CAPITAL = np.uint64(1), np.uint64(0x2020202020202020)


@dataclass(frozen=True, slots=True)
class Identifiers:
    """The Crime IDs of a file's lines: as two times 16 bytes where they are 64 digits, as text where not."""

    digits: pa.RecordBatch
    other: pa.RecordBatch


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
    # Texts and long identifiers are let go: what waits is a few bytes a row.
    little = replace(kept, texts={}, line=kept.line.astype(np.int32))
    if key.kind == "outcomes":
        return Staged(key, load_id, numbers, little, None)
    return Staged(key, load_id, numbers, replace(little, crime_id=NO_TEXTS), identifiers(kept, load_id))


def identifiers(kept: Columns, load_id: int) -> Identifiers | None:
    """Return the Crime IDs of a file's rows, None where no row has one."""
    texts = kept.crime_id
    lengths = np.diff(offsets_of(texts))
    if not lengths.any():
        return None
    whole = lengths == DIGITS
    if (whole | (lengths == 0)).all():
        first, last = offsets_of(texts)[[0, -1]]
        packed = packed_digits(bytes(texts.buffers()[2][first:last]))
        if packed is not None:
            return _identifiers(load_id, kept.line[whole], packed, kept.line[:0], NO_TEXTS)
    good = [packed_digits(text.encode()) for text in texts.to_pylist()]
    fits = np.array([packed is not None and len(packed) == BYTES for packed in good])
    other = ~fits & (lengths > 0)
    digits = b"".join(packed for packed, fit in zip(good, fits, strict=True) if packed and fit)
    return _identifiers(load_id, kept.line[fits], digits, kept.line[other], texts.filter(pa.array(other)))


def _identifiers(load_id: int, line: np.ndarray, digits: bytes, other_line: np.ndarray, other: pa.Array) -> Identifiers:
    """Return identifiers of lines: 32 bytes each, and texts."""
    packed = np.frombuffer(digits, dtype="V16").reshape(-1, 2)
    halves = [np.ascontiguousarray(packed[:, half]) for half in (0, 1)]
    uuids = [
        pa.FixedSizeBinaryArray.from_buffers(pa.binary(16), len(line), [None, pa.py_buffer(half)]) for half in halves
    ]
    found = [pa.ExtensionArray.from_storage(pa.uuid(), uuid) for uuid in uuids]
    return Identifiers(
        pa.RecordBatch.from_arrays([*_lines(load_id, line), *found], schema=DIGITS_OF_LINE),
        pa.RecordBatch.from_arrays([*_lines(load_id, other_line), other], schema=TEXT_OF_LINE),
    )


def _lines(load_id: int, line: np.ndarray) -> list[pa.Array]:
    return [pa.array(np.full(len(line), load_id, np.int32)), pa.array(line.astype(np.int32))]


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


def incident_rows(files: list[Staged], rank: np.ndarray) -> pa.RecordBatchReader:
    """Return the rows of street files of any forces in order: force, `rank` of the area, month, load, line.

    `rank` has the place of each area's number among all, with that of none (0) last. Rows are put in order force by
    force, as they are read.
    """
    forces = dict.fromkeys(file.force_id for file in files)
    return pa.RecordBatchReader.from_batches(
        INCIDENT, (part for one in forces for part in _in_order([file for file in files if file.force_id == one], rank))
    )


def _in_order(files: list[Staged], rank: np.ndarray) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a force's files in the order of `incident_rows`."""
    order = np.argsort(rank[_both(files, "area_code")], kind="stable")
    sizes = [file.rows for file in files]
    of_file = np.repeat(np.arange(len(files), dtype=np.uint16 if len(files) < 65_536 else np.int32), sizes)[order]
    months, loads = (np.array(values, np.int32) for values in zip(*_keys(files), strict=True))
    east, north = (np.concatenate([getattr(file.columns, name) for file in files])[order] for name in DEGREES)
    numbers = {name: _both(files, name)[order] for name in NUMBERED}
    whole = pa.RecordBatch.from_arrays([
        pa.array(np.full(len(order), files[0].force_id, np.int32)), nullable(numbers["area_code"]),
        pa.array(months[of_file], pa.date32()), pa.array(numbers["category"]), nullable(numbers["outcome"]),
        pa.array(east, mask=np.isnan(east)), pa.array(north, mask=np.isnan(north)),
        nullable(numbers["location"]), nullable(numbers["reported_by"]), pa.array(loads[of_file]),
        pa.array(np.concatenate([file.columns.line for file in files])[order]),
    ], schema=INCIDENT)  # fmt: skip
    for start in range(0, len(order), PART):
        yield whole.slice(start, PART)


def _both(files: list[Staged], name: str) -> np.ndarray:
    """Return the numbers of a column of texts, of all files one after another."""
    return np.concatenate([file.numbers[name] for file in files])


def _keys(files: list[Staged]) -> list[tuple[int, int]]:
    """Return month and load of each file, as numbers."""
    return [(day_of(file.key.month), file.load_id) for file in files]


def identifier_tables(files: list[Staged]) -> tuple[pa.Table, pa.Table]:
    """Return the Crime IDs of street files by load and line: those of 64 digits, and all others as texts."""
    own = [file.identifiers for file in files if file.identifiers]
    return (
        pa.Table.from_batches([found.digits for found in own], DIGITS_OF_LINE),
        pa.Table.from_batches([found.other for found in own], TEXT_OF_LINE),
    )


def outcome_table(files: list[Staged]) -> pa.Table:
    """Return the rows of outcomes files, by load and line."""
    files = sorted(files, key=lambda file: file.load_id)
    sizes = [file.rows for file in files]
    months, loads = (np.repeat(np.array(values, np.int32), sizes) for values in zip(*_keys(files), strict=True))
    east, north = (np.concatenate([getattr(file.columns, name) for file in files]) for name in DEGREES)
    ids = pa.concat_arrays([file.columns.crime_id for file in files])
    return pa.table({
        "force_id": np.repeat(np.array([file.force_id for file in files], np.int32), sizes),
        "crime_id": pc.if_else(pc.equal(ids, ""), None, ids),
        "month": pa.array(months, pa.date32()), "outcome_id": _both(files, "outcome"),
        "longitude": pa.array(east, mask=np.isnan(east)), "latitude": pa.array(north, mask=np.isnan(north)),
        "location_id": nullable(_both(files, "location")), "area_id": nullable(_both(files, "area_code")),
        "reported_by_id": nullable(_both(files, "reported_by")), "load_id": loads,
        "line": np.concatenate([file.columns.line for file in files]),
    })  # fmt: skip


def quarantine(con: duckdb.DuckDBPyConnection, load_id: int, rejects: list[Reject]) -> None:
    """Write a file's rejects into `reject`, each with line, reason and raw text."""
    if not rejects:
        return
    lines, reasons, raws = (list(column) for column in zip(*rejects, strict=True))
    con.register("rejected", pa.table({"line": lines, "reason": reasons, "raw": raws}))
    con.execute("INSERT INTO reject SELECT $load_id, line, reason, raw FROM rejected", {"load_id": load_id})
    con.unregister("rejected")
