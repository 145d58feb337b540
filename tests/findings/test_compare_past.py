"""An area against its own past, small trends and the profile: a slow second answer from the sample's rows."""

from datetime import date

import pytest

from cspdash.catalogue import Indicator
from cspdash.findings.compare_past import Past, past
from cspdash.findings.compare_profile import comparable, profile
from cspdash.findings.compare_trends import Small, averages, trends
from cspdash.findings.peers import LOCALITIES, Peers, peers
from cspdash.findings.places import Place
from cspdash.periods import add_months, twelve_months_to
from cspdash.stats.change import change
from cspdash.store.connection import Store
from tests import small_catalogue
from tests.making import ASB, CRIMES, FIRST, LAST, MISSING, MONTHS
from tests.recounts import DARLINGTON_CODE, monthly, residents

CATALOGUE = small_catalogue.catalogue()
DARLINGTON = Place(DARLINGTON_CODE, "Darlington", "district", (DARLINGTON_CODE,))
LOCALITY = "E01012304"


def group(store: Store, slug: str = LOCALITIES, chosen: str = LOCALITY) -> Peers:
    return peers(store, CATALOGUE, DARLINGTON, slug, chosen)


def past_of(store: Store, indicator: Indicator, slug: str = LOCALITIES, content: object = CATALOGUE) -> Past:
    code = LOCALITY if slug == LOCALITIES else DARLINGTON_CODE
    return past(store, content, indicator, group(store, slug), code)  # type: ignore[arg-type]


@pytest.mark.parametrize(("slug", "code"), [(LOCALITIES, LOCALITY), ("districts", DARLINGTON_CODE)])
def test_each_earlier_year_equals_the_recount(store: Store, slug: str, code: str) -> None:
    found = past_of(store, CATALOGUE.indicator("asb"), slug)
    counts = monthly(code, [ASB])
    newest = [month for month in twelve_months_to(LAST) if month in MONTHS]
    assert (found.total, found.months) == (sum(counts[month] for month in newest), 11)
    assert [year.back for year in found.years] == [1, 2, 3, 5]
    for year in found.years:
        both = [month for month in newest if add_months(month, -12 * year.back) in MONTHS]
        assert year.months == len(both)
        if not both:
            assert (year.before, year.after, year.why) == (None, None, "no month is held in both years")
            continue
        before = sum(counts[add_months(month, -12 * year.back)] for month in both)
        after = sum(counts[month] for month in both)
        assert (year.before, year.after) == (before, after)
        tested = change(before, after)
        assert (year.verdict, year.ratio, year.low, year.high) == (
            tested.verdict, tested.ratio, tested.low, tested.high,
        )  # fmt: skip
    # May 2020 is the first month held, so that three years back four months are common: May to August.
    third = found.year(3)
    assert third
    assert third.months == 4
    assert min(MONTHS) == FIRST


def test_a_change_in_counting_stops_the_comparison(store: Store) -> None:
    broken = small_catalogue.catalogue(breaks=(small_catalogue.line(date(2021, 3, 1), rebase=True),))
    found = past_of(store, CATALOGUE.indicator("asb"), "districts", broken)
    whys = {year.back: year.why for year in found.years}
    assert whys[1] == ""
    assert whys[2].startswith("the count changed in between (The change)")
    assert [year.back for year in found.drawn] == [1]


def test_too_few_have_no_change(store: Store) -> None:
    found = past_of(store, small_catalogue.indicator("robbery", ("Robbery",)))
    assert {year.why for year in found.years if year.months} == {"none in either year"}
    few = past_of(store, small_catalogue.indicator("burglary", ("Burglary",))).year(3)
    assert few
    assert (few.verdict, few.ratio, few.why) == ("too few to compare", None, "fewer than 10 in one of the years")


def test_an_indicator_without_values_has_no_past(store: Store) -> None:
    asked = small_catalogue.indicator("supplied", (), counted_from="observations", measure="share", over="people asked")
    content = small_catalogue.catalogue(indicators=(asked,))
    assert past_of(store, asked, "districts", content).why.startswith(
        "No value of Recorded supplied is held for Darlington"
    )


@pytest.mark.parametrize("order", ["newest", "name", "change"])
def test_quarters_equal_the_recount_and_a_missing_month_is_a_gap(store: Store, order: str) -> None:
    asked = CATALOGUE.indicator("asb")
    found = trends(store, CATALOGUE, asked, group(store), order)  # type: ignore[arg-type]
    # The newest whole quarter is April to June 2023; the first with May 2020 lacks April 2020.
    assert (found.quarters[0], found.quarters[-1]) == (date(2020, 7, 1), date(2023, 4, 1))
    assert len(found.rows) == 65
    people = residents()
    for row in found.rows:
        counts = monthly(row.code, [ASB])
        for quarter, n, rate in zip(found.quarters, row.counts, row.rates, strict=True):
            months = [add_months(quarter, step) for step in range(3)]
            if MISSING in months:
                assert (n, rate) == (None, None)
            else:
                assert n == sum(counts[month] for month in months)
                assert rate == pytest.approx(1000 * (n or 0) / people[row.code])
    assert found.top == max(rate for row in found.rows for rate in row.rates if rate is not None)
    keys: list[tuple[float, str]] = {
        "newest": [(-row.recent, "") for row in found.rows],
        "name": [(0.0, row.name) for row in found.rows],
        "change": [((row.first or 0) - (row.newest or 0), "") for row in found.rows],
    }[order]
    assert keys == sorted(keys)


def test_the_mean_of_areas_is_a_gap_where_one_area_has_one() -> None:
    rows = [Small("a", "A", (), (1.0, None, 3.0)), Small("b", "B", (), (3.0, 4.0, 0.0))]
    assert averages(rows) == (2.0, None, 1.5)


def test_nothing_recorded_and_nothing_by_month_are_said(store: Store) -> None:
    none = trends(store, CATALOGUE, CATALOGUE.indicator("robbery"), group(store))
    assert none.why == "Nothing was recorded in any of the 65 areas in these years."
    asked = small_catalogue.indicator("supplied", (), counted_from="observations", measure="value")
    assert "is not counted by month" in trends(store, CATALOGUE, asked, group(store)).why


def test_a_profile_has_each_indicator_with_the_range_of_the_peers(store: Store) -> None:
    found = profile(store, CATALOGUE, group(store), LOCALITY)
    assert [line.indicator.slug for line in found.lines] == ["asb", "burglary"]
    assert [name for name, _ in found.left_out] == ["Recorded robbery"]
    people = residents()
    for line, category in zip(found.lines, (ASB, "Burglary"), strict=True):
        rates = sorted(
            1000 * sum(n for month, n in monthly(code, [category]).items() if month >= date(2022, 9, 1)) / people[code]
            for code in (row.value.code for row in line.compared.rows)
        )
        assert (line.lowest, line.highest) == pytest.approx((rates[0], rates[-1]))
        assert (line.quarter, line.three_quarters) == pytest.approx((rates[16], rates[48]))
        assert line.compared.own
        assert line.compared.own.value.code == LOCALITY
    assert {one.slug for one in comparable(store, CATALOGUE, group(store))} == {"asb", "burglary", "robbery"}
    assert "Burglary" in CRIMES


def test_a_place_that_is_no_district_has_no_profile(store: Store) -> None:
    force = Place("E23000008", "The force area", "force", (DARLINGTON_CODE,))
    found = profile(store, CATALOGUE, peers(store, CATALOGUE, force, "districts"), force.code)
    assert "is no district" in found.why
    assert found.lines == ()
