"""CSV files from outside, read as text: decoded, checked line by line, every line accounted for.

The fast path is Arrow's reader, allowed only where a count of line ends, made on the bytes, proves
that every line became a row. Any doubt sends the file line by line through Python's csv module.
No published source here puts a line end inside a field, so a line is a row.
"""

import codecs
import csv
import hashlib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from sys import intern

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv

from cspdash.ingest import RefusedFile
from cspdash.ingest.file_kinds import read_bytes, refuse_other_formats
from cspdash.ingest.strict_rows import Batches, Reject, has_long_line, lines_of, parse_line, raw_of

AGAIN = "Download the file again, or load the rows that arrived with --accept-partial"
OTHER_ORDER = "columns in another order"
LONGEST_NAME, MOST_NAMES = 40, 20
SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "upright bars"}
# A file with more lines that are no rows is no table: they would not fit into memory, and nobody would mend them.
MOST_REJECTS = 1_000_000
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Text:
    """A file's text as UTF-8 bytes with the notes on how it was decoded."""

    file: str
    sha256: str
    data: bytes
    notes: tuple[str, ...] = ()
    damaged: tuple[str, ...] = ()


@dataclass(slots=True)
class Rows:
    """A file's rows: `table` holds text columns and `line`; rejects are (line, reason, raw text)."""

    table: pa.Table
    rejects: list[Reject] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def read(self) -> int:
        """Return how many rows the file has, kept or rejected."""
        return self.table.num_rows + len(self.rejects)


def _windows_1252(error: UnicodeError) -> tuple[str, int]:
    """Decode the bytes that are not UTF-8 as Windows-1252, as spreadsheets on Windows write them."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", errors="replace"), error.end


codecs.register_error("cspdash-windows-1252", _windows_1252)


def read_text(path: Path, name: str | None = None) -> Text:
    """Return a file's text, called `name` in messages; raise RefusedFile as `decode` does, or when it is too large."""
    said = name or path.name
    return decode(said, read_bytes(path, said))


def decode(file: str, data: bytes) -> Text:
    """Return a file's text as UTF-8; raise RefusedFile, by name, for what is no CSV at all."""
    refuse_other_formats(file, data)
    sha256 = hashlib.sha256(data).hexdigest()
    data, notes = _of_two_bytes(data)
    if data.startswith(codecs.BOM_UTF8):
        data, notes = data[len(codecs.BOM_UTF8) :], notes or ["UTF-8 byte order mark removed"]
    data, wrong = _as_utf8(data)
    if wrong is not None:
        line = data.count(b"\n", 0, wrong) + 1
        notes.append(f"not UTF-8 from line {line:,}: decoded as Windows-1252 there")
    if b"\n" not in data and b"\r" in data:
        data = data.replace(b"\r", b"\n")
    damaged: tuple[str, ...] = ()
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        damaged = (f"NUL bytes from line {line:,}",)
    return Text(file, sha256, data, tuple(notes), damaged)


