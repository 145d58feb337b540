import csv
import os
from datetime import date
from pathlib import Path

import pytest
import shapely

from cspdash.ingest.area_codes import district_part, lsoa_vintage
from cspdash.ingest.areas.boundaries import read_boundaries
from cspdash.ingest.areas.common import Link
from cspdash.ingest.areas.inference import MapPoint, OldArea, infer_links
from cspdash.ingest.areas.links import read_links
from cspdash.periods import parse_month
from cspdash.settings import SHAPEFILES

REAL = os.environ.get("CSPDASH_REAL_DATA")
DISTRICT, OTHER = "E06000005", "E06000047"
WEST, MIDDLE, EAST, FAR = "E01012301", "E01012302", "E01012303", "E01020601"
NEW, NEXT = "E01035185", "E01035186"
JUNE, JULY = date(2023, 6, 1), date(2023, 7, 1)


def column(place: int) -> bytes:
    """A square of 0.01 degrees, one beside the other."""
    return bytes(shapely.to_wkb(shapely.box(-1.6 + place / 100, 54.5, -1.59 + place / 100, 54.51)))


AREAS = [
    OldArea(WEST, DISTRICT, column(0)), OldArea(MIDDLE, DISTRICT, column(1)),
    OldArea(EAST, DISTRICT, column(2)), OldArea(FAR, OTHER, column(3)),
]  # fmt: skip
DISTRICT_OF = {NEW: DISTRICT, NEXT: DISTRICT}


def points(code: str, place: int, count: int = 10) -> list[MapPoint]:
    """Map points inside the square at `place`."""
    return [MapPoint(code, -1.598 + place / 100, 54.501 + step / 2000) for step in range(count)]


def pairs(links: list[Link]) -> list[tuple[str, str, float]]:
    return [(link.from_code, link.to_code, round(link.weight, 3)) for link in links]


def test_a_split_area_goes_to_each_of_its_pieces_by_their_points() -> None:
    found = infer_links([*points(NEW, 0, 6), *points(NEXT, 0, 2)], AREAS, DISTRICT_OF, [])
    assert pairs(found) == [(WEST, NEW, 0.75), (WEST, NEXT, 0.25)]


def test_merged_areas_both_lead_to_the_new_one() -> None:
    found = infer_links([*points(NEW, 0), *points(NEW, 1)], AREAS, DISTRICT_OF, [])
    assert pairs(found) == [(WEST, NEW, 1.0), (MIDDLE, NEW, 1.0)]


def test_a_few_points_over_a_border_make_no_link() -> None:
    assert pairs(infer_links([*points(NEW, 0, 10), *points(NEW, 1, 1)], AREAS, DISTRICT_OF, [])) == [(WEST, NEW, 1.0)]


def test_an_area_that_goes_on_after_the_change_became_nothing_else() -> None:
    mixed = [*points(NEW, 0, 6), *points(NEW, 1, 4)]
    for after in (JUNE, JULY):
        assert pairs(infer_links(mixed, AREAS, DISTRICT_OF, [(MIDDLE, after)])) == [(WEST, NEW, 1.0)]
    assert len(infer_links(mixed, AREAS, DISTRICT_OF, [(MIDDLE, date(2023, 5, 1))])) == 2


def test_a_point_outside_every_area_goes_to_the_nearest_of_its_own_district() -> None:
    just_over_the_district_border = points(NEW, 3)
    found = infer_links(just_over_the_district_border, AREAS, DISTRICT_OF, [])
    assert pairs(found) == [(EAST, NEW, 1.0)]


def test_the_same_map_point_counts_once_however_often_it_is_used() -> None:
    often = points(NEW, 1, 1) * 50
    assert pairs(infer_links([*points(NEW, 0, 10), *often], AREAS, DISTRICT_OF, [])) == [(WEST, NEW, 1.0)]


def test_codes_of_2011_and_districts_that_are_not_known_are_left_aside() -> None:
    assert infer_links([*points(WEST, 1), *points("E01034000", 0)], AREAS, {WEST: DISTRICT}, []) == []
    assert infer_links(points(NEW, 0), [], DISTRICT_OF, []) == []


@pytest.mark.skipif(not REAL, reason="CSPDASH_REAL_DATA is not set")
@pytest.mark.parametrize("months", [slice(None), slice(25, None), slice(25, 27), slice(-2, None)])
def test_real_points_give_the_links_of_the_ons_lookup(months: slice) -> None:
    old = read_boundaries(SHAPEFILES / "lsoa11_darlington_county_durham.geojson").areas
    district_of = {area.area_code: str(area.parent_code) for area in old}
    named = {"Darlington": DISTRICT, "County Durham": OTHER}
    found, seen = set(), set()
    for folder in sorted((Path(str(REAL)) / "police-uk").iterdir())[months]:
        month = parse_month(folder.name)
        assert month
        with (folder / f"{folder.name}-durham-street.csv").open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                code, district = row["LSOA code"], named.get(district_part(row["LSOA name"]) or "")
                if district and row["Longitude"]:
                    district_of.setdefault(code, district)
                    seen.add((code, month))
                    found.add(MapPoint(code, float(row["Longitude"]), float(row["Latitude"])))
    lookup = Path(str(REAL)) / "lookups" / "lsoa11_lsoa21_lad22_exact-fit_darlington_county-durham.csv"
    official = {(each.from_code, each.to_code) for each in read_links(lookup) if each.from_code != each.to_code}
    areas = [OldArea(area.area_code, district_of[area.area_code], area.geometry) for area in old if area.geometry]
    links = infer_links(found, areas, district_of, seen)
    assert len(official) == 33
    assert {(link.from_code, link.to_code) for link in links} == official
    assert any(lsoa_vintage(point.area_code) == 2021 for point in found)
