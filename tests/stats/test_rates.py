"""Rates, proportions and comparisons against published values and a slow second answer."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from cspdash.stats import rates


# PHEindicatormethods, tests/testthat (byars_lower, byars_upper, phe_rate).
def test_rate_gives_the_published_limits_of_65_events() -> None:
    found = rates.rate(65, 1, per=1)
    assert found.low == pytest.approx(50.163187710, abs=1e-8)
    assert found.high == pytest.approx(82.849138546, abs=1e-8)


def test_rate_of_no_event_has_an_exact_upper_limit() -> None:
    found = rates.rate(0, 1, per=1)
    assert (found.value, found.low) == (0, 0)
    assert found.high == pytest.approx(3.688879454, abs=1e-9)


@pytest.mark.parametrize(("events", "low", "high"), [(5, 1623.4864, 11668.3321), (20, 12211.4288, 30889.8804)])
def test_rate_gives_the_published_limits_per_100000(events: int, low: float, high: float) -> None:
    found = rates.rate(events, 100, per=100_000)
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-4)


@pytest.mark.parametrize("events", range(1, 10))
def test_limits_below_ten_events_leave_each_tail_of_a_poisson_count(events: int) -> None:
    found = rates.rate(events, 1, per=1)
    assert stats.poisson.sf(events - 1, found.low) == pytest.approx(0.025)
    assert stats.poisson.cdf(events, found.high) == pytest.approx(0.025)


@pytest.mark.parametrize("events", [10, 30, 1000, 36_000])
def test_byar_limits_stay_close_to_the_exact_ones(events: int) -> None:
    found = rates.rate(events, 1, per=1)
    assert found.low == pytest.approx(stats.chi2.ppf(0.025, 2 * events) / 2, rel=0.005)
    assert found.high == pytest.approx(stats.chi2.ppf(0.975, 2 * events + 2) / 2, rel=0.005)


def test_rate_takes_sequences_and_marks_small_counts() -> None:
    found = rates.rate([9, 19, 20], [1000, 2000, 4000])
    np.testing.assert_allclose(found.value, [9, 9.5, 5])
    np.testing.assert_array_equal(found.unreliable, [True, True, False])
    one = rates.rate(19, 2000)
    assert (found.low[1], found.high[1]) == (one.low, one.high)
    assert isinstance(one.value, float)
    assert one.unreliable is True


# Newcombe (1998), Statistics in Medicine 17, 857-872, and PHEindicatormethods.
@pytest.mark.parametrize(
    ("successes", "n", "low", "high", "places"),
    [
        (65, 100, 0.552544432969, 0.736357517569, 1e-11),
        (46, 200, 0.177, 0.293, 5e-4),
        (39, 206, 0.142, 0.248, 5e-4),
        (126, 573, 0.188, 0.256, 5e-4),
        (81, 263, 0.2553, 0.3662, 5e-5),
        (15, 148, 0.0624, 0.1605, 5e-5),
        (0, 20, 0.0, 0.1611, 5e-5),
        (1, 29, 0.0061, 0.1718, 5e-5),
    ],
)
def test_proportion_gives_the_published_limits(successes: int, n: int, low: float, high: float, places: float) -> None:
    found = rates.proportion(successes, n)
    assert (found.low, found.high) == pytest.approx((low, high), abs=places)


def test_proportions_of_several_are_the_proportion_of_each() -> None:
    found = rates.proportion([0, 65, 100], [10, 100, 100])
    for place, (successes, n) in enumerate([(0, 10), (65, 100), (100, 100)]):
        alone = rates.proportion(successes, n)
        assert (found.value[place], found.low[place], found.high[place]) == (alone.value, alone.low, alone.high)


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.floats(0.5, 0.9999))
def test_rate_lies_inside_limits_that_widen_with_the_level(events: int, people: int, level: float) -> None:
    found, wider = rates.rate(events, people, level=level), rates.rate(events, people, level=(1 + level) / 2)
    assert 0 <= wider.low <= found.low <= found.value <= found.high <= wider.high


@given(st.integers(0, 500), st.integers(1, 500), st.integers(2, 50))
def test_asking_more_people_narrows_the_interval_around_their_share(yes: int, no: int, times: int) -> None:
    small, large = rates.proportion(yes, yes + no), rates.proportion(yes * times, (yes + no) * times)
    assert 0 <= small.low <= large.low <= large.value <= large.high <= small.high <= 1
    assert large.high - large.low < small.high - small.low


@given(st.integers(0, 300), st.integers(0, 300))
def test_the_share_of_noes_has_the_mirrored_interval(yes: int, no: int) -> None:
    n = yes + no + 1
    found, mirrored = rates.proportion(yes, n), rates.proportion(n - yes, n)
    assert mirrored.low == pytest.approx(1 - found.high, abs=1e-12)


def test_more_events_never_lower_a_limit_where_the_methods_meet() -> None:
    limits = [rates.rate(events, 1, per=1) for events in range(30)]
    assert all(few.low < more.low and few.high < more.high for few, more in pairwise(limits))


@pytest.mark.parametrize(
    ("events", "population", "level", "named"),
    [
        (-1, 10, 0.95, "events"),
        (1, 0, 0.95, "population"),
        (1, -5, 0.95, "population"),
        (math.nan, 10, 0.95, "events"),
        (None, 10, 0.95, "events"),
        ("many", 10, 0.95, "events"),
        (1, math.inf, 0.95, "population"),
        (1, 10, 0, "level"),
        (1, 10, 95, "level"),
        ([1, 2], [1, 2, 3], 0.95, "lengths"),
    ],
)
def test_rate_refuses_impossible_input_by_name(events: object, population: object, level: float, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        rates.rate(events, population, level=level)  # type: ignore[call-overload]


def test_rate_refuses_a_multiplier_of_zero() -> None:
    with pytest.raises(ValueError, match="per"):
        rates.rate(1, 10, per=0)


@pytest.mark.parametrize(
    ("successes", "n", "named"),
    [(-1, 10, "successes"), (1, 0, "n must"), (11, 10, "successes must not be above n"), (1, None, "n must")],
)
def test_proportion_refuses_impossible_input_by_name(successes: float, n: object, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        rates.proportion(successes, n)  # type: ignore[call-overload]


@pytest.mark.parametrize(("comparator", "stands"), [(4.9, "higher"), (5, "similar"), (9, "similar"), (9.1, "lower")])
def test_benchmark_needs_the_whole_interval_on_one_side(comparator: float, stands: str) -> None:
    assert rates.benchmark(5, 9, comparator) == stands


def test_benchmark_refuses_crossed_limits() -> None:
    with pytest.raises(ValueError, match="low must not be above high"):
        rates.benchmark(9, 5, 7)


def test_group_average_is_the_plain_mean_or_the_pooled_rate() -> None:
    assert rates.group_average([10, 90], [1000, 3000]) == pytest.approx(20)
    assert rates.group_average([10, 90], [1000, 3000], pooled=True) == pytest.approx(25)
    with pytest.raises(ValueError, match="at least one area"):
        rates.group_average([], [])
