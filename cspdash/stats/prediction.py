"""A map of hot spots grades itself: how much of what came later lay where it pointed?

Areas are taken best predicted first and added up, so that every figure is cumulative: the first is the best
predicted area alone, the last all of them. Of areas predicted alike, those with fewer events come first, so that
luck never counts for the map. With n of N events in areas that make up a of the A covered:

**Hit rate** n/N. **PAI**, the predictive accuracy index, (n/N)/(a/A): how many times more than an equal share.
**PEI**, the predictive efficiency index: that PAI over the best that anyone could have reached in as much area,
by taking the areas with the most events for their size; 1 is perfect. **RRI**, the recapture rate index: the share
of the later events in those areas over the share of the earlier ones that they had; below 1 they cooled down
towards the average, as chance peaks do, above 1 they drew a larger part of what happens than before. A change of
the total does not move it.

Check: observed 6, 3, 0 where 3, 2, 1 were predicted: PAI 2, 1.5, 1; PEI 1, 1, 1; RRI 1.333, 1.2, 1.

Sources: Chainey, Tompson and Uhlig (2008) for hit rate and PAI and Levine (2008) for RRI, both in Security Journal
21; Hunt (2016) for PEI; Wheeler and Steenbeek (2021), Journal of Quantitative Criminology 37, for the order of ties.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from cspdash.stats import inputs
from cspdash.stats.inputs import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Grade:
    """Cumulative figures, best predicted area first; `order` are the places of the areas as they were given.

    `rri` is NaN where the areas so far had no earlier event, or throughout where predictions are no counts
    (one is negative) and no earlier counts were given.
    """

    hit_rate: FloatArray
    pai: FloatArray
    pei: FloatArray
    rri: FloatArray
    order: NDArray[np.intp]


def grade(
    observed: ArrayLike, predicted: ArrayLike, area: ArrayLike | None = None, *, earlier: ArrayLike | None = None
) -> Grade:
    """Return how well a prediction found the events observed afterwards in each area.

    `predicted` ranks the areas, higher first, in any unit: counts, rates or z. `area` is each one's size in any
    unit (all alike without it). `earlier` are the counts that RRI starts from; without it they are `predicted`.
    Raises ValueError for no area, negative or missing counts, no event observed, a size of zero or less, a
    prediction that is missing, or lengths that differ.
    """
    seen, score = inputs.counts("observed", observed), inputs.numbers("predicted", predicted)
    size = np.ones(seen.size) if area is None else inputs.positive("area", area)
    if seen.ndim != 1 or seen.size == 0:
        raise ValueError("observed must name at least one area")
    inputs.matched(observed=seen, predicted=score, area=size)
    if seen.sum() == 0:
        raise ValueError("observed holds no event: there is nothing to grade")
    order = np.lexsort((seen, -score))
    covered = np.cumsum(size[order]) / size.sum()
    hit_rate = np.cumsum(seen[order]) / seen.sum()
    before = _before(score, earlier, seen)
    return Grade(
        hit_rate,
        hit_rate / covered,
        _efficiency(hit_rate, seen, size, covered),
        _recapture(hit_rate, before, order),
        order,
    )


def _before(score: FloatArray, earlier: ArrayLike | None, seen: FloatArray) -> FloatArray | None:
    """Return the earlier counts, or None where there are none."""
    if earlier is None:
        return score if (score >= 0).all() else None
    counts = inputs.counts("earlier", earlier)
    inputs.matched(observed=seen, earlier=counts)
    return counts


def _efficiency(hit_rate: FloatArray, seen: FloatArray, size: FloatArray, covered: FloatArray) -> FloatArray:
    """Return hit rates over the best possible ones: areas by events for their size, the last one taken in part."""
    best = np.argsort(-seen / size, kind="stable")
    reach = np.concatenate([[0.0], np.cumsum(size[best]) / size.sum()])
    caught = np.concatenate([[0.0], np.cumsum(seen[best]) / seen.sum()])
    # Some event was observed, so the best map of any area at all catches part of it.
    return np.asarray(hit_rate / np.interp(covered, reach, caught))


def _recapture(hit_rate: FloatArray, before: FloatArray | None, order: NDArray[np.intp]) -> FloatArray:
    """Return the share of later events over the share of earlier events, NaN where there were none."""
    if before is None or before.sum() == 0:
        return np.full(hit_rate.size, np.nan)
    share = np.cumsum(before[order]) / before.sum()
    return np.divide(hit_rate, share, out=np.full(hit_rate.size, np.nan), where=share > 0)
