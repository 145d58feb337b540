"""Make a store several times as large as it is, for measuring: python scripts/enlarge_store.py STORE TIMES

Every incident and count is there again once, twice, … as many months earlier as the store holds, in the order that an
ingest gives them; Crime IDs are not, as no question reads them. Loading fifty million rows from CSV files of 12 GB
gives the same tables and takes several times as long.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from cspdash.store.release import building  # noqa: E402 - the checkout's own package

HELD = """
SELECT 12 * (year(max(month)) - year(min(month))) + month(max(month)) - month(min(month)) + 1, max(load_id)
FROM ledger WHERE replaced_by IS NULL AND kind = 'street'"""

# All rows are written again: blocks are skipped by area and month only where rows lie in order.
ROWS = """
CREATE TEMP TABLE enlarged AS
SELECT incident_row.* REPLACE (
    CAST(month - to_months(CAST(copy * $months AS INTEGER)) AS DATE) AS month,
    CAST(load_id + copy * $loads AS INTEGER) AS load_id)
FROM incident_row, range($times) AS copies(copy)"""
PLACED = """
INSERT INTO incident_row SELECT enlarged.* FROM enlarged
JOIN monthly_place AS place ON place.area_id = coalesce(enlarged.area_id, 0)
ORDER BY enlarged.force_id, place.position, enlarged.month, enlarged.load_id, enlarged.line"""

LEDGER = """
INSERT INTO ledger
SELECT ledger.* REPLACE (
    CAST(month - to_months(CAST(copy * $months AS INTEGER)) AS DATE) AS month,
    CAST(load_id + copy * $loads AS INTEGER) AS load_id)
FROM ledger, range(1, $times) AS copies(copy) WHERE replaced_by IS NULL AND kind = 'street'"""

CELLS = """
CREATE TEMP TABLE enlarged_cell AS
SELECT monthly_cell.* REPLACE (CAST(month - to_months(CAST(copy * $months AS INTEGER)) AS DATE) AS month)
FROM monthly_cell, range($times) AS copies(copy)"""
COUNTED = """
INSERT INTO monthly_cell SELECT enlarged_cell.* FROM enlarged_cell
JOIN monthly_place AS place ON place.area_id = enlarged_cell.area_id
ORDER BY place.position, enlarged_cell.month, enlarged_cell.category_id"""


def enlarge(store: Path, times: int) -> str | None:
    """Publish a release of police months with so many times the incidents; return its name."""
    with building(store) as build:
        months, loads = build.con.execute(HELD).fetchall()[0]
        values = {"months": months, "times": times}
        build.con.execute(ROWS, {**values, "loads": loads})
        build.con.execute("DELETE FROM incident_row")
        build.save()
        build.con.execute(PLACED)
        build.con.execute(LEDGER, {**values, "loads": loads})
        build.con.execute(CELLS, values)
        build.con.execute("DELETE FROM monthly_cell")
        build.con.execute(COUNTED)
    return build.release


if __name__ == "__main__":
    print(enlarge(Path(sys.argv[1]), int(sys.argv[2])))
