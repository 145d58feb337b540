"""The rules that say which points of a control chart are signals.

Each rule takes the points of one segment in order, missing ones as NaN, and returns one direction for each
point: +1 where the rule marks it as high or rising, −1 as low or falling, 0 where the rule does not fire. A
missing point breaks every run: nothing is carried across a gap.
"""

import numpy as np
from numpy.typing import NDArray

from cspdash.stats.inputs import FloatArray

Directions = NDArray[np.int8]

RUN_LENGTH = 7
# Rounding in a mean must not put equal values on one side of it.
ROUNDING = 1e-12


def beyond(values: FloatArray, line: float, largest: float) -> Directions:
    """Return +1 for points above a line and −1 below, 0 on it (within rounding of `largest`) or missing."""
    from_line = np.nan_to_num(values - line)
    from_line[np.abs(from_line) <= ROUNDING * largest] = 0
    return np.sign(from_line).astype(np.int8)


def outside(values: FloatArray, lower: float, upper: float) -> Directions:
    """Mark the points above `upper` (+1) and below `lower` (−1)."""
    largest = float(np.nanmax(np.abs(values), initial=0.0))
    high = beyond(values, upper, largest) > 0
    low = beyond(values, lower, largest) < 0
    return high.astype(np.int8) - low.astype(np.int8)


def sides(values: FloatArray, mean: float) -> Directions:
    """Return the side of the mean of each point; 0 on the mean or missing."""
    return beyond(values, mean, float(np.nanmax(np.abs(values), initial=0.0)))


def seven_in_a_row(values: FloatArray) -> Directions:
    """Mark every point of a run of seven or more, each above (or each below) the one before it.

    A tie ends the run. A point that ends one run and starts another takes the later run's direction.
    """
    marked = np.zeros(len(values), dtype=np.int8)
    moves = np.sign(np.nan_to_num(np.diff(values))).astype(np.int8)
    for start, stop in _runs(moves, RUN_LENGTH - 1):
        marked[start : stop + 1] = moves[start]
    return marked


def seven_on_one_side(side: Directions) -> Directions:
    """Mark every point of a run of seven or more on one side of the mean; a point on the mean ends it."""
    marked = np.zeros(len(side), dtype=np.int8)
    for start, stop in _runs(side, RUN_LENGTH):
        marked[start:stop] = side[start]
    return marked


def two_of_three(side: Directions, past_two_sigma: Directions) -> Directions:
    """Mark points beyond two sigma, two or more of three consecutive, all three on that side of the mean.

    The third point, where it lies nearer the mean, is not marked. Points beyond three sigma count too.
    """
    marked = np.zeros(len(side), dtype=np.int8)
    for start in range(len(side) - 2):
        three = slice(start, start + 3)
        one_side = side[start] != 0 and (side[three] == side[start]).all()
        if one_side and np.count_nonzero(past_two_sigma[three]) >= 2:
            marked[three][past_two_sigma[three] != 0] = side[start]
    return marked


def _runs(signs: Directions, least: int) -> list[tuple[int, int]]:
    """Return (start, stop) of each longest run of one sign, not 0, that has at least `least` members."""
    edges = np.flatnonzero(np.diff(signs)) + 1
    starts, stops = [0, *edges.tolist()], [*edges.tolist(), len(signs)]
    return [
        (start, stop) for start, stop in zip(starts, stops, strict=True) if stop - start >= least and signs[start] != 0
    ]
