from datetime import date

import pytest

from cspdash.findings.indicator.monthly import control_of, five_years, rolling_years, total, twelve_months
from cspdash.findings.series import Series
from cspdash.periods import month_range
from tests.findings.indicator.making import DARLINGTON, indicator, point, rebase, share, year

COUNT, SHARE = indicator(), share()
MONTHS = tuple(month_range(date(2018, 1, 1), date(2022, 12, 1)))
SERIES = Series(MONTHS, tuple(10 + month.year - 2018 for month in MONTHS))
GAP = Series(MONTHS, tuple(None if month == date(2020, 5, 1) else 10 for month in MONTHS))


def test_twelve_months_are_summed_only_when_all_are_held() -> None:
    found = twelve_months(COUNT, SERIES, date(2022, 12, 1), DARLINGTON, None)
    assert found is not None
    assert (found.value, found.period_start, found.period_end) == (168, date(2022, 1, 1), date(2022, 12, 31))
    assert found.low is not None and found.low < 168 < (found.high or 0)
    assert twelve_months(COUNT, GAP, date(2020, 12, 1), DARLINGTON, None) is None
    assert twelve_months(COUNT, SERIES, date(2018, 6, 1), DARLINGTON, None) is None


def test_a_rate_needs_residents() -> None:
    rate = indicator(measure="rate", over="residents", per=1000.0)
    found = total(rate, 50, date(2022, 1, 1), date(2022, 12, 1), DARLINGTON, 10000)
    assert found is not None
    assert (found.value, found.numerator, found.denominator) == (5, 50, 10000)
    assert total(rate, 50, date(2022, 1, 1), date(2022, 12, 1), DARLINGTON, None) is None


def test_years_without_a_gap_are_the_trend() -> None:
    years = rolling_years(COUNT, SERIES, date(2022, 12, 1), DARLINGTON, None)
    assert [found.value for found in years] == [120, 132, 144, 156, 168]
    assert five_years(COUNT, years, ()) == ("increasing", "")
    assert len(rolling_years(COUNT, GAP, date(2022, 12, 1), DARLINGTON, None)) == 4


def test_a_steep_trend_is_seen() -> None:
    years = [year(COUNT, 2010 + step, 1000 + 200 * step) for step in range(5)]
    assert five_years(COUNT, years, ()) == ("increasing", "")
    shares = [year(SHARE, 2010 + step, c, n) for step, (n, c) in enumerate(
        [(40299, 994), (41527, 1023), (42811, 1199), (44064, 1332), (44701, 1367)])]  # fmt: skip
    assert five_years(SHARE, shares, ()) == ("increasing", "")


def test_why_a_trend_cannot_be_calculated() -> None:
    years = [year(COUNT, 2010 + step, 100) for step in range(5)]
    assert five_years(COUNT, years[:4], ()) == ("cannot be calculated", "it needs five yearly values, 4 held")
    assert five_years(COUNT, [*years[:4], year(COUNT, 2014, None)], ())[1].endswith("4 held")
    assert "A new way to count" in five_years(COUNT, years, [rebase(date(2012, 4, 1))])[1]
    bare = [point(SHARE, date(2010 + s, 4, 1), date(2011 + s, 3, 31), 0.5) for s in range(5)]
    assert five_years(SHARE, bare, ()) == ("cannot be calculated", "not every yearly value has an interval")


def test_control_limits_start_anew_at_a_rebase() -> None:
    values = [10.0 if month < date(2020, 1, 1) else 50.0 for month in MONTHS]
    whole = control_of(COUNT, MONTHS, values, (), None)
    parted = control_of(COUNT, MONTHS, values, [rebase(date(2020, 1, 1))], None)
    assert whole is not None and parted is not None
    assert whole.mean == pytest.approx(34)
    assert parted.mean == 50
    assert parted.variation == "common cause"


def test_an_empty_series_has_no_chart() -> None:
    assert control_of(COUNT, MONTHS, [None] * len(MONTHS), (), None) is None
    assert control_of(COUNT, MONTHS[:5], [1.0] * 5, (), None).variation == "too few points"  # type: ignore[union-attr]


def test_a_target_gives_assurance() -> None:
    found = control_of(COUNT, MONTHS, [10.0 + i % 2 for i in range(len(MONTHS))], (), 20)
    assert found is not None
    assert found.assurance == "consistently meets"
