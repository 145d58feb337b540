"""The rows behind a number: the incidents themselves, filtered as the number was counted.

Texts become ids first, so that the large table is read once by small numbers: rows lie ordered by force, district,
area and month, and whatever a filter cannot hold is skipped block by block.
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from cspdash.store.connection import Store

NOT_RECORDED = -1

AREAS_IN_DISTRICTS = """
SELECT code.term_id FROM area JOIN term AS code ON code.term = area.area_code
WHERE area.level IN ('lsoa', 'ward', 'district')
    AND list_contains($districts, CASE WHEN area.level = 'district' THEN area.area_code ELSE area.parent_code END)"""

# As queries.common_monthly counts: the rows of every code of a common area, within the districts asked for.
AREAS_IN_COMMON = """
SELECT code.term_id FROM area JOIN term AS code ON code.term = area.area_code
LEFT JOIN area_common ON area_common.area_code = area.area_code
WHERE list_contains($common, coalesce(area_common.common_code, area.area_code)) AND area.level = 'lsoa'
    AND list_contains($districts, area.parent_code)"""

MEMBERS = "SELECT common_code FROM custom_member WHERE area_code = $area_code ORDER BY common_code"
TERMS = "SELECT term_id, term FROM term WHERE list_contains($texts, term)"
STREETS = "SELECT term_id FROM term WHERE contains(lower(term), lower($text))"
# Of the districts that are known, whose rows lie together: what else a store holds is not read.
OUTCOMES = """
SELECT term.term FROM term WHERE term.term_id IN (
    SELECT outcome_id FROM incident_row
    WHERE area_id IN (SELECT area_id FROM monthly_place WHERE district_code IS NOT NULL)
) ORDER BY term.term"""
CATEGORIES = """
SELECT term.term FROM term WHERE term.term_id IN (
    SELECT category_id FROM incident_row
    WHERE area_id IN (SELECT area_id FROM monthly_place WHERE district_code IS NOT NULL)
) ORDER BY term.term"""

BY_MONTH = """
SELECT month, load_id, count(*) AS n, count(longitude) AS placed FROM incident_row
WHERE month BETWEEN $first AND $last
    AND ($months IS NULL OR month IN (SELECT unnest(CAST($months AS DATE[]))))
    AND ($own IS NOT NULL OR area_id IN (SELECT unnest(CAST($areas AS INTEGER[]))))
    AND ($own IS NULL OR (longitude, latitude) IN (
        SELECT (longitude, latitude) FROM custom_point WHERE area_code = $own))
    AND ($categories IS NULL OR category_id IN (SELECT unnest(CAST($categories AS INTEGER[]))))
    AND ($outcome IS NULL OR outcome_id IS NOT DISTINCT FROM nullif($outcome, -1))
    AND ($streets IS NULL OR location_id IN (SELECT unnest(CAST($streets AS INTEGER[]))))
GROUP BY month, load_id ORDER BY month, load_id"""

BY_POINT = """
WITH point AS (
    SELECT longitude, latitude, count(*) AS n, min(location_id) AS location_id FROM incident_row
    WHERE month BETWEEN $first AND $last AND longitude IS NOT NULL
        AND ($months IS NULL OR month IN (SELECT unnest(CAST($months AS DATE[]))))
        AND ($own IS NOT NULL OR area_id IN (SELECT unnest(CAST($areas AS INTEGER[]))))
        AND ($own IS NULL OR (longitude, latitude) IN (
            SELECT (longitude, latitude) FROM custom_point WHERE area_code = $own))
        AND ($categories IS NULL OR category_id IN (SELECT unnest(CAST($categories AS INTEGER[]))))
        AND ($outcome IS NULL OR outcome_id IS NOT DISTINCT FROM nullif($outcome, -1))
        AND ($streets IS NULL OR location_id IN (SELECT unnest(CAST($streets AS INTEGER[]))))
    GROUP BY longitude, latitude
)
SELECT point.longitude, point.latitude, location.term AS location, point.n, count(*) OVER () AS points
FROM point LEFT JOIN term AS location ON location.term_id = point.location_id
ORDER BY point.n DESC, point.longitude, point.latitude LIMIT $most"""

# Filtered, put in order and cut first; only what is left is given its texts.
ROWS = """
WITH chosen AS (
    SELECT * FROM incident_row
    WHERE month BETWEEN $first AND $last
        AND ($months IS NULL OR month IN (SELECT unnest(CAST($months AS DATE[]))))
        AND ($own IS NOT NULL OR area_id IN (SELECT unnest(CAST($areas AS INTEGER[]))))
        AND ($own IS NULL OR (longitude, latitude) IN (
            SELECT (longitude, latitude) FROM custom_point WHERE area_code = $own))
        AND ($categories IS NULL OR category_id IN (SELECT unnest(CAST($categories AS INTEGER[]))))
        AND ($outcome IS NULL OR outcome_id IS NOT DISTINCT FROM nullif($outcome, -1))
        AND ($streets IS NULL OR location_id IN (SELECT unnest(CAST($streets AS INTEGER[]))))
    ORDER BY month DESC, load_id, line LIMIT $most OFFSET $skipped
)
SELECT chosen.month, category.term AS category, outcome.term AS outcome, location.term AS location,
    code.term AS area_code, chosen.longitude, chosen.latitude, chosen.occurred_from, chosen.occurred_to,
    reporter.term AS reported_by, ledger.source, ledger.file_name, chosen.load_id, chosen.line
