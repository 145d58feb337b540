from pathlib import Path

from cspdash.settings import PACKAGE
from cspdash.store import own_area_queries
from cspdash.store.connection import Store, open_store
from cspdash.store.release import building


def test_the_public_edition_has_no_own_areas_and_no_tables_of_them(tmp_path: Path) -> None:
    with building(tmp_path, edition="public", schema=PACKAGE / "publish" / "public_schema.sql"):
        pass
    store = open_store(tmp_path)
    assert own_area_queries.own_areas(store) == []
    assert own_area_queries.own_outlines(store) == {}
    assert own_area_queries.own_totals(store) == {}
    assert not store.rows("SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'custom%'")
    store.close()


def test_a_store_without_own_areas_has_none(store: Store) -> None:
    assert own_area_queries.own_areas(store) == []
    assert own_area_queries.own_monthly(store, "X-none") == []
    assert own_area_queries.files(Path("/nowhere")) == []
