"""What a release works out once so that no page has to: the order of rows and the monthly mart."""

import duckdb

# A district's rows lie together, so that its page costs the same in a store of any size.
ORDERED = """
CREATE OR REPLACE TEMP TABLE ordered AS
SELECT incident_row.* FROM incident_row
LEFT JOIN term ON term.term_id = incident_row.area_id
LEFT JOIN area ON area.area_code = term.term AND area.level = 'lsoa'
WHERE list_contains($forces, incident_row.force_id)
ORDER BY force_id, area.parent_code, term.term, month, load_id, line"""

TOUCHED = "SELECT DISTINCT force_id FROM incident_row WHERE list_contains($loads, load_id)"

# A partner may know only the ward or the district of an event: it counts in the district, and in no locality.
MONTHLY = """
INSERT INTO monthly
SELECT CASE WHEN area.level = 'district' THEN area.area_code ELSE area.parent_code END,
    coalesce(area_common.common_code, code.term), code.term, incident_row.month, category.term, count(*)
FROM incident_row
JOIN term AS category ON category.term_id = incident_row.category_id
LEFT JOIN term AS code ON code.term_id = incident_row.area_id
LEFT JOIN area ON area.area_code = code.term AND area.level IN ('lsoa', 'ward', 'district')
LEFT JOIN area_common ON area_common.area_code = code.term
GROUP BY ALL ORDER BY ALL"""


def order_rows(con: duckdb.DuckDBPyConnection, loads: list[int]) -> None:
    """Put the incidents of every force that `loads` touched back into order."""
    forces = [row[0] for row in con.execute(TOUCHED, {"loads": loads}).fetchall()]
    if not forces:
        return
    con.execute(ORDERED, {"forces": forces})
    con.execute("DELETE FROM incident_row WHERE list_contains($forces, force_id)", {"forces": forces})
    con.execute("INSERT INTO incident_row SELECT * FROM ordered")
    con.execute("DROP TABLE ordered")


def rebuild_monthly(con: duckdb.DuckDBPyConnection) -> None:
    """Count the incidents again by area as recorded, common area, month and category."""
    con.execute("DELETE FROM monthly")
    con.execute(MONTHLY)