FROM chosen JOIN ledger ON ledger.load_id = chosen.load_id
JOIN term AS category ON category.term_id = chosen.category_id
LEFT JOIN term AS outcome ON outcome.term_id = chosen.outcome_id
LEFT JOIN term AS location ON location.term_id = chosen.location_id
LEFT JOIN term AS code ON code.term_id = chosen.area_id
LEFT JOIN term AS reporter ON reporter.term_id = chosen.reported_by_id
ORDER BY chosen.month DESC, chosen.load_id, chosen.line"""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which incidents: in months `first` to `last`, of them only `months` unless None; ids as the store has them.

    `own` is an own area whose map points decide, else the area ids of `areas` do. None is no filter.
    """

    first: date
    last: date
    months: tuple[date, ...] | None
    areas: tuple[int, ...]
    own: str | None
    categories: tuple[int, ...] | None
    outcome: int | None
    streets: tuple[int, ...] | None

    def parameters(self) -> dict[str, Any]:
        """Return the values to bind, tuples as lists."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}


@dataclass(frozen=True, slots=True)
class Incident:
    """One row as it was loaded: texts as recorded, None where the file had none."""

    month: date
    category: str
    outcome: str | None
    location: str | None
    area_code: str | None
    longitude: float | None
    latitude: float | None
    occurred_from: datetime | None
    occurred_to: datetime | None
    reported_by: str | None
    source: str
    file_name: str
    load_id: int
    line: int


def area_ids(store: Store, districts: list[str]) -> tuple[int, ...]:
    """Return the ids of every code that counts in some districts: their localities, wards and the districts."""
    return _ids(store.rows(AREAS_IN_DISTRICTS, districts=districts))


def common_area_ids(store: Store, common: list[str], districts: list[str]) -> tuple[int, ...]:
    """Return the ids of every code, of either census, that counts in some common areas of some districts."""
    return _ids(store.rows(AREAS_IN_COMMON, common=common, districts=districts))


def members(store: Store, area_code: str) -> list[str]:
    """Return the common areas that an own area is made of; none for one with an outline."""
    return [row[0] for row in store.rows(MEMBERS, area_code=area_code)]


def term_ids(store: Store, texts: list[str]) -> dict[str, int]:
    """Return the ids of some texts; a text that no row has is absent."""
    return {term: term_id for term_id, term in store.rows(TERMS, texts=texts)}


def street_ids(store: Store, text: str) -> tuple[int, ...]:
    """Return the ids of the texts that contain some words, whatever the case."""
    return _ids(store.rows(STREETS, text=text))


def _ids(rows: list[tuple[Any, ...]]) -> tuple[int, ...]:
    return tuple(sorted(row[0] for row in rows))


def outcomes(store: Store) -> list[str]:
    """Return every outcome that a row of a district that is known has, by name."""
    return [row[0] for row in store.rows(OUTCOMES)]


def categories(store: Store) -> list[str]:
    """Return every category that a row of a district that is known has, by name."""
    return [row[0] for row in store.rows(CATEGORIES)]


def by_month(store: Store, wanted: Filter) -> list[tuple[date, int, int, int]]:
    """Return (month, load_id, rows, rows with a map point) of the months and files that have rows."""
    return store.rows(BY_MONTH, **wanted.parameters())


def by_point(store: Store, wanted: Filter, most: int) -> list[tuple[float, float, str | None, int, int]]:
    """Return (longitude, latitude, location, rows, number of points) of at most `most` map points, most rows first."""
    return store.rows(BY_POINT, **wanted.parameters(), most=most)


def incidents(store: Store, wanted: Filter, most: int, skipped: int = 0) -> tuple[Incident, ...]:
    """Return at most `most` rows after the first `skipped`: newest month first, then by file and line."""
    rows = store.rows(ROWS, **wanted.parameters(), most=most, skipped=skipped)
    return tuple(Incident(*row) for row in rows)
