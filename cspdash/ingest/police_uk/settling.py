"""From `incoming` into the store: replace earlier loads of the same key and say what changed."""

from dataclasses import dataclass

import duckdb

from cspdash.ingest.police_uk.staging import Key

INTERN = """
INSERT INTO term
SELECT (SELECT coalesce(max(term_id), 0) FROM term) + row_number() OVER (ORDER BY term), term
FROM (
    SELECT category AS term FROM incoming UNION SELECT outcome FROM incoming UNION SELECT location FROM incoming
    UNION SELECT area_code FROM incoming UNION SELECT reported_by FROM incoming UNION SELECT force FROM incoming
) AS found
WHERE term IS NOT NULL AND term NOT IN (SELECT term FROM term)"""

SEE_AREAS = """
INSERT INTO area_seen
SELECT area_code, max(area_name) FROM incoming
WHERE area_code IS NOT NULL AND area_name IS NOT NULL AND area_code NOT IN (SELECT area_code FROM area_seen)
GROUP BY area_code"""

ADD_INCIDENTS = """
INSERT INTO incident_row
SELECT force.term_id, area.term_id, month, category.term_id, outcome.term_id, longitude, latitude, location.term_id,
    NULL, NULL, reporter.term_id, load_id, line
FROM incoming
JOIN term AS force ON force.term = incoming.force
JOIN term AS category ON category.term = incoming.category
LEFT JOIN term AS area ON area.term = incoming.area_code
LEFT JOIN term AS outcome ON outcome.term = incoming.outcome
LEFT JOIN term AS location ON location.term = incoming.location
LEFT JOIN term AS reporter ON reporter.term = incoming.reported_by
WHERE kind = 'street'"""

ADD_IDENTIFIERS = """
INSERT INTO incident_identifier
SELECT load_id, line, crime_id FROM incoming WHERE kind = 'street' AND crime_id IS NOT NULL ORDER BY load_id, line"""

ADD_OUTCOMES = """
INSERT INTO outcome_row
SELECT force.term_id, crime_id, month, outcome.term_id, longitude, latitude, location.term_id, area.term_id,
    reporter.term_id, load_id, line
FROM incoming
JOIN term AS force ON force.term = incoming.force
JOIN term AS outcome ON outcome.term = incoming.outcome
LEFT JOIN term AS area ON area.term = incoming.area_code
LEFT JOIN term AS location ON location.term = incoming.location
LEFT JOIN term AS reporter ON reporter.term = incoming.reported_by
WHERE kind = 'outcomes'
ORDER BY load_id, line"""

FIND_EARLIER = """
SELECT load_id, sha256, rows_read, rows_kept FROM ledger
WHERE source = $source AND force = $force AND month = $month AND kind = $kind AND replaced_by IS NULL"""

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
    FROM incoming WHERE load_id = $new
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


@dataclass(frozen=True, slots=True)
class Earlier:
    """A load that a file with the same key would replace."""

    load_id: int
    sha256: str
    rows_read: int
    rows_kept: int


def earlier_load(con: duckdb.DuckDBPyConnection, source: str, key: Key) -> Earlier | None:
    """Return the load that a file with this key would replace, or None."""
    found = con.execute(
        FIND_EARLIER, {"source": source, "force": key.force, "month": key.month, "kind": key.kind}
    ).fetchall()
    return Earlier(*found[0]) if found else None


def difference(con: duckdb.DuckDBPyConnection, old: int, new: int, kind: str) -> tuple[int, int, int]:
    """Return how many rows a staged load adds to, removes from and changes in the load it replaces."""
    added, removed, changed = con.execute(DIFFERENCE, {"old": old, "new": new, "kind": kind}).fetchall()[0]
    return added, removed, changed


def settle(con: duckdb.DuckDBPyConnection) -> None:
    """Move everything staged into the store's tables and empty `incoming`."""
    for statement in (INTERN, SEE_AREAS, ADD_INCIDENTS, ADD_IDENTIFIERS, ADD_OUTCOMES):
        con.execute(statement)
    con.execute("DELETE FROM incoming")


def remove_rows(con: duckdb.DuckDBPyConnection, loads: list[int]) -> None:
    """Remove the rows of loads that were replaced; their ledger lines and rejects stay."""
    for statement in (
        "DELETE FROM incident_row WHERE list_contains($loads, load_id)",
        "DELETE FROM incident_identifier WHERE list_contains($loads, load_id)",
        "DELETE FROM outcome_row WHERE list_contains($loads, load_id)",
    ):
        con.execute(statement, {"loads": loads})
