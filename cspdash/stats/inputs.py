"""What every statistic checks before it counts: impossible input is refused by name.

A missing value is `None` or NaN. Only the functions that say so accept one; everywhere else it is refused,
so that a gap can never be read as a zero.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

FloatArray = NDArray[np.float64]
WithGaps = ArrayLike | Sequence[float | None]


def with_gaps(name: str, values: WithGaps) -> FloatArray:
    """Return a copy of `values` as floats in one dimension, missing ones as NaN.

    Raises ValueError when something is no number, is infinite, or is not a plain sequence.
    """
    try:
        array = np.array(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} must be numbers: {error}") from None
    if array.ndim != 1:
        raise ValueError(f"{name} must be a sequence of numbers")
    if np.isinf(array).any():
        raise ValueError(f"{name} must be finite")
    return array


def numbers(name: str, values: ArrayLike) -> FloatArray:
    """Return `values` as floats of any shape; ValueError when one is missing, infinite or no number."""
    try:
        array = np.array(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} must be numbers: {error}") from None
    if not np.isfinite(array).all():
        raise ValueError(f"{name} must be given and finite")
    return array


def counts(name: str, values: ArrayLike) -> FloatArray:
    """Return counts as floats (integers overflow when squared); ValueError when one is negative."""
    array = numbers(name, values)
    if (array < 0).any():
        raise ValueError(f"{name} must not be negative")
    return array


def positive(name: str, values: ArrayLike) -> FloatArray:
    """Return denominators as floats; ValueError when one is zero or negative."""
    array = numbers(name, values)
    if (array <= 0).any():
        raise ValueError(f"{name} must be greater than zero")
    return array


def one_number(name: str, value: float) -> float:
    """Return one finite number as a float; ValueError otherwise."""
    array = numbers(name, value)
    if array.ndim:
        raise ValueError(f"{name} must be one number")
    return float(array)


def matched(**named: FloatArray) -> None:
    """Raise ValueError unless all arrays have one shape (single numbers go with any)."""
    shapes = {array.shape for array in named.values() if array.ndim}
    if len(shapes) > 1:
        sizes = ", ".join(f"{name} {array.size}" for name, array in named.items())
        raise ValueError(f"lengths differ: {sizes}")


def quantile(level: float) -> float:
    """Return the exact two-sided normal quantile of a confidence level, e.g. 1.959964 for 0.95."""
    if not 0 < level < 1:
        raise ValueError(f"level must lie between 0 and 1, not {level}")
    return float(ndtri((1 + level) / 2))
