from dataclasses import replace
from itertools import groupby

import pytest

from cspdash.findings.locality_season import season
from cspdash.findings.places import Place
from cspdash.findings.series import place_counts
from cspdash.stats.rates import rate
from cspdash.store.connection import Store
from tests import small_catalogue
from tests.making import ASB, MONTHS
from tests.recounts import DARLINGTON_CODE, monthly

CATALOGUE = small_catalogue.catalogue()
DARLINGTON = Place(DARLINGTON_CODE, "Darlington", "district", (DARLINGTON_CODE,))
LOCALITY = Place("E01012304", "Darlington 012A", "lsoa", (DARLINGTON_CODE,))


def test_a_year_is_the_mean_of_each_month_beside_the_season_around(store: Store) -> None:
    counts = place_counts(store, CATALOGUE, LOCALITY)
    found = season(store, CATALOGUE, counts, DARLINGTON, small_catalogue.indicator())
    mine, around = monthly(LOCALITY.code, [ASB]), monthly(DARLINGTON_CODE, [ASB])
    scale = sum(mine.values()) / sum(around.values())
    by_month = {month: list(held) for month, held in groupby(sorted(MONTHS, key=lambda m: m.month), lambda m: m.month)}
    assert [row.month for row in found.rows] == list(range(1, 13))
    for row in found.rows:
        same = by_month[row.month]
        assert (row.years, row.n) == (len(same), sum(mine[month] for month in same))
        limits = rate(row.n, len(same), per=1)
        assert (row.mean, row.low, row.high) == pytest.approx((limits.value, limits.low, limits.high))
        assert row.expected == pytest.approx(sum(around[month] for month in same) / len(same) * scale)
    assert sum(row.expected * row.years for row in found.rows) == pytest.approx(sum(mine.values()))
    assert found.months == len(MONTHS)


def test_a_month_differs_from_the_season_only_beyond_chance(store: Store) -> None:
    counts = place_counts(store, CATALOGUE, LOCALITY)
    row = season(store, CATALOGUE, counts, DARLINGTON, small_catalogue.indicator()).rows[0]
    assert replace(row, low=2, high=4, expected=3).reading == "as the season"
    assert replace(row, low=2, high=4, expected=1.9).reading == "more than the season"
    assert replace(row, low=2, high=4, expected=4.1).reading == "fewer than the season"


def test_nothing_happened_or_one_year_is_no_season(store: Store) -> None:
    quiet = place_counts(store, CATALOGUE, Place("E01012306", "Quiet", "lsoa", (DARLINGTON_CODE,)))
    assert season(store, CATALOGUE, quiet, DARLINGTON, small_catalogue.indicator()).rows == ()
    counts = place_counts(store, CATALOGUE, LOCALITY)
    assert season(store, CATALOGUE, counts, DARLINGTON, small_catalogue.indicator(), years=1).rows == ()
