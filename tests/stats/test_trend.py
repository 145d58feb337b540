"""Recent trends against the published worked examples of Fingertips, and a slow second answer."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspdash.stats import trend

VALUES = [24.67, 24.6, 28, 30.2, 30.6]
LOW = [23.16, 23.15, 26.44, 28.63, 28.98]
HIGH = [26.25, 26.19, 29.64, 31.9, 32.25]
N = [40_299, 41_527, 42_811, 44_064, 44_701]
SUCCESSES = [994, 1023, 1199, 1332, 1367]


def test_trend_gives_the_published_slope_and_chi_squared() -> None:
    found = trend.trend(VALUES, LOW, HIGH)
    assert found.slope == pytest.approx(1.751566, abs=5e-7)
    assert found.chi_squared == pytest.approx(46.7653, abs=5e-5)
    assert found.verdict == "increasing"


def test_trend_proportion_gives_the_published_chi_squared_even_from_integers() -> None:
    found = trend.trend_proportion(np.array(SUCCESSES, dtype=np.int64), np.array(N, dtype=np.int64))
    assert found.chi_squared == pytest.approx(47.8967, abs=5e-5)
    assert found.verdict == "increasing"


def test_trend_agrees_with_a_weighted_fit_of_numpy() -> None:
    errors = (np.array(HIGH) - np.array(LOW)) / 3.92
    (slope, _), covariance = np.polyfit([1, 2, 3, 4, 5], VALUES, 1, w=1 / errors, cov="unscaled")
    found = trend.trend(VALUES, LOW, HIGH)
    assert found.slope == pytest.approx(slope)
    assert found.chi_squared == pytest.approx(slope**2 / covariance[0, 0])


def test_trend_proportion_agrees_with_armitage_written_out() -> None:
    years, overall = range(1, 6), sum(SUCCESSES) / sum(N)
    top = sum(t * (c - n * overall) for t, c, n in zip(years, SUCCESSES, N, strict=True))
    squares = sum(n * t * t for t, n in zip(years, N, strict=True))
    spread = squares - sum(n * t for t, n in zip(years, N, strict=True)) ** 2 / sum(N)
    found = trend.trend_proportion(SUCCESSES, N)
    assert found.chi_squared == pytest.approx(top**2 / (overall * (1 - overall) * spread))


def test_a_mirrored_series_is_decreasing() -> None:
    found = trend.trend([-v for v in VALUES], [-h for h in HIGH], [-low for low in LOW])
    assert found.verdict == "decreasing"
    assert trend.trend_proportion(SUCCESSES[::-1], N[::-1]).verdict == "decreasing"


def test_a_flat_series_has_no_significant_change() -> None:
    assert trend.trend([5] * 5, [4] * 5, [6] * 5).verdict == "no significant change"
    assert trend.trend_proportion([0] * 5, [100] * 5).verdict == "no significant change"


def test_one_odd_year_does_not_make_a_trend() -> None:
    values = np.array([10, 9.9, 9.8, 9.7, 30])
    found = trend.trend(values, values - 1, values + 1)
    assert found.chi_squared is not None
    assert found.chi_squared > trend.CRITICAL_CHI_SQUARED
    assert found.verdict == "no significant change"


def test_a_slope_that_is_level_without_one_year_keeps_no_direction() -> None:
    # Without the fifth year 25, 0, 0, 25 is level, whichever way rounding tips it.
    for margin in (0.1, 0.2, 0.3, 0.7):
        values = np.array([25.0, 0.0, 0.0, 25.0, 22.0])
        assert trend.trend(values, values - margin, values + margin).verdict == "no significant change"


def test_only_the_five_latest_years_count_and_missing_ones_are_passed_over() -> None:
    values, low, high = [99.0, None, *VALUES, math.nan], [98.0, None, *LOW, 1.0], [100.0, None, *HIGH, 2.0]
    assert trend.trend(values, low, high) == trend.trend(VALUES, LOW, HIGH)
    successes = [1.0, *SUCCESSES[:2], None, *SUCCESSES[2:]]
    assert trend.trend_proportion(successes, [10, *N[:2], 7, *N[2:]]) == trend.trend_proportion(SUCCESSES, N)


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [
        (VALUES[:4], LOW[:4], HIGH[:4]),
        ([None, *VALUES[:4]], [None, *LOW[:4]], [None, *HIGH[:4]]),
        (VALUES, [*LOW[:4], None], HIGH),
        (VALUES, LOW, [None, *HIGH[1:]]),
        ([1, 1, 1, 1, 1], [1, 0, 0, 0, 0], [1, 2, 2, 2, 2]),
        ([], [], []),
    ],
)
def test_too_little_to_go_on_cannot_be_calculated(values: list[float], low: list[float], high: list[float]) -> None:
    found = trend.trend(values, low, high)
    assert (found.slope, found.chi_squared) == (None, None)
    assert found.verdict == "cannot be calculated"


def test_a_proportion_without_its_n_cannot_be_calculated() -> None:
    assert trend.trend_proportion(SUCCESSES, [*N[:4], None]).verdict == "cannot be calculated"
    assert trend.trend_proportion(SUCCESSES[:4], N[:4]).verdict == "cannot be calculated"


@given(st.lists(st.floats(-100, 100), min_size=5, max_size=5), st.floats(0.1, 20), st.floats(0.5, 50))
def test_unit_changes_nothing_and_wider_limits_never_make_a_trend(
    values: list[float], margin: float, factor: float
) -> None:
    seen = np.array(values)
    found = trend.trend(seen, seen - margin, seen + margin)
    scaled = trend.trend(seen * factor, (seen - margin) * factor, (seen + margin) * factor)
    wider = trend.trend(seen, seen - 2 * margin, seen + 2 * margin)
    assert found.chi_squared is not None
    assert wider.chi_squared is not None
    assert scaled.chi_squared == pytest.approx(found.chi_squared, rel=1e-6, abs=1e-9)
    assert wider.chi_squared == pytest.approx(found.chi_squared / 4, rel=1e-6, abs=1e-9)
    if found.verdict == "no significant change":
        assert wider.verdict == "no significant change"


@pytest.mark.parametrize(
    ("values", "low", "high", "named"),
    [
        (VALUES, LOW[:4], HIGH, "lengths"),
        (VALUES, HIGH, LOW, "low must not be above high"),
        ([99, *VALUES[1:]], LOW, HIGH, "between low and high"),
        ([math.inf, *VALUES[1:]], LOW, HIGH, "values"),
        (5, 4, 6, "values"),
    ],
)
def test_trend_refuses_impossible_input_by_name(values: object, low: object, high: object, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        trend.trend(values, low, high)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("successes", "n", "named"),
    [
        ([-1, 1, 1, 1, 1], [9] * 5, "successes must not be negative"),
        ([1] * 5, [9, 9, 0, 9, 9], "n must be greater than zero"),
        ([10, 1, 1, 1, 1], [9] * 5, "successes must not be above n"),
        ([1] * 5, [9] * 4, "lengths"),
    ],
)
def test_trend_proportion_refuses_impossible_input_by_name(successes: list[float], n: list[float], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        trend.trend_proportion(successes, n)
