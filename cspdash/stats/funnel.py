"""Funnel limits: is an area further from its peers than an area of its size would be by chance?

All areas together give the baseline (all events over all denominators). Around it each area has the limits
within which 95% and 99.8% of areas of its size would lie if only chance were at work. Rates use exact Poisson
limits on the number of events expected in the area; proportions use Wilson limits at the baseline. An area
outside them is different from its peers, not thereby better or worse run.

Sources: Spiegelhalter (2005), "Funnel plots for comparing institutional performance"; PHEindicatormethods.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaincinv, ndtri

from cspdash.stats import inputs
from cspdash.stats.inputs import FloatArray
from cspdash.stats.rates import share_inputs, wilson_limits

Standing = Literal["higher 99.8", "higher 95", "similar", "lower 95", "lower 99.8"]

TAIL_95, TAIL_998 = 0.025, 0.001


@dataclass(frozen=True, slots=True, eq=False)
class Funnel:
    """A baseline, one value per area with its limits (events per one of the denominator), and where it stands.

    Arrays follow the order of the areas given.
    """

    baseline: float
    values: FloatArray
    lower95: FloatArray
    upper95: FloatArray
    lower998: FloatArray
    upper998: FloatArray
    standings: tuple[Standing, ...]


def funnel(events: ArrayLike, denominator: ArrayLike, kind: Literal["rate", "proportion"] = "rate") -> Funnel:
    """Return the funnel of areas' events over their denominators, one of each per area.

    Raises ValueError for negative events, a denominator of zero or less, events above the denominator of a
    proportion, missing values, lengths that differ, no area at all, or an unknown kind.
    """
    if kind not in ("rate", "proportion"):
        raise ValueError(f"kind must be rate or proportion, not {kind}")
    happened, of = inputs.counts("events", events), inputs.positive("denominator", denominator)
    if kind == "proportion":
        share_inputs(happened, of, "events", "denominator")
    if happened.ndim != 1 or happened.shape != of.shape:
        raise ValueError(f"lengths differ: events {happened.size}, denominator {of.size}")
    if happened.size == 0:
        raise ValueError("events must name at least one area")
    baseline = float(happened.sum() / of.sum())
    limits = _rate_limits if kind == "rate" else _proportion_limits
    lower95, upper95 = limits(baseline, of, TAIL_95)
    lower998, upper998 = limits(baseline, of, TAIL_998)
    values = happened / of
    # The narrower limits first, so that the wider ones overwrite them.
    standings = np.full(len(values), "similar", dtype=object)
    standings[values > upper95], standings[values < lower95] = "higher 95", "lower 95"
    standings[values > upper998], standings[values < lower998] = "higher 99.8", "lower 99.8"
    return Funnel(baseline, values, lower95, upper95, lower998, upper998, tuple(standings))


def _rate_limits(baseline: float, denominator: FloatArray, tail: float) -> tuple[FloatArray, FloatArray]:
    """Return exact Poisson limits on each area's expected count, over its denominator."""
    expected = baseline * denominator
    # A chi-squared quantile with 2k degrees of freedom, halved, is a gamma quantile with shape k.
    low = gammaincinv(expected, tail) if baseline > 0 else np.zeros_like(expected)
    return low / denominator, gammaincinv(expected + 1, 1 - tail) / denominator


def _proportion_limits(baseline: float, denominator: FloatArray, tail: float) -> tuple[FloatArray, FloatArray]:
    """Return Wilson limits at the baseline for each area's denominator."""
    return wilson_limits(baseline, denominator, float(ndtri(1 - tail)))
