"""Every question to the store against a slow second answer, counted in plain Python from the rows themselves."""

import csv
import hashlib
import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from cspdash.settings import REFERENCE
from cspdash.store import queries
from cspdash.store.connection import Store, open_store
from tests.making import (
    ASB,
    COUNTY_DURHAM,
    DARLINGTON,
    MISSING,
    MONTHS,
    SPLIT_IN_2021,
    asb_row,
    many_rows,
    month_rows,
    outcome_rows,
    street_row,
    write_month,
)
from tests.police_store import PoliceStore

DARLINGTON_CODE, COUNTY_DURHAM_CODE = "E06000005", "E06000047"
DISTRICT = {
    **{area[0]: DARLINGTON_CODE for area in DARLINGTON},
    **{area[0]: COUNTY_DURHAM_CODE for area in COUNTY_DURHAM},
}
WHOLE = {piece[0]: code for code, piece in SPLIT_IN_2021.items()}
BOTH = [DARLINGTON_CODE, COUNTY_DURHAM_CODE]


def counted() -> Counter[tuple[str | None, str | None, date, str]]:
    """Return the sample's incidents by district, common area, month and category."""
    found: Counter[tuple[str | None, str | None, date, str]] = Counter()
    for month in MONTHS:
        for row in month_rows(month):
            code = row["LSOA code"] or None
            common = WHOLE.get(code or "", code)
            found[DISTRICT.get(common or ""), common, month, row["Crime type"]] += 1
    return found


@pytest.mark.parametrize("districts", [[DARLINGTON_CODE], [COUNTY_DURHAM_CODE], BOTH, []])
def test_district_monthly(store: Store, districts: list[str]) -> None:
    expected: Counter[tuple[date, str]] = Counter()
    for (district, _, month, category), n in counted().items():
        if district in districts:
            expected[month, category] += n
    found = queries.district_monthly(store, districts)
    assert found == sorted((*key, n) for key, n in expected.items())
    assert MISSING not in {month for month, _, _ in found}, "a month that is missing is absent, not zero"


@pytest.mark.parametrize("code", ["E01012304", "E01012316", "E01020644"])
def test_common_monthly_goes_on_over_the_change_of_geography(store: Store, code: str) -> None:
    expected: Counter[tuple[date, str]] = Counter()
    for (_, common, month, category), n in counted().items():
        if common == code:
            expected[month, category] += n
    found = queries.common_monthly(store, code, BOTH)
    assert found == sorted((*key, n) for key, n in expected.items())
    assert {month for month, _, _ in found} == set(MONTHS)


def test_common_monthly_of_another_district_is_empty(store: Store) -> None:
    assert queries.common_monthly(store, "E01012304", [COUNTY_DURHAM_CODE]) == []


@pytest.mark.parametrize("categories", [[ASB], ["Burglary", "Vehicle crime"], ["Drugs"]])
def test_common_totals(store: Store, categories: list[str]) -> None:
    months = [date(2023, 1, 1), MISSING, *(date(2023, n, 1) for n in range(3, 9))]
    expected: Counter[str] = Counter()
    for (district, common, month, category), n in counted().items():
        if district == DARLINGTON_CODE and common and month in months and category in categories:
            expected[common] += n
    assert queries.common_totals(store, [DARLINGTON_CODE], categories, months) == expected


def test_every_incident_is_placed_somewhere(store: Store) -> None:
    expected = Counter(
        district or ("none" if common is None else "elsewhere")
        for (district, common, _, _), n in counted().items()
        for _ in range(n)
    )
    assert queries.placed(store) == expected
    assert set(expected) == {*BOTH, "elsewhere", "none"}


def test_months_held_leave_the_gap(store: Store) -> None:
    assert queries.months_held(store) == {"durham": MONTHS}


def test_a_partnership_or_force_gives_its_districts_and_a_district_itself(store: Store) -> None:
    found = {code: queries.districts_within(store, code) for code in ("E06000005", "E22000365", "E23000008", "E0")}
    assert found == {
        "E06000005": ["E06000005"], "E22000365": ["E06000047"], "E23000008": ["E06000005", "E06000047"], "E0": [],
    }  # fmt: skip


