from itertools import pairwise
from pathlib import Path

from cspdash import catalogue, settings
from cspdash.ingest import run
from cspdash.store.connection import Store, open_store
from tests.making import many_rows, of_force, write_month

IN_ORDER = """
SELECT force.term, area.parent_code, code.term, incident_row.month, load_id, line
FROM incident_row JOIN term AS force ON force.term_id = incident_row.force_id
LEFT JOIN term AS code ON code.term_id = incident_row.area_id
LEFT JOIN area ON area.area_code = code.term AND area.level = 'lsoa'
ORDER BY incident_row.rowid"""


def out_of_order(store: Store) -> int:
    """Return how often a row stands after one that should follow it, within a force; unknown areas come last."""
    rows = [(force, district or "~", code or "~", *rest) for force, district, code, *rest in store.rows(IN_ORDER)]
    return sum(before[0] == after[0] and before > after for before, after in pairwise(rows))


def test_a_districts_rows_lie_together(store: Store) -> None:
    assert out_of_order(store) == 0


def test_rows_are_in_order_again_after_a_later_load(store_copy: Path, tmp_path: Path) -> None:
    content = catalogue.load(settings.content_dir())
    rows = many_rows(30, "2019-01")
    more = [
        write_month(tmp_path, rows, "2019-01"),
        write_month(tmp_path, of_force("Cleveland Police", rows), "2019-01", force="cleveland"),
    ]
    run.police(store_copy, more, content)
    opened = open_store(store_copy)
    assert out_of_order(opened) == 0
    assert opened.rows("SELECT count(DISTINCT force_id) FROM incident_row") == [(2,)]
    opened.close()
