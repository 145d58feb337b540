"""Where and when events are recorded to the point and the hour: each SELECT beside the function that names its answer.

Rows are ordered by force, district, area and month, so that a district's events are read without the rest.
"""

from datetime import date, datetime
from typing import Any

from cspdash.store.connection import Store

# Counted by numbers first; only what is left is given its texts. An extract may know only the ward or the district:
# such an event is in the place and in no locality.
POINTS = """
SELECT counted.longitude, counted.latitude, location.term AS location, counted.area_code, counted.area_name,
    counted.active, counted.n
FROM (
    SELECT incident_row.longitude, incident_row.latitude, incident_row.location_id, place.area_code, place.area_name,
        list(DISTINCT incident_row.month) AS active, count(*) AS n
    FROM incident_row
    JOIN monthly_category AS kind ON kind.category_id = incident_row.category_id
    JOIN (
        SELECT held.area_id, coalesce(common.area_code, own.area_code) AS area_code,
            coalesce(common.area_name, own.area_name) AS area_name
        FROM monthly_place AS held
        JOIN area AS own ON own.area_code = held.area_code AND own.level IN ('lsoa', 'ward', 'district')
        LEFT JOIN area AS common ON common.area_code = held.common_code AND common.level = 'lsoa'
        WHERE list_contains($districts, held.district_code)
    ) AS place ON place.area_id = incident_row.area_id
    WHERE list_contains($categories, kind.category) AND list_contains(CAST($months AS DATE[]), incident_row.month)
    GROUP BY ALL
) AS counted
LEFT JOIN term AS location ON location.term_id = counted.location_id
ORDER BY n DESC, location NULLS LAST, area_code, longitude, latitude"""

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

Point = tuple[float | None, float | None, str | None, str, str, list[date], int]
Moment = tuple[datetime | None, datetime | None, int]


def points(store: Store, districts: list[str], categories: list[str], months: list[date]) -> list[Point]:
    """Return the events of some districts, categories and months by where they are recorded, most first.

    Each is (longitude, latitude, location as recorded, code and name of the common area or of what is known of it,
    months with an event, events); longitude and latitude are None where no point is kept.
    """
    return store.rows(POINTS, **_asked(districts, categories, months))


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
