import os
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box

from cspdash.ingest import RefusedFile
from cspdash.ingest.areas.boundaries import Boundaries, read_boundaries
from cspdash.settings import SHAPEFILES

REAL = os.environ.get("CSPDASH_REAL_DATA")
# Two squares of 2 km in Darlington that share a border, on the British National Grid.
EAST, NORTH = 428_000, 514_000
LEFT, RIGHT = box(EAST, NORTH, EAST + 2000, NORTH + 2000), box(EAST + 2000, NORTH, EAST + 4000, NORTH + 2000)
CODES = ["E01012304", "E01012305"]
NAMES = ["Darlington 012A", "Darlington 012B"]


def frame(
    shapes: list[shapely.Geometry] | None = None, crs: str = "EPSG:27700", **columns: list[str] | list[str | None]
) -> gpd.GeoDataFrame:
    values = columns or {"LSOA11CD": CODES, "LSOA11NM": NAMES}
    return gpd.GeoDataFrame(values, geometry=shapes or [LEFT, RIGHT], crs=crs)


def outlines(found: Boundaries) -> list[shapely.Geometry]:
    return [shapely.from_wkb(area.geometry) for area in found.areas]


def zipped(frame: gpd.GeoDataFrame, folder: Path) -> Path:
    (folder / "parts").mkdir()
    frame.to_file(folder / "parts" / "areas.shp")
    with zipfile.ZipFile(folder / "areas.zip", "w") as archive:
        for part in (folder / "parts").iterdir():
            archive.write(part, f"inside/{part.name}")
    return folder / "areas.zip"


def saved(name: str) -> Callable[[gpd.GeoDataFrame, Path], Path]:
    def save(frame: gpd.GeoDataFrame, folder: Path) -> Path:
        frame.to_file(folder / name)
        return folder / name

    return save


@pytest.mark.parametrize("save", [saved("areas.shp"), saved("areas.gpkg"), saved("areas.geojson"), zipped])
def test_every_format_gives_the_same_areas_in_degrees(
    save: Callable[[gpd.GeoDataFrame, Path], Path], tmp_path: Path
) -> None:
    found = read_boundaries(save(frame(), tmp_path))
    first = found.areas[0]
    assert (first.area_code, first.area_name, first.level, first.parent_code, first.vintage) == (
        "E01012304", "Darlington 012A", "lsoa", None, 2011,
    )  # fmt: skip
    assert outlines(found)[0].contains(Point(first.longitude, first.latitude))
    assert outlines(found)[0].touches(outlines(found)[1])


def test_the_national_grid_is_put_in_its_place(tmp_path: Path) -> None:
    # The worked example of Ordnance Survey's guide to coordinate systems, Caister water tower:
    # E 651409.903 N 313177.270 is 52 39 28.72 N, 1 42 57.79 E in WGS84.
    tower = Point(651_409.903, 313_177.270).buffer(50, cap_style="square")
    frame([tower], LSOA11CD=[CODES[0]]).to_file(tmp_path / "areas.gpkg")
    centre = outlines(read_boundaries(tmp_path / "areas.gpkg"))[0].centroid
    assert centre.y == pytest.approx(52 + 39 / 60 + 28.72 / 3600, abs=3e-5)
    assert centre.x == pytest.approx(1 + 42 / 60 + 57.79 / 3600, abs=5e-5)


def test_every_exterior_runs_clockwise_and_every_hole_the_other_way(tmp_path: Path) -> None:
    hole = box(EAST + 500, NORTH + 500, EAST + 900, NORTH + 900)
    islands = MultiPolygon([RIGHT, box(EAST, NORTH + 5000, EAST + 900, NORTH + 5900)])
    frame([LEFT.difference(hole), islands]).to_file(tmp_path / "areas.gpkg")
    parts = [part for shape in outlines(read_boundaries(tmp_path / "areas.gpkg")) for part in shapely.get_parts(shape)]
    assert len(parts) == 3
    assert not any(part.exterior.is_ccw for part in parts)
    assert [ring.is_ccw for part in parts for ring in part.interiors] == [True]


def test_simplified_areas_still_share_their_borders(tmp_path: Path) -> None:
    zigzag = [(EAST + 2000 + (30 if step % 2 else 0), NORTH + 20 * step) for step in range(101)]
    left = Polygon([(EAST, NORTH), *zigzag, (EAST, NORTH + 2000)])
    right = Polygon([(EAST + 4000, NORTH), *zigzag, (EAST + 4000, NORTH + 2000)])
    frame([left, right]).to_file(tmp_path / "areas.gpkg")
    fine, coarse = (outlines(read_boundaries(tmp_path / "areas.gpkg", tolerance)) for tolerance in (0, 50))
    assert shapely.get_num_coordinates(coarse).sum() < shapely.get_num_coordinates(fine).sum() / 5
    assert shapely.coverage_is_valid(coarse)
    assert shapely.area(coarse).sum() == pytest.approx(shapely.union_all(coarse).area, rel=1e-9)
    assert shapely.union_all(coarse).geom_type == "Polygon"
    assert not shapely.union_all(coarse).interiors


