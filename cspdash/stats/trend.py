"""Recent trend of yearly values, as Fingertips judges it.

The five latest years that have a value are used, and a straight line is fitted in which a year with a
narrow confidence interval counts more (weight 1 / SE², where SE is a quarter of the 95% interval's width, to
be exact the width over 3.92). The trend is called increasing or decreasing only when two things hold: the
chi-squared statistic of the slope exceeds 9.549536, which chance alone does about 2 times in 1,000, and the
slope keeps its direction when each of the five years is left out in turn, so that no single year makes the
trend. With fewer than five years, or when any of the five has no confidence interval, the trend cannot be
calculated, which is not the same as no change.

For proportions with known numbers the chi-squared test for trend in proportions is used.

Check: 24.67, 24.6, 28, 30.2, 30.6 with intervals 23.16–26.25, 23.15–26.19, 26.44–29.64, 28.63–31.9 and
28.98–32.25 have slope 1.7516 a year and chi-squared 46.7653, increasing; 994 of 40,299, 1,023 of 41,527, 1,199
of 42,811, 1,332 of 44,064 and 1,367 of 44,701 have chi-squared 47.8967, increasing.

Sources: Office for Health Improvement and Disparities, Fingertips technical guidance "Recent trends";
Armitage (1955), "Tests for linear trends in proportions and frequencies".
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from cspdash.stats import inputs
from cspdash.stats.inputs import FloatArray, WithGaps

TrendVerdict = Literal["increasing", "decreasing", "no significant change", "cannot be calculated"]

POINTS = 5
CRITICAL_CHI_SQUARED = 9.549535706083
INTERVAL_WIDTH_IN_SE = 3.92
ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Trend:
    """Slope per year (in the values' unit), its chi-squared on one degree of freedom, and the verdict.

    Slope and chi-squared are None when the trend cannot be calculated.
    """

    slope: float | None
    chi_squared: float | None
    verdict: TrendVerdict


NOT_CALCULATED = Trend(None, None, "cannot be calculated")


def trend(values: WithGaps, low: WithGaps, high: WithGaps) -> Trend:
    """Judge the trend of the five latest yearly values, oldest first, with their 95% limits.

    Missing values (None or NaN) are passed over; a missing or empty interval among the five means "cannot
    be calculated". Raises ValueError when lengths differ, limits are crossed or a value lies outside its own.
    """
    seen, bottom, top = (
        inputs.with_gaps("values", values),
        inputs.with_gaps("low", low),
        inputs.with_gaps("high", high),
    )
    inputs.matched(values=seen, low=bottom, high=top)
    if (bottom > top).any():
        raise ValueError("low must not be above high")
    if (seen < bottom).any() or (seen > top).any():
        raise ValueError("values must lie between low and high")
    latest = np.flatnonzero(~np.isnan(seen))[-POINTS:]
    width = (top - bottom)[latest]
    if len(latest) < POINTS or not (width > 0).all():
        return NOT_CALCULATED
    weights = (INTERVAL_WIDTH_IN_SE / width) ** 2
    used = seen[latest]
    largest = float(np.abs(used).max())
    return _judge(lambda kept: _weighted_slope((kept + 1).astype(np.float64), used[kept], weights[kept]), largest)


def trend_proportion(successes: WithGaps, n: WithGaps) -> Trend:
    """Judge the trend of the five latest yearly proportions, oldest first; the slope is in shares (0 to 1).

    Years without successes (None or NaN) are passed over; a missing n among the five means "cannot be
    calculated". Raises ValueError for lengths that differ, negative successes, n of zero or less, or
    successes above n.
    """
    # Floats throughout: the squares of such totals overflow 64-bit integers without a word.
    yes, asked = inputs.with_gaps("successes", successes), inputs.with_gaps("n", n)
    inputs.matched(successes=yes, n=asked)
    if (yes < 0).any():
        raise ValueError("successes must not be negative")
    if (asked <= 0).any():
        raise ValueError("n must be greater than zero")
    if (yes > asked).any():
        raise ValueError("successes must not be above n")
    latest = np.flatnonzero(~np.isnan(yes))[-POINTS:]
    if len(latest) < POINTS or np.isnan(asked[latest]).any():
        return NOT_CALCULATED
    counted, of = yes[latest], asked[latest]
    largest = float((counted / of).max())
    return _judge(lambda kept: _proportion_slope((kept + 1).astype(np.float64), counted[kept], of[kept]), largest)


def _judge(fit: Callable[[NDArray[np.intp]], tuple[float, float]], largest: float) -> Trend:
    """Fit all five years, then each four of them, and put the verdict into words."""
    years = np.arange(POINTS)
    slope, chi_squared = fit(years)
    slopes = [slope, *(fit(np.delete(years, left_out))[0] for left_out in years)]
    # A slope that is nothing but rounding is level: it has no direction to keep.
    level = ROUNDING * largest
    significant = chi_squared > CRITICAL_CHI_SQUARED
    if significant and all(each > level for each in slopes):
        return Trend(slope, chi_squared, "increasing")
    if significant and all(each < -level for each in slopes):
        return Trend(slope, chi_squared, "decreasing")
    return Trend(slope, chi_squared, "no significant change")


def _weighted_slope(years: FloatArray, values: FloatArray, weights: FloatArray) -> tuple[float, float]:
    """Return the weighted least-squares slope and its chi-squared."""
    from_mean = years - np.average(years, weights=weights)
    spread = float(weights @ from_mean**2)
    slope = float((weights * from_mean) @ (values - np.average(values, weights=weights))) / spread
    return slope, slope**2 * spread


def _proportion_slope(years: FloatArray, successes: FloatArray, n: FloatArray) -> tuple[float, float]:
    """Return the slope of the proportions, weighted by n, and the chi-squared for trend."""
    overall = float(successes.sum() / n.sum())
    from_mean = years - np.average(years, weights=n)
    spread = float(n @ from_mean**2)
    slope = float(from_mean @ (successes - n * overall)) / spread
    variance = overall * (1 - overall)
    return slope, slope**2 * spread / variance if variance > 0 else 0.0
