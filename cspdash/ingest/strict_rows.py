"""Lines judged one by one by Python's csv module, in batches, so that memory does not grow with their number."""

import csv
import io
from collections.abc import Iterable, Iterator

import pyarrow as pa

# What Python's csv module says of a line, in words for whoever has to mend it.
CSV_ERRORS = {
    "unexpected end of data": "a quote is opened and never closed",
    "expected after": "text after a closing quote",
    "new-line character": "a carriage return inside the line",
}
# No row of any source has so many bytes; of a longer line the start is kept, to find it by.
LONGEST_LINE, KEPT_OF_IT = 131_072, 1_000
BATCH = 5_000
Reject = tuple[int, str, str]


def has_long_line(data: bytes) -> bool:
    """Tell whether any line of a file is longer than a row can be."""
    start = 0
    while len(data) - start > LONGEST_LINE:
        end = data.rfind(b"\n", start, start + LONGEST_LINE + 1)
        if end < 0:
            return True
        start = end + 1
    return False


def lines_of(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield (number, line without its end) of every line after the first, without a copy of them all."""
    stream = io.BytesIO(data)
    stream.readline()
    for number, line in enumerate(stream, start=2):
        yield number, line.rstrip(b"\n").rstrip(b"\r")


def parse_line(line: bytes, width: int) -> tuple[str | None, list[str]]:
    """Return (reason, fields) of one line; the reason is None when it is a whole row."""
    if len(line) > LONGEST_LINE:
        return f"a line longer than {LONGEST_LINE:,} bytes", []
    if b"\0" in line:
        return "NUL byte in the line", []
    try:
        fields = next(csv.reader([line.decode()], strict=True))
    except csv.Error as error:
        return next((said for sign, said in CSV_ERRORS.items() if sign in str(error)), f"no row of a CSV: {error}"), []
    if len(fields) != width:
        return f"{len(fields):,} columns where {width:,} are expected", []
    return None, fields


def raw_of(line: bytes) -> str:
    """Return a rejected line as it is kept: whole, or the start of one that is longer than a row can be."""
    if len(line) <= LONGEST_LINE:
        return line.decode()
    return f"{line[:KEPT_OF_IT].decode(errors='ignore')}… ({len(line):,} bytes)"


class Batches:
    """Rows on their way into a table: texts of the columns that are wanted, and line numbers."""

    def __init__(self, wanted: Iterable[int], names: list[str]) -> None:
        """Begin with none; `wanted` are the places of the columns `names` in a line."""
        self.wanted, self.schema = (
            list(wanted),
            pa.schema([*((name, pa.string()) for name in names), ("line", "int64")]),
        )
        self.done: list[pa.RecordBatch] = []
        self.rows: list[list[str]] = []
        self.lines: list[int] = []

    def add(self, line: int, fields: list[str]) -> None:
        """Take one row."""
        self.rows.append([fields[place] for place in self.wanted])
        self.lines.append(line)
        if len(self.lines) == BATCH:
            self._close()

    def _close(self) -> None:
        columns = (pa.array(column, pa.string()) for column in zip(*self.rows, strict=True))
        arrays = [*columns, pa.array(self.lines, pa.int64())]
        self.done.append(pa.RecordBatch.from_arrays(arrays, schema=self.schema))
        self.rows, self.lines = [], []

    def table(self) -> pa.Table:
        """Return all rows taken."""
        if self.lines:
            self._close()
        return pa.Table.from_batches(self.done, self.schema)