def test_borders_that_miss_each_other_by_a_hair_are_joined(tmp_path: Path) -> None:
    frame([LEFT, shapely.affinity.translate(RIGHT, 1.7, 0)]).to_file(tmp_path / "areas.gpkg")
    assert shapely.coverage_is_valid(outlines(read_boundaries(tmp_path / "areas.gpkg")))


def test_areas_that_overlap_in_earnest_are_kept_as_they_are(tmp_path: Path) -> None:
    frame([LEFT, shapely.affinity.translate(RIGHT, -800, 0)]).to_file(tmp_path / "areas.gpkg")
    found = read_boundaries(tmp_path / "areas.gpkg")
    assert found.notes == ("the areas overlap: their outlines are kept as they are, not simplified",)
    first, second = outlines(found)
    assert first.intersection(second).area == pytest.approx(first.area * 0.4, rel=1e-3)


def test_invalid_outlines_are_repaired_and_said(tmp_path: Path) -> None:
    bow = Polygon([(EAST, NORTH), (EAST + 900, NORTH + 900), (EAST + 900, NORTH), (EAST, NORTH + 900)])
    frame([bow, RIGHT]).to_file(tmp_path / "areas.gpkg")
    found = read_boundaries(tmp_path / "areas.gpkg")
    assert found.notes == ("invalid outlines repaired: 1",)
    assert shapely.is_valid(outlines(found)).all()


def test_coordinates_have_five_decimals(tmp_path: Path) -> None:
    frame().to_file(tmp_path / "areas.gpkg")
    points = shapely.get_coordinates(outlines(read_boundaries(tmp_path / "areas.gpkg")))
    assert (points == points.round(5)).all()


def test_the_parent_of_an_lsoa_is_its_district_not_its_ward(tmp_path: Path) -> None:
    ward, district = ["E05010412"] * 2, ["E06000005"] * 2
    frame(lsoa21_code=CODES, lsoa21_name=NAMES, ward24_code=ward, ltla24_code=district).to_file(
        tmp_path / "areas.geojson"
    )
    found = read_boundaries(tmp_path / "areas.geojson").areas
    assert {(area.level, area.parent_code, area.vintage) for area in found} == {("lsoa", "E06000005", 2021)}


def test_a_district_belongs_to_its_partnership(tmp_path: Path) -> None:
    partnerships, force = ["E22000072", "E22000365"], ["E23000008"] * 2
    frame(LAD24CD=["E06000005", "E06000047"], CSP24CD=partnerships, PFA24CD=force).to_file(tmp_path / "areas.gpkg")
    found = read_boundaries(tmp_path / "areas.gpkg").areas
    assert [(area.area_name, area.level, area.parent_code) for area in found] == [
        ("E06000005", "district", "E22000072"), ("E06000047", "district", "E22000365"),
    ]  # fmt: skip


def test_our_own_columns_and_a_year_in_the_file_name(tmp_path: Path) -> None:
    names, parents = ["One", None], ["E06000005", None]
    frame(area_code=CODES, area_name=names, parent_code=parents).to_file(tmp_path / "lsoa21_mine.gpkg")
    found = read_boundaries(tmp_path / "lsoa21_mine.gpkg").areas
    assert [(area.area_name, area.parent_code, area.vintage) for area in found] == [
        ("One", "E06000005", 2021), ("E01012305", None, 2021),
    ]  # fmt: skip


@pytest.mark.parametrize(("codes", "vintage"), [(CODES, 2011), (["E01012304", "E01035186"], 2021)])
def test_without_a_year_the_codes_tell_the_census(codes: list[str], vintage: int, tmp_path: Path) -> None:
    frame(area_code=codes).to_file(tmp_path / "mine.gpkg")
    assert {area.vintage for area in read_boundaries(tmp_path / "mine.gpkg").areas} == {vintage}


def test_the_shipped_boundaries_need_no_repair() -> None:
    found = read_boundaries(SHAPEFILES / "lsoa11_darlington_county_durham.geojson")
    assert found.notes == ()
    assert len(found.areas) == 389
    assert {area.vintage for area in found.areas} == {2011}
    assert shapely.coverage_is_valid(outlines(found))


