"""Concentration: how much of it happens in how few areas, and how much of that chance alone would make.

**Lorenz curve.** Areas stand busiest first; each point says which share of the areas has which share of the
events. Check: areas with 10, 20, 30 and 40 events give 40% in the busiest quarter, 70% in half, 90% in three
quarters.

**Gini coefficient.** 0 when all areas have equally many, near 1 when one has everything: the mean difference
between two areas, over twice the mean (10, 20, 30, 40 give 0.25). It is not corrected for few areas.

**Chance.** Few events over many areas are always concentrated: 100 events over 400 areas leave at least 300
without any. So the curve stands beside the one that comes out when the same number of events falls at random,
each resident (or each area, where residents are not known) equally likely to have it: the mean and the middle
95% of seeded simulations. Only what lies beyond it says that places differ.

Sources: Lorenz (1905); Gini (1912); Bernasco and Steenbeek (2017), "More places than crimes: implications for
evaluating the law of crime concentration at place", Journal of Quantitative Criminology 33.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from cspdash.stats import inputs
from cspdash.stats.inputs import FloatArray

SIMULATIONS = 999


@dataclass(frozen=True, slots=True, eq=False)
class Lorenz:
    """Cumulative shares (0 to 1), one point per area, busiest first; the last is 1 and 1."""

    share_of_areas: FloatArray
    share_of_events: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Chance:
    """What chance alone gives: share of events at each point of `Lorenz`, Gini, and share of areas with half of it.

    `low` and `high` enclose 95% of the simulations.
    """

    share_of_events: FloatArray
    low: FloatArray
    high: FloatArray
    gini: float
    gini_low: float
    gini_high: float
    half_share: float


def lorenz(counts: ArrayLike) -> Lorenz:
    """Return the Lorenz curve of areas' counts, busiest first; ValueError for no area, no event, a negative."""
    n = _events(counts)
    return Lorenz(np.arange(1, n.size + 1) / n.size, _cumulative(n))


def gini(counts: ArrayLike) -> float:
    """Return the Gini coefficient (0 to 1) of areas' counts; ValueError for no area, no event, or a negative count."""
    return float(_ginis(_cumulative(_events(counts))))


def areas_with(counts: ArrayLike, share: float = 0.5) -> int:
    """Return the fewest areas that together have at least a share (above 0, to 1) of the events; errors as `lorenz`."""
    if not 0 < share <= 1:
        raise ValueError(f"share must lie between 0 and 1, not {share}")
    return int(_first_at(_cumulative(_events(counts)), share))


def chance(
    counts: ArrayLike, population: ArrayLike | None = None, simulations: int = SIMULATIONS, seed: int = 0
) -> Chance:
    """Return what chance alone gives for as many events and areas as `counts` has.

    Events fall on areas in proportion to `population` (residents by area), or evenly without it: a Poisson count
    in every area at the pooled rate, given the total. Raises ValueError for input that `lorenz` refuses, counts
    that are not whole, residents that are negative or nobody at all, lengths that differ, or no simulation.
    """
    n = _events(counts)
    if (n != np.round(n)).any():
        raise ValueError("counts must be whole numbers")
    if simulations < 1:
        raise ValueError(f"simulations must be at least 1, not {simulations}")
    people = np.ones(n.size) if population is None else inputs.counts("population", population)
    inputs.matched(counts=n, population=people)
    if people.sum() == 0:
        raise ValueError("population must hold at least one person")
    draws = np.random.default_rng(seed).multinomial(int(n.sum()), people / people.sum(), size=simulations)
    curves = _cumulative(draws.astype(np.float64))
    ginis, halves = _ginis(curves), _first_at(curves, 0.5) / n.size
    low, high = np.quantile(curves, (0.025, 0.975), axis=0)
    gini_low, gini_high = np.quantile(ginis, (0.025, 0.975))
    return Chance(
        curves.mean(axis=0), low, high, float(ginis.mean()), float(gini_low), float(gini_high), float(halves.mean())
    )


def _events(counts: ArrayLike) -> FloatArray:
    """Return counts in one dimension with at least one event among them."""
    n = inputs.counts("counts", counts)
    if n.ndim != 1 or n.size == 0:
        raise ValueError("counts must name at least one area")
    if n.sum() == 0:
        raise ValueError("counts must hold at least one event")
    return n


def _cumulative(n: FloatArray) -> FloatArray:
    """Return cumulative shares of the events, busiest area first, along the last axis."""
    ordered = np.sort(n, axis=-1)[..., ::-1]
    summed = np.cumsum(ordered, axis=-1)
    return np.asarray(summed / summed[..., -1:])


def _ginis(curves: FloatArray) -> FloatArray:
    """Return the Gini coefficient of each curve: twice the area between it and the diagonal."""
    size = curves.shape[-1]
    return np.asarray((2 * curves.sum(axis=-1) - 1) / size - 1)


def _first_at(curves: FloatArray, share: float) -> FloatArray:
    """Return how many areas it takes to reach a share; a hair below it, from rounding, has reached it."""
    return np.asarray((curves < share - 1e-12).sum(axis=-1) + 1)
