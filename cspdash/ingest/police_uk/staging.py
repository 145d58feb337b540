"""One file's rows, judged and typed, into the temporary table `incoming`."""

from dataclasses import dataclass
from datetime import date

import duckdb
import pyarrow as pa

from cspdash.ingest.reading import Reject, Rows, Text

CREATE = """
CREATE TEMP TABLE incoming (
    load_id INTEGER, line BIGINT, kind VARCHAR, force VARCHAR, month DATE, crime_id VARCHAR, category VARCHAR,
    outcome VARCHAR, longitude DOUBLE, latitude DOUBLE, location VARCHAR, area_code VARCHAR, area_name VARCHAR,
    reported_by VARCHAR
)"""

# Great Britain and Northern Ireland with their coasts; a point outside, swapped or at (0, 0) is no location.
JUDGE = """
CREATE OR REPLACE TEMP TABLE judged AS
SELECT line, nullif("Crime ID", '') AS crime_id, "Reported by" AS reported_by,
    CASE WHEN usable THEN east END AS longitude, CASE WHEN usable THEN north END AS latitude,
    ("Longitude" <> '' OR "Latitude" <> '') AND NOT usable AS unusable_point,
    nullif("Location", '') AS location, nullif("LSOA code", '') AS area_code, nullif("LSOA name", '') AS area_name,
    category, outcome,
    CASE
        WHEN NOT regexp_full_match("Month", '(19|20)[0-9]{2}-(0[1-9]|1[0-2])')
            THEN 'Month is not a month written YYYY-MM'
        WHEN "Month" <> $month THEN 'Month is not the month of the file'
        WHEN category IS NULL AND outcome IS NULL THEN 'no crime type or outcome type'
        WHEN $kind = 'street' AND category IS NULL THEN 'no crime type'
    END AS reason
FROM (
    SELECT *, try_cast("Longitude" AS DOUBLE) AS east, try_cast("Latitude" AS DOUBLE) AS north,
        coalesce(east BETWEEN -9 AND 2.5 AND north BETWEEN 49 AND 61.5, FALSE) AS usable,
        CASE WHEN $kind = 'street' THEN nullif("Crime type", '') END AS category,
        nullif(CASE WHEN $kind = 'street' THEN "Last outcome category" ELSE "Outcome type" END, '') AS outcome
    FROM arrived
)"""

KEEP = """
INSERT INTO incoming
SELECT $load_id, line, $kind, $force, $month, crime_id, category, outcome, longitude, latitude, location, area_code,
    area_name, reported_by
FROM judged WHERE reason IS NULL"""

# LSOA codes run to E01035762 and W01002040 in the 2021 census geography.
COUNT = """
SELECT count(*) FILTER (reason IS NULL),
    count(*) FILTER (reason IS NULL AND longitude IS NULL),
    count(*) FILTER (reason IS NULL AND unusable_point),
    count(*) FILTER (reason IS NULL AND area_code IS NULL),
    count(*) FILTER (reason IS NULL AND area_code IS NOT NULL
        AND NOT (length(area_code) = 9 AND (area_code BETWEEN 'E01000001' AND 'E01035762'
            OR area_code BETWEEN 'W01000001' AND 'W01002040'))),
    count(*) FILTER (reason IS NULL AND category IS NOT NULL AND NOT list_contains($known, category)),
    count(crime_id) FILTER (reason IS NULL AND category IS NOT NULL)
        - count(DISTINCT crime_id) FILTER (reason IS NULL AND category IS NOT NULL)
FROM judged"""
COUNTED = (
    "kept",
    "no_location",
    "unusable_point",
    "no_area",
    "unmapped_area",
    "unmapped_category",
    "repeated_crime_id",
)


@dataclass(frozen=True, slots=True)
class Key:
    """What a file is: a later file with the same key replaces it."""

    force: str
    month: date
    kind: str


def stage(
    con: duckdb.DuckDBPyConnection, text: Text, rows: Rows, key: Key, load_id: int, known: list[str]
) -> tuple[dict[str, int], list[Reject]]:
    """Put a file's good rows into `incoming`; return what was counted and every reject with its raw line."""
    table = rows.table
    for absent in {"Crime type", "Last outcome category", "Outcome type"} - set(table.column_names):
        table = table.append_column(absent, pa.nulls(table.num_rows, pa.string()))
    con.register("arrived", table)
    con.execute(JUDGE, {"month": f"{key.month:%Y-%m}", "kind": key.kind})
    con.unregister("arrived")
    con.execute(KEEP, {"load_id": load_id, "kind": key.kind, "force": key.force, "month": key.month})
    counts = con.execute(COUNT, {"known": known}).fetchall()[0]
    judged = con.execute("SELECT line, reason FROM judged WHERE reason IS NOT NULL").fetchall()
    lines = text.data.split(b"\n") if judged else []
    late = [(line, reason, lines[line - 1].decode().rstrip("\r")) for line, reason in judged]
    return dict(zip(COUNTED, counts, strict=True)), sorted(rows.rejects + late)


def quarantine(con: duckdb.DuckDBPyConnection, load_id: int, rejects: list[Reject]) -> None:
    """Write a file's rejects into `reject`, each with line, reason and raw text."""
    if not rejects:
        return
    lines, reasons, raws = (list(column) for column in zip(*rejects, strict=True))
    con.register("rejected", pa.table({"line": lines, "reason": reasons, "raw": raws}))
    con.execute("INSERT INTO reject SELECT $load_id, line, reason, raw FROM rejected", {"load_id": load_id})
    con.unregister("rejected")