def bad_files(folder: Path) -> Iterator[tuple[Path, str]]:
    def save(name: str, content: gpd.GeoDataFrame) -> Path:
        content.to_file(folder / name)
        return folder / name

    def text(name: str, content: bytes) -> Path:
        (folder / name).write_bytes(content)
        return folder / name

    yield save("columns.gpkg", frame(postcode=["DL1", "DL2"])), "no column carries ONS codes.*postcode"
    yield save("double.gpkg", frame(LSOA11CD=[CODES[0]] * 2)), "column LSOA11CD: codes that stand twice: E01012304"
    yield save("codes.gpkg", frame(LSOA11CD=[CODES[0], "S01006506"])), "1 are no ONS codes.*'S01006506' in row 2"
    yield save("nocode.gpkg", frame(LSOA11CD=[CODES[0], None])), "'' in row 2"
    yield save("points.gpkg", frame([LEFT.centroid, RIGHT.centroid])), "no polygons"
    yield save("lines.gpkg", frame([LineString([(EAST, NORTH), (EAST, NORTH + 9)])] * 2)), "no polygons"
    yield save("mixed.geojson", frame([LEFT, RIGHT.centroid])), "areas without a polygon: E01012305"
    yield save("empty.gpkg", frame().iloc[:0]), "no (areas|polygons)"
    yield save("degrees.gpkg", frame(crs="EPSG:4326")), "read as EPSG:4326.*outside Great Britain"
    shapefile = save("areas.shp", frame())
    shapefile.with_suffix(".prj").unlink()
    yield shapefile, "coordinate reference system"
    yield text("page.geojson", b"<!DOCTYPE html><html><body>Not found</body></html>"), "not a boundary file"
    yield text("cut.geojson", b'{"type": "FeatureCollection", "features": [{"type": "Fea'), "not a boundary file"
    yield text("table.json", b'[{"area_code": "E01012304"}]'), "not a boundary file"
    yield text("alone.shp", b"not a shapefile at all" * 10), "not a boundary file"
    yield text("areas.pdf", b"%PDF-1.4"), "'.pdf' is no boundary file's ending"
    yield text("areas.zip", b"PK\x03\x04 and no more"), "not a whole zip archive"
    yield folder / "absent.shp", "no such file"


def test_bad_files_are_refused_with_the_reason(tmp_path: Path) -> None:
    for path, reason in bad_files(tmp_path):
        with pytest.raises(RefusedFile, match=reason) as caught:
            read_boundaries(path)
        assert caught.value.remedy
        assert str(tmp_path) not in caught.value.reason


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"../areas.shp": b""}, "points outside the archive"),
        ({"readme.txt": b"nothing"}, "holds 0 boundary files"),
        ({"a.shp": b"", "b.shp": b""}, "holds 2 boundary files"),
        ({"a.geojson": b"0" * 9_000_000}, "unpacks to 9,000,000 bytes"),
    ],
)
def test_unsafe_and_unclear_archives_are_refused(members: dict[str, bytes], reason: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "areas.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    with pytest.raises(RefusedFile, match=reason):
        read_boundaries(tmp_path / "areas.zip")


def test_a_file_with_two_layers_of_outlines_is_refused(tmp_path: Path) -> None:
    frame().to_file(tmp_path / "areas.gpkg", layer="lsoa")
    frame().to_file(tmp_path / "areas.gpkg", layer="wards")
    with pytest.raises(RefusedFile, match="2 layers with outlines: lsoa, wards"):
        read_boundaries(tmp_path / "areas.gpkg")


@pytest.mark.skipif(not REAL, reason="CSPDASH_REAL_DATA is not set")
@pytest.mark.parametrize(
    ("name", "level", "vintage", "count"),
    [
        ("lsoa21_darlington_county-durham", "lsoa", 2021, 396),
        ("lsoa11_generalised_county-durham", "lsoa", 2011, 324),
        ("wards13_generalised_darlington", "ward", 2013, 24),
        ("wards22_darlington_county-durham", "ward", 2022, 83),
        ("lad24_darlington_county-durham", "district", 2024, 2),
        ("pfa20_durham", "force", 2020, 1),
    ],
)
def test_real_boundaries(name: str, level: str, vintage: int, count: int) -> None:
    found = read_boundaries(Path(str(REAL)) / "boundaries" / f"{name}.geojson")
    assert {(area.level, area.vintage) for area in found.areas} == {(level, vintage)}
    assert len(found.areas) == count
    shapes = outlines(found)
    assert shapely.coverage_is_valid(shapes)
    assert shapely.area(shapes).sum() == pytest.approx(shapely.union_all(shapes).area, rel=1e-9)
