"""The questions put to a store: each SELECT beside the function that names what it returns."""

from datetime import date
from typing import Any

from cspdash.store import counts
from cspdash.store.connection import Store

AREAS = """
SELECT area_code, area_name, level, parent_code, vintage FROM area
WHERE list_contains($levels, level) ORDER BY area_name, area_code"""

DISTRICTS_WITHIN = """
WITH RECURSIVE inside AS (
    SELECT area_code, level FROM area WHERE area_code = $area_code
    UNION
    SELECT area.area_code, area.level FROM area JOIN inside ON area.parent_code = inside.area_code
    WHERE area.level IN ('district', 'partnership')
)
SELECT area_code FROM inside WHERE level = 'district' ORDER BY area_code"""

MONTHS_HELD = """
SELECT DISTINCT force, month FROM ledger
WHERE kind = 'street' AND replaced_by IS NULL AND rows_kept > 0 ORDER BY force, month"""

MONTHS_COVERED = """
SELECT DISTINCT coverage.category, ledger.source, coverage.month
FROM coverage JOIN ledger ON ledger.load_id = coverage.load_id
WHERE coverage.replaced_by IS NULL ORDER BY ALL"""

# A common area is an LSOA row that some area maps to; 2011 pieces of a merge are not on the map.
COMMON_AREAS = """
SELECT area.area_code, area.area_name, area.parent_code, area.longitude, area.latitude, people.year, people.persons
FROM area
LEFT JOIN (
    SELECT area_code, max(year) AS year, arg_max(persons, year) AS persons FROM common_population GROUP BY area_code
) AS people ON people.area_code = area.area_code
WHERE area.level = 'lsoa' AND list_contains($districts, area.parent_code)
    AND area.area_code IN (SELECT common_code FROM area_common)
ORDER BY area.area_code"""

OUTLINES = """
SELECT outline.area_code, outline.geojson FROM outline JOIN area ON area.area_code = outline.area_code
WHERE area.level = 'lsoa' AND list_contains($districts, area.parent_code)
GROUP BY outline.area_code, outline.geojson ORDER BY outline.area_code"""

# What lies elsewhere is what is left of all: of a store of the whole country only the known districts are added up.
PLACED = """
WITH known AS (
    SELECT home.district_code AS place, sum(cell.n) AS n FROM monthly_cell AS cell
    JOIN monthly_place AS home ON home.area_id = cell.area_id
    WHERE home.district_code IS NOT NULL GROUP BY home.district_code
    UNION ALL SELECT 'none', sum(n) FROM monthly_cell WHERE area_id = 0
), placed AS (
    SELECT place, n FROM known
    UNION ALL
    SELECT 'elsewhere', (SELECT count(*) FROM incident_row) + (SELECT coalesce(sum(n), 0) FROM counted_cell)
        - (SELECT coalesce(sum(n), 0) FROM known)
)
SELECT place, CAST(n AS BIGINT) AS n FROM placed WHERE n > 0 ORDER BY place"""

PLACED_PUBLIC = """
SELECT CASE WHEN area_code IS NULL THEN 'none' ELSE coalesce(district_code, 'elsewhere') END AS place,
    CAST(sum(n) AS BIGINT) AS n
FROM monthly GROUP BY place ORDER BY place"""

LEDGER = """
SELECT load_id, source, kind, force, month, file_name, sha256, rows_read, rows_kept, rows_rejected, loaded_at, status,
    rows_added, rows_removed, rows_changed, replaced_by, notes
FROM ledger ORDER BY load_id"""

REASONS = """
SELECT ledger.file_name, reject.reason, count(*) AS n, min(reject.line) AS first_line
FROM reject JOIN ledger ON ledger.load_id = reject.load_id AND ledger.replaced_by IS NULL
GROUP BY ledger.file_name, reject.reason ORDER BY ledger.file_name, reject.reason"""

SUMMARY = """
SELECT (SELECT count(*) FROM incident_row)
        + CAST((SELECT coalesce(sum(n), 0) FROM counted_cell) AS BIGINT) AS incidents,
    (SELECT count(*) FROM outcome_row) AS outcomes,
    (SELECT count(*) FROM ledger) AS loads, (SELECT count(*) FROM reject) AS rejects,
    (SELECT count(*) FROM area) AS areas, (SELECT count(*) FROM observation) AS observations,
    (SELECT count(*) FROM survey_answer) AS survey_answers,
    (SELECT min(month) FROM monthly_cell) AS first_month, (SELECT max(month) FROM monthly_cell) AS last_month"""

# The public edition holds no rows: its incidents are the open counts.
SUMMARY_PUBLIC = """
SELECT (SELECT coalesce(CAST(sum(n) AS BIGINT), 0) FROM monthly) AS incidents, 0 AS outcomes,
    (SELECT count(*) FROM ledger) AS loads, 0 AS rejects,
    (SELECT count(*) FROM area) AS areas, (SELECT count(*) FROM observation) AS observations,
    (SELECT count(*) FROM survey_answer) AS survey_answers,
    (SELECT min(month) FROM monthly) AS first_month, (SELECT max(month) FROM monthly) AS last_month"""

COUNTED = "SELECT count(*) FROM counted_cell"
DEMONSTRATION = "SELECT count(*) FROM ledger WHERE source = 'demonstration' AND replaced_by IS NULL"

LINK_ORIGINS = "SELECT origin, count(*) AS n FROM area_link_origin GROUP BY origin ORDER BY origin"

AREA_COUNTS = """
SELECT level, vintage, count(*) AS n, count(geometry) AS drawn FROM area
GROUP BY level, vintage ORDER BY level, vintage"""

