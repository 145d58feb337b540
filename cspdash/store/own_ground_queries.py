"""What areas that the partnership drew itself share with others: the localities and the map points of their events."""

from cspdash.store.connection import Store

# A locality belongs to an outline when an event of its own lies at one of the outline's map points.
LOCALITIES = """
SELECT area_code, common_code FROM custom_member WHERE list_contains($codes, area_code)
UNION
SELECT custom_point.area_code, area_common.common_code
FROM custom_point
JOIN incident_row
    ON incident_row.longitude = custom_point.longitude AND incident_row.latitude = custom_point.latitude
JOIN term ON term.term_id = incident_row.area_id
JOIN area_common ON area_common.area_code = term.term
WHERE list_contains($codes, custom_point.area_code)
ORDER BY ALL"""

POINTS = """
SELECT area_code, longitude, latitude FROM custom_point WHERE list_contains($codes, area_code) ORDER BY ALL"""


def localities(store: Store, codes: list[str]) -> dict[str, list[str]]:
    """Return, for each own area, the localities (common areas) that it lists or whose events lie in its outline."""
    found: dict[str, list[str]] = {}
    for code, common in store.rows(LOCALITIES, codes=codes):
        found.setdefault(code, []).append(common)
    return found


def points(store: Store, codes: list[str]) -> dict[str, list[tuple[float, float]]]:
    """Return, for each own area with an outline, the map points inside it."""
    found: dict[str, list[tuple[float, float]]] = {}
    for code, longitude, latitude in store.rows(POINTS, codes=codes):
        found.setdefault(code, []).append((longitude, latitude))
    return found
