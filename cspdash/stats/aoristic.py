"""At which hours of the week? Aoristic weights for events that are known only to lie between two moments.

An event that happened at some unknown time between two moments counts as one, shared out over the hours of the week
that the span touches in proportion to the time that it covers of each: a span from 23:00 to 03:00 gives a quarter to
each of its four hours. An event with one moment counts whole in its hour. A span longer than a week says nothing about
the hour: such events are counted and left out. The week begins on Monday at midnight; times are local, as recorded.

Source: Ratcliffe (2000), "Aoristic analysis: the spatial interpretation of unspecific temporal events", International
Journal of Geographical Information Science 14(7).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import ArrayLike, NDArray

HOURS = 7 * 24
SECONDS = 3600
# 1 January 1970, the origin of the clock, was a Thursday.
THURSDAY = 3 * 24


@dataclass(frozen=True, slots=True)
class Aoristic:
    """Weights by day of the week (row 0 is Monday) and hour, which add up to the events placed.

    `exact` events lie in one hour, `spread` ones over several, `too_long` ones are left out.
    """

    weights: NDArray[np.float64]
    exact: float
    spread: float
    too_long: float

    @property
    def placed(self) -> float:
        """Return how many events the weights add up to."""
        return self.exact + self.spread


def aoristic(starts: Sequence[datetime], ends: Sequence[datetime], counts: ArrayLike | None = None) -> Aoristic:
    """Return the weights of events that began between `starts` and `ends` (equal ones are one moment).

    `counts` says how many events each pair stands for (default one each). Raises ValueError when the lengths differ,
    an end lies before its start or a count is negative.
    """
    first = np.array(starts, dtype="datetime64[s]").astype(np.int64)
    last = np.array(ends, dtype="datetime64[s]").astype(np.int64)
    n = np.ones(len(first)) if counts is None else np.asarray(counts, dtype=float)
    if not len(first) == len(last) == len(n):
        raise ValueError("starts, ends and counts differ in length")
    if (last < first).any():
        raise ValueError("an end lies before its start")
    if (n < 0).any():
        raise ValueError("a count is negative")
    kept = last - first <= HOURS * SECONDS
    too_long = float(n[~kept].sum())
    first, last, n = first[kept], last[kept], n[kept]
    hour = first // SECONDS
    # The last second of a span ends its last hour: 23:00 to 24:00 is one hour and not two.
    one = (last - 1) // SECONDS <= hour
    weights = np.zeros(HOURS)
    np.add.at(weights, (hour[one] + THURSDAY) % HOURS, n[one])
    _spread(weights, first[~one], last[~one], n[~one])
    return Aoristic(weights.reshape(7, 24), float(n[one].sum()), float(n[~one].sum()), too_long)


def _spread(
    weights: NDArray[np.float64], first: NDArray[np.int64], last: NDArray[np.int64], n: NDArray[np.float64]
) -> None:
    """Share events out over the hours that their spans touch."""
    if not len(first):
        return
    hour, length = first // SECONDS, last - first
    for step in range(int(((last - 1) // SECONDS - hour).max()) + 1):
        start = (hour + step) * SECONDS
        inside = np.clip(np.minimum(last, start + SECONDS) - np.maximum(first, start), 0, None)
        np.add.at(weights, (hour + step + THURSDAY) % HOURS, n * inside / length)
