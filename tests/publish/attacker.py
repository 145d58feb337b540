"""An attacker, written apart from the product's auditor: it has the release file and what every reader knows.

It reads each published number of every table, turns it into what it says of the counts of one data set, and asks an
integer program what each count can be. It knows the rounding rule, or that a rule is switched off.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

MOST = 10_000
Cell = tuple[str, str, date, date]


@dataclass
class Knowledge:
    """Bounds of counts, and equations between them."""

    bounds: dict[Cell, tuple[float, float]] = field(default_factory=dict)
    equations: list[tuple[Cell, list[Cell]]] = field(default_factory=list)

    def learn(self, cell: Cell, low: float, high: float) -> None:
        """Add that a count lies between two numbers."""
        before = self.bounds.get(cell, (0.0, float(MOST)))
        self.bounds[cell] = (max(before[0], low), min(before[1], high))

    def ranges(self, wanted: Iterable[Cell]) -> dict[Cell, tuple[int, int]]:
        """Return the least and largest count of each wanted cell: by hand from one equation, else by the program."""
        simple, others = {}, []
        inside: dict[Cell, list[tuple[Cell, list[Cell]]]] = {}
        for one in self.equations:
            for cell in (one[0], *one[1]):
                inside.setdefault(cell, []).append(one)
        for cell in wanted:
            mine = inside.get(cell, [])
            alone = all(len(inside[other]) == 1 for one in mine for other in (one[0], *one[1]))
            if len(mine) < 2 and alone:
                simple[cell] = self.by_hand(cell, mine)
            else:
                others.append(cell)
        return simple | (self.solved(others) if others else {})

    def by_hand(self, cell: Cell, equations: list[tuple[Cell, list[Cell]]]) -> tuple[int, int]:
        """Return the bounds of a cell that is in one equation at most: what the others leave for it."""
        low, high = self.bounds[cell]
        for total, parts in equations:
            rest = [self.bounds[part] for part in parts if part != cell]
            least, most = sum(r[0] for r in rest), sum(r[1] for r in rest)
            if cell == total:
                low, high = max(low, least), min(high, most)
            else:
                low, high = max(low, self.bounds[total][0] - most), min(high, self.bounds[total][1] - least)
        return int(low), int(high)

    def solved(self, wanted: Iterable[Cell]) -> dict[Cell, tuple[int, int]]:
        """Return the bounds of cells by integer programming."""
        cells = sorted({*self.bounds, *(c for total, parts in self.equations for c in (total, *parts))})
        at = {cell: index for index, cell in enumerate(cells)}
        low = np.array([self.bounds.get(cell, (0, MOST))[0] for cell in cells], float)
        high = np.array([self.bounds.get(cell, (0, MOST))[1] for cell in cells], float)
        matrix = np.zeros((max(1, len(self.equations)), len(cells)))
        for row, (total, parts) in enumerate(self.equations):
            matrix[row, at[total]] = 1
            for part in parts:
                matrix[row, at[part]] -= 1
        rule = LinearConstraint(matrix, 0, 0)
        found = {}
        for cell in wanted:
            if cell not in at:
                found[cell] = (0, MOST)
                continue
            ends = []
            for sign in (1.0, -1.0):
                aim = np.zeros(len(cells))
                aim[at[cell]] = sign
                best = milp(aim, integrality=np.ones(len(cells)), bounds=Bounds(low, high), constraints=rule)
                assert best.status == 0, best.message
                ends.append(round(float(best.x[at[cell]])))
            found[cell] = (ends[0], ends[1])
        return found


def rounded(published: int | None, base: int = 5, threshold: int = 10) -> tuple[int, int]:
    """Return the counts that the published rule can have made into a number."""
    if published is None:
        return 0, threshold - 1
    fits = [n for n in range(threshold, published + base) if base * round(n / base) == published]
    return min(fits), max(fits)


def rows_of(release: Path, sql: str) -> list[tuple[Any, ...]]:
    """Return rows of the release file, and of nothing else."""
    con = duckdb.connect(str(release), read_only=True)
    try:
        return con.execute(sql).fetchall()
    finally:
        con.close()


def parents_in(release: Path) -> dict[str, str]:
    """Return each area's parent, as the release says."""
    return dict(rows_of(release, "SELECT area_code, parent_code FROM area WHERE parent_code IS NOT NULL"))


def knowledge_of(
    release: Path, *, base: int = 5, threshold: int = 10, exact_totals: Iterable[str] = ()
) -> dict[str, Knowledge]:
    """Return what a release says of each indicator's counts; totals in `exact_totals` are known not to be rounded."""
    found: dict[str, Knowledge] = {}
    exact = set(exact_totals)
    for indicator, area, start, end, published, flag, _ in rows_of(release, "SELECT * FROM protected_cell"):
        one = found.setdefault(indicator, Knowledge())
        cell = (indicator, area, start, end)
        if area in exact and published is not None:
            one.learn(cell, published, published)
        elif flag in ("published", "fewer than 10"):
            one.learn(cell, *rounded(published, base, threshold))
        else:
            one.learn(cell, 0, MOST)
    parents = parents_in(release)
    for indicator, one in found.items():
        add_sums(one, parents)
        share = found.get(f"{indicator} / base")
        if share:
            share_bounds(one, share)
    return found


def share_bounds(one: Knowledge, base: Knowledge) -> None:
    """Add that a numerator is no larger than its base."""
    for cell in list(one.bounds):
        held = base.bounds.get((f"{cell[0]} / base", *cell[1:]))
        if held:
            one.learn(cell, 0, held[1])


def add_sums(one: Knowledge, parents: Mapping[str, str]) -> None:
    """Add that an area is the sum of those in it, and a period of those that fill it."""
    cells = list(one.bounds)
    for total in cells:
        _, area, start, end = total
        inside = [c for c in cells if c != total and c[2:] == (start, end) and is_inside(c[1], area, parents)]
        direct = [c for c in inside if not any(is_inside(c[1], other[1], parents) for other in inside if other != c)]
        if direct:
            one.equations.append((total, direct))
        within = [c for c in cells if c != total and c[1] == area and start <= c[2] and c[3] <= end]
        if within and sum((c[3] - c[2]).days + 1 for c in within) == (end - start).days + 1:
            one.equations.append((total, within))


def is_inside(area: str, other: str, parents: Mapping[str, str]) -> bool:
    """Tell whether an area lies in another."""
    above = parents.get(area)
    while above and above != other:
        above = parents.get(above)
    return above == other