def _of_two_bytes(data: bytes) -> tuple[bytes, list[str]]:
    """Return UTF-16 as UTF-8 with a note, known by its mark or by every second byte being 0; else the data."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace").encode(), ["decoded from UTF-16"]
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        half = data[first:400:2]
        if half.count(0) > len(half) // 2 and not data[1 - first : 400 : 2].count(0):
            return data.decode(encoding, errors="replace").encode(), ["decoded from UTF-16 without a mark"]
    return data, []


def _as_utf8(data: bytes) -> tuple[bytes, int | None]:
    """Return the data as UTF-8, what is none read as Windows-1252, and where the first of it stood, else None.

    Works through whole lines of about a megabyte, so that no second copy of a large file is made for nothing.
    """
    if data.isascii():
        return data, None
    pieces, wrong, start = [], None, 0
    while start < len(data):
        end = data.find(b"\n", start + CHUNK) + 1 or len(data)
        piece = data[start:end]
        try:
            piece.decode()
        except UnicodeDecodeError as error:
            wrong = start + error.start if wrong is None else wrong
            piece = piece.decode(errors="cspdash-windows-1252").encode()
        pieces.append(piece)
        start = end
    return (data, None) if wrong is None else (b"".join(pieces), wrong)


def header_of(text: Text) -> list[str]:
    """Return the names in the first line; raise RefusedFile when it is no line of names."""
    first = text.data.split(b"\n", 1)[0].decode().rstrip("\r")
    try:
        return next(csv.reader([first]), [])
    except csv.Error as error:
        raise RefusedFile(text.file, f"line 1: no names of columns ({error})", "Check that this is a CSV") from error


def check_header(text: Text, expected: list[str]) -> list[str]:
    """Return notes on the header; raise RefusedFile with the difference when columns are missing or double."""
    found = header_of(text)
    missing = [name for name in expected if name not in found]
    extra = [name for name in found if name not in expected]
    double = sorted(name for name, times in Counter(found).items() if times > 1 and name)
    if len(found) == 1 and (sign := next((sign for sign in SEPARATORS if sign in found[0]), "")):
        reason = f"line 1: the columns are separated by {SEPARATORS[sign]}"
        raise RefusedFile(text.file, reason, "Save it as CSV with commas")
    if missing or double:
        parts = [
            f"{word} {listed(names)}"
            for word, names in (("missing", missing), ("not expected", extra), ("twice", double))
            if names
        ]
        raise RefusedFile(
            text.file, f"line 1: the columns differ: {'; '.join(parts)}", f"Expected are: {', '.join(expected)}"
        )
    notes = [f"columns not used: {listed(extra)}"] if extra else []
    return notes + ([OTHER_ORDER] if [n for n in found if n in expected] != expected else [])


def listed(names: list[str]) -> str:
    """Return names of columns for a message: quoted, shortened where they are long or many."""
    shown = [repr(name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…") for name in names[:MOST_NAMES]]
    return ", ".join(shown) + (f" and {len(names) - MOST_NAMES:,} more" if len(names) > MOST_NAMES else "")


def read_rows(text: Text, expected: list[str]) -> Rows:
    """Return every line after the header as a row or a reject; raise RefusedFile when there is none."""
    notes = check_header(text, expected)
    names = header_of(text)
    rows = _read_fast(text, expected) or _read_strictly(text, names, expected)
    if rows.read == 0:
        raise RefusedFile(text.file, "the file has a header and no rows", "An empty month is never loaded as zero")
    rows.notes = notes + rows.notes
    return rows


def _read_fast(text: Text, expected: list[str]) -> Rows | None:
    """Return the rows by Arrow's reader, or None when any line is not proved to be one row.

    Arrow is more forgiving than the strict reader with quotes (one can join two lines), carriage returns
    (one can split a line, so that the count still agrees), empty lines (rows of empty values) and long ones: a file
    with any of them is read strictly, so that a line has the same verdict whatever else is in its file.
    """
    ends = text.data.count(b"\n")
    lone_returns = text.data.count(b"\r") - text.data.count(b"\r\n")
    doubtful = lone_returns or any(sign in text.data for sign in (b'"', b"\n\n", b"\n\r\n"))
    if text.damaged or doubtful or not text.data.endswith(b"\n") or has_long_line(text.data):
        return None
    kinds = dict.fromkeys(expected, pa.string())
    options = arrow_csv.ConvertOptions(column_types=kinds, strings_can_be_null=False, include_columns=expected)
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(text.data),
            read_options=arrow_csv.ReadOptions(block_size=1 << 24),
            parse_options=arrow_csv.ParseOptions(ignore_empty_lines=False),
            convert_options=options,
        )
    except pa.ArrowInvalid:
        return None
    if table.num_rows != ends - 1:
        return None
    return Rows(table.append_column("line", pa.array(np.arange(2, ends + 1))))


def _read_strictly(text: Text, names: list[str], expected: list[str]) -> Rows:
    """Return the rows line by line: a line that is no row is rejected with its reason, the rest are kept."""
    rows = Batches([names.index(name) for name in expected], expected)
    rejects: list[Reject] = []
    blank = 0
    for number, line in lines_of(text.data):
        if not line:
            blank += 1
            continue
        reason, fields = parse_line(line, len(names))
        if reason:
            rejects.append((number, intern(reason), raw_of(line)))
            if len(rejects) > MOST_REJECTS:
                found = (
                    f"more than {MOST_REJECTS:,} lines are no rows; the first is line {rejects[0][0]}: {rejects[0][1]}"
                )
                raise RefusedFile(text.file, found, "Check what this file is, and ask the source for it again")
        else:
            rows.add(number, fields)
    return Rows(rows.table(), rejects, [f"{blank:,} blank lines left out"] if blank else [])


def truncation(text: Text, rows: Rows, known_ends: set[str] | None = None) -> str | None:
    """Return why the file looks cut off at its end, or None.

    A file without a last line end is cut when its last line is no whole row, or when its last value
    is one that no other row of the file has (`known_ends`, for layouts whose last column is filled).
    """
    if text.data.endswith((b"\n", b"\r")):
        return None
    last = text.data.count(b"\n") + 1
    if rows.rejects and rows.rejects[-1][0] == last:
        return f"line {last} is cut off: {rows.rejects[-1][1]}"
    if known_ends is not None:
        value = rows.table.column(rows.table.num_columns - 2)[-1].as_py()
        if value not in known_ends:
            return f"line {last} is cut off: it ends with {value!r}"
    return None


def quarantine_last(text: Text, rows: Rows) -> None:
    """Move the last line, when it was kept, to the rejects: its end is missing."""
    last = text.data.count(b"\n") + 1
    if rows.rejects and rows.rejects[-1][0] == last:
        return
    raw = text.data.rsplit(b"\n", 1)[-1].decode()
    rows.table = rows.table.slice(0, rows.table.num_rows - 1)
    rows.rejects.append((last, "the line is cut off", raw))
