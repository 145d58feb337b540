"""Rows as files: exactly those that the filters find, as CSV that no spreadsheet runs, or as Parquet.

Each row carries where it came from. Rows of restricted sources also carry how they may be handled, who took them in
which role, when, and how many they were.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.csv as arrow_csv
from pyarrow import parquet

from cspdash.store.export import neutral_table
from cspdash.store.row_queries import Incident

SCHEMA = pa.schema(
    [("month", pa.date32()), ("category", pa.string()), ("outcome", pa.string()), ("location", pa.string()),
     ("area_code", pa.string()), ("longitude", pa.float64()), ("latitude", pa.float64()),
     ("occurred_from", pa.timestamp("s")), ("occurred_to", pa.timestamp("s")), ("reported_by", pa.string()),
     ("source", pa.string()), ("file_name", pa.string()), ("line", pa.int64())]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Taken:
    """What goes with a download of rows: the query in words, source line, handling label, role, time, restriction."""

    query: str
    source: str
    handling: str
    role: str
    at: datetime
    restricted: bool

    @property
    def time(self) -> str:
        """Return the time as text, in UTC."""
        return f"{self.at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def rows_as_table(incidents: Sequence[Incident], taken: Taken) -> pa.Table:
    """Return rows with what goes with them: the last columns are the same in every row."""
    columns = [pa.array([getattr(one, name) for one in incidents], SCHEMA.field(name).type) for name in SCHEMA.names]
    table = pa.Table.from_arrays(columns, schema=SCHEMA)
    about = {"query": taken.query, "attribution": taken.source, "handling": taken.handling}
    if taken.restricted:
        about |= {"taken_by_role": taken.role, "taken_at": taken.time, "rows_taken": str(len(incidents))}
    for name, value in about.items():
        table = table.append_column(name, pa.array([value] * len(incidents), pa.string()))
    return table.replace_schema_metadata({**about, "rows": str(len(incidents))})


def csv_of_rows(incidents: Sequence[Incident], taken: Taken) -> bytes:
    """Return rows as CSV (UTF-8 with mark, formula-safe)."""
    out = io.BytesIO(b"\xef\xbb\xbf")
    out.seek(0, io.SEEK_END)
    arrow_csv.write_csv(neutral_table(rows_as_table(incidents, taken)), out)
    return out.getvalue()


def parquet_of_rows(incidents: Sequence[Incident], taken: Taken) -> bytes:
    """Return rows as Parquet, with what goes with them also in the file's own metadata."""
    out = io.BytesIO()
    parquet.write_table(rows_as_table(incidents, taken), out)
    return out.getvalue()
