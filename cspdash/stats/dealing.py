"""Maps drawn by chance: an area keeps its value while the values of all others are dealt out over the map.

Ord and Getis's statistic asks of such a map only the sum over the neighbours of one area, so that for an area with k
neighbours k different areas are drawn from the others. One table of draws serves all areas and all values: its numbers
name all areas but the last, and the last stands in where an area would draw itself, which is one to one with drawing
from the others. A sum is then corrected only in the maps that name the area itself: about k in n of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from cspdash.stats.inputs import FloatArray

IntArray = NDArray[np.int64]

# A tie of two sums of rates must not hang on the last binary digit.
SAME = 1e-12
# How many numbers may lie in memory while maps are drawn: 16 MB of them.
CELLS = 4_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Neighbours:
    """Which of `n` areas, numbered from 0, touch which: `focal` touches `other`, pair by pair, in both directions."""

    n: int
    focal: IntArray
    other: IntArray

    @property
    def counts(self) -> IntArray:
        """How many others each area touches."""
        return np.bincount(self.focal, minlength=self.n)

    def sums(self, values: FloatArray) -> FloatArray:
        """Return the sum of values over each area and all that it touches."""
        return values + np.bincount(self.focal, values[self.other], self.n)


def touching(size: int, pairs: Iterable[tuple[int, int]]) -> Neighbours:
    """Return the neighbours among `size` areas, numbered from 0, from the pairs that touch (either order, or both).

    Raises ValueError for a pair that names an area outside 0 to `size` - 1, or an area with itself.
    """
    both: set[tuple[int, int]] = set()
    for one, other in pairs:
        if one == other or not (0 <= one < size and 0 <= other < size):
            raise ValueError(f"pairs must name two different areas from 0 to {size - 1}, not {one} and {other}")
        both |= {(one, other), (other, one)}
    table = np.array(sorted(both), dtype=np.int64).reshape(-1, 2)
    return Neighbours(size, table[:, 0], table[:, 1])


def tails(values: FloatArray, near: Neighbours, permutations: int, seed: int) -> tuple[IntArray, IntArray]:
    """Return in how many maps the sum of each area's neighbourhood is at least, and at most, the one that was seen.

    `values` are the areas' counts or rates (0 or more), in the order of `near`. An area without neighbours ties always.
    """
    counts, seen = near.counts, near.sums(values)
    low, high = seen * (1 - SAME) - values, seen * (1 + SAME) - values
    above: IntArray = np.full(near.n, permutations, dtype=np.int64)
    below = above.copy()
    if not counts.any():
        return above, below
    ids = draws(near.n, int(counts.max()), permutations, seed)
    sums = np.cumsum(values.take(ids, mode="clip"), axis=0)
    order = _counted if (values == np.rint(values)).all() else _sorted
    for k in np.unique(counts[counts > 0]).tolist():
        here = counts == k
        less, not_more = order(sums[k - 1], low[here], high[here])
        above[here] -= less
        below[here] = not_more
    area, column = _named(counts.tobytes(), permutations, seed)
    named = sums[counts[area] - 1, column]
    instead = named - values[area] + values[-1]
    above += _changes(area, instead >= low[area], named >= low[area], near.n)
    below += _changes(area, instead <= high[area], named <= high[area], near.n)
    return above, below


def _sorted(dealt: FloatArray, low: FloatArray, high: FloatArray) -> tuple[IntArray, IntArray]:
    """Return, for each pair of bounds, how many sums are below `low`, and how many are not above `high`."""
    ordered = np.sort(dealt)
    return np.searchsorted(ordered, low, side="left"), np.searchsorted(ordered, high, side="right")


def _counted(dealt: FloatArray, low: FloatArray, high: FloatArray) -> tuple[IntArray, IntArray]:
    """Return the same where all sums are whole numbers: how often each comes is counted, in a tenth of the time."""
    up_to = np.concatenate([[0], np.cumsum(np.bincount(dealt.astype(np.int64)))])
    first, last = np.ceil(low).astype(np.int64), np.floor(high).astype(np.int64) + 1
    most = up_to.size - 1
    return up_to[np.clip(first, 0, most)], up_to[np.clip(last, 0, most)]


def _changes(area: IntArray, now: NDArray[np.bool_], before: NDArray[np.bool_], n: int) -> IntArray:
    """Return by how many maps each area's count changes."""
    return np.bincount(area[now], minlength=n) - np.bincount(area[before], minlength=n)


@lru_cache(maxsize=4)
def _named(counts: bytes, permutations: int, seed: int) -> tuple[IntArray, IntArray]:
    """Return which areas are drawn as their own neighbour, and in which map, of areas with so many neighbours each."""
    near = np.frombuffer(counts, dtype=np.int64)
    ids = draws(near.size, int(near.max()), permutations, seed)
    place, column = np.nonzero(np.arange(ids.shape[0])[:, None] < near[ids])
    return ids[place, column], column


@lru_cache(maxsize=4)
def draws(n: int, most: int, permutations: int, seed: int) -> IntArray:
    """Return `most` different numbers from 0 to `n` - 2 in random order for each map: shape (most, permutations).

    Read-only, as it is kept for the next question of the same seed: its first k rows are the draws of k neighbours.
    """
    draw = np.random.default_rng(seed)
    found = np.empty((most, permutations), dtype=np.int64)
    for start in range(0, permutations, max(1, CELLS // n)):
        wide = found[:, start : start + max(1, CELLS // n)]
        lanes = np.arange(wide.shape[1])
        deck = np.repeat(np.arange(n - 1, dtype=np.int32)[:, None], lanes.size, axis=1)
        for place in range(most):  # Fisher and Yates's shuffle, as far as it is looked at
            pick = draw.integers(place, n - 1, size=lanes.size)
            wide[place] = deck[pick, lanes]
            deck[pick, lanes] = deck[place]
    found.flags.writeable = False
    return found
