"""Seeded random numbers that stay the same from one numpy release to the next.

numpy promises a stable stream for its bit generators and its SeedSequence, not for the distributions
built on them (NEP 19). So only raw 64-bit words are taken from numpy here, and every distribution is
made from them by a formula of our own.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

Floats = NDArray[np.float64]
Indexes = NDArray[np.intp]


class Draws:
    """A stream of random numbers named by whole numbers: the seed first, then what it is for."""

    def __init__(self, *key: int) -> None:
        self._bits = np.random.PCG64(np.random.SeedSequence(key))

    def words(self, count: int) -> NDArray[np.uint64]:
        """Return `count` random 64-bit words."""
        return np.asarray(self._bits.random_raw(count), dtype=np.uint64)

    def uniform(self, *shape: int) -> Floats:
        """Return numbers spread evenly over the open interval 0 to 1, in an array of `shape`."""
        count = int(np.prod(shape))
        kept = (self.words(count) >> np.uint64(11)).astype(np.float64)
        return (kept + 0.5).reshape(shape) * 2.0**-53

    def normal(self, *shape: int) -> Floats:
        """Return standard normal numbers in an array of `shape`."""
        return np.asarray(ndtri(self.uniform(*shape)))

    def choose(self, weights: Floats, count: int) -> Indexes:
        """Return `count` positions into `weights`, each chosen in proportion to its weight."""
        steps = np.cumsum(weights)
        return np.searchsorted(steps, self.uniform(count) * steps[-1], side="right")

    def choose_in_rows(self, weights: Floats, rows: Indexes) -> Indexes:
        """Return, for each entry of `rows`, a column chosen by the weights (rows x columns) of that row."""
        steps = np.cumsum(weights, axis=1)
        shares = steps / steps[:, -1:]
        ladder = (shares + np.arange(len(weights))[:, None]).ravel()
        found = np.searchsorted(ladder, self.uniform(len(rows)) + rows, side="right")
        return np.clip(found - rows * weights.shape[1], 0, weights.shape[1] - 1)

    def hex_names(self, count: int) -> list[str]:
        """Return `count` texts of 64 hexadecimal digits, the shape of a police.uk Crime ID."""
        digits = self.words(4 * count).astype("<u8").tobytes().hex().encode()
        return np.frombuffer(digits, dtype="S64").astype(str).tolist() if count else []
