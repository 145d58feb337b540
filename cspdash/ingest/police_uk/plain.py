"""Files as police.uk writes them, read fast: the columns in order, no doubtful quote, every line proved to be a row.

Arrow's reader gives texts as numbers into a list of distinct texts, which is what the store wants. It is allowed only
where the bytes leave no room for two readings; any other file gives None and is read line by line, or with other
columns, by `reading`. Both ways give the same rows (a test holds them together).
"""

import re

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv

from cspdash.ingest.police_uk.columns import COLUMNS
from cspdash.ingest.strict_rows import has_long_line

CODED = pa.dictionary(pa.int32(), pa.string())
NUMBERS = ("Longitude", "Latitude")
HEADERS = {kind: ",".join(names).encode() for kind, names in COLUMNS.items()}
# A quoted field that has neither quote nor line end inside, and begins and ends as a field does.
QUOTED = re.compile(rb',"[^"\r\n]*"(?=[,\r\n])')
LINE_END = ord("\n")
BLOCK = 1 << 22


def read_plain(data: bytes, kind: str) -> pa.Table | None:
    """Return a file's rows, or None when any line is not proved to be one row of the usual columns.

    Columns are those of the kind and `line`; texts are dictionaries, longitude and latitude numbers (null where empty),
    Crime IDs strings. Safe to call in several threads at once.
    """
    if not is_plain(data, kind):
        return None
    types = dict.fromkeys(COLUMNS[kind], CODED) | dict.fromkeys(NUMBERS, pa.float64())
    # That all of it is UTF-8 is known by now, so that no field needs to be looked at for it.
    options = arrow_csv.ConvertOptions(
        column_types=types | {"Crime ID": pa.string()}, strings_can_be_null=False, null_values=[""], check_utf8=False,
        include_columns=[name for name in COLUMNS[kind] if name != "Context"],
    )  # fmt: skip
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(data),
            read_options=arrow_csv.ReadOptions(block_size=BLOCK, use_threads=False),
            parse_options=arrow_csv.ParseOptions(ignore_empty_lines=False, quote_char='"' if b'"' in data else False),
            convert_options=options,
        )
    except pa.ArrowInvalid:
        return None
    rows = int(np.count_nonzero(np.frombuffer(data, np.uint8) == LINE_END)) - 1
    if table.num_rows != rows or not rows:
        return None
    table = table.unify_dictionaries().combine_chunks()
    if "" in table.column("Month").chunk(0).dictionary.to_pylist():  # an empty line
        return None
    return table.append_column("line", pa.array(np.arange(2, rows + 2)))


def is_plain(data: bytes, kind: str) -> bool:
    """Tell whether bytes are UTF-8 with the usual header and line ends, and no quote that two readers differ on."""
    header = HEADERS[kind]
    if not data.startswith((header + b"\n", header + b"\r\n")) or not data.endswith(b"\n"):
        return False
    lone_return = b"\r" in data and data.count(b"\r") != data.count(b"\r\n")
    if lone_return or b"\0" in data or has_long_line(data):
        return False
    if b'"' in data and data.count(b'"') != 2 * len(QUOTED.findall(data)):
        return False
    return data.isascii() or is_utf8(data)


def is_utf8(data: bytes) -> bool:
    """Tell whether bytes are text in UTF-8."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def offsets_of(texts: pa.StringArray) -> np.ndarray:
    """Return where each text begins in the array's bytes, and where the last one ends."""
    return np.frombuffer(texts.buffers()[1], dtype=np.int32, count=len(texts) + 1, offset=texts.offset * 4)
