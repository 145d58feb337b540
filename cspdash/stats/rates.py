"""Rates and proportions, with the range that chance alone would give.

**Rate.** Events for every so many people (or households). The 95% confidence interval uses Byar's method
for the number of events, and the exact Poisson method below 10 events, as the Office for Health Improvement
and Disparities does for Fingertips. Check: 65 events have limits 50.1632 and 82.8491; no event at all has the
upper limit 3.6889; 5 events among 100 people are 5,000 per 100,000 (1,623.49 to 11,668.33).

**Proportion.** A share of people asked or of cases. The interval is Wilson's score interval, which stays
between 0% and 100% and works for small surveys. Check: 65 of 100 is 65% (55.3% to 73.6%); 46 of 200 is
23.0% (17.7% to 29.3%); 39 of 206 is 18.9% (14.2% to 24.8%). A survey result printed without the number of
people asked gets no interval, and no verdict.

**Small numbers.** A rate of fewer than 20 events is marked "u" (unreliable). Fewer than 10 events carry no
percentage change and no word such as "better": they are too few to compare.

**Comparison.** An area is higher or lower than a comparator only when its whole interval lies on one side of
it; otherwise it is similar. The average of a peer group is either the plain mean of its members' rates or
the pooled rate (all events over all people).

Sources: Association of Public Health Observatories, Technical Briefing 3 (2008); Breslow and Day (1987);
Wilson (1927); PHEindicatormethods (the R package behind Fingertips), whose published test values these are.
"""

from dataclasses import dataclass
from typing import Generic, Literal, TypeVar, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaincinv

from cspdash.stats import inputs
from cspdash.stats.inputs import FloatArray

EXACT_BELOW = 10
TOO_FEW_BELOW = 10
UNRELIABLE_BELOW = 20

Comparison = Literal["higher", "lower", "similar"]
T = TypeVar("T", float, FloatArray)


@dataclass(frozen=True, slots=True, eq=False)
class Rate(Generic[T]):
    """A rate and its limits, per `per` of the population; `unreliable` marks fewer than 20 events."""

    value: T
    low: T
    high: T
    per: float
    unreliable: bool | NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Proportion(Generic[T]):
    """A share and its limits, all from 0 to 1."""

    value: T
    low: T
    high: T


def poisson_limits(events: FloatArray, level: float = 0.95) -> tuple[FloatArray, FloatArray]:
    """Return the lower and upper limit of the expected count behind `events` (Byar, exact below 10)."""
    z = inputs.quantile(level)
    tail = (1 - level) / 2
    few = np.minimum(events, EXACT_BELOW)
    # A chi-squared quantile with 2k degrees of freedom, halved, is a gamma quantile with shape k.
    exact_low = np.where(few > 0, gammaincinv(np.maximum(few, 1e-300), tail), 0.0)
    exact_high = gammaincinv(few + 1, 1 - tail)
    many = np.maximum(events, EXACT_BELOW)
    byar_low = many * (1 - 1 / (9 * many) - z / (3 * np.sqrt(many))) ** 3
    above = many + 1
    byar_high = above * (1 - 1 / (9 * above) + z / (3 * np.sqrt(above))) ** 3
    exact = events < EXACT_BELOW
    # At extreme levels Byar's cube turns negative: a count has no limit below zero.
    low = np.where(exact, exact_low, np.maximum(byar_low, 0.0))
    return low, np.where(exact, exact_high, byar_high)


