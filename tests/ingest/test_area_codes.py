import pytest

from cspdash.ingest.area_codes import (
    AreaColumn,
    area_columns,
    district_part,
    level_of,
    lsoa_vintage,
    year_in_file_name,
)


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("E01012304", "lsoa"), ("W01000001", "lsoa"), ("E05010412", "ward"), ("E06000005", "district"),
        ("E07000136", "district"), ("E08000037", "district"), ("E09000001", "district"), ("W06000022", "district"),
        ("E22000072", "partnership"), ("E23000008", "force"), ("W15000001", "force"),
        ("E02002570", None), ("S01006506", None), ("E0101230", None), ("E010123045", None), ("", None),
        ("E01O12304", None),
    ],
)  # fmt: skip
def test_level_is_in_the_code(code: str, level: str | None) -> None:
    assert level_of(code) == level


@pytest.mark.parametrize(
    ("code", "vintage"),
    [
        ("E01000001", 2011), ("E01033768", 2011), ("E01033769", 2021), ("E01035762", 2021),
        ("W01001958", 2011), ("W01001959", 2021),
    ],
)  # fmt: skip
def test_vintage_is_in_the_number(code: str, vintage: int) -> None:
    assert lsoa_vintage(code) == vintage


def test_district_part_of_a_name() -> None:
    assert district_part("Darlington 012A") == "Darlington"
    assert district_part("Bournemouth, Christchurch and Poole 029A") == "Bournemouth, Christchurch and Poole"
    assert district_part("Darlington") is None
    assert district_part("012A") is None


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["LSOA11CD", "LSOA11NM"], [AreaColumn("LSOA11CD", "lsoa", 2011, "LSOA11NM")]),
        (["WD13NMW", "WD13CDO", "WD13CD", "WD13NM"], [AreaColumn("WD13CD", "ward", 2013, "WD13NM")]),
        (["LAD2024CD"], [AreaColumn("LAD2024CD", "district", 2024)]),
        (["ladcode19", "laname19"], [AreaColumn("ladcode19", "district", 2019, "laname19")]),
        (["CSP22CD", "PFA22CD"], [AreaColumn("CSP22CD", "partnership", 2022), AreaColumn("PFA22CD", "force", 2022)]),
        (["LSOA code", "LSOA name"], [AreaColumn("LSOA code", "lsoa", None, "LSOA name")]),
        (["id", "code", "name", "postcode", "wards", "decade"], []),
    ],
)
def test_columns_are_known_by_their_names(names: list[str], expected: list[AreaColumn]) -> None:
    assert area_columns(names) == expected


def test_the_smallest_areas_come_first() -> None:
    names = ["ltla24_code", "ltla24_name", "ward24_code", "lsoa21_name", "lsoa21_code", "ward24_name", "geometry"]
    assert [column.code for column in area_columns(names)] == ["lsoa21_code", "ward24_code", "ltla24_code"]


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("lsoa11_darlington_county_durham.geojson", 2011), ("LSOA_2021_EW_BSC.shp", 2021), ("wards22.gpkg", 2022),
        ("WD_DEC_2022.shp", None), ("boundaries.geojson", None), ("lsoa_110_areas.geojson", None),
    ],
)  # fmt: skip
def test_year_in_a_file_name(name: str, year: int | None) -> None:
    assert year_in_file_name(name) == year
