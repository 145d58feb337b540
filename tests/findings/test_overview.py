from datetime import date

import pytest

from cspdash.catalogue import Category
from cspdash.findings.overview import SPARK_MONTHS, Overview, overview
from cspdash.findings.places import Place
from cspdash.periods import add_months, month_range
from cspdash.stats.change import change
from cspdash.store.connection import Store
from tests import small_catalogue
from tests.making import ASB, CRIMES, LAST, MISSING
from tests.recounts import COUNTY_DURHAM_CODE, DARLINGTON_CODE, FORCE_CODE, monthly

PLACES = {
    DARLINGTON_CODE: Place(DARLINGTON_CODE, "Darlington", "district", (DARLINGTON_CODE,)),
    FORCE_CODE: Place(FORCE_CODE, "The force area", "force", (DARLINGTON_CODE, COUNTY_DURHAM_CODE)),
    "E01012316": Place("E01012316", "Darlington 010B", "lsoa", (DARLINGTON_CODE,)),
}
PAIRS = [
    (month, add_months(month, -12))
    for month in month_range(date(2022, 9, 1), LAST)
    if MISSING not in {month, add_months(month, -12)}
]


def found_in(store: Store, code: str = DARLINGTON_CODE, **content: object) -> Overview:
    return overview(store, small_catalogue.catalogue(**content), PLACES[code])


@pytest.mark.parametrize("code", list(PLACES))
def test_every_row_equals_the_recount_month_for_month(store: Store, code: str) -> None:
    found = found_in(store, code)
    assert {row.categories for row in found.rows} == {(ASB,), *((name,) for name in CRIMES), tuple(CRIMES)}
    for row in found.rows:
        counts = monthly(code, row.categories)
        before, after = sum(counts[b] for _, b in PAIRS), sum(counts[a] for a, _ in PAIRS)
        assert row.year
        assert (row.year.before, row.year.after) == (before, after)
        assert row.year.change == change(before, after)
        assert row.year.total == sum(counts.get(month, 0) for month in month_range(date(2022, 9, 1), LAST))
        assert row.spark.counts == tuple(counts.get(month) for month in row.spark.months)
        assert len(row.spark.months) == SPARK_MONTHS
        assert row.spark.at(MISSING) is None


def test_asb_comes_first_then_all_crime_then_the_largest(store: Store) -> None:
    rows = found_in(store, FORCE_CODE).rows
    assert [row.title for row in rows[:2]] == ["ASB", "Crime without ASB"]
    totals = [row.year.total for row in rows[2:] if row.year]
    assert totals == sorted(totals, reverse=True)
    crime = next(row for row in rows if row.title == "Crime without ASB")
    assert ASB not in crime.categories


def test_without_asb_all_crime_still_comes_first(store: Store) -> None:
    content = tuple(Category(name, short_name="Other name" if name == ASB else "") for name in [*CRIMES, ASB])
    assert found_in(store, categories=content).rows[0].title == "Crime without ASB"


def test_good_and_bad_come_from_the_indicator_that_counts_just_this(store: Store) -> None:
    more = small_catalogue.indicator("violence", (CRIMES[0],), polarity="more_reports")
    both = small_catalogue.indicator("two", ("Burglary", "Vehicle crime"), polarity="higher")
    found = {row.title: row.polarity for row in found_in(store, indicators=(more, both)).rows}
    assert found[CRIMES[0]] == "more_reports"
    assert {found[name] for name in ("ASB", "Burglary", "Vehicle crime", "Crime without ASB")} == {"none"}


def test_an_indicator_may_name_categories_of_other_years(store: Store) -> None:
    violence = small_catalogue.indicator("violence", (CRIMES[0], "Violent crime"))
    found = {row.title: row.polarity for row in found_in(store, indicators=(violence,)).rows}
    assert found[CRIMES[0]] == "lower"


def test_a_category_that_the_content_does_not_know_is_a_crime_and_says_so(store: Store) -> None:
    known = (Category(ASB, short_name="ASB", crime=False),)
    found = found_in(store, categories=known)
    assert set(next(row for row in found.rows if row.title == "Crime without ASB").categories) == set(CRIMES)
    assert {row.comparability for row in found.rows if row.title in CRIMES} == {"Not a category that is known here."}


def test_a_category_that_is_recorded_no_more_is_left_out(store: Store) -> None:
    ended = tuple(Category(name, last_month=date(2021, 1, 1)) for name in ["Burglary"])
    content = (*(c for c in small_catalogue.CATEGORIES if c.name != "Burglary"), *ended)
    titles = {row.title for row in found_in(store, categories=content).rows}
    assert "Burglary" in titles, "it has counts, whatever the content says"
    long_gone = (*small_catalogue.CATEGORIES, Category("Violent crime", last_month=date(2013, 4, 1)))
    assert "Violent crime" not in {row.title for row in found_in(store, categories=long_gone).rows}


def test_how_complete_the_newest_three_years_are_is_said(store: Store) -> None:
    found = found_in(store)
    assert (found.newest, found.held, found.span) == (LAST, 35, 36)
    assert (found.provenance.held, found.provenance.span) == (39, 40)