@overload
def rate(events: float, population: float, per: float = 1000, level: float = 0.95) -> Rate[float]: ...
@overload
def rate(events: ArrayLike, population: ArrayLike, per: float = 1000, level: float = 0.95) -> Rate[FloatArray]: ...
def rate(
    events: ArrayLike, population: ArrayLike, per: float = 1000, level: float = 0.95
) -> Rate[float] | Rate[FloatArray]:
    """Return events per `per` of the population with Byar limits (exact Poisson below 10 events).

    Numbers give floats; sequences of one length give arrays of that length. Raises ValueError for negative
    events, a population of zero or less, a missing value, lengths that differ or a level outside 0 to 1.
    """
    happened, people = inputs.counts("events", events), inputs.positive("population", population)
    inputs.matched(events=happened, population=people)
    inputs.positive("per", per)
    multiplier = inputs.one_number("per", per)
    low, high = poisson_limits(happened, level)
    scale = multiplier / people
    value, low, high = happened * scale, low * scale, high * scale
    unreliable = np.broadcast_to(happened < UNRELIABLE_BELOW, value.shape)
    if value.ndim == 0:
        return Rate(float(value), float(low), float(high), multiplier, bool(unreliable))
    return Rate(value, low, high, multiplier, unreliable)


def wilson_limits(share: ArrayLike, n: ArrayLike, z: float) -> tuple[FloatArray, FloatArray]:
    """Return Wilson's score limits (0 to 1) of a share seen among n, at normal quantile `z`."""
    p, size = np.asarray(share, dtype=np.float64), np.asarray(n, dtype=np.float64)
    centre = p + z**2 / (2 * size)
    spread = z * np.sqrt(p * (1 - p) / size + z**2 / (4 * size**2))
    low, high = (centre - spread) / (1 + z**2 / size), (centre + spread) / (1 + z**2 / size)
    # Rounding must not put a limit past its own share when that share is 0 or 1.
    return np.clip(low, 0.0, p), np.clip(high, p, 1.0)


@overload
def proportion(successes: float, n: float, level: float = 0.95) -> Proportion[float]: ...
@overload
def proportion(successes: ArrayLike, n: ArrayLike, level: float = 0.95) -> Proportion[FloatArray]: ...
def proportion(successes: ArrayLike, n: ArrayLike, level: float = 0.95) -> Proportion[float] | Proportion[FloatArray]:
    """Return successes / n with Wilson score limits, all from 0 to 1.

    Numbers give floats; sequences of one length give arrays. Raises ValueError for negative successes, n of
    zero or less, successes above n, a missing value, lengths that differ or a level outside 0 to 1.
    """
    yes, asked = share_inputs(successes, n)
    share = yes / asked
    low, high = wilson_limits(share, asked, inputs.quantile(level))
    if share.ndim == 0:
        return Proportion(float(share), float(low), float(high))
    return Proportion(share, low, high)


def share_inputs(
    successes: ArrayLike, n: ArrayLike, successes_name: str = "successes", n_name: str = "n"
) -> tuple[FloatArray, FloatArray]:
    """Return checked successes and n as floats; ValueError says which of them is impossible."""
    yes, asked = inputs.counts(successes_name, successes), inputs.positive(n_name, n)
    inputs.matched(**{successes_name: yes, n_name: asked})
    if (yes > asked).any():
        raise ValueError(f"{successes_name} must not be above {n_name}")
    return yes, asked


def benchmark(low: float, high: float, comparator: float) -> Comparison:
    """Return where an area stands: "higher" or "lower" when its whole interval is past the comparator.

    All three in one unit. Raises ValueError when the limits are crossed or something is missing.
    """
    bottom, top = inputs.one_number("low", low), inputs.one_number("high", high)
    value = inputs.one_number("comparator", comparator)
    if bottom > top:
        raise ValueError("low must not be above high")
    if bottom > value:
        return "higher"
    return "lower" if top < value else "similar"


def group_average(events: ArrayLike, population: ArrayLike, per: float = 1000, pooled: bool = False) -> float:
    """Return a peer group's average rate: the plain mean of its members' rates, or the pooled rate.

    Raises ValueError as `rate` does, and when the group is empty.
    """
    happened, people = inputs.counts("events", events), inputs.positive("population", population)
    inputs.matched(events=happened, population=people)
    if happened.size == 0:
        raise ValueError("events must name at least one area")
    if pooled:
        return float(happened.sum() / people.sum() * per)
    return float((happened / people).mean() * per)
