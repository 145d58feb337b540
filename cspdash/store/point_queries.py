"""Where and when events are recorded to the point and the hour: each SELECT beside the function that names its answer.

Rows are ordered by force, district, area and month, so that a district's events are read without the rest.
"""

from datetime import date, datetime
from typing import Any

from cspdash.store.connection import Store

# Numbers alone, of one table: planning a query that gives them their texts took longer than counting.
POINTS = """
SELECT longitude, latitude, location_id, area_id, month, count(*) AS n FROM incident_row
WHERE area_id IN (SELECT area_id FROM monthly_place WHERE list_contains($districts, district_code))
    AND category_id IN (SELECT category_id FROM monthly_category WHERE list_contains($categories, category))
    AND month BETWEEN $first AND $last
GROUP BY ALL"""
# An extract may know only the ward or the district: such an event is in the place and in no locality.
PLACES = """
SELECT held.area_id, coalesce(common.area_code, own.area_code) AS area_code,
    coalesce(common.area_name, own.area_name) AS area_name
FROM monthly_place AS held
JOIN area AS own ON own.area_code = held.area_code AND own.level IN ('lsoa', 'ward', 'district')
LEFT JOIN area AS common ON common.area_code = held.common_code AND common.level = 'lsoa'
WHERE list_contains($districts, held.district_code) ORDER BY held.area_id"""
LOCATIONS = "SELECT term_id, term FROM term WHERE term_id IN (SELECT unnest(CAST($ids AS INTEGER[])))"

NOWHERE = """
SELECT CAST(coalesce(sum(n), 0) AS BIGINT) FROM monthly
WHERE area_code IS NULL AND list_contains($categories, category) AND list_contains(CAST($months AS DATE[]), month)"""

MOMENTS = """
SELECT incident_row.occurred_from, incident_row.occurred_to, count(*) AS n
FROM incident_row
JOIN monthly_category AS kind ON kind.category_id = incident_row.category_id
JOIN monthly_place AS place ON place.area_id = incident_row.area_id
WHERE list_contains($categories, kind.category) AND list_contains(CAST($months AS DATE[]), incident_row.month)
    AND list_contains($districts, place.district_code)
GROUP BY ALL ORDER BY ALL"""

Where = tuple[float | None, float | None, str | None, str, str]
Point = tuple[float | None, float | None, str | None, str, str, list[date], int]
Moment = tuple[datetime | None, datetime | None, int]


def points(store: Store, districts: list[str], categories: list[str], months: list[date]) -> list[Point]:
    """Return the events of some districts, categories and months by where they are recorded, most first.

    Each is (longitude, latitude, location as recorded, code and name of the common area or of what is known of it,
    months with an event, events); longitude and latitude are None where no point is kept.
    """
    if not months:
        return []
    wanted = set(months)
    rows = store.rows(POINTS, districts=districts, categories=categories, first=min(months), last=max(months))
    place_of = {area_id: (code, name) for area_id, code, name in store.rows(PLACES, districts=districts)}
    ids = sorted({row[2] for row in rows if row[2] is not None})
    text_of = dict(store.rows(LOCATIONS, ids=ids))
    active: dict[Where, list[date]] = {}
    events: dict[Where, int] = {}
    for longitude, latitude, location_id, area_id, month, n in rows:
        if month in wanted:
            where = (longitude, latitude, text_of.get(location_id), *place_of[area_id])
            active.setdefault(where, []).append(month)
            events[where] = events.get(where, 0) + n
    found = [(*where, sorted(set(active[where])), n) for where, n in events.items()]
    return sorted(found, key=_most_first)


def _most_first(point: Point) -> tuple[Any, ...]:
    """Return what points are ordered by: most events, then location, area and place; what is not known comes last."""
    longitude, latitude, location, code, _, _, n = point
    return -n, location is None, location or "", code, longitude is None, longitude or 0.0, latitude or 0.0


def nowhere(store: Store, categories: list[str], months: list[date]) -> int:
    """Return the events of some categories and months that have no area at all, in any district."""
    return int(store.rows(NOWHERE, categories=categories, months=months)[0][0])


def moments(store: Store, districts: list[str], categories: list[str], months: list[date]) -> list[Moment]:
    """Return (occurred_from, occurred_to, events) of some districts, categories and months; None where not recorded.

    police.uk records months alone, so both are None for all its events.
    """
    return store.rows(MOMENTS, **_asked(districts, categories, months))


def _asked(districts: list[str], categories: list[str], months: list[date]) -> dict[str, Any]:
    return {"districts": districts, "categories": categories, "months": months}
