from datetime import date

import numpy as np
import pytest

from cspdash.catalogue import Indicator
from cspdash.findings.places import Place
from cspdash.findings.series import PlaceCounts, Series
from cspdash.findings.trend import SEASONAL, Trend, breaks_within, caveats, trend, trend_of
from cspdash.periods import month_range
from cspdash.stats.control import xmr
from cspdash.store.connection import Store
from tests import small_catalogue
from tests.making import ASB, FIRST, LAST, MISSING, MONTHS
from tests.recounts import DARLINGTON_CODE, FORCE_CODE, monthly
from tests.small_catalogue import indicator, line

CATALOGUE = small_catalogue.catalogue()
DARLINGTON = Place(DARLINGTON_CODE, "Darlington", "district", (DARLINGTON_CODE,))
LOCALITY = Place("E01012304", "Darlington 012A", "lsoa", (DARLINGTON_CODE,))
ALL = indicator()


def found_in(store: Store, window: int = 0, asked: Indicator = ALL, **content: object) -> Trend:
    return trend(store, small_catalogue.catalogue(**content), asked, DARLINGTON, window)


def test_the_trend_is_the_recount_with_the_limits_of_all_months(store: Store) -> None:
    found = found_in(store)
    expected = {**monthly(DARLINGTON_CODE, [ASB]), MISSING: None}
    assert found.series.counts == tuple(expected[month] for month in month_range(FIRST, LAST))
    values = np.array([np.nan if n is None else n for n in found.series.counts])
    control = xmr(values, polarity="lower")
    assert found.control
    assert (found.control.mean, found.control.upper) == (control.mean, control.upper)
    assert found.control.variations[found.months.index(MISSING)] is None
    assert (found.provenance.held, found.provenance.span) == (39, 40)


def test_a_window_shows_fewer_months_and_the_year_is_still_whole(store: Store) -> None:
    found = found_in(store, window=13)
    assert found.months == tuple(month_range(date(2022, 8, 1), LAST))
    assert found.year == found_in(store).year
    assert found.year
    assert len(found.year.compared) == 11
    assert (found.provenance.first, found.provenance.held) == (date(2022, 8, 1), 12)


def test_a_break_that_rebases_starts_new_limits_and_another_does_not(store: Store) -> None:
    starts = date(2022, 1, 1)
    drawn = found_in(store, breaks=(line(starts, indicators=("asb",)),))
    assert [found.starts for found in drawn.breaks] == [starts]
    assert drawn.control
    assert len(set(drawn.control.mean_line[~np.isnan(drawn.control.mean_line)])) == 1
    rebased = found_in(store, breaks=(line(starts, indicators=("asb",), rebase=True),))
    assert rebased.control
    at = rebased.months.index(starts)
    assert rebased.control.mean_line[at - 1] != rebased.control.mean_line[at]
    after = [n for month, n in monthly(DARLINGTON_CODE, [ASB]).items() if month >= starts]
    assert rebased.control.mean == pytest.approx(np.mean(after))


def test_breaks_of_the_months_and_the_place_are_those_that_touch_them() -> None:
    shown = Series(tuple(month_range(date(2020, 1, 1), date(2020, 12, 1))), (1,) * 12)
    content = small_catalogue.catalogue(
        breaks=(
            line(date(2019, 6, 1), "over", indicators=("asb",)),
            line(date(2019, 6, 1), "into", indicators=("asb",), until=date(2020, 1, 1)),
            line(date(2020, 5, 1), "elsewhere", indicators=("asb",), areas=("E06000047",)),
            line(date(2020, 5, 1), "force", indicators=("asb",), areas=(FORCE_CODE,)),
            line(date(2020, 6, 1), "small", indicators=("asb",), levels=("lsoa",)),
            line(date(2020, 7, 1), "burglaries", categories=("Burglary",)),
            line(date(2021, 1, 1), "later", indicators=("asb",)),
        )
    )
    named = {
        place.name: [b.slug for b in breaks_within(content, ALL, place, shown)] for place in (DARLINGTON, LOCALITY)
    }
    assert named == {"Darlington": ["into", "force"], "Darlington 012A": ["into", "force", "small"]}
    assert breaks_within(content, ALL, DARLINGTON, Series((), ())) == ()


def test_gaps_seasons_and_few_points_are_said(store: Store) -> None:
    assert found_in(store).caveats == ("1 of 40 months are not held (Feb 23): shown as gaps.",)
    asked = indicator(caveats=("Mind this.",), seasonal=True)
    said = found_in(store, 12, asked).caveats
    assert said[:2] == ("Mind this.", SEASONAL)
    assert "too few points for control limits" in said[-1]


def test_months_without_the_category_are_not_called_missing() -> None:
    months = month_range(date(2014, 1, 1), date(2014, 6, 1))
    shown = Series(tuple(months), (None, None, 3, None, 4, 5))
    said = caveats(ALL, shown, {month for month in months if month != date(2014, 4, 1)}, None)
    assert said == (
        "1 of 6 months are not held (Apr 14): shown as gaps.",
        "Not recorded under this name then: January 2014 to February 2014. Shown as gaps.",
    )


def test_only_some_of_many_missing_months_are_named() -> None:
    months = month_range(date(2014, 1, 1), date(2015, 6, 1))
    shown = Series(tuple(months), (1, *[None] * 16, 2))
    (said,) = caveats(ALL, shown, {months[0], months[-1]}, None)
    assert said == (
        "16 of 18 months are not held (Feb 14, Mar 14, Apr 14, May 14, Jun 14, Jul 14 and 10 more): shown as gaps."
    )


def test_a_place_without_any_month_has_no_trend(store: Store) -> None:
    nothing = PlaceCounts(DARLINGTON, (), frozenset(), {})
    found = trend_of(store, CATALOGUE, ALL, nothing)
    assert (found.months, found.control, found.year, found.breaks) == ((), None, None, ())


def test_what_is_not_recorded_in_any_month_shown_has_no_limits(store: Store) -> None:
    counts = PlaceCounts(DARLINGTON, tuple(MONTHS), frozenset(MONTHS), {})
    asked = indicator("unknown", ("Unknown",))
    found = trend_of(store, small_catalogue.catalogue(indicators=(asked,)), asked, counts)
    assert found.series.held == ()
    assert (found.control, found.year) == (None, None)
    assert found.months == tuple(MONTHS)
