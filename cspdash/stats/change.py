"""Change between two counts: is it more than chance?

Two periods, or two areas, are compared by the ratio of their rates, with the range that chance alone would
give. The word "up" or "down" is used only when an exact test excludes "no change" at the 95% level; otherwise
the answer is "no detectable change", which does not mean that nothing changed. The 95% limits of the ratio
must exclude "no change" as well, so that a word never stands beside limits that contradict it. When either
count is below 10 the two are "too few to compare": no word and no percentage change. When either is below 20
the result is marked unreliable.

**Ratio.** (after / exposure after) / (before / exposure before). Exposure is whatever made the counts
possible: people, households, days. Given the total, the share that came after is a proportion; its Wilson
limits are turned into limits of the ratio. With equal exposures they rest on the same standardised
difference as the test; with very unequal ones the two can differ near the border.

**Test.** The two-sided E-test for two Poisson counts: the chance, were both rates the same, of a
standardised difference at least as large as the one seen, added up over all pairs of counts that could have
occurred. Check: 6 against 2 gives p = 0.1749.

**z.** Wheeler's Poisson z, 2 × (√after − √before), puts changes of large and small counts on one scale. Check:
4 to 9 and 16 to 25 both give 2.0; 6,802 to 3,851 gives −40.8. With unequal exposures each count is first
turned into a rate: z = √8 × (√rate after − √rate before) / √(1/exposure after + 1/exposure before), which is
the same thing when the exposures are equal. It ranks changes; it is not the test, because with no real
change it varies by about 1.4, not 1.

Sources: Krishnamoorthy and Thomson (2004), "A more powerful test for comparing two Poisson means"; Wheeler
(2016), "Tables and graphs for monitoring temporal crime trends"; Wilson (1927).
"""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaln

from cspdash.stats import inputs
from cspdash.stats.inputs import FloatArray
from cspdash.stats.rates import TOO_FEW_BELOW, UNRELIABLE_BELOW, wilson_limits

ChangeVerdict = Literal["up", "down", "no detectable change", "too few to compare"]

SIGNIFICANT_BELOW = 0.05
PLAIN = {int, float}
# The share of two counts that came after, where nothing changed.
NO_CHANGE = 0.5
# Ten standard deviations and a margin for small means leave out less than 1e-15 of the probability.
WINDOW_DEVIATIONS, WINDOW_MARGIN = 10, 40


@dataclass(frozen=True, slots=True)
class Change:
    """A change: ratio after : before with 95% limits, Wheeler's z, the E-test's p and a verdict.

    `ratio`, `low` and `high` are None when nothing was counted before; `percent` (the change in per cent of
    the earlier rate) is None as well when either count is below 10.
    """

    ratio: float | None
    low: float | None
    high: float | None
    percent: float | None
    z: float
    p_value: float
    verdict: ChangeVerdict
    unreliable: bool


def change(before: float, after: float, exposure_before: float = 1, exposure_after: float = 1) -> Change:
    """Compare two counts, each with its exposure (population, days, ...; 1 when equal).

    Raises ValueError when a count is negative or missing, or an exposure is not above zero.
    """
    first, second, first_exposure, second_exposure = _checked(before, after, exposure_before, exposure_after)
    p_value = e_test(first, second, first_exposure, second_exposure)
    ratio, low, high = _ratio(first, second, first_exposure, second_exposure)
    fewest = min(first, second)
    few = fewest < TOO_FEW_BELOW
    verdict: ChangeVerdict = "no detectable change"
    if few:
        verdict = "too few to compare"
    elif p_value < SIGNIFICANT_BELOW and low is not None and low > 1:
        verdict = "up"
    elif p_value < SIGNIFICANT_BELOW and high is not None and high < 1:
        verdict = "down"
    percent = None if few or ratio is None else 100 * (ratio - 1)
    z = wheeler_z(first, second, first_exposure, second_exposure)
    return Change(ratio, low, high, percent, z, p_value, verdict, fewest < UNRELIABLE_BELOW)


def verdicts(before: ArrayLike, after: ArrayLike) -> list[ChangeVerdict]:
    """Return the verdict of `change` for each pair of counts of equal exposure.

    The test is run only where the limits of the ratio leave out no change, as a verdict needs both. ValueError as
    `change`, and for lengths that differ.
    """
    first, second = inputs.counts("before", before), inputs.counts("after", after)
    inputs.matched(before=first, after=second)
    total = np.maximum(first + second, 1)
    low, high = wilson_limits(second / total, total, inputs.quantile(0.95))
    apart = (low > NO_CHANGE) | (high < NO_CHANGE)
    few = np.minimum(first, second) < TOO_FEW_BELOW
    found: list[ChangeVerdict] = ["too few to compare" if one else "no detectable change" for one in few.tolist()]
    for at in np.flatnonzero(apart & ~few).tolist():
        found[at] = change(float(first[at]), float(second[at])).verdict
    return found


