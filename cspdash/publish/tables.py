"""The columns of the public tables that are written from Python values."""

from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as pa

OBSERVATION = pa.schema(
    [("indicator", pa.string()), ("area_code", pa.string()), ("period_start", pa.date32()), ("period_end", pa.date32()),
     ("numerator", pa.float64()), ("denominator", pa.float64()), ("value", pa.float64()), ("source", pa.string()),
     ("note", pa.string())]
)  # fmt: skip
ANSWER = pa.schema(
    [("survey", pa.string()), ("question", pa.string()), ("wave_start", pa.date32()), ("wave_end", pa.date32()),
     ("area_code", pa.string()), ("n", pa.int64()), ("share", pa.float64()), ("design_effect", pa.float64()),
     ("source", pa.string())]
)  # fmt: skip
SAID = pa.schema(
    [("survey", pa.string()), ("question", pa.string()), ("wave_start", pa.date32()), ("wave_end", pa.date32()),
     ("area_code", pa.string()), ("wording", pa.string()), ("method", pa.string())]
)  # fmt: skip
CELL = pa.schema(
    [("indicator", pa.string()), ("area_code", pa.string()), ("period_start", pa.date32()), ("period_end", pa.date32()),
     ("published", pa.int64()), ("flag", pa.string()), ("disclosure", pa.string())]
)  # fmt: skip
HIDDEN_ROWS = pa.schema(
    [("indicator", pa.string()), ("area_code", pa.string()), ("period_start", pa.date32()), ("period_end", pa.date32()),
     ("hidden_on", pa.date32()), ("reason", pa.string())]
)  # fmt: skip


def table_of(rows: Iterable[Sequence[Any]], schema: pa.Schema) -> pa.Table:
    """Return rows as a table of a schema."""
    return pa.Table.from_pylist([dict(zip(schema.names, row, strict=True)) for row in rows], schema)