POPULATION_TOTALS = """
SELECT year, count(*) AS n, CAST(sum(persons) AS BIGINT) AS persons
FROM population JOIN area ON area.area_code = population.area_code AND area.level = 'lsoa'
GROUP BY year ORDER BY year"""

COMMON_CODE = "SELECT common_code FROM area_common WHERE area_code = $area_code"


def areas(store: Store, levels: list[str]) -> list[tuple[str, str, str, str | None, int | None]]:
    """Return (area_code, area_name, level, parent_code, vintage) of every area of the given levels."""
    return store.rows(AREAS, levels=levels)


def districts_within(store: Store, area_code: str) -> list[str]:
    """Return the districts of a district, partnership or force (a district gives itself)."""
    return [row[0] for row in store.rows(DISTRICTS_WITHIN, area_code=area_code)]


def months_held(store: Store) -> dict[str, list[date]]:
    """Return, for each force, the months of which a street file is loaded, in order."""
    held: dict[str, list[date]] = {}
    for force, month in store.rows(MONTHS_HELD):
        held.setdefault(force, []).append(month)
    return held


def months_covered(store: Store) -> dict[str, list[date]]:
    """Return, for each category of a partner, the months that an extract covers, in order."""
    covered: dict[str, list[date]] = {}
    for category, _, month in store.rows(MONTHS_COVERED):
        covered.setdefault(category, []).append(month)
    return covered


def months_of_partners(store: Store) -> dict[str, list[date]]:
    """Return, for each partner, the months that its extracts cover, in order."""
    covered: dict[str, set[date]] = {}
    for _, source, month in store.rows(MONTHS_COVERED):
        covered.setdefault(source, set()).add(month)
    return {source: sorted(months) for source, months in sorted(covered.items())}


def district_monthly(store: Store, districts: list[str]) -> list[tuple[date, str, int]]:
    """Return (month, category, n) of the incidents in some districts; a month without rows is absent."""
    found = counts.block(store, districts)
    return counts.by_month(found, found.n)


def common_monthly(store: Store, common_code: str, districts: list[str]) -> list[tuple[date, str, int]]:
    """Return (month, category, n) of the incidents in one common area of some districts."""
    found = counts.block(store, districts)
    return counts.by_month(found, found.within([common_code]))


def common_totals(store: Store, districts: list[str], categories: list[str], months: list[date]) -> dict[str, int]:
    """Return incidents by common area, in order, over some months and categories; an area without any is absent."""
    found = counts.block(store, districts)
    return counts.by_area(found, found.of(categories, months))


def common_areas(
    store: Store, districts: list[str]
) -> list[tuple[str, str, str, float | None, float | None, int | None, int | None]]:
    """Return (area_code, area_name, parent_code, longitude, latitude, year, persons) of the common areas.

    `persons` is the newest population held and `year` its year; both None when none is held.
    """
    return store.rows(COMMON_AREAS, districts=districts)


def common_code(store: Store, area_code: str) -> str | None:
    """Return the common area that an LSOA of any vintage belongs to, or None when it is not known."""
    found = store.rows(COMMON_CODE, area_code=area_code)
    return found[0][0] if found else None


def outlines(store: Store, districts: list[str]) -> dict[str, str]:
    """Return the outline (GeoJSON geometry, EPSG:4326, clockwise) of each common area that has one."""
    return dict(store.rows(OUTLINES, districts=districts))


def placed(store: Store) -> dict[str, int]:
    """Return incidents by district code, with 'elsewhere' and 'none' for those outside or without location."""
    return dict(store.rows(PLACED_PUBLIC if store.edition == "public" else PLACED))


def ledger(store: Store) -> list[dict[str, Any]]:
    """Return every load as a dict, oldest first, replaced ones included."""
    names = ("load_id", "source", "kind", "force", "month", "file_name", "sha256", "rows_read", "rows_kept",
             "rows_rejected", "loaded_at", "status", "rows_added", "rows_removed", "rows_changed", "replaced_by",
             "notes")  # fmt: skip
    return [dict(zip(names, row, strict=True)) for row in store.rows(LEDGER)]


def reject_reasons(store: Store) -> list[tuple[str, str, int, int]]:
    """Return (file_name, reason, rows, first line) of what was quarantined, files that were replaced left out."""
    return [] if store.edition == "public" else store.rows(REASONS)


def summary(store: Store) -> dict[str, Any]:
    """Return how much the store holds, by table, and its first and last month."""
    names = ("incidents", "outcomes", "loads", "rejects", "areas", "observations", "survey_answers", "first_month",
             "last_month")  # fmt: skip
    sql = SUMMARY_PUBLIC if store.edition == "public" else SUMMARY
    return dict(zip(names, store.rows(sql)[0], strict=True))


def is_counts_only(store: Store) -> bool:
    """Tell whether a store of the partnership's has police.uk's months as counts, without their rows."""
    return store.edition == "partnership" and bool(store.rows(COUNTED)[0][0])


def is_demonstration(store: Store) -> bool:
    """Tell whether the store's incidents are generated demonstration data."""
    return bool(store.rows(DEMONSTRATION)[0][0])


def link_origins(store: Store) -> dict[str, int]:
    """Return how many 2011 to 2021 links came from where: the ONS lookup, or inferred from map points."""
    return dict(store.rows(LINK_ORIGINS))


def area_counts(store: Store) -> list[tuple[str, int | None, int, int]]:
    """Return (level, vintage, areas, areas with an outline)."""
    return store.rows(AREA_COUNTS)


def population_totals(store: Store) -> list[tuple[int, int, int]]:
    """Return (year, areas, persons) of the populations of LSOAs held."""
    return store.rows(POPULATION_TOTALS)
