"""What a month that comes again changes in the one that it replaces: rows added, removed, changed."""

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cspdash.ingest.police_uk.judging import Columns

# Rows that both loads have, equal in everything, cancel out as often as both have them (ASB rows repeat
# legitimately). Of the rest, one that went and one that came under the same Crime ID are one changed row.
DIFFERENCE = """
WITH both_loads AS (
    SELECT -1 AS side, crime_id, category, outcome, longitude, latitude, location, area_code, reported_by
    FROM incident WHERE load_id = $old AND $kind = 'street'
    UNION ALL
    SELECT -1, crime_id, NULL, outcome, longitude, latitude, location, area_code, reported_by
    FROM outcome WHERE load_id = $old AND $kind = 'outcomes'
    UNION ALL
    SELECT 1, crime_id, category, outcome, longitude, latitude, location, area_code, reported_by
    FROM incoming
), unequal AS (
    SELECT crime_id, sum(side) AS surplus FROM both_loads
    GROUP BY crime_id, category, outcome, longitude, latitude, location, area_code, reported_by
), by_crime AS (
    SELECT coalesce(sum(surplus) FILTER (surplus > 0), 0) AS came,
        coalesce(-sum(surplus) FILTER (surplus < 0), 0) AS went,
        CASE WHEN crime_id IS NULL THEN 0 ELSE least(came, went) END AS changed
    FROM unequal GROUP BY crime_id
)
SELECT CAST(coalesce(sum(came - changed), 0) AS BIGINT), CAST(coalesce(sum(went - changed), 0) AS BIGINT),
    CAST(coalesce(sum(changed), 0) AS BIGINT)
FROM by_crime"""


def difference(con: duckdb.DuckDBPyConnection, old: int, kept: Columns, kind: str) -> tuple[int, int, int]:
    """Return how many rows a file adds to, removes from and changes in the load it replaces."""
    con.register("incoming", as_texts(kept))
    added, removed, changed = con.execute(DIFFERENCE, {"old": old, "kind": kind}).fetchall()[0]
    con.unregister("incoming")
    return added, removed, changed


def as_texts(kept: Columns) -> pa.Table:
    """Return a file's rows as texts and points, null where there is none."""
    rows = len(kept.line)
    table = {"crime_id": kept.crime_id}
    for name in ("category", "outcome", "location", "area_code", "reported_by"):
        found = kept.texts.get(name)
        table[name] = (
            pa.array(found.values, pa.string()).take(pa.array(found.codes)) if found else pa.array([""] * rows)
        )
    texts = {name: pc.if_else(pc.equal(column, ""), None, column) for name, column in table.items()}
    points = {"longitude": kept.longitude, "latitude": kept.latitude}
    return pa.table(texts | {name: pa.array(found, mask=np.isnan(found)) for name, found in points.items()})
