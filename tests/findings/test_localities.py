from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cspdash.catalogue import Category
from cspdash.findings.localities import Localities, localities, moved
from cspdash.findings.places import Place
from cspdash.ingest.derive import rebuild_monthly
from cspdash.periods import add_months, month_range
from cspdash.stats.change import change
from cspdash.stats.rates import rate
from cspdash.store.connection import Store, open_store
from cspdash.store.release import building
from tests import small_catalogue
from tests.making import ASB, CRIMES, LAST, MISSING, MONTHS, many_rows, street_row, write_month
from tests.police_store import PoliceStore
from tests.recounts import COUNTY_DURHAM_CODE, DARLINGTON_CODE, DISTRICT, FORCE_CODE, monthly, residents

CATALOGUE = small_catalogue.catalogue()
DARLINGTON = Place(DARLINGTON_CODE, "Darlington", "district", (DARLINGTON_CODE,))
FORCE = Place(FORCE_CODE, "The force area", "force", (DARLINGTON_CODE, COUNTY_DURHAM_CODE))
YEAR = tuple(month for month in month_range(date(2022, 9, 1), LAST) if month != MISSING)

AREA = "INSERT INTO area VALUES ($code, $name, 'lsoa', $district, 2011, NULL, NULL, NULL)"
RESIDENTS = "INSERT INTO common_population VALUES ($code, 2011, $persons, NULL)"


def found_in(store: Store, place: Place = DARLINGTON, *categories: str) -> Localities:
    return localities(store, CATALOGUE, place, "The subject", categories or (ASB,))


@pytest.mark.parametrize("place", [DARLINGTON, FORCE], ids=lambda place: place.name)
@pytest.mark.parametrize("categories", [(ASB,), tuple(CRIMES)])
def test_every_locality_equals_the_recount(store: Store, place: Place, categories: tuple[str, ...]) -> None:
    found = found_in(store, place, *categories)
    people = residents()
    assert len(found.rows) == {DARLINGTON_CODE: 65, FORCE_CODE: 389}[place.code]
    for row in found.rows:
        counts = monthly(row.code, categories)
        assert row.n == sum(counts[month] for month in YEAR)
        assert row.persons == people[row.code]
        limits = rate(row.n, row.persons)
        assert (row.rate, row.low, row.high) == (limits.value, limits.low, limits.high)
        assert row.unreliable == (row.n < 20)
    inside = [code for code, district in DISTRICT.items() if district in place.districts]
    everyone = sum(people[row.code] for row in found.rows)
    assert found.average == pytest.approx(1000 * sum(row.n for row in found.rows if row.code in inside) / everyone)
    assert (found.months, found.complete, found.population_year, found.unplaced) == (YEAR, False, 2011, 0)


def test_the_change_on_a_year_earlier_is_over_months_held_in_both(store: Store) -> None:
    found = found_in(store, DARLINGTON, *CRIMES)
    rows, months = moved(store, CATALOGUE, found)
    both = [month for month in YEAR if add_months(month, -12) in MONTHS]
    assert 0 < months == len(both)
    assert list(rows) == [row.code for row in found.rows]
    for code, one in rows.items():
        counts = monthly(code, CRIMES)
        before, after = sum(counts[add_months(month, -12)] for month in both), sum(counts[month] for month in both)
        verdict = change(before, after).verdict if before + after else "too few to compare"
        assert (one.before, one.after, one.verdict) == (before, after, verdict)


def test_nothing_moved_where_no_month_a_year_earlier_is_held(store: Store) -> None:
    first = replace(found_in(store), months=(date(2020, 5, 1),))
    assert moved(store, CATALOGUE, first) == ({}, 0)


def test_a_locality_that_was_split_has_one_figure(store: Store) -> None:
    found = found_in(store)
    row = found.row("E01012316")
    assert row
    assert row.n == sum(monthly("E01012316", [ASB])[month] for month in YEAR)
    assert found.row("E01035185") is None


def test_ranks_follow_the_rates_and_equal_rates_share_one(store: Store) -> None:
    found = found_in(store)
    for row in found.rows:
        assert row.rate is not None
        assert row.rank == 1 + sum(other.rate > row.rate for other in found.rows if other.rate is not None)
    assert [row.rank for row in found.rows[:5]] == [1, 2, 3, 4, 4]
    none = [row.code for row in found.rows if row.n == 0]
    assert none == sorted(none), "and stand in the order of their codes"
    assert {row.rank for row in found.rows if row.n == 0} == {4}


