import csv
import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import geopandas as gpd
import pytest
import shapely

from cspdash import catalogue, settings
from cspdash.ingest import RefusedFile, areas, population, run
from cspdash.ingest.areas.loading import seen_areas
from cspdash.store.connection import open_store
from cspdash.store.release import building

DARLINGTON, COUNTY_DURHAM = "E06000005", "E06000047"
# Real codes: a split and a merge of 2021, and an area that stayed as it was.
SPLIT, PIECES = "E01012316", ("E01035185", "E01035186")
MERGED, INTO = ("E01033483", "E01033484"), "E01035187"
SAME = "E01012304"
LOOKUP = f"""LSOA11CD,LSOA21CD,CHGIND
{SAME},{SAME},U
{SPLIT},{PIECES[0]},S
{SPLIT},{PIECES[1]},S
{MERGED[0]},{INTO},M
{MERGED[1]},{INTO},M
"""
Rows = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
def con(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A new store with the reference data, never published."""
    with building(tmp_path / "store") as build:
        areas.load_reference(build.con)
        yield build.con
        build.abandon()


@pytest.fixture
def rows(con: duckdb.DuckDBPyConnection) -> Rows:
    def ask(sql: str, **parameters: object) -> list[tuple[Any, ...]]:
        return con.execute(sql, parameters).fetchall()

    return ask


def text_file(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def shape_of(rows: Rows, code: str) -> Any:
    [(shape,)] = rows("SELECT geometry FROM area WHERE area_code = $code", code=code)
    return shape and shapely.from_wkb(bytes(shape))


def boundary_file(path: Path, shapes: dict[str, Any], **more: list[str]) -> Path:
    frame = gpd.GeoDataFrame({"LSOA21CD": list(shapes), **more}, geometry=list(shapes.values()), crs="EPSG:4326")
    frame.to_file(path)
    return path


def test_a_new_store_has_the_reference_data(rows: Rows) -> None:
    found = rows(
        "SELECT level, vintage, count(*), count(geometry), count(longitude) FROM area GROUP BY ALL ORDER BY ALL"
    )
    assert found == [
        ("district", None, 2, 0, 0),
        ("force", None, 1, 0, 0),
        ("lsoa", 2011, 389, 389, 389),
        ("partnership", None, 2, 0, 0),
    ]
    people = "SELECT parent_code, year, sum(persons) FROM {} JOIN area USING (area_code) GROUP BY ALL ORDER BY ALL"
    totals = [(DARLINGTON, 2011, 105_564), (COUNTY_DURHAM, 2011, 513_242)]
    for table in ("population", "common_population"):
        assert rows(people.replace("{}", table)) == totals
    assert rows("SELECT count(*), count(DISTINCT common_code) FROM area_common") == [(389, 389)]
    outlines = [json.loads(text) for (text,) in rows("SELECT geojson FROM outline")]
    assert len(outlines) == 389
    assert {outline["type"] for outline in outlines} == {"Polygon", "MultiPolygon"}


def test_a_code_never_stands_twice(con: duckdb.DuckDBPyConnection, rows: Rows, tmp_path: Path) -> None:
    shapes = {SAME: shape_of(rows, SAME), PIECES[0]: shapely.box(-1.6, 54.5, -1.5, 54.55)}
    assert areas.load_areas(con, boundary_file(tmp_path / "lsoa21.gpkg", shapes)).status == "revised"
    assert rows("SELECT area_code FROM area GROUP BY area_code HAVING count(*) > 1") == []
    assert rows("SELECT vintage FROM area WHERE area_code = $code", code=SAME) == [(2021,)]


def test_a_lookup_makes_common_areas_with_outlines_and_people(
    con: duckdb.DuckDBPyConnection, rows: Rows, tmp_path: Path
) -> None:
    areas.register_seen(con)
    con.execute("INSERT INTO area_seen VALUES ($code, 'Darlington 016H')", {"code": INTO})
    assert areas.register_seen(con) == 1
    report = areas.load_areas(con, text_file(tmp_path, "lookup.csv", LOOKUP))
    assert (report.status, report.rows_read, report.rows_kept, report.rows_added) == ("loaded", 5, 5, 5)
    common: dict[str, str] = dict(rows("SELECT area_code, common_code FROM area_common"))
    assert {common[code] for code in (SPLIT, *PIECES)} == {SPLIT}
    assert {common[code] for code in (*MERGED, INTO)} == {INTO}
    assert common[SAME] == SAME
    parts = shapely.union_all([shape_of(rows, code) for code in MERGED])
    assert shape_of(rows, INTO).equals(parts)
    assert not shape_of(rows, INTO).exterior.is_ccw
    assert shape_of(rows, INTO).contains(
        shapely.Point(rows("SELECT longitude, latitude FROM area WHERE area_code = $code", code=INTO)[0])
    )
    [(members,)] = rows(
        "SELECT sum(persons) FROM population WHERE area_code IN ($first, $second)", first=MERGED[0], second=MERGED[1]
    )
    assert rows("SELECT year, persons FROM common_population WHERE area_code = $code", code=INTO) == [(2011, members)]
    assert rows("SELECT count(*) FROM population WHERE area_code = $code", code=INTO) == [(0,)]
    assert rows("SELECT sum(persons) FROM common_population") == [(105_564 + 513_242,)]
    outlined = {code for (code,) in rows("SELECT area_code FROM outline")}
    assert INTO in outlined
    assert not outlined & {*MERGED, *PIECES}


def test_a_year_counted_by_the_new_areas_is_summed_over_the_pieces(
    con: duckdb.DuckDBPyConnection, rows: Rows, tmp_path: Path
) -> None:
    areas.load_areas(con, text_file(tmp_path, "lookup.csv", LOOKUP))
    whole = (
        f"area_code,year,persons\n{PIECES[0]},2021,900\n{PIECES[1]},2021,1100\n{PIECES[0]},2022,950\n{SAME},2022,7\n"
    )
    population.load_population(con, text_file(tmp_path, "people.csv", whole))
    areas.refresh(con)
    found = "SELECT year, persons FROM common_population WHERE area_code = $code AND year > 2011 ORDER BY year"
    assert rows(found, code=SPLIT) == [(2021, 2000)]
    assert rows(found, code=SAME) == [(2022, 7)]


def test_new_boundaries_draw_the_common_areas_once_all_pieces_are_there(
    con: duckdb.DuckDBPyConnection, rows: Rows, tmp_path: Path
) -> None:
    areas.load_areas(con, text_file(tmp_path, "lookup.csv", LOOKUP))
    outline = "SELECT geojson FROM outline WHERE area_code = $code"
    before = rows(outline, code=SPLIT)
    west, south, east, north = shape_of(rows, SPLIT).bounds
    middle = (west + east) / 2
    left, right = shapely.box(west, south, middle, north), shapely.box(middle, south, east, north)
    areas.load_areas(con, boundary_file(tmp_path / "lsoa21_one.gpkg", {PIECES[0]: left}))
    assert rows(outline, code=SPLIT) == before
    areas.load_areas(con, boundary_file(tmp_path / "lsoa21_two.gpkg", {PIECES[1]: right}))
    after = shapely.from_geojson(rows(outline, code=SPLIT)[0][0])
    assert after.symmetric_difference(shapely.box(west, south, east, north)).area < after.area / 1000
    assert after.area > shapely.from_geojson(before[0][0]).area


def test_the_same_file_again_is_unchanged_and_leaves_no_line(
    con: duckdb.DuckDBPyConnection, rows: Rows, tmp_path: Path
) -> None:
    wards = {"E05010412": shapely.box(-1.55, 54.5, -1.5, 54.55), "E05010413": shapely.box(-1.6, 54.5, -1.55, 54.55)}
    frame = gpd.GeoDataFrame({"WD24CD": list(wards)}, geometry=list(wards.values()), crs="EPSG:4326")
    frame.to_file(tmp_path / "wards.gpkg")
    lookup = text_file(tmp_path, "lookup.csv", LOOKUP)
    for path in (tmp_path / "wards.gpkg", lookup):
        assert [areas.load_areas(con, path).status for _ in range(2)] == ["loaded", "unchanged"]
    kept = "SELECT load_id, source, kind, file_name, rows_read, rows_kept, rows_rejected FROM load ORDER BY load_id"
    assert rows(kept) == [
        (1, "ONS areas", "areas", "wards.gpkg", 2, 2, 0),
        (2, "ONS areas", "areas", "lookup.csv", 5, 5, 0),
    ]


def test_an_older_vintage_does_not_take_the_place_of_a_newer(
    con: duckdb.DuckDBPyConnection, rows: Rows, tmp_path: Path
) -> None:
    new, old = shapely.box(-1.55, 54.5, -1.5, 54.55), shapely.box(-1.6, 54.5, -1.5, 54.55)
    for year, name, shape in ((24, "New name", new), (13, "Old name", old)):
        frame = gpd.GeoDataFrame(
            {f"WD{year}CD": ["E05010412"], f"WD{year}NM": [name]}, geometry=[shape], crs="EPSG:4326"
        )
        frame.to_file(tmp_path / f"wards{year}.gpkg")
        areas.load_areas(con, tmp_path / f"wards{year}.gpkg")
    assert rows("SELECT area_name, vintage FROM area WHERE level = 'ward'") == [("New name", 2024)]
    assert shape_of(rows, "E05010412").bounds == pytest.approx(new.bounds, abs=2e-5)


def test_lsoas_find_their_district_by_name_whenever_it_comes(
    con: duckdb.DuckDBPyConnection, rows: Rows, tmp_path: Path
) -> None:
    shapes = {"E01011949": shapely.box(-1.3, 54.6, -1.2, 54.7), "E01035188": shapely.box(-1.5, 54.5, -1.4, 54.6)}
    names = ["Hartlepool 001A", "Darlington 001Z"]
    areas.load_areas(con, boundary_file(tmp_path / "lsoa21.gpkg", shapes, LSOA21NM=names))
    parents = "SELECT parent_code FROM area WHERE area_code IN ('E01011949', 'E01035188') ORDER BY area_code"
    assert rows(parents) == [(None,), (DARLINGTON,)]
    listed = "area_code,area_name,level,parent_code\nE06000001,Hartlepool,district,\n"
    assert areas.load_areas(con, text_file(tmp_path, "districts.csv", listed)).status == "loaded"
    assert rows(parents) == [("E06000001",), (DARLINGTON,)]


def test_districts_that_a_file_names_are_added(con: duckdb.DuckDBPyConnection, rows: Rows, tmp_path: Path) -> None:
    shapes = {"E01011949": shapely.box(-1.3, 54.6, -1.2, 54.7)}
    more = {"LAD24CD": ["E06000001"], "LAD24NM": ["Hartlepool"]}
    areas.load_areas(con, boundary_file(tmp_path / "lsoa21.gpkg", shapes, **more))
    assert rows("SELECT area_name, level FROM area WHERE area_code = 'E06000001'") == [("Hartlepool", "district")]
    assert rows("SELECT parent_code FROM area WHERE area_code = 'E01011949'") == [("E06000001",)]


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("people.csv", "area_code,persons\nE01012304,5\n", "neither a lookup nor a list of areas: area_code, persons"),
        ("areas.csv", "area_code,area_name,level,parent_code\nE06000001,Hartlepool,lsoa,\n", "line 2, column level"),
        ("areas.xlsx", "PK", "'.xlsx' is no boundary file's ending"),
    ],
)
def test_other_files_are_refused(
    con: duckdb.DuckDBPyConnection, name: str, text: str, reason: str, tmp_path: Path
) -> None:
    with pytest.raises(RefusedFile, match=reason):
        areas.load_areas(con, text_file(tmp_path, name, text))
    with pytest.raises(RefusedFile, match="no such file"):
        areas.load_areas(con, tmp_path / "absent.geojson")


def test_seen_lsoas_of_known_districts_are_areas_and_others_are_not() -> None:
    seen = [
        (INTO, "Darlington 016H"),
        ("E01012681", "Blackpool 006A"),
        ("nonsense", "Darlington 001A"),
        (SAME, "No name"),
    ]
    assert [
        (area.area_code, area.parent_code, area.vintage) for area in seen_areas(seen, {"Darlington": DARLINGTON})
    ] == [(INTO, DARLINGTON, 2021)]


def points_of(con: duckdb.DuckDBPyConnection, code: str, shape: Any, month: date) -> None:
    """Give the store twelve incidents at map points inside a shape, with a code beside them."""
    con.execute("INSERT OR IGNORE INTO area_seen VALUES ($code, 'Darlington 010Z')", {"code": code})
    con.execute("INSERT INTO term SELECT coalesce(max(term_id), 0) + 1, $code FROM term", {"code": code})
    [(area_id,)] = con.execute("SELECT max(term_id) FROM term").fetchall()
    for point in shapely.get_coordinates(shapely.segmentize(shapely.buffer(shape, -0.0004), 0.0004))[:12]:
        con.execute(
            """INSERT INTO incident_row BY NAME SELECT 0 AS force_id, $area AS area_id, $month AS month,
            0 AS category_id, $east AS longitude, $north AS latitude, 1 AS load_id, 1 AS line""",
            {"area": area_id, "month": month, "east": float(point[0]), "north": float(point[1])},
        )


def test_links_are_inferred_from_points_until_the_lookup_comes(
    con: duckdb.DuckDBPyConnection, rows: Rows, tmp_path: Path
) -> None:
    for code in PIECES:
        points_of(con, code, shape_of(rows, SPLIT), date(2024, 1, 1))
    assert areas.register_seen(con) == 2
    assert areas.link_unlinked(con) == 2
    origins = "SELECT from_code, to_code, origin FROM area_link_origin WHERE from_code <> to_code ORDER BY ALL"
    assert rows(origins) == [(SPLIT, code, "inferred from map points") for code in PIECES]
    assert areas.link_unlinked(con) == 2
    assert rows("SELECT count(*) FROM area_link") == [(2,)]
    assert rows("SELECT common_code FROM area_common WHERE area_code = $code", code=PIECES[1]) == [(SPLIT,)]
    report = areas.load_areas(con, text_file(tmp_path, "lookup.csv", LOOKUP))
    assert report.status == "revised"
    assert areas.link_unlinked(con) == 0
    assert {origin for *_, origin in rows(origins)} == {"ONS lookup"}
    assert rows("SELECT count(*) FROM area_link") == [(5,)]


def test_real_months_without_a_lookup_cross_the_change(real_data: Path, tmp_path: Path) -> None:
    months = [real_data / "police-uk" / name for name in ("2022-02", "2024-01", "2024-02")]
    result = run.police(tmp_path, months, catalogue.load(settings.content_dir()))
    assert not result.refused
    store = open_store(tmp_path)
    with (real_data / "lookups" / "lsoa11_lsoa21_lad22_exact-fit_darlington_county-durham.csv").open() as stream:
        official = {
            (row["lsoa11_code"], row["lsoa21_code"]) for row in csv.DictReader(stream) if row["change_code"] != "U"
        }
    assert set(store.rows("SELECT from_code, to_code FROM area_link")) == official
    assert store.rows("SELECT count(DISTINCT common_code) FROM area_common") == [(384,)]
    assert store.rows("SELECT count(*) FROM outline") == [(384,)]
    assert store.rows("SELECT sum(persons) FROM common_population") == [(618_806,)]
    store.close()


def test_real_boundaries_and_populations_of_2021(con: duckdb.DuckDBPyConnection, rows: Rows, real_data: Path) -> None:
    areas.load_areas(con, real_data / "boundaries" / "lsoa21_darlington_county-durham.geojson")
    areas.load_areas(con, real_data / "lookups" / "lsoa11_lsoa21_lad22_exact-fit_darlington_county-durham.csv")
    population.load_population(con, real_data / "population" / "census2021_lsoa21_darlington_county-durham.csv", 2021)
    areas.refresh(con)
    counts = "SELECT vintage, count(*), count(geometry), count(parent_code) FROM area WHERE level = 'lsoa' GROUP BY ALL"
    assert sorted(rows(counts)) == [(2011, 21, 21, 21), (2021, 396, 396, 396)]
    people = """SELECT parent_code, year, sum(persons) FROM common_population JOIN area USING (area_code)
        GROUP BY ALL ORDER BY ALL"""
    assert rows(people) == [
        (DARLINGTON, 2011, 105_564), (DARLINGTON, 2021, 107_787),
        (COUNTY_DURHAM, 2011, 513_242), (COUNTY_DURHAM, 2021, 522_063),
    ]  # fmt: skip
    shapes = shapely.from_geojson([text for (text,) in rows("SELECT geojson FROM outline")])
    assert len(shapes) == 384
    assert shapely.area(shapes).sum() == pytest.approx(shapely.union_all(shapes).area, rel=1e-6)
