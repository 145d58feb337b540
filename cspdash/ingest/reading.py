"""CSV files from outside, read as text: decoded, checked line by line, every line accounted for.

The fast path is Arrow's reader, allowed only where a count of line ends, made on the bytes, proves
that every line became a row. Any doubt sends the file line by line through Python's csv module.
No published source here puts a line end inside a field, so a line is a row.
"""

from dataclasses import dataclass, field
from sys import intern

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv

from cspdash.ingest import RefusedFile
from cspdash.ingest.strict_rows import Batches, Reject, has_long_line, lines_of, parse_line, raw_of
from cspdash.ingest.texts import OTHER_ORDER, Text, check_header, decode, header_of, read_text

__all__ = [
    "AGAIN", "OTHER_ORDER", "Reject", "Rows", "Text", "decode", "header_of", "quarantine_last", "read_rows",
    "read_text", "truncation",
]  # fmt: skip

AGAIN = "Download the file again, or load the rows that arrived with --accept-partial"
# A file with more lines that are no rows is no table: they would not fit into memory, and nobody would mend them.
MOST_REJECTS = 1_000_000


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
