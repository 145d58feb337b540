"""Does a month look whole? Its count, its categories and its localities against its own past, one-sided.

A file that was cut off, or published before a force had sent everything, looks like a fall in crime. So a month is
first asked whether it can be the same kind of month as those before it:

- **Count.** Under chance alone a count is Poisson. Real months vary more: by season, by the length of a month, by how
  busy a force is. So the count is held against a negative binomial, which is a Poisson whose mean varies, around the
  mean of up to twelve earlier months, with their own relative spread, 10% at least, widened for a mean that is itself
  estimated from few months. It is low when a month as low as this has a chance below 1 in 1,000.
- **Categories.** One that every month had, and that would still be there at half its number, must not be missing.
- **Localities.** Published files are in order of locality, so one that is cut off lacks the last of them. Those that
  every month had are counted; more than 8% missing, beyond what chance would take from them after a fall of 30%,
  is no fall in crime.

Season is not taken out: the spread of a year contains it. A real fall must not be thrown away: with twelve months of
past a count is low from about 29% below its mean. In April 2020 recorded crime fell by about as much, but anti-social
behaviour rose, and it is the total of both that is tested.

Where a month looks incomplete, a place may be missing from it wholly. That there was nothing is believed there only
where the place's own past allows it, by the same test of its count (`none_is_low`).

What it can do, measured on the 35 months of one force (23 of them with three or more months of past): of the whole
months none is called incomplete, by any of the three. Of the same months with 60% of their rows all are, however the
rest went missing; with 70% 10 of 23 by their count. Of files cut off at 80% of their lines all are found by their
localities. A month of which a fifth is missing at random everywhere cannot be told from a real fall, and is not.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import betainc

FEWEST, MOST = 3, 12  # months of past
FEWEST_ROWS = 100  # a month of past: below it a low count says little
SPREAD = 0.10
LEVEL = 0.001
FALL, HALF = 0.7, 0.5  # what a plausible real fall leaves of a locality's count, and of a category's
ALWAYS = 6  # months of past without which "every month had it" says little
TOLERATED = 0.08
FEWEST_AREAS = 20

Counts = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Count:
    """A month's count, the mean of its past, the chance of one as low as this, and whether it is low."""

    n: int
    expected: float
    p_value: float
    low: bool


@dataclass(frozen=True, slots=True)
class Areas:
    """Of `regular` localities that every earlier month had, how many are `missing`, and whether that is too many."""

    regular: int
    missing: int
    too_many: bool


def count(n: int, past: Sequence[int]) -> Count | None:
    """Return how a month's count of rows stands against those of earlier months, oldest first.

    None with fewer than three months of past, or with fewer than 100 rows a month in it; of more than twelve the newest
    count. Raises ValueError for a negative count.
    """
    used = np.asarray(past[-MOST:], dtype=float)
    if n < 0 or (used < 0).any():
        raise ValueError("a count cannot be negative")
    if len(used) < FEWEST:
        return None
    mean = float(used.mean())
    if mean < FEWEST_ROWS:
        return None
    p_value = _chance(n, used, mean)
    return Count(n, mean, p_value, p_value < LEVEL)


def none_is_low(past: Sequence[int]) -> bool:
    """Tell whether nothing at all is too little after these counts, oldest first: `count`'s test, for any size of them.

    Never with fewer than three months of past; of more than twelve the newest count.
    """
    used = np.asarray(past[-MOST:], dtype=float)
    mean = float(used.mean()) if len(used) >= FEWEST else 0.0
    return mean > 0 and _chance(0, used, mean) < LEVEL


def _chance(n: int, used: Counts, mean: float) -> float:
    """Return the chance of a count as low as `n` in a month like those of the past."""
    spread = max(SPREAD, float(used.std(ddof=1)) / mean) * np.sqrt(1 + 1 / len(used))
    shape = 1 / spread**2
    return float(betainc(shape, n + 1, shape / (shape + mean)))


def missing_categories(now: Counts, past: Counts) -> npt.NDArray[np.bool_]:
    """Return, for each category, whether it is missing though it was always there.

    `now` has a count a category, `past` one a month (rows) and category. Nothing is missing with fewer than six
    months of past, or where half the usual number could be none by chance.
    """
    if len(past) < ALWAYS:
        return np.zeros(len(now), dtype=bool)
    sure = np.exp(-HALF * past.mean(axis=0)) < LEVEL
    return np.asarray((now == 0) & (past > 0).all(axis=0) & sure)


def missing_areas(now: Counts, past: Counts) -> Areas | None:
    """Return how many localities are missing that every month of the past had.

    `now` has a count a locality, `past` one a month (rows) and locality. None with fewer than three months of past or
    fewer than twenty such localities.
    """
    if len(past) < FEWEST:
        return None
    regular = (past > 0).all(axis=0)
    n = int(regular.sum())
    if n < FEWEST_AREAS:
        return None
    by_chance = float(np.exp(-FALL * past[:, regular].mean(axis=0)).sum())
    missing = int((now[regular] == 0).sum())
    return Areas(n, missing, missing - by_chance > TOLERATED * n)
