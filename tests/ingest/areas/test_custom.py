"""What a file of own areas may be, and the sentence for each thing that it may not."""

import json
from pathlib import Path
from typing import Any

import pytest
import shapely

from cspdash.ingest import RefusedFile
from cspdash.ingest.areas.custom import MOST_BYTES, MOST_CORNERS, areas_in, code_of, read_custom

SQUARE = [[-1.56, 54.52], [-1.54, 54.52], [-1.54, 54.53], [-1.56, 54.53], [-1.56, 54.52]]
BOW_TIE = [[-1.56, 54.52], [-1.54, 54.53], [-1.54, 54.52], [-1.56, 54.53], [-1.56, 54.52]]


def feature(geometry: Any, name: Any = "Town centre", **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"name": name, **properties}, "geometry": geometry}


def polygon(*rings: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def many_corners() -> list[list[float]]:
    edge = [[-1.56 + n / 1_000_000, 54.52] for n in range(MOST_CORNERS)]
    return [*edge, [-1.54, 54.53], [-1.56, 54.52]]


WRONG = {
    "crosses itself near": feature(polygon(BOW_TIE)),
    "outside Great Britain": feature(polygon([[east + 12, north] for east, north in SQUARE])),
    "latitude comes before longitude": feature(polygon([[north, east] for east, north in SQUARE])),
    "eastings and northings": feature(polygon([[428_000, 514_000], [429_000, 514_000], [429_000, 515_000]])),
    "is empty": feature(polygon()),
    "the outline of 'Town centre' is empty": feature(None),
    "is a Point, which has no inside": feature({"type": "Point", "coordinates": [-1.55, 54.52]}),
    "is a LineString, which has no inside": feature({"type": "LineString", "coordinates": SQUARE}),
    "encloses nothing": feature(polygon([[-1.56, 54.52], [-1.54, 54.52], [-1.55, 54.52], [-1.56, 54.52]])),
    "not pairs of numbers": feature(polygon([["here", 54.5], [-1.5, 54.5], [-1.5, 54.6], ["here", 54.5]])),
    "cannot be read": feature(polygon([[-1.56, 54.52], [-1.54, 54.52]])),
    "corners, more than": feature(polygon(many_corners())),
    "its name cannot be used": feature(polygon(SQUARE), name="<img src=x onerror=alert(1)>"),
    "has no name": feature(polygon(SQUARE), name="  "),
    "its name is longer": feature(polygon(SQUARE), name="a" * 61),
    "not GeoJSON": {"type": "Town"},
    "it has no area in it": {"type": "FeatureCollection", "features": []},
    "stands twice": {"type": "FeatureCollection",
                     "features": [feature(polygon(SQUARE)), feature(polygon(SQUARE), "town CENTRE")]},
    "it has 51 areas, more than 50": {"type": "FeatureCollection",
                                      "features": [feature(polygon(SQUARE), f"Part {n}") for n in range(51)]},
    "one of its features is none": {"type": "FeatureCollection", "features": [polygon(SQUARE)]},
    "corners of 'Town centre' are not": feature(polygon([["NaN", 54.5], [-1.5, 54.5], [-1.5, 54.6], ["NaN", 54.5]])),
    "are no list of codes": feature(None, localities="E01012304"),
    "its coordinates are in": {
        **feature(polygon(SQUARE)), "crs": {"type": "name", "properties": {"name": "EPSG:27700"}}},
}  # fmt: skip


@pytest.mark.parametrize("reason", WRONG)
def test_what_is_no_area_is_refused_with_what_and_why(reason: str, tmp_path: Path) -> None:
    path = tmp_path / "area.geojson"
    path.write_text(json.dumps(WRONG[reason]), encoding="utf-8")
    with pytest.raises(RefusedFile, match=reason) as refused:
        read_custom(path)
    assert refused.value.file == "area.geojson"
    assert len(refused.value.remedy) > 5


@pytest.mark.parametrize(
    "text", [b"", b"not json", b'{"type": NaN}', b"[" * 100_000, b"\xff\xfe\x00", b"<html>", b"null", b"[1]", b'"x"']
)
def test_what_is_no_geojson_is_refused_and_never_a_traceback(text: bytes) -> None:
    with pytest.raises(RefusedFile, match=r"not JSON|not GeoJSON"):
        areas_in(text, "x")


def test_a_file_that_is_too_large_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "large.geojson"
    path.write_bytes(b" " * (MOST_BYTES + 1))
    with pytest.raises(RefusedFile, match="larger than 1 MB"):
        read_custom(path)
    with pytest.raises(RefusedFile, match="no such file"):
        read_custom(tmp_path / "none.geojson")


@pytest.mark.parametrize(
    ("name", "code"),
    [("Town centre", "X-town-centre"), ("St. John's (north)", "X-st-john-s-north"), ("Café & Bar", "X-cafe-bar")],
)
def test_a_code_is_made_of_the_name_and_is_none_of_ons(name: str, code: str) -> None:
    assert code_of(name) == code


def test_a_bare_outline_takes_the_name_that_is_given_with_it() -> None:
    (area,) = areas_in(json.dumps(polygon(SQUARE)).encode(), "x", "Market place")
    assert (area.area_code, area.area_name, area.localities) == ("X-market-place", "Market place", ())
    with pytest.raises(RefusedFile, match="one name is given"):
        areas_in(
            json.dumps({"type": "FeatureCollection", "features": [feature(polygon(SQUARE))] * 2}).encode(), "x", "y"
        )


def test_outlines_are_wound_for_the_map_and_keep_their_holes_and_parts() -> None:
    hole = [[-1.553, 54.523], [-1.547, 54.523], [-1.547, 54.527], [-1.553, 54.527], [-1.553, 54.523]]
    parts = {"type": "MultiPolygon", "coordinates": [[SQUARE, hole], [[[east + 0.1, north] for east, north in SQUARE]]]}
    for geometry, area in ((polygon(SQUARE, hole), 0.0002 - 0.000024), (parts, 0.0004 - 0.000024)):
        (found,) = areas_in(json.dumps(feature(geometry)).encode(), "x")
        drawn = shapely.from_wkb(found.outline)
        assert drawn.area == pytest.approx(area)
        assert not any(part.exterior.is_ccw for part in shapely.get_parts(drawn))


@pytest.mark.parametrize("one", [feature(polygon(SQUARE)), feature(None, "Two", localities=["E01012305", "E01012304"])])
def test_the_file_that_is_kept_gives_the_same_area_again(one: dict[str, Any]) -> None:
    (area,) = areas_in(json.dumps(one).encode(), "x")
    assert areas_in(area.as_geojson().encode(), "kept") == (area,)