def wheeler_z(before: float, after: float, exposure_before: float = 1, exposure_after: float = 1) -> float:
    """Return Wheeler's Poisson z, above zero for a rise; ValueError as `change`."""
    first, second, first_exposure, second_exposure = _checked(before, after, exposure_before, exposure_after)
    difference = math.sqrt(second / second_exposure) - math.sqrt(first / first_exposure)
    return math.sqrt(8) * difference / math.sqrt(1 / second_exposure + 1 / first_exposure)


def e_test(before: float, after: float, exposure_before: float = 1, exposure_after: float = 1) -> float:
    """Return the two-sided p of the E-test that two Poisson rates are equal; ValueError as `change`.

    Exact to about 1e-11. For each count that could have occurred before, the counts after that lie at least
    as far apart form two tails with ends from a quadratic, so that one pass replaces the double sum.
    """
    first, second, first_exposure, second_exposure = _checked(before, after, exposure_before, exposure_after)
    relative = second_exposure / first_exposure
    seen = abs(first * relative - second)
    if seen == 0:
        return 1.0
    # The margin keeps pairs that are exactly as far apart as the pair seen, in spite of rounding.
    apart = seen / math.sqrt(first * relative**2 + second) * (1 - 1e-10)
    pooled = (first + second) / (first_exposure + second_exposure)
    mean_before, mean_after = pooled * first_exposure, pooled * second_exposure
    possible = _window(mean_before)
    centre = possible * relative
    middle = centre + apart**2 / 2
    reach = apart * np.sqrt(apart**2 / 4 + centre + possible * relative**2)
    lower_end, upper_end = np.floor(middle - reach), np.ceil(middle + reach)
    after_it = _window(mean_after)
    chances = _chances(after_it, mean_after)
    # The chance of at most, and of at least, each count that could have occurred after; nothing beyond the window.
    at_most = np.concatenate(([0.0], np.cumsum(chances)))
    at_least = np.concatenate((np.cumsum(chances[::-1])[::-1], [0.0]))
    last = len(after_it)
    # With nothing before there is no lower tail: the pair (0, 0) is no difference at all.
    lower_tail = np.where(possible > 0, at_most[_steps(lower_end - after_it[0] + 1, last)], 0.0)
    upper_tail = at_least[_steps(upper_end - after_it[0], last)]
    return min(1.0, float(_chances(possible, mean_before) @ (lower_tail + upper_tail)))


def _chances(counts: FloatArray, mean: float) -> FloatArray:
    """Return the chance of each count of a Poisson variable."""
    return np.asarray(np.exp(counts * math.log(mean) - mean - gammaln(counts + 1)))


def _steps(places: FloatArray, last: int) -> NDArray[np.intp]:
    """Return places in a table from 0 to `last`, those outside moved to its ends."""
    return np.clip(places, 0, last).astype(np.intp)


def _checked(before: float, after: float, exposure_before: float, exposure_after: float) -> tuple[float, ...]:
    """Return the four inputs as floats, or raise ValueError naming the impossible one."""
    given = before, after, exposure_before, exposure_after
    # Plain numbers, as pages have thousands of, are looked at without making arrays of them.
    if all(type(one) in PLAIN and math.isfinite(one) for one in given) and min(given[:2]) >= 0 < min(given[2:]):
        return tuple(map(float, given))
    inputs.counts("before", before)
    inputs.counts("after", after)
    inputs.positive("exposure_before", exposure_before)
    inputs.positive("exposure_after", exposure_after)
    named = {
        "before": before,
        "after": after,
        "exposure_before": exposure_before,
        "exposure_after": exposure_after,
    }
    return tuple(inputs.one_number(name, value) for name, value in named.items())


def _ratio(
    before: float, after: float, exposure_before: float, exposure_after: float
) -> tuple[float | None, float | None, float | None]:
    """Return the rate ratio and its 95% limits; all None when nothing was counted before."""
    if before == 0:
        return None, None, None
    scale = exposure_before / exposure_after
    total = before + after
    low, high = wilson_limits(after / total, total, inputs.quantile(0.95))
    ratio = after / before * scale
    # min and max: rounding must not put the ratio outside its own limits.
    return ratio, min(ratio, float(low / (1 - low)) * scale), max(ratio, float(high / (1 - high)) * scale)


def _window(mean: float) -> FloatArray:
    """Return the whole counts that a Poisson count of this mean takes in all but name."""
    reach = WINDOW_DEVIATIONS * math.sqrt(mean) + WINDOW_MARGIN
    return np.arange(max(0.0, math.floor(mean - reach)), math.ceil(mean + reach) + 1, dtype=np.float64)
