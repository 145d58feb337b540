"""What is open already: police.uk's counts at their own grain, areas, people, and the files they came from."""

import re
from datetime import date, datetime
from typing import Any

import duckdb
import pyarrow as pa

from cspdash.store.connection import Store

# The columns are named one by one: a column that another version adds is not copied unseen.
TABLES = {
    "area": """
SELECT area_code, area_name, level, parent_code, vintage, geometry, longitude, latitude FROM area
WHERE level IN ('lsoa', 'ward', 'district', 'partnership', 'force')
    AND regexp_full_match(area_code, '[EWSNK][0-9]{8}')""",
    "area_link": """
SELECT from_code, to_code, kind, weight FROM area_link
WHERE regexp_full_match(from_code || to_code, '[EWSNK][0-9]{8}[EWSNK][0-9]{8}')""",
    "area_link_origin": """
SELECT kind, from_code, to_code, origin FROM area_link_origin
WHERE regexp_full_match(from_code || to_code, '[EWSNK][0-9]{8}[EWSNK][0-9]{8}')""",
    "area_common": """
SELECT area_code, common_code FROM area_common
WHERE regexp_full_match(area_code || common_code, '[EWSNK][0-9]{8}[EWSNK][0-9]{8}')""",
    "outline": "SELECT area_code, geojson FROM outline WHERE regexp_full_match(area_code, '[EWSNK][0-9]{8}')",
    "population": """
SELECT area_code, year, persons, households FROM population WHERE regexp_full_match(area_code, '[EWSNK][0-9]{8}')""",
    "common_population": """
SELECT area_code, year, persons, households FROM common_population
WHERE regexp_full_match(area_code, '[EWSNK][0-9]{8}')""",
    "completeness": """
SELECT force, month, sign, found, expected, detail FROM completeness
WHERE regexp_full_match(force, '[a-z]+(-[a-z]+)*') ORDER BY ALL""",
    # Only rows of the police's own monthly files: what a partner counted is never among them.
    "monthly": """
SELECT CASE WHEN area.level = 'district' THEN area.area_code ELSE area.parent_code END AS district_code,
    coalesce(area_common.common_code, code.term) AS common_code, code.term AS area_code, counted.month,
    category.term AS category, CAST(sum(counted.n) AS BIGINT) AS n
FROM (
    SELECT load_id, area_id, month, category_id, count(*) AS n FROM incident_row GROUP BY ALL
    UNION ALL
    SELECT load_id, area_id, month, category_id, n FROM counted_cell
) AS counted
JOIN ledger ON ledger.load_id = counted.load_id AND ledger.kind = 'street'
JOIN term AS category ON category.term_id = counted.category_id
LEFT JOIN term AS code ON code.term_id = counted.area_id
    AND regexp_full_match(code.term, '[EWSNK][0-9]{8}')
LEFT JOIN area ON area.area_code = code.term AND area.level IN ('lsoa', 'ward', 'district')
LEFT JOIN area_common ON area_common.area_code = code.term
GROUP BY ALL ORDER BY ALL""",
}
INTO = {
    "area": "INSERT INTO area SELECT * FROM incoming",
    "area_link": "INSERT INTO area_link SELECT * FROM incoming",
    "area_link_origin": "INSERT INTO area_link_origin SELECT * FROM incoming",
    "area_common": "INSERT INTO area_common SELECT * FROM incoming",
    "outline": "INSERT INTO outline SELECT * FROM incoming",
    "population": "INSERT INTO population SELECT * FROM incoming",
    "common_population": "INSERT INTO common_population SELECT * FROM incoming",
    "completeness": "INSERT INTO completeness SELECT * FROM incoming",
    "monthly": "INSERT INTO monthly SELECT * FROM incoming",
    "observation": "INSERT INTO observation SELECT * FROM incoming",
    "survey_answer": "INSERT INTO survey_answer SELECT * FROM incoming",
    "survey_wave": "INSERT INTO survey_wave SELECT * FROM incoming",
    "protected_cell": "INSERT INTO protected_cell SELECT * FROM incoming",
    "hidden_cell": "INSERT INTO hidden_cell SELECT * FROM incoming",
    "ledger": "INSERT INTO ledger SELECT * FROM incoming",
}

# Of the files of partners even the number of rows is a count that is not public.
STREET_FILES = """
SELECT source, force, month, sha256, rows_read, rows_kept, rows_rejected, loaded_at FROM ledger
WHERE kind = 'street' AND replaced_by IS NULL ORDER BY force, month"""
FORCE = re.compile(r"[a-z]+(-[a-z]+)*")
LEDGER = pa.schema(
    [("load_id", pa.int32()), ("source", pa.string()), ("kind", pa.string()), ("force", pa.string()),
     ("month", pa.date32()), ("file_name", pa.string()), ("sha256", pa.string()), ("rows_read", pa.int64()),
     ("rows_kept", pa.int64()), ("rows_rejected", pa.int64()), ("loaded_at", pa.timestamp("us")),
     ("status", pa.string()), ("rows_added", pa.int64()), ("rows_removed", pa.int64()), ("rows_changed", pa.int64()),
     ("replaced_by", pa.int32()), ("notes", pa.list_(pa.string()))]
)  # fmt: skip


def insert(con: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    """Put rows into one of the public tables."""
    con.register("incoming", rows)
    con.execute(INTO[table])
    con.unregister("incoming")


def copy_open(con: duckdb.DuckDBPyConnection, store: Store) -> None:
    """Copy what is open already from the partnership's store into the public one that `con` is building."""
    for table, sql in TABLES.items():
        insert(con, table, store.table(sql))
    lines = [ledger_line(number, row) for number, row in enumerate(store.rows(STREET_FILES), start=1)]
    insert(con, "ledger", pa.Table.from_pylist(lines, LEDGER))


def ledger_line(number: int, row: tuple[str, str, date, str, int, int, int, datetime]) -> dict[str, Any]:
    """Return the public line of a police.uk month: its name is made from force and month, notes are left out."""
    source, force, month, sha256, read, kept, rejected, loaded = row
    slug = force if force and FORCE.fullmatch(force) else "force"
    return {
        "load_id": number, "source": source, "kind": "street", "force": slug, "month": month,
        "file_name": f"{month:%Y-%m}-{slug}-street.csv", "sha256": sha256, "rows_read": read, "rows_kept": kept,
        "rows_rejected": rejected, "loaded_at": loaded, "status": "loaded", "rows_added": kept, "rows_removed": 0,
        "rows_changed": 0, "replaced_by": None, "notes": [],
    }  # fmt: skip