def test_areas_of_a_level_come_with_name_parent_and_vintage(store: Store) -> None:
    assert queries.areas(store, ["district"]) == [
        ("E06000047", "County Durham", "district", "E22000365", None),
        ("E06000005", "Darlington", "district", "E22000072", None),
    ]
    lsoas = {row[0]: row[1:] for row in queries.areas(store, ["lsoa"])}
    assert lsoas["E01012304"] == ("Darlington 012A", "lsoa", "E06000005", 2011)
    assert lsoas["E01035185"] == ("Darlington 010D", "lsoa", "E06000005", 2021)
    assert "E01012681" not in lsoas, "Blackpool is no district of this partnership"


def test_common_areas_are_on_the_map_with_their_residents(store: Store) -> None:
    with (REFERENCE / "census2011_lsoa11.csv").open(encoding="utf-8") as stream:
        residents = {row["area_code"]: int(row["persons"]) for row in csv.DictReader(stream)}
    found = {row[0]: row for row in queries.common_areas(store, [DARLINGTON_CODE])}
    assert len(found) == 65
    code, name, parent, longitude, latitude, year, persons = found["E01012316"]
    assert (name, parent, year, persons) == ("Darlington 010B", DARLINGTON_CODE, 2011, residents[code])
    assert longitude is not None
    assert latitude is not None
    assert -1.7 < longitude < -1.4
    assert 54.4 < latitude < 54.7
    assert not set(found) & set(WHOLE), "a piece is part of its common area"
    assert set(queries.outlines(store, [DARLINGTON_CODE])) == set(found)


def test_outlines_are_geojson_shapes(store: Store) -> None:
    outlines = queries.outlines(store, BOTH)
    assert len(outlines) == 65 + 324
    assert {json.loads(text)["type"] for text in outlines.values()} <= {"Polygon", "MultiPolygon"}


def test_the_ledger_tells_every_file(store: Store) -> None:
    street = [line for line in queries.ledger(store) if line["kind"] == "street"]
    assert [(line["month"], line["rows_kept"]) for line in street] == [
        (month, len(month_rows(month))) for month in MONTHS
    ]
    assert {(line["source"], line["force"], line["status"], line["replaced_by"]) for line in street} == {
        ("police.uk", "durham", "loaded", None)
    }
    assert street[0]["file_name"] == "2020-05-durham-street.csv"
    assert len(street[0]["sha256"]) == len(hashlib.sha256().hexdigest())
    outcomes = [line for line in queries.ledger(store) if line["kind"] == "outcomes"]
    assert sum(line["rows_kept"] for line in outcomes) == sum(len(outcome_rows(m)) for m in MONTHS if m.year == 2023)


def test_the_summary_counts_each_table(store: Store) -> None:
    found = queries.summary(store)
    assert found["incidents"] == sum(counted().values())
    assert found["outcomes"] == sum(len(outcome_rows(m)) for m in MONTHS if m.year == 2023)
    assert found["loads"] == len(queries.ledger(store))
    assert (found["rejects"], found["first_month"], found["last_month"]) == (0, MONTHS[0], MONTHS[-1])
    assert found["areas"] == sum(n for _, _, n, _ in queries.area_counts(store))


def test_areas_and_residents_are_counted(store: Store) -> None:
    assert ("lsoa", 2011, 389, 389) in queries.area_counts(store)
    assert ("lsoa", 2021, 2, 0) in queries.area_counts(store)
    with (REFERENCE / "census2011_lsoa11.csv").open(encoding="utf-8") as stream:
        persons = [int(row["persons"]) for row in csv.DictReader(stream)]
    assert queries.population_totals(store) == [(2011, len(persons), sum(persons))]


def test_links_say_where_they_come_from(store: Store) -> None:
    assert queries.link_origins(store) == {"inferred from map points": len(SPLIT_IN_2021)}


def test_real_months_are_no_demonstration(store: Store) -> None:
    assert queries.is_demonstration(store) is False


def test_reasons_are_those_of_the_files_that_are_served(police: PoliceStore, tmp_path: Path) -> None:
    bad = [street_row(month="x"), *many_rows(6), asb_row(month="2022-12"), asb_row(month="2022-12")]
    police.load(write_month(tmp_path, [*bad, street_row(month="y")]))
    police.load(write_month(tmp_path, bad))
    opened = open_store(police.folder)
    assert queries.reject_reasons(opened) == [
        ("2023-01-durham-street.csv", "Month is not a month written YYYY-MM", 1, 2),
        ("2023-01-durham-street.csv", "Month is not the month of the file", 2, 9),
    ]
    opened.close()
