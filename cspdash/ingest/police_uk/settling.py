"""From `incoming` into the store: replace earlier loads of the same key and say what changed."""

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
SELECT load_id, sha256 FROM ledger
WHERE source = $source AND force = $force AND month = $month AND kind = $kind AND replaced_by IS NULL"""

# A row with a Crime ID is the same row when the ID is (the k-th of several by content); one without is
# the same only when its whole content is, for ASB rows repeat legitimately.
DIFFERENCE = """
WITH earlier AS (
    SELECT crime_id, concat_ws('|', category, outcome, longitude, latitude, location, area_code, reported_by) AS content
    FROM incident WHERE load_id = $old AND $kind = 'street'
    UNION ALL
    SELECT crime_id, concat_ws('|', NULL, outcome, longitude, latitude, location, area_code, reported_by)
    FROM outcome WHERE load_id = $old AND $kind = 'outcomes'
), later AS (
    SELECT crime_id, concat_ws('|', category, outcome, longitude, latitude, location, area_code, reported_by) AS content
    FROM incoming WHERE load_id = $new
), paired AS (
    SELECT earlier.content AS was, later.content AS is_now
    FROM (
        SELECT coalesce(crime_id, content) AS same, content,
            row_number() OVER (PARTITION BY coalesce(crime_id, content) ORDER BY content) AS k FROM earlier
    ) AS earlier
    FULL JOIN (
        SELECT coalesce(crime_id, content) AS same, content,
            row_number() OVER (PARTITION BY coalesce(crime_id, content) ORDER BY content) AS k FROM later
    ) AS later ON later.same = earlier.same AND later.k = earlier.k
)
SELECT count(*) FILTER (was IS NULL), count(*) FILTER (is_now IS NULL), count(*) FILTER (was <> is_now) FROM paired"""


def earlier_load(con: duckdb.DuckDBPyConnection, source: str, key: Key) -> tuple[int, str] | None:
    """Return (load_id, sha256) of the load that a file with this key would replace, or None."""
    found = con.execute(
        FIND_EARLIER, {"source": source, "force": key.force, "month": key.month, "kind": key.kind}
    ).fetchall()
    return (found[0][0], found[0][1]) if found else None


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
