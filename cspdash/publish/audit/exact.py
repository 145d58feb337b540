"""Exact bounds of single cells by integer programming (scipy's milp, HiGHS)."""

from collections.abc import Iterable, Sequence
from time import monotonic

import numpy as np
from scipy.optimize import Bounds as Box
from scipy.optimize import LinearConstraint, milp
from scipy.sparse import csr_array

from cspdash.publish.audit.propagation import Bounds, NotPossible
from cspdash.publish.audit.sums import Sum
from cspdash.publish.protect import UNKNOWN, Key

INFEASIBLE = 2
LARGEST = 10**6


class AuditTimeout(RuntimeError):
    """The audit ran out of time, so nothing is known to be safe."""


class Program:
    """The integer program of one connected group of sums: counts within bounds that add up as published."""

    def __init__(self, bounds: Bounds, sums: Sequence[Sum]) -> None:
        """Set up the program of some sums; `bounds` has every cell of theirs."""
        self.keys = sorted({key for one in sums for key in (one.total, *one.parts)})
        self.at = {key: index for index, key in enumerate(self.keys)}
        rows, columns, values = [], [], []
        for row, one in enumerate(sums):
            for key, sign in ((one.total, 1.0), *((part, -1.0) for part in one.parts)):
                rows.append(row)
                columns.append(self.at[key])
                values.append(sign)
        matrix = csr_array((values, (rows, columns)), shape=(len(sums), len(self.keys)))
        highest = [0.0 if one.exact else np.inf for one in sums]
        self.constraints = LinearConstraint(matrix, np.zeros(len(sums)), np.array(highest))
        limits = [bounds[key] for key in self.keys]
        # A cell of which nothing is known is left without an upper limit; a huge one would cost precision.
        self.box = Box(
            np.array([low for low, _ in limits], float),
            np.array([np.inf if high >= UNKNOWN // 2 else high for _, high in limits], float),
        )

    def bounds_of(self, key: Key, deadline: float) -> tuple[int, int]:
        """Return the least and the largest count that the cell can have.

        NotPossible when no counts fit at all; AuditTimeout when they cannot be found before `deadline` (monotonic).
        """
        return self._best(key, 1.0, deadline), self._best(key, -1.0, deadline)

    def _best(self, key: Key, sign: float, deadline: float) -> int:
        left = deadline - monotonic()
        if left <= 0:
            raise AuditTimeout(f"out of time at {key.indicator} in {key.area_code}")
        wanted = np.zeros(len(self.keys))
        wanted[self.at[key]] = sign
        found = milp(
            wanted, integrality=np.ones(len(self.keys)), bounds=self.box, constraints=self.constraints,
            options={"time_limit": left},
        )  # fmt: skip
        if found.status == INFEASIBLE:
            raise NotPossible(f"no counts fit around {key.indicator} in {key.area_code}")
        if found.status == 3 or (found.status == 4 and sign < 0 and found.x is None):  # without an upper limit
            return UNKNOWN
        if found.status != 0 or found.x is None:
            raise AuditTimeout(f"no exact bound for {key.indicator} in {key.area_code}: {found.message}")
        return round(float(found.x[self.at[key]]))


def fits(bounds: Bounds, sums: Sequence[Sum], keys: Iterable[Key], deadline: float) -> Bounds:
    """Return the exact bounds of some cells of one connected group of sums."""
    program = Program(bounds, sums)
    return {key: program.bounds_of(key, deadline) for key in keys}
