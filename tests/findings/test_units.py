import csv
from dataclasses import replace
from pathlib import Path

import pytest

from cspdash import catalogue, settings
from cspdash.findings.localities import localities
from cspdash.findings.places import Place
from cspdash.findings.series import place_counts
from cspdash.findings.units import _summed, counts_of, units
from cspdash.ingest import run
from cspdash.store.connection import Store, open_store
from tests import small_catalogue
from tests.making import ASB, MONTHS
from tests.recounts import COUNTY_DURHAM_CODE, DARLINGTON_CODE, FORCE_CODE, monthly, residents

CATALOGUE = small_catalogue.catalogue()
DARLINGTON = Place(DARLINGTON_CODE, "Darlington", "district", (DARLINGTON_CODE,))
FORCE = Place(FORCE_CODE, "The force area", "force", (DARLINGTON_CODE, COUNTY_DURHAM_CODE))
# The second ward has one of the two pieces of a locality that was split in 2021, the other code stands for neither.
LOOKUP = [
    ("E01012304", "E05000001"),
    ("E01012305", "E05000001"),
    ("E01035185", "E05000002"),
    ("E01020634", "E05000003"),
]


@pytest.fixture
def with_wards(store_copy: Path, tmp_path: Path) -> Store:
    """The sample store with a lookup of four localities to three wards."""
    lookup = tmp_path / "lookup.csv"
    with lookup.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([("LSOA21CD", "WD24CD"), *LOOKUP])
    assert not run.boundaries(store_copy, lookup, catalogue.load(settings.content_dir())).refused
    return open_store(store_copy)


def test_without_a_lookup_there_are_no_wards(store: Store) -> None:
    assert units(store, FORCE, "ward") == ()
    found = localities(store, CATALOGUE, DARLINGTON, "The subject", (ASB,), level="ward")
    assert found.rows == ()
    assert found.months


def test_localities_are_units_of_themselves(store: Store) -> None:
    found = units(store, DARLINGTON)
    assert len(found) == 65
    assert all(unit.members == (unit.code,) for unit in found)
    assert {unit.code: unit.persons for unit in found} == {unit.code: residents()[unit.code] for unit in found}


def test_a_ward_is_the_sum_of_the_localities_that_fit_it_best(with_wards: Store) -> None:
    found = {unit.code: unit for unit in units(with_wards, DARLINGTON, "ward")}
    assert {code: unit.members for code, unit in found.items()} == {
        "E05000001": ("E01012304", "E01012305"),
        "E05000002": ("E01012316",),
    }
    people = residents()
    assert found["E05000001"].persons == people["E01012304"] + people["E01012305"]
    ranked = localities(with_wards, CATALOGUE, DARLINGTON, "The subject", (ASB,), level="ward")
    assert ranked.left_out == 65 - 3
    for row in ranked.rows:
        assert row.n == sum(monthly(code, [ASB])[month] for code in row.members for month in ranked.months)
    by_locality = localities(with_wards, CATALOGUE, DARLINGTON, "The subject", (ASB,))
    assert ranked.average == by_locality.average, "the average is that of the whole place"


def test_a_wards_series_is_the_sum_of_its_localities(with_wards: Store) -> None:
    ward = units(with_wards, DARLINGTON, "ward")[0]
    counts = counts_of(with_wards, CATALOGUE, ward)
    series = counts.series(CATALOGUE, [ASB])
    assert series.held == tuple(MONTHS)
    for month in MONTHS:
        assert series.at(month) == sum(monthly(code, [ASB])[month] for code in ward.members)


def test_a_district_is_all_its_localities(store: Store) -> None:
    found = {unit.code: unit for unit in units(store, FORCE, "district")}
    assert {code: len(unit.members) for code, unit in found.items()} == {DARLINGTON_CODE: 65, COUNTY_DURHAM_CODE: 324}
    assert found[DARLINGTON_CODE].name == "Darlington"
    mine = counts_of(store, CATALOGUE, found[DARLINGTON_CODE])
    assert mine.counts == place_counts(store, CATALOGUE, DARLINGTON).counts


def test_a_whole_with_a_part_without_residents_has_none(with_wards: Store) -> None:

    parts = list(units(with_wards, DARLINGTON))
    broken = [replace(part, persons=None) if part.code == "E01012305" else part for part in parts]
    (whole,) = _summed(broken, "district", lambda unit: (unit.district, "Darlington"))
    assert whole.persons is None
