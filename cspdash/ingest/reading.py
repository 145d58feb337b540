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

import pyarrow as pa
import pyarrow.csv as arrow_csv

from cspdash.ingest import RefusedFile

AGAIN = "Download the file again, or load the rows that arrived with --accept-partial"
OTHER_ORDER = "columns in another order"
LONGEST_NAME, MOST_NAMES = 40, 20
# What Python's csv module says of a line, in words for whoever has to mend it.
CSV_ERRORS = {
    "unexpected end of data": "a quote is opened and never closed",
    "expected after": "text after a closing quote",
    "new-line character": "a carriage return inside the line",
    "field larger than": "a field longer than 131,072 characters",
}
Reject = tuple[int, str, str]


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


def decode(file: str, data: bytes) -> Text:
    """Return a file's text as UTF-8; raise RefusedFile, by name, for what is no CSV at all."""
    refuse_other_formats(file, data)
    notes: list[str] = []
    sha256 = hashlib.sha256(data).hexdigest()
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data, notes = data.decode("utf-16", errors="replace").encode(), ["decoded from UTF-16"]
    elif data[1:400:2].count(0) > len(data[1:400:2]) // 2:
        data, notes = data.decode("utf-16-le", errors="replace").encode(), ["decoded from UTF-16 without a mark"]
    elif data.startswith(codecs.BOM_UTF8):
        data, notes = data[len(codecs.BOM_UTF8) :], ["UTF-8 byte order mark removed"]
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        data = data.decode("utf-8", errors="cspdash-windows-1252").encode()
        notes.append(f"not UTF-8 from line {line}: decoded as Windows-1252 there")
    if b"\n" not in data and b"\r" in data:
        data = data.replace(b"\r", b"\n")
    damaged: tuple[str, ...] = ()
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        damaged = (f"NUL bytes from line {line}",)
    return Text(file, sha256, data, tuple(notes), damaged)


def refuse_other_formats(file: str, data: bytes) -> None:
    """Raise RefusedFile when the bytes are empty, a web page, a PDF, an archive or a spreadsheet."""
    start = data.removeprefix(codecs.BOM_UTF8)[:512].lstrip().lower()
    if not data.strip(b"\r\n\t \0\xef\xbb\xbf"):
        raise RefusedFile(file, "the file is empty", "Download it again")
    if start.startswith(b"<"):
        raise RefusedFile(file, "this is a web page (HTML), not a CSV", "It is often an error page: download again")
    if start.startswith(b"%pdf"):
        raise RefusedFile(file, "this is a PDF, not a CSV", "Ask the source for the CSV")
    if data.startswith(b"PK\x03\x04"):
        raise RefusedFile(
            file, "this is a zip archive or a spreadsheet, not a CSV", "Give the archive with its .zip name"
        )


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
    double = sorted(name for name, times in Counter(found).items() if times > 1)
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
    rows = _read_fast(text, names, expected) or _read_strictly(text, names, expected)
    if rows.read == 0:
        raise RefusedFile(text.file, "the file has a header and no rows", "An empty month is never loaded as zero")
    rows.notes = notes + rows.notes
    return rows


def _read_fast(text: Text, names: list[str], expected: list[str]) -> Rows | None:
    """Return the rows by Arrow's reader, or None when any line is not proved to be one row.

    Arrow is more forgiving than the strict reader with quotes (one can join two lines), carriage returns
    (one can split a line, so that the count still agrees) and empty lines (rows of empty values): a file
    with any of them is read strictly, so that a line has the same verdict whatever else is in its file.
    """
    ends = text.data.count(b"\n")
    lone_returns = text.data.count(b"\r") - text.data.count(b"\r\n")
    doubtful = lone_returns or any(sign in text.data for sign in (b'"', b"\n\n", b"\n\r\n"))
    if text.damaged or doubtful or not text.data.endswith(b"\n"):
        return None
    options = arrow_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False)
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
    lines = pa.array(range(2, ends + 1), pa.int64())
    return Rows(table.select(expected).append_column("line", lines))


def _read_strictly(text: Text, names: list[str], expected: list[str]) -> Rows:
    """Return the rows line by line: a line that is no row is rejected with its reason, the rest are kept."""
    columns: list[list[str]] = [[] for _ in names]
    lines: list[int] = []
    rejects: list[Reject] = []
    blank = 0
    body = text.data.decode().split("\n")
    for number, raw in enumerate(body[1:], start=2):
        line = raw.rstrip("\r")
        if not line:
            blank += number < len(body)
            continue
        reason, fields = _parse_line(line, len(names))
        if reason:
            rejects.append((number, reason, line))
            continue
        lines.append(number)
        for column, value in zip(columns, fields, strict=True):
            column.append(value)
    found = dict(zip(names, columns, strict=True))
    arrays = [*(pa.array(found[name], pa.string()) for name in expected), pa.array(lines, pa.int64())]
    table = pa.Table.from_arrays(arrays, names=[*expected, "line"])
    return Rows(table, rejects, [f"{blank} blank lines left out"] if blank else [])


def _parse_line(line: str, width: int) -> tuple[str | None, list[str]]:
    """Return (reason, fields) of one line; the reason is None when it is a whole row."""
    if "\0" in line:
        return "NUL byte in the line", []
    try:
        fields = next(csv.reader([line], strict=True))
    except csv.Error as error:
        return next((said for sign, said in CSV_ERRORS.items() if sign in str(error)), f"no row of a CSV: {error}"), []
    if len(fields) != width:
        return f"{len(fields)} columns where {width} are expected", []
    return None, fields


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
