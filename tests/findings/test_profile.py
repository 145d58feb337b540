from datetime import date

import pytest

from cspdash.findings.places import Place
from cspdash.findings.profile import Mix, MixRow, mix
from cspdash.periods import month_range
from cspdash.stats.rates import proportion
from cspdash.store.connection import Store
from tests import small_catalogue
from tests.making import LAST, MISSING
from tests.recounts import COUNTY_DURHAM_CODE, DARLINGTON_CODE, FORCE_CODE, categories_of, monthly

CATALOGUE = small_catalogue.catalogue()
DARLINGTON = Place(DARLINGTON_CODE, "Darlington", "district", (DARLINGTON_CODE,))
FORCE = Place(FORCE_CODE, "The force area", "force", (DARLINGTON_CODE, COUNTY_DURHAM_CODE))
SPLIT = Place("E01012316", "Darlington 010B", "lsoa", (DARLINGTON_CODE,))
QUIET = Place("E01012306", "Darlington, a locality without incidents", "lsoa", (DARLINGTON_CODE,))
YEAR = [month for month in month_range(date(2022, 9, 1), LAST) if month != MISSING]


def year_of(code: str, category: str) -> int:
    counts = monthly(code, [category])
    return sum(counts[month] for month in YEAR)


def found_in(store: Store, around: Place = DARLINGTON) -> Mix:
    return mix(store, CATALOGUE, SPLIT, around)


@pytest.mark.parametrize("around", [DARLINGTON, FORCE], ids=lambda place: place.name)
def test_shares_equal_the_recount(store: Store, around: Place) -> None:
    found = found_in(store, around)
    names = categories_of(SPLIT.code)
    total, total_around = (sum(year_of(place.code, name) for name in names) for place in (SPLIT, around))
    assert {row.category for row in found.rows} == names
    assert (found.total, found.place, found.around) == (total, SPLIT, around)
    for row in found.rows:
        n = year_of(SPLIT.code, row.category)
        limits = proportion(n, total)
        assert (row.n, row.share, row.low, row.high) == (n, limits.value, limits.low, limits.high)
        assert row.share_around == pytest.approx(year_of(around.code, row.category) / total_around)
    assert sum(row.share for row in found.rows) == pytest.approx(1)
    assert sum(row.share_around for row in found.rows) == pytest.approx(1)
    assert [row.n for row in found.rows] == sorted((row.n for row in found.rows), reverse=True)


def test_the_source_is_that_of_the_year(store: Store) -> None:
    found = found_in(store).provenance
    assert (found.first, found.newest, found.held, found.span) == (date(2022, 9, 1), LAST, 11, 12)


@pytest.mark.parametrize(
    ("low", "high", "reading"),
    [
        (0.21, 0.4, "larger share"),
        (0.1, 0.19, "smaller share"),
        (0.1, 0.3, "similar share"),
        (0.2, 0.3, "similar share"),
    ],
)
def test_a_share_is_larger_or_smaller_only_beyond_chance(low: float, high: float, reading: str) -> None:
    assert MixRow("Burglary", 10, (low + high) / 2, low, high, 0.2).reading == reading


def test_a_locality_without_incidents_has_no_mix(store: Store) -> None:
    found = mix(store, CATALOGUE, QUIET, DARLINGTON)
    assert (found.total, found.rows) == (0, ())
