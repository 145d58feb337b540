"""Did an intervention work? The weighted displacement difference of Wheeler and Ratcliffe.

Events are counted before and after in the treated area and in a comparison area where nothing was done. Whatever
changed everywhere (weather, recording, a lockdown) changes the comparison area too, so the effect is the change in the
treated area minus the change in the comparison area. Events that only moved next door, or fell there too, are counted
by a second pair: the area around the treated one (displacement area) and a comparison for it. The statistic is the
sum of both differences, in events: below zero says that there were fewer than expected.

The variance is the sum of all counts, as for independent Poisson counts, so the standard error says what chance alone
would give. Windows before and after must be of one length; areas need not be of one size, but their counts must be
expected to move by the same number. Where areas differ in size, weights (residents, or area) divide the counts, and
their squares the variance.

Check: comparison 308 to 318, treated 207 to 110, displacement comparison 150 to 140, displacement 178 to 157:
−118, standard error 39.598, z −2.98, 95% limits −196 to −40. With weights 1.2, 0.9, 1.5, 1.6 in the arguments' order:
−99.694, standard error 35.428. Treated 80 to 20, comparison 100 to 50, twice the time before: −20, error √115.

Source: Wheeler and Ratcliffe (2018), "A simple weighted displacement difference test to evaluate place based crime
interventions", Crime Science 7:11; weights as in the first author's R package ptools.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from cspdash.stats import inputs
from cspdash.stats.inputs import FloatArray

# Treated and its displacement area count, their comparisons are taken off.
SIGNS = np.array([1.0, -1.0, 1.0, -1.0])


@dataclass(frozen=True, slots=True)
class WeightedDisplacement:
    """The difference in events with its standard error, z, two-sided p and limits.

    `value` below zero says that there were fewer events than the comparison areas lead to expect. `z` is 0 and the
    limits are the value itself where nothing was counted at all.
    """

    value: float
    se: float
    z: float
    p_value: float
    low: float
    high: float


def weighted_displacement(
    treated: ArrayLike,
    control: ArrayLike,
    displaced: ArrayLike | None = None,
    displaced_control: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    *,
    level: float = 0.95,
) -> WeightedDisplacement:
    """Return the weighted displacement difference of (before, after) pairs of counts.

    `weights` are one for each area given, in the order of the arguments, or one (before, after) pair for each; with
    four areas two weights are those of before and after. Counts are divided by them.

    Raises ValueError when a pair has not two counts, a count is negative or missing, one of the displacement pair is
    given without the other, weights do not fit or are not above zero, or the level is outside 0 to 1.
    """
    normal = inputs.quantile(level)
    if (displaced is None) != (displaced_control is None):
        absent = "displaced" if displaced is None else "displaced_control"
        raise ValueError(f"{absent} is missing: a displacement area needs its own comparison, and the other way round")
    named = {"treated": treated, "control": control}
    if displaced is not None and displaced_control is not None:
        named |= {"displaced": displaced, "displaced_control": displaced_control}
    counts = np.array([_pair(name, pair) for name, pair in named.items()])
    divisor = _weights(weights, len(counts))
    scaled = counts / divisor
    value = float(SIGNS[: len(counts)] @ (scaled[:, 1] - scaled[:, 0]))
    se = math.sqrt(float((counts / divisor**2).sum()))
    z = value / se if se else 0.0
    return WeightedDisplacement(value, se, z, float(2 * ndtr(-abs(z))), value - normal * se, value + normal * se)


def _pair(name: str, pair: ArrayLike) -> FloatArray:
    """Return one area's counts before and after."""
    found = inputs.counts(name, pair)
    if found.shape != (2,):
        raise ValueError(f"{name} must be two counts: before and after")
    return found


def _weights(weights: ArrayLike | None, areas: int) -> FloatArray:
    """Return a divisor for each area before and after."""
    if weights is None:
        return np.ones((areas, 2))
    if isinstance(weights, Sequence) and len({np.ndim(one) for one in weights}) > 1:
        raise ValueError("weights must be all numbers or all (before, after) pairs")
    found = inputs.positive("weights", weights)
    if found.shape == (areas,):
        return np.repeat(found[:, None], 2, axis=1)
    if found.shape in {(2,), (areas, 2)}:
        return np.broadcast_to(found, (areas, 2))
    raise ValueError(f"weights must be one for each of the {areas} areas, in the order of the arguments")