def test_standing_is_said_only_beyond_chance(store: Store) -> None:
    found = found_in(store)
    assert found.average is not None
    for row in found.rows:
        assert row.low is not None
        assert row.high is not None
        expected = "similar to the average"
        if row.low > found.average:
            expected = "above the average"
        if row.high < found.average:
            expected = "below the average"
        assert row.standing == expected
    assert [row.rank for row in found.rows if row.standing == "above the average"] == [1, 2, 3]


def test_months_in_which_nothing_of_it_was_recorded_give_no_rates(store: Store) -> None:
    later = Category("Later", first_month=date(2030, 1, 1))
    content = small_catalogue.catalogue(categories=(*small_catalogue.CATEGORIES, later))
    found = localities(store, content, DARLINGTON, "Later", ("Later",))
    assert (found.rows, found.months, found.average) == ((), (), None)
    both = localities(store, content, DARLINGTON, "Both", ("Later", ASB))
    assert both.months == YEAR


@pytest.fixture
def two(police: PoliceStore, tmp_path: Path) -> PoliceStore:
    """A store of two localities with ten burglaries and one, and no residents."""
    rows = [*many_rows(15), street_row(lsoa_code="E01012305", lsoa_name="Darlington 012B")]
    police.load(write_month(tmp_path, rows))
    with building(police.folder) as build:
        for code, name in (("E01012304", "Darlington 012A"), ("E01012305", "Darlington 012B")):
            build.con.execute(AREA, {"code": code, "name": name, "district": DARLINGTON_CODE})
            build.con.execute("INSERT INTO area_common VALUES ($code, $code)", {"code": code})
        rebuild_monthly(build.con)
    return police


def found_in_two(two: PoliceStore, **persons: int) -> Localities:
    """Return the burglaries of the two localities after giving them residents."""
    if persons:
        with building(two.folder) as build:
            for code, number in persons.items():
                build.con.execute(RESIDENTS, {"code": code, "persons": number})
    opened = open_store(two.folder)
    found = found_in(opened, DARLINGTON, "Burglary")
    opened.close()
    return found


@pytest.mark.fault("F31")
def test_without_residents_there_are_counts_and_no_rates(two: PoliceStore) -> None:
    found = found_in_two(two)
    assert [(row.code, row.n, row.rate, row.rank) for row in found.rows] == [
        ("E01012304", 10, None, None), ("E01012305", 1, None, None),
    ]  # fmt: skip
    assert {row.standing for row in found.rows} == {"no population held"}
    assert (found.average, found.population_year) == (None, None)


@pytest.mark.fault("F31")
def test_a_locality_without_residents_is_in_no_average_and_stands_last(two: PoliceStore) -> None:
    found = found_in_two(two, E01012305=500)
    assert [(row.code, row.rank) for row in found.rows] == [("E01012305", 1), ("E01012304", None)]
    assert found.average == pytest.approx(2.0)


def test_a_locality_may_be_below_the_average_by_more_than_chance(two: PoliceStore) -> None:
    found = found_in_two(two, E01012304=50, E01012305=5000)
    assert [(row.code, row.standing) for row in found.rows] == [
        ("E01012304", "above the average"), ("E01012305", "below the average"),
    ]  # fmt: skip


def test_a_rate_that_may_be_chance_is_similar_to_the_average_on_either_side(two: PoliceStore) -> None:
    found = found_in_two(two, E01012304=2000, E01012305=300)
    assert found.average == pytest.approx(11 / 2.3)
    assert [(row.code, row.standing) for row in found.rows] == [
        ("E01012304", "similar to the average"), ("E01012305", "similar to the average"),
    ]  # fmt: skip


def test_a_store_without_months_has_no_rows(store: Store) -> None:
    other = replace(small_catalogue.PARTNERSHIP, force=replace(small_catalogue.PARTNERSHIP.force, slug="cleveland"))
    found = localities(store, small_catalogue.catalogue(partnership=other), DARLINGTON, "The subject", (ASB,))
    assert (found.rows, found.months, found.average, found.provenance.held) == ((), (), None, 0)
