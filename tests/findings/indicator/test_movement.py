from datetime import date

import pytest

from cspdash.findings.indicator.movement import COUNTS, SHARES, between, from_baseline, month_end, of_year
from cspdash.findings.series import Series
from cspdash.findings.year import year_on_year
from cspdash.periods import month_range
from tests.findings.indicator.making import indicator, point, rebase, share, year

COUNT, SHARE = indicator(), share()


def test_two_counts_are_tested() -> None:
    found = between(COUNT, year(COUNT, 2011, 6802), year(COUNT, 2012, 3851), ())
    assert found is not None
    assert (found.verdict, found.test, found.why) == ("down", COUNTS, "")
    assert found.z == pytest.approx(-40.8, abs=0.05)
    assert found.ratio == pytest.approx(3851 / 6802)
    assert (found.before, found.after, found.before_start) == (6802, 3851, date(2011, 4, 1))


def test_two_shares_are_tested_and_a_rise_is_positive() -> None:
    found = between(SHARE, year(SHARE, 2011, 46, 200), year(SHARE, 2012, 39, 206), ())
    assert found is not None
    assert (found.verdict, found.test) == ("no detectable change", SHARES)
    assert found.z == pytest.approx(-1.007, abs=0.001)
    assert found.difference == pytest.approx(39 / 206 - 46 / 200)
    assert found.low is not None and found.high is not None
    assert found.low < (found.difference or 0) < 0 < found.high


def test_shares_without_n_are_not_tested() -> None:
    bare = point(SHARE, date(2011, 4, 1), date(2012, 3, 31), 0.3)
    found = between(SHARE, bare, year(SHARE, 2012, 39, 206), ())
    assert found is not None
    assert (found.verdict, found.why) == ("", "the numbers behind the two shares are not given")
    assert (found.before, found.z, found.low) == (0.3, None, None)


def test_rates_use_their_populations() -> None:
    rate = indicator(measure="rate", over="people", per=1000.0)
    before = point(rate, date(2011, 4, 1), date(2012, 3, 31), 10)
    assert between(rate, before, before, ()).verdict == ""  # type: ignore[union-attr]
    first = year(COUNT, 2011, 100, 10000)
    second = year(COUNT, 2012, 100, 20000)
    found = between(rate, first, second, ())
    assert found is not None
    assert found.ratio == pytest.approx(0.5)
    assert found.verdict == "down"


def test_nothing_is_compared_across_a_new_way_to_count() -> None:
    found = between(COUNT, year(COUNT, 2011, 500), year(COUNT, 2012, 200), [rebase(date(2012, 4, 1))])
    assert found is not None
    assert (found.verdict, found.why) == ("", "the count changed between the two periods (A new way to count)")
    assert between(COUNT, year(COUNT, 2011, 500), year(COUNT, 2012, 200), [rebase(date(2011, 4, 1))]).verdict == "down"  # type: ignore[union-attr]


def test_withheld_numbers_are_not_compared() -> None:
    assert between(COUNT, year(COUNT, 2011, None), year(COUNT, 2012, 5), ()) is None


def test_nothing_against_nothing_is_no_change_to_test() -> None:
    found = between(COUNT, year(COUNT, 2011, 0), year(COUNT, 2012, 0), ())
    assert found is not None
    assert found.why == "nothing was counted in either period"


def test_a_baseline_has_no_dates() -> None:
    found = from_baseline(7262, year(COUNT, 2012, 5114))
    assert (found.before_start, found.verdict) == (None, "down")


def test_the_change_of_months_names_their_days() -> None:
    months = tuple(month_range(date(2021, 1, 1), date(2022, 12, 1)))
    series = Series(months, tuple(None if month == date(2022, 3, 1) else 20 for month in months))
    year_found = year_on_year(series)
    assert year_found is not None
    found = of_year(year_found)
    assert found is not None
    assert (found.before, found.after, found.months) == (220, 220, 11)
    assert (found.before_start, found.before_end) == (date(2021, 1, 1), date(2021, 12, 31))
    assert (found.after_start, found.after_end) == (date(2022, 1, 1), date(2022, 12, 31))


def test_the_last_day_of_a_month() -> None:
    assert [month_end(date(2024, m, 1)).day for m in (1, 2, 12)] == [31, 29, 31]
