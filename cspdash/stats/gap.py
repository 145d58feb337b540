"""Perceptions against recorded events: did people's answers change, and does that match what was recorded?

Two survey waves are compared by the difference of the two shares. The order is always before minus after:
**a positive difference, and a positive z, say that the share fell**; the negative says that it rose. The
interval is Newcombe's, built from the Wilson interval of each wave, so it works for small surveys and for
shares near 0% or 100%. The test is the two-proportion z-test with a pooled share. Where a survey states its
design effect (how much less a clustered or weighted sample tells than a simple one), the number asked is
divided by it first.

The word "up" or "down" is used only when the test excludes no change at the 95% level and the interval
agrees. Fewer than 10 people asked, after the design effect, in either wave are too few to compare.

Beside the recorded count this gives two verdicts, one from each side, never one line on two axes. When
either side has too few to compare, the answer is "cannot tell".

Check: 46 of 200, then 39 of 206: 23.0% to 18.9%, z = 1.007, p = 0.31, no detectable change. 56 of 70 against
48 of 80: difference 0.2000 with limits 0.0524 to 0.3339.

Sources: Newcombe (1998), "Interval estimation for the difference between independent proportions", method
10; Wilson (1927); Kish (1965) for the design effect.
"""

import math
from dataclasses import dataclass
from typing import Literal

from scipy.special import ndtr

from cspdash.stats import inputs
from cspdash.stats.change import ChangeVerdict
from cspdash.stats.rates import TOO_FEW_BELOW, share_inputs, wilson_limits

GapVerdict = Literal[
    "both fell",
    "both rose",
    "recorded fell, perception rose",
    "recorded rose, perception fell",
    "recorded fell, perception has no detectable change",
    "recorded rose, perception has no detectable change",
    "recorded has no detectable change, perception fell",
    "recorded has no detectable change, perception rose",
    "neither has a detectable change",
    "cannot tell",
]

# Keys: the recorded side's verdict, then the survey side's.
GAP_VERDICTS: dict[tuple[ChangeVerdict, ChangeVerdict], GapVerdict] = {
    ("down", "down"): "both fell",
    ("up", "up"): "both rose",
    ("down", "up"): "recorded fell, perception rose",
    ("up", "down"): "recorded rose, perception fell",
    ("down", "no detectable change"): "recorded fell, perception has no detectable change",
    ("up", "no detectable change"): "recorded rose, perception has no detectable change",
    ("no detectable change", "down"): "recorded has no detectable change, perception fell",
    ("no detectable change", "up"): "recorded has no detectable change, perception rose",
    ("no detectable change", "no detectable change"): "neither has a detectable change",
}


@dataclass(frozen=True, slots=True)
class TwoProportions:
    """Two shares (0 to 1), their difference before minus after with limits, z, two-sided p, and a verdict.

    `difference` and `z` above zero say that the share fell; `verdict` says it in words ("down").
    """

    share_before: float
    share_after: float
    difference: float
    low: float
    high: float
    z: float
    p_value: float
    verdict: ChangeVerdict


def two_proportions(
    successes_before: float,
    n_before: float,
    successes_after: float,
    n_after: float,
    *,
    design_effect_before: float = 1.0,
    design_effect_after: float = 1.0,
    level: float = 0.95,
) -> TwoProportions:
    """Compare the shares of two independent survey waves (difference = before − after).

    `level` is that of the interval and of the verdict.

    Raises ValueError for negative successes, n of zero or less, successes above n, a missing value, a design
    effect of zero or less, or a level outside 0 to 1.
    """
    before, size_before = _effective("before", successes_before, n_before, design_effect_before)
    after, size_after = _effective("after", successes_after, n_after, design_effect_after)
    normal = inputs.quantile(level)
    difference = before - after
    low, high = _newcombe(before, size_before, after, size_after, normal)
    z = _pooled_z(before, size_before, after, size_after)
    p_value = float(2 * ndtr(-abs(z)))
    verdict: ChangeVerdict = "no detectable change"
    if min(size_before, size_after) < TOO_FEW_BELOW:
        verdict = "too few to compare"
    elif p_value < 1 - level and (low > 0 or high < 0):
        verdict = "down" if difference > 0 else "up"
    return TwoProportions(before, after, difference, low, high, z, p_value, verdict)


def compare_verdicts(recorded: ChangeVerdict, perceived: ChangeVerdict) -> GapVerdict:
    """Put the recorded side's verdict and the survey side's together, as one of `GapVerdict`.

    "cannot tell" when either side is too few to compare. Raises ValueError for any other unknown word.
    """
    if "too few to compare" in (recorded, perceived):
        return "cannot tell"
    if (recorded, perceived) not in GAP_VERDICTS:
        raise ValueError(f"recorded and perceived must be verdicts of change, not {recorded}, {perceived}")
    return GAP_VERDICTS[recorded, perceived]


def _effective(wave: str, successes: float, n: float, design_effect: float) -> tuple[float, float]:
    """Return one wave's share and its effective number asked."""
    share_inputs(successes, n, f"successes_{wave}", f"n_{wave}")
    yes = inputs.one_number(f"successes_{wave}", successes)
    asked = inputs.one_number(f"n_{wave}", n)
    inputs.positive(f"design_effect_{wave}", design_effect)
    return yes / asked, asked / inputs.one_number(f"design_effect_{wave}", design_effect)


def _newcombe(before: float, size_before: float, after: float, size_after: float, normal: float) -> tuple[float, float]:
    """Return Newcombe's hybrid score limits of before − after."""
    low_before, high_before = (float(limit) for limit in wilson_limits(before, size_before, normal))
    low_after, high_after = (float(limit) for limit in wilson_limits(after, size_after, normal))
    down = math.hypot(before - low_before, high_after - after)
    up = math.hypot(high_before - before, after - low_after)
    return max(-1.0, before - after - down), min(1.0, before - after + up)


def _pooled_z(before: float, size_before: float, after: float, size_after: float) -> float:
    """Return z of before − after under one pooled share; 0 when everyone gave the same answer."""
    if before == after:
        return 0.0
    pooled = (before * size_before + after * size_after) / (size_before + size_after)
    return (before - after) / math.sqrt(pooled * (1 - pooled) * (1 / size_before + 1 / size_after))
