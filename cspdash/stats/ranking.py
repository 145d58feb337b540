"""Ranks: how sure is a place in a list, and does it hang on the weights?

**Rank with interval.** A rate over few events could as well have come out somewhat higher or lower, and its rank
with it. Each area's true rate is drawn many times from what its count allows (a gamma distribution: Poisson events
with Jeffreys' prior, half an event added), all areas are ranked anew each time, and the middle 95% of an area's
ranks are its interval. Rank 1 is the highest rate. Two areas whose intervals overlap widely are not known to differ.

**Sensitivity to weights.** A composite of several measures ranks areas by weights that somebody chose. The weights
are drawn at random many times, all mixes equally likely (Dirichlet), and each area has the share of draws in which it
is among the top: near 1 it is there whatever the weights; near one half the weights decide.

Draws are seeded, so that the same question has the same answer. Sources: Goldstein and Spiegelhalter (1996), "League
tables and their limitations"; OECD (2008), Handbook on Constructing Composite Indicators, on sensitivity analysis.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cspdash.stats import inputs
from cspdash.stats.inputs import FloatArray

DRAWS = 2000
TOP = 12
JEFFREYS = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class RankInterval:
    """The rank of each area (1 = highest rate, equal rates share the better rank) and the limits of its interval."""

    rank: NDArray[np.intp]
    low: NDArray[np.intp]
    high: NDArray[np.intp]


def rank_interval(
    events: ArrayLike, population: ArrayLike, level: float = 0.95, simulations: int = DRAWS, seed: int = 0
) -> RankInterval:
    """Return the ranks of areas by events over population, with intervals; limits are ranks that were drawn.

    Raises ValueError for no area, negative or missing events, a population of zero or less, lengths that differ,
    a level outside 0 to 1, or no simulation.
    """
    n, people = inputs.counts("events", events), inputs.positive("population", population)
    if n.ndim != 1 or n.size == 0:
        raise ValueError("events must name at least one area")
    if n.shape != people.shape:
        raise ValueError(f"lengths differ: events {n.size}, population {people.size}")
    inputs.quantile(level)
    _some("simulations", simulations)
    rates = n / people
    rank = 1 + (rates[None, :] > rates[:, None]).sum(axis=1)
    drawn = np.random.default_rng(seed).standard_gamma(n + JEFFREYS, size=(simulations, n.size)) / people
    low, high = _middle(drawn, level)
    # Equal rates share the better rank, which the draws split: the interval holds the rank that is shown.
    return RankInterval(rank, np.minimum(low, rank), np.maximum(high, rank))


def sensitivity(scores: ArrayLike, weights: ArrayLike, top: int = TOP, draws: int = DRAWS, seed: int = 0) -> FloatArray:
    """Return, for each area, the share of random weights (0 to 1) under which it is among the `top` highest.

    `scores` has a row for each area and a column for each part, all on one scale; a missing score adds nothing.
    A part whose weight is zero stays out; the others' weights are drawn anew, whatever they are. Areas that tie at
    the last place are all in. Raises ValueError for no area, other numbers of weights than of parts, negative
    weights or none above zero, infinite scores, or a `top` or `draws` below one.
    """
    parts, chosen = np.array(scores, dtype=np.float64), inputs.counts("weights", weights)
    if parts.ndim != 2 or parts.shape[0] == 0:
        raise ValueError("scores must have a row for each area and a column for each part")
    if np.isinf(parts).any():
        raise ValueError("scores must be finite")
    if chosen.shape != (parts.shape[1],):
        raise ValueError(f"lengths differ: parts {parts.shape[1]}, weights {chosen.size}")
    if not chosen.any():
        raise ValueError("weights must have one above zero")
    _some("top", top)
    _some("draws", draws)
    used = np.nan_to_num(parts[:, chosen > 0], nan=0.0)
    if top >= used.shape[0]:
        return np.ones(used.shape[0])
    mixes = np.random.default_rng(seed).dirichlet(np.ones(used.shape[1]), size=draws)
    totals = mixes @ used.T
    last = np.partition(totals, -top, axis=1)[:, [-top]]
    return np.asarray((totals >= last).mean(axis=0))


def _middle(drawn: FloatArray, level: float) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the lowest and highest rank of each column in the middle `level` of the rows; rank 1 is the highest.

    How often each column had each rank is counted: sorting the ranks themselves would cost as much again as the draws.
    """
    times, areas = drawn.shape
    order = np.argsort(-drawn, axis=1)
    places = order * areas + np.arange(areas)
    up_to = np.bincount(places.ravel(), minlength=areas * areas).reshape(areas, areas).cumsum(axis=1)
    ends = [math.floor((1 - level) / 2 * (times - 1)), math.ceil((1 + level) / 2 * (times - 1))]
    low, high = (1 + (up_to <= end).sum(axis=1) for end in ends)
    return low, high


def _some(name: str, count: int) -> None:
    """Raise ValueError unless a number of draws or places is at least one."""
    if count < 1:
        raise ValueError(f"{name} must be at least 1, not {count}")
