"""The contract's tables as files: CSV that no spreadsheet runs as a formula, or Parquet."""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv
from pyarrow import parquet

from cspdash.store.connection import Store

TABLES = {
    "incident": "SELECT * FROM incident",
    "incident_monthly": "SELECT * FROM incident_monthly",
    "outcome": "SELECT * FROM outcome",
    "area": "SELECT * FROM area",
    "area_link": "SELECT * FROM area_link",
    "population": "SELECT * FROM population",
    "observation": "SELECT * FROM observation",
    "survey_answer": "SELECT * FROM survey_answer",
    "load": "SELECT * FROM load",
    "reject": "SELECT * FROM reject",
    "release": "SELECT * FROM release",
}
# What the public edition does not have.
ROWS = ("incident", "outcome", "reject")
FORMULA_STARTS = "=+-@\t\r\n\0＝＋－＠"
FORMULA = r"^[=+\-@\t\r\n\x00＝＋－＠]"


def neutral(text: str) -> str:
    """Return a text that a spreadsheet shows as it is: one that could start a formula gets a quote before it."""
    return f"'{text}" if text[:1] in FORMULA_STARTS and text else text


def neutral_table(table: pa.Table) -> pa.Table:
    """Return a table whose text cells cannot be read as formulas; numbers stay numbers, bytes become hex."""
    for index, column in enumerate(table.schema):
        values = table.column(index)
        if pa.types.is_binary(column.type):
            texts = [None if value is None else value.hex() for value in values.to_pylist()]
            table = table.set_column(index, column.name, pa.array(texts, pa.string()))
        elif pa.types.is_string(column.type):
            risky = pc.match_substring_regex(values, FORMULA)
            quoted = pc.binary_join_element_wise("'", values, "")
            table = table.set_column(index, column.name, pc.if_else(risky, quoted, values))
    return table


def export(store: Store, name: str, target: Path) -> int:
    """Write a contract table to a .csv or .parquet file; return the rows written.

    Raise ValueError for another table or file kind.
    """
    if name not in TABLES:
        raise ValueError(f"there is no table '{name}': choose one of {', '.join(TABLES)}")
    if store.edition == "public" and name in ROWS:
        raise ValueError(f"the public edition has no table '{name}'")
    if target.suffix not in {".csv", ".parquet"}:
        raise ValueError(f"{target.name}: end the file's name with .csv or .parquet")
    table = store.table(TABLES[name])
    if target.suffix == ".csv":
        arrow_csv.write_csv(neutral_table(table), target)
    else:
        parquet.write_table(table, target)
    return int(table.num_rows)
