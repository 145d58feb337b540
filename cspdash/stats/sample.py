"""Sample size: how many people must be asked before a change in a survey share could be seen?

A survey that asks few people cannot see a small change, so "no evidence of change" may only say that too few
were asked. For two waves of the same size this gives the number asked in each at which a true change from one
share to another would be called a change at the 95% level in four surveys out of five (power 80%). It rests
on the two-proportion z-test that judges the waves. Where a survey states its design effect the number is
multiplied by it.

n = (z for the level × √(2 p̄ (1 − p̄)) + z for the power × √(p₁(1 − p₁) + p₂(1 − p₂)))² / (p₁ − p₂)², with p̄ the
mean of the two shares. Check: from 50% to 75% with power 90% needs 76.7 people in each wave, so 77.

Sources: Fleiss, Levin and Paik (2003), "Statistical Methods for Rates and Proportions", without the
continuity correction; the check is the example of power.prop.test in R.
"""

import math

from scipy.special import ndtri

from cspdash.stats import inputs

POWER = 0.8


def sample_size(
    share_before: float, share_after: float, *, power: float = POWER, level: float = 0.95, design_effect: float = 1.0
) -> int:
    """Return how many people each of two waves must ask so that the change between two shares would be seen.

    Raises ValueError for shares outside 0 to 1 or equal to one another, for a power or level outside 0 to 1,
    and for a design effect of zero or less.
    """
    before, after = inputs.one_number("share_before", share_before), inputs.one_number("share_after", share_after)
    for name, share in (("share_before", before), ("share_after", after)):
        if not 0 <= share <= 1:
            raise ValueError(f"{name} must lie between 0 and 1")
    if before == after:
        raise ValueError("share_before and share_after must differ")
    if not 0 < power < 1:
        raise ValueError(f"power must lie between 0 and 1, not {power}")
    inputs.positive("design_effect", design_effect)
    mean = (before + after) / 2
    by_chance = inputs.quantile(level) * math.sqrt(2 * mean * (1 - mean))
    missed = float(ndtri(power)) * math.sqrt(before * (1 - before) + after * (1 - after))
    asked = ((by_chance + missed) / (before - after)) ** 2
    return math.ceil(asked * inputs.one_number("design_effect", design_effect))
