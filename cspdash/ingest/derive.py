"""What a release works out once so that no page has to: the order of rows and the monthly mart.

Only what a load touched is done again: rows of forces that are out of order, counts of areas and months that rows came
to or went from, and the places (district, common area) of areas, which are few.
"""

import duckdb

# Every area that rows name, 0 for none, in the order in which rows lie: by district, then by code, no area last.
PLACES = """
CREATE OR REPLACE TEMP TABLE place AS
SELECT used.area_id, CAST(row_number() OVER (
        ORDER BY CASE WHEN area.level = 'lsoa' THEN area.parent_code END NULLS LAST, code.term NULLS LAST
    ) AS INTEGER) AS position,
    CASE WHEN area.level = 'district' THEN area.area_code ELSE area.parent_code END AS district_code,
    coalesce(area_common.common_code, code.term) AS common_code, code.term AS area_code
FROM (
    SELECT coalesce(area_id, 0) AS area_id FROM incident_row UNION SELECT coalesce(area_id, 0) FROM counted_cell
) AS used
LEFT JOIN term AS code ON code.term_id = used.area_id
LEFT JOIN area ON area.area_code = code.term AND area.level IN ('lsoa', 'ward', 'district')
LEFT JOIN area_common ON area_common.area_code = code.term"""

# Areas that came to another district lie elsewhere now.
MOVED = """
SELECT DISTINCT incident_row.force_id FROM incident_row
WHERE incident_row.area_id IN (
    SELECT place.area_id FROM place JOIN monthly_place AS before ON before.area_id = place.area_id
    WHERE place.district_code IS DISTINCT FROM before.district_code)"""

KEEP_PLACES = ("DELETE FROM monthly_place", "INSERT INTO monthly_place SELECT * FROM place ORDER BY position")

FORCES = "SELECT DISTINCT force_id FROM incident_row"
ORDERED = """
CREATE OR REPLACE TEMP TABLE ordered AS
SELECT incident_row.* FROM incident_row JOIN place ON place.area_id = coalesce(incident_row.area_id, 0)
WHERE incident_row.force_id IN (SELECT unnest(CAST($forces AS INTEGER[])))
ORDER BY incident_row.force_id, place.position, incident_row.month, incident_row.load_id, incident_row.line"""
TAKE_OUT = "DELETE FROM incident_row WHERE force_id IN (SELECT unnest(CAST($forces AS INTEGER[])))"

CATEGORIES = """
INSERT INTO monthly_category
SELECT category_id, term.term
FROM (SELECT category_id FROM incident_row UNION SELECT category_id FROM counted_cell) AS used
JOIN term ON term.term_id = used.category_id ORDER BY ALL"""

COUNT_ALL = """
INSERT INTO monthly_cell
SELECT counted.area_id, counted.month, counted.category_id, counted.n
FROM (
    SELECT area_id, month, category_id, sum(n) AS n FROM (
        SELECT coalesce(area_id, 0) AS area_id, month, category_id, 1 AS n FROM incident_row
        UNION ALL
        SELECT coalesce(area_id, 0), month, category_id, n FROM counted_cell
    ) AS either GROUP BY ALL
) AS counted
JOIN place ON place.area_id = counted.area_id ORDER BY place.position, counted.month, counted.category_id"""

# Rows with an area are found by its number, which skips the blocks of all others; those without one by their month.
FORGET_TOUCHED = """
DELETE FROM monthly_cell USING touched_cell AS touched
WHERE monthly_cell.area_id = touched.area_id AND monthly_cell.month = touched.month"""
COUNT_TOUCHED = """
INSERT INTO monthly_cell
SELECT counted.area_id, counted.month, counted.category_id, counted.n FROM (
    SELECT incident_row.area_id, incident_row.month, incident_row.category_id, count(*) AS n
    FROM incident_row JOIN (SELECT DISTINCT area_id, month FROM touched_cell) AS touched
        ON touched.area_id = incident_row.area_id AND touched.month = incident_row.month
    GROUP BY ALL
    UNION ALL
    SELECT 0, month, category_id, count(*) FROM incident_row
    WHERE area_id IS NULL AND month IN (SELECT month FROM touched_cell WHERE area_id = 0)
    GROUP BY ALL
) AS counted JOIN place ON place.area_id = counted.area_id
ORDER BY place.position, counted.month, counted.category_id"""
TOUCH_NEW = """
INSERT INTO touched_cell SELECT DISTINCT coalesce(area_id, 0), month FROM incident_row
WHERE load_id IN (SELECT unnest(CAST($loads AS INTEGER[])))"""
HELD = "SELECT count(*) FROM monthly_cell"
TOUCHED = "SELECT count(*) FROM touched_cell"
# Above so large a share a count of everything is as quick, and leaves the mart in order.
LARGE_SHARE = 0.02


def order_rows(con: duckdb.DuckDBPyConnection, forces: set[int] | None = None) -> None:
    """Put the incidents of some forces into order, or of all; and those of forces with an area in another district."""
    con.execute(PLACES)
    moved = MOVED if forces is not None else FORCES
    wanted = (forces or set()) | {row[0] for row in con.execute(moved).fetchall()}
    if wanted:
        con.execute(ORDERED, {"forces": sorted(wanted)})
        con.execute(TAKE_OUT, {"forces": sorted(wanted)})
        con.execute("INSERT INTO incident_row SELECT * FROM ordered")
        con.execute("DROP TABLE ordered")


def rebuild_monthly(con: duckdb.DuckDBPyConnection, loads: list[int] | None = None) -> None:
    """Count the incidents again by area, month and category: all, or what `loads` and removed rows touched.

    `touched_cell` has what removed rows touched, where there were any.
    """
    for statement in (PLACES, *KEEP_PLACES, "DELETE FROM monthly_category", CATEGORIES):
        con.execute(statement)
    counted = con.execute("SELECT count(*) FROM counted_cell").fetchall()[0][0]
    if loads is not None and not counted and _is_little(con, loads):
        con.execute(FORGET_TOUCHED)
        con.execute(COUNT_TOUCHED)
    else:
        con.execute("DELETE FROM monthly_cell")
        con.execute(COUNT_ALL)
    con.execute("DROP TABLE IF EXISTS touched_cell")
    con.execute("DROP TABLE place")


def _is_little(con: duckdb.DuckDBPyConnection, loads: list[int]) -> bool:
    """Note what the rows of some loads touch; tell whether all that was touched is little beside the mart."""
    held = con.execute(HELD).fetchall()[0][0]
    if not held:
        return False
    con.execute("CREATE TEMP TABLE IF NOT EXISTS touched_cell (area_id INTEGER, month DATE)")
    con.execute(TOUCH_NEW, {"loads": loads})
    return bool(con.execute(TOUCHED).fetchall()[0][0] < LARGE_SHARE * held)
