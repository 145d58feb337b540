"""Counts and residents of many areas against the recount in plain Python."""

from datetime import date
from pathlib import Path

from cspdash.store import compare_queries
from cspdash.store.connection import Store, open_store
from tests.making import ASB, CRIMES, ELSEWHERE, MONTHS
from tests.recounts import COUNTY_DURHAM_CODE, DARLINGTON_CODE, DISTRICT, monthly, residents


def without_zeros(counts: dict[date, int]) -> dict[date, int]:
    return {month: n for month, n in counts.items() if n}


def test_localities_by_month(store: Store) -> None:
    for categories in ([ASB], CRIMES):
        found = compare_queries.localities_monthly(store, [DARLINGTON_CODE], categories)
        inside = [code for code, district in DISTRICT.items() if district == DARLINGTON_CODE]
        assert found == {code: without_zeros(monthly(code, categories)) for code in sorted(inside)}


def test_districts_by_code_and_others_by_the_names_of_their_localities(store: Store) -> None:
    names = {DARLINGTON_CODE: "Darlington", COUNTY_DURHAM_CODE: "County Durham", "E06000009": "Blackpool"}
    found = compare_queries.districts_monthly(store, names, [ASB])
    assert found == {
        DARLINGTON_CODE: without_zeros(monthly(DARLINGTON_CODE, [ASB])),
        COUNTY_DURHAM_CODE: without_zeros(monthly(COUNTY_DURHAM_CODE, [ASB])),
        "E06000009": dict.fromkeys(MONTHS, 1),
    }
    assert ELSEWHERE[1] == "Blackpool 006A"


def test_a_name_is_the_whole_name(store: Store) -> None:
    assert compare_queries.districts_monthly(store, {"E1": "Black", "E2": "pool", "E3": "Blackpool 006"}, [ASB]) == {}


def test_people_of_districts_only_where_held(store: Store) -> None:
    assert compare_queries.district_persons(store, [DARLINGTON_CODE]) == {}
    [years] = compare_queries.district_persons(store, ["E01012304"]).values()
    assert years == {2011: residents()["E01012304"]}


def test_a_first_month_leaves_the_earlier_ones_aside(store: Store) -> None:
    first = MONTHS[20]
    names = {DARLINGTON_CODE: "Darlington", "E06000009": "Blackpool"}
    late = compare_queries.districts_monthly(store, names, [ASB], first)
    assert late["E06000009"] == dict.fromkeys(MONTHS[20:], 1)
    every = without_zeros(monthly(DARLINGTON_CODE, [ASB]))
    assert late[DARLINGTON_CODE] == {month: n for month, n in every.items() if month >= first}
    found = compare_queries.localities_monthly(store, [DARLINGTON_CODE], [ASB], first)
    assert min(month for counts in found.values() for month in counts) == first


def test_the_public_edition_finds_the_districts_that_it_knows_and_no_others(marked_public_folder: Path) -> None:
    store = open_store(marked_public_folder)
    try:
        found = compare_queries.districts_monthly(store, {"E06000005": "Darlington", "E06999999": "Elsewhere"}, [ASB])
    finally:
        store.close()
    assert set(found) == {"E06000005"}
