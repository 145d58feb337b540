"""A partner's events into the store: replace the months that the extract covers, and say what changed.

All of it reads the events from the registered table `event` (see `__init__.as_table`).
"""

from dataclasses import dataclass
from datetime import date

import duckdb

FIND_SAME = """
SELECT max(load_id) FROM ledger
WHERE kind = 'incidents' AND source = $source AND sha256 = $sha256 AND replaced_by IS NULL"""

HELD_OF = "SELECT category, month FROM coverage WHERE load_id = $load_id AND replaced_by IS NULL ORDER BY ALL"

# Events that are equal in everything cancel out as often as both have them; of the rest, one that went and one that
# came under the same identifier are one changed event.
DIFFERENCE = """
WITH both_loads AS (
    SELECT -1 AS side, crime_id, category, occurred_from, occurred_to, outcome, longitude, latitude, location, area_code
    FROM incident WHERE source = $source AND month BETWEEN $first AND $last
        AND load_id IN (SELECT load_id FROM ledger WHERE kind = 'incidents')
    UNION ALL
    SELECT 1, crime_id, category, occurred_from, occurred_to, outcome, longitude, latitude, location, area_code
    FROM event
), unequal AS (
    SELECT crime_id, sum(side) AS surplus FROM both_loads
    GROUP BY crime_id, category, occurred_from, occurred_to, outcome, longitude, latitude, location, area_code
), by_event AS (
    SELECT coalesce(sum(surplus) FILTER (surplus > 0), 0) AS came,
        coalesce(-sum(surplus) FILTER (surplus < 0), 0) AS went,
        CASE WHEN crime_id IS NULL THEN 0 ELSE least(came, went) END AS changed
    FROM unequal GROUP BY crime_id
)
SELECT CAST(coalesce(sum(came - changed), 0) AS BIGINT), CAST(coalesce(sum(went - changed), 0) AS BIGINT),
    CAST(coalesce(sum(changed), 0) AS BIGINT)
FROM by_event"""

LIVE = """
SELECT DISTINCT coverage.load_id
FROM coverage JOIN ledger ON ledger.load_id = coverage.load_id AND ledger.source = $source
WHERE coverage.replaced_by IS NULL AND coverage.month BETWEEN $first AND $last ORDER BY ALL"""

# In this order: identifiers are found by their rows, loads by what is left of their months.
FORGET = (
    """
DELETE FROM incident_identifier_text AS held USING incident_row
WHERE list_contains($loads, incident_row.load_id) AND incident_row.month BETWEEN $first AND $last
    AND held.load_id = incident_row.load_id AND held.line = incident_row.line""",
    "DELETE FROM incident_row WHERE list_contains($loads, load_id) AND month BETWEEN $first AND $last",
    """
UPDATE coverage SET replaced_by = $new
WHERE list_contains($loads, load_id) AND month BETWEEN $first AND $last AND replaced_by IS NULL""",
)
FORGET_LOADS = """
UPDATE ledger SET replaced_by = $new
WHERE list_contains($loads, load_id)
    AND load_id NOT IN (SELECT load_id FROM coverage WHERE replaced_by IS NULL)"""

INTERN = """
INSERT INTO term
SELECT (SELECT coalesce(max(term_id), 0) FROM term) + row_number() OVER (ORDER BY term), term
FROM (
    SELECT category AS term FROM event UNION SELECT outcome FROM event UNION SELECT location FROM event
    UNION SELECT area_code FROM event UNION SELECT $source UNION SELECT $publisher
) AS found
WHERE term IS NOT NULL AND term NOT IN (SELECT term FROM term)"""

ADD_ROWS = """
INSERT INTO incident_row
SELECT source.term_id, area.term_id, event.month, category.term_id, outcome.term_id, event.longitude, event.latitude,
    location.term_id, event.occurred_from, event.occurred_to, publisher.term_id, $new, event.line
FROM event
JOIN term AS source ON source.term = $source
JOIN term AS publisher ON publisher.term = $publisher
JOIN term AS category ON category.term = event.category
LEFT JOIN term AS area ON area.term = event.area_code
LEFT JOIN term AS outcome ON outcome.term = event.outcome
LEFT JOIN term AS location ON location.term = event.location"""

ADD_IDENTIFIERS = """
INSERT INTO incident_identifier_text SELECT $new, line, crime_id FROM event WHERE crime_id IS NOT NULL ORDER BY line"""

COVER = """
INSERT INTO coverage
SELECT $new, asked.category, asked.month, count(event.line), NULL
FROM (SELECT unnest($categories) AS category, month FROM (SELECT unnest(CAST($months AS DATE[])) AS month)) AS asked
LEFT JOIN event ON event.category = asked.category AND event.month = asked.month
GROUP BY asked.category, asked.month ORDER BY ALL"""


@dataclass(frozen=True, slots=True)
class Extract:
    """What an extract covers: its source, every category that it can have, every month from its first to its last."""

    source: str
    publisher: str
    categories: tuple[str, ...]
    months: tuple[date, ...]

    @property
    def span(self) -> dict[str, object]:
        """Return source, first and last month as a query's parameters."""
        return {"source": self.source, "first": self.months[0], "last": self.months[-1]}


def difference(con: duckdb.DuckDBPyConnection, extract: Extract) -> tuple[int, int, int]:
    """Return how many events the extract adds to, removes from and changes in the months that it covers."""
    added, removed, changed = con.execute(DIFFERENCE, extract.span).fetchall()[0]
    return added, removed, changed


def is_held(con: duckdb.DuckDBPyConnection, extract: Extract, sha256: str) -> bool:
    """Tell whether the same file is held and still stands for every category and month that the extract covers."""
    same = con.execute(FIND_SAME, {"source": extract.source, "sha256": sha256}).fetchall()[0][0]
    held = con.execute(HELD_OF, {"load_id": same}).fetchall()
    return held == sorted((category, month) for category in extract.categories for month in extract.months)


def loads_to_replace(con: duckdb.DuckDBPyConnection, extract: Extract) -> list[int]:
    """Return the loads of the same source that cover any of the extract's months."""
    return [row[0] for row in con.execute(LIVE, extract.span).fetchall()]


def settle(con: duckdb.DuckDBPyConnection, extract: Extract, new: int, replaced: list[int]) -> None:
    """Take the months out of the loads that are replaced, and put the extract's events in their place."""
    months = {"loads": replaced, "first": extract.months[0], "last": extract.months[-1]}
    for statement in FORGET:
        con.execute(statement, months | ({"new": new} if "$new" in statement else {}))
    con.execute(FORGET_LOADS, {"loads": replaced, "new": new})
    named = {"source": extract.source, "publisher": extract.publisher}
    con.execute(INTERN, named)
    con.execute(ADD_ROWS, named | {"new": new})
    con.execute(ADD_IDENTIFIERS, {"new": new})
    con.execute(COVER, {"new": new, "categories": list(extract.categories), "months": list(extract.months)})
