from dataclasses import replace
from datetime import date

import pytest

from cspdash.catalogue import Category
from cspdash.findings.places import Place
from cspdash.findings.series import PlaceCounts, Series, months_of_force, place_counts, recorded
from cspdash.periods import add_months, month_range
from cspdash.store.connection import Store
from tests import small_catalogue
from tests.making import ASB, CRIMES, FIRST, LAST, MISSING, MONTHS
from tests.recounts import COUNTY_DURHAM_CODE, DARLINGTON_CODE, FORCE_CODE, monthly

CATALOGUE = small_catalogue.catalogue()
WIDE = [
    Place(DARLINGTON_CODE, "Darlington", "district", (DARLINGTON_CODE,)),
    Place(COUNTY_DURHAM_CODE, "County Durham", "district", (COUNTY_DURHAM_CODE,)),
    Place(FORCE_CODE, "The force area", "force", (DARLINGTON_CODE, COUNTY_DURHAM_CODE)),
]
SPLIT = Place("E01012316", "Darlington 010B", "lsoa", (DARLINGTON_CODE,))
LOCALITIES = [
    SPLIT,
    Place("E01012304", "Darlington 012A", "lsoa", (DARLINGTON_CODE,)),
    Place("E01020644", "County Durham 014D", "lsoa", (COUNTY_DURHAM_CODE,)),
]
JANUARY, FEBRUARY, MARCH, APRIL = (date(2014, month, 1) for month in (1, 2, 3, 4))


def invented(held: list[date], counts: dict[str, dict[date, int]]) -> PlaceCounts:
    """Return counts of a made-up place from January to April 2014."""
    return PlaceCounts(WIDE[0], (JANUARY, FEBRUARY, MARCH, APRIL), frozenset(held), counts)


@pytest.mark.parametrize("place", WIDE + LOCALITIES, ids=lambda place: place.name)
@pytest.mark.parametrize("categories", [(ASB,), ("Burglary", "Vehicle crime"), tuple(CRIMES), ("Robbery",)])
def test_every_month_equals_the_recount(store: Store, place: Place, categories: tuple[str, ...]) -> None:
    series = place_counts(store, CATALOGUE, place).series(CATALOGUE, categories)
    assert series.months == tuple(month_range(FIRST, LAST))
    expected: dict[date, int | None] = {**monthly(place.code, categories), MISSING: None}
    assert dict(zip(series.months, series.counts, strict=True)) == expected


def test_a_missing_month_is_a_gap_and_never_zero(store: Store) -> None:
    series = place_counts(store, CATALOGUE, WIDE[0]).series(CATALOGUE, [ASB])
    assert series.at(MISSING) is None
    assert series.missing == (MISSING,)
    assert series.held == tuple(MONTHS) == months_of_force(store, CATALOGUE)


def test_a_locality_that_was_split_does_not_jump_in_june_2023(store: Store) -> None:
    series = place_counts(store, CATALOGUE, SPLIT).series(CATALOGUE, [ASB])
    june = date(2023, 6, 1)
    around = [series.at(add_months(june, step)) for step in (-3, -2, -1, 0, 1, 2)]
    assert None not in around
    assert around == [2 + (index + 2) % 4 for index in range(39, 45)]


def test_the_pieces_of_a_split_count_nothing_of_their_own(store: Store) -> None:
    piece = Place("E01035185", "Darlington 010D", "lsoa", (DARLINGTON_CODE,))
    assert place_counts(store, CATALOGUE, piece).counts == {}


def test_months_of_another_force_are_not_ours(store: Store) -> None:
    partnership = small_catalogue.PARTNERSHIP
    other = replace(partnership, force=replace(partnership.force, slug="cleveland"))
    found = place_counts(store, small_catalogue.catalogue(partnership=other), WIDE[0])
    assert (found.months, found.held) == ((), frozenset())
    assert found.series(CATALOGUE, [ASB]).counts == ()


def test_a_category_is_a_gap_before_and_after_it_is_recorded() -> None:
    later = Category("Later", first_month=MARCH)
    earlier = Category("Earlier", last_month=FEBRUARY)
    catalogue = small_catalogue.catalogue(categories=(later, earlier))
    held = [JANUARY, FEBRUARY, MARCH, APRIL]
    counts = invented(held, {"Later": {MARCH: 3}, "Earlier": {JANUARY: 5}})
    assert counts.series(catalogue, ["Later"]).counts == (None, None, 3, 0)
    assert counts.series(catalogue, ["Earlier"]).counts == (5, 0, None, None)
    assert counts.series(catalogue, ["Later", "Earlier"]).counts == (5, 0, 3, 0)
    assert counts.series(catalogue, []).counts == (None,) * 4


def test_a_count_that_the_content_does_not_expect_is_never_lost() -> None:
    later = small_catalogue.catalogue(categories=(Category("Later", first_month=MARCH),))
    counts = invented([JANUARY, FEBRUARY, MARCH], {"Later": {JANUARY: 2}, "New": {MARCH: 1}})
    assert counts.series(later, ["Later"]).counts == (2, None, 0, None)
    assert counts.series(later, ["New"]).counts == (0, 0, 1, None), "a category that the content does not know"


def test_what_a_place_never_had_is_zero_in_the_months_held() -> None:
    counts = invented([JANUARY, MARCH], {ASB: {JANUARY: 1}})
    assert counts.series(CATALOGUE, ["Robbery"]).counts == (0, None, 0, None)
    assert counts.series(CATALOGUE, ["Not known here"]).counts == (None,) * 4


def test_what_a_partner_would_supply_is_no_zero_of_the_police() -> None:
    fires = small_catalogue.catalogue(categories=(Category("Deliberate fire", crime=False, source="Fire service"),))
    assert invented([JANUARY], {}).series(fires, ["Deliberate fire"]).counts == (None,) * 4


def test_a_category_exists_from_its_first_to_its_last_month() -> None:
    category = Category("Some", first_month=FEBRUARY, last_month=MARCH)
    assert [recorded(category, month) for month in (JANUARY, FEBRUARY, MARCH, APRIL)] == [False, True, True, False]
    assert recorded(Category("Any"), JANUARY)


def test_a_series_answers_for_single_months_and_its_newest() -> None:
    series = Series((JANUARY, FEBRUARY, MARCH), (4, None, 0))
    assert [series.at(month) for month in (JANUARY, FEBRUARY, MARCH, APRIL)] == [4, None, 0, None]
    assert (series.held, series.missing) == ((JANUARY, MARCH), (FEBRUARY,))
    assert series.last(2) == Series((FEBRUARY, MARCH), (None, 0))
