"""The names that other people's scripts rely on: every table, view and column, exactly."""

import pytest

from cspdash.store.connection import Store

CONTRACT = {
    "incident": "source load_id line crime_id month occurred_from occurred_to category outcome longitude latitude "
    "location area_code reported_by",
    "incident_monthly": "area_code month category n",
    "area": "area_code area_name level parent_code vintage geometry longitude latitude",
    "area_link": "from_code to_code kind weight",
    "population": "area_code year persons households",
    "observation": "indicator area_code period_start period_end numerator denominator value source note",
    "survey_answer": "survey question wave_start wave_end area_code n share design_effect source",
    "load": "load_id source kind file_name sha256 rows_read rows_kept rows_rejected loaded_at",
    "reject": "load_id line reason raw",
    "release": "edition built_at schema_version parent_sha256",
}
COLUMNS = """
SELECT column_name FROM duckdb_columns() WHERE table_name = $name AND NOT internal ORDER BY column_index"""


@pytest.mark.parametrize("name", CONTRACT)
def test_a_table_has_exactly_the_columns_promised(store: Store, name: str) -> None:
    assert [row[0] for row in store.rows(COLUMNS, name=name)] == CONTRACT[name].split()


def test_areas_and_links_use_the_words_promised(store: Store) -> None:
    levels = {row[0] for row in store.rows("SELECT DISTINCT level FROM area")}
    assert levels <= {"lsoa", "ward", "district", "partnership", "force"}
    assert {"lsoa", "district", "partnership", "force"} <= levels
    kinds = {row[0] for row in store.rows("SELECT DISTINCT kind FROM area_link")}
    assert kinds <= {"lsoa11_lsoa21", "lsoa_ward"}


def test_months_are_first_days_and_counts_whole_numbers(store: Store) -> None:
    assert store.rows(
        "SELECT DISTINCT day(month) FROM incident UNION SELECT DISTINCT day(month) FROM incident_monthly"
    ) == [(1,)]
    assert store.rows("SELECT DISTINCT typeof(month), typeof(n) FROM incident_monthly") == [("DATE", "BIGINT")]
    assert store.rows("SELECT DISTINCT typeof(month), typeof(longitude) FROM incident") == [("DATE", "DOUBLE")]


def test_outlines_are_well_known_binary(store: Store) -> None:
    shapely = pytest.importorskip("shapely")
    outlines = store.rows("SELECT area_code, geometry FROM area WHERE geometry IS NOT NULL AND level = 'lsoa' LIMIT 20")
    assert len(outlines) == 20
    for _, geometry in outlines:
        west, south, east, north = shapely.from_wkb(geometry).bounds
        assert -2.5 < west < east < -1
        assert 54 < south < north < 55


def test_a_monthly_count_is_the_count_of_its_incidents(store: Store) -> None:
    different = """
        SELECT * FROM (SELECT area_code, month, category, n FROM incident_monthly) EXCEPT ALL
        SELECT area_code, month, category, count(*) FROM incident GROUP BY ALL"""
    assert store.rows(different) == []
    assert store.rows("SELECT count(*) > 0 FROM incident_monthly WHERE area_code IS NULL") == [(True,)]
    assert store.rows("SELECT sum(n) FROM incident_monthly") == store.rows("SELECT count(*) FROM incident")
