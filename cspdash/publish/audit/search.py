"""The audit of published cells: propagation over all, exact bounds for the narrow ones and for a sample."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic

from cspdash.publish.audit.exact import AuditTimeout, fits
from cspdash.publish.audit.propagation import Bounds, NotPossible, propagate
from cspdash.publish.audit.sums import Sum, components, sums_among
from cspdash.publish.protect import FEWER, HIDDEN, PRODUCTION, Key, Rules, Shown, interval

LEAST_WIDTH = {"R": 3, "S": 9}
NARROW, SAMPLE, SEED = 6, 200, 20260101
WIDENED = 5

__all__ = ["Audit", "AuditTimeout", "Narrow", "audit"]


@dataclass(frozen=True, slots=True)
class Narrow:
    """A cell that can be worked out too closely: between `low` and `high`, from the sums that it is in."""

    key: Key
    low: int
    high: int
    sums: tuple[Sum, ...]

    @property
    def said(self) -> str:
        """Return the finding as one line for the report."""
        key = self.key
        others = sorted({f"{one.total.area_code} {one.total.start} to {one.total.end}" for one in self.sums})
        where = f"{key.indicator} in {key.area_code}, {key.start} to {key.end}"
        return f"{where} lies between {self.low} and {self.high}, from the totals of {'; '.join(others) or 'nothing'}"


@dataclass(slots=True)
class Audit:
    """What an audit found: narrow cells (none is a pass), how many cells and sums there were, and how many solved."""

    cells: int
    sums: int
    solved: int = 0
    narrow: list[Narrow] = field(default_factory=list)
    bounds: Bounds = field(default_factory=dict)


def audit(
    cells: Mapping[Key, Shown],
    parents: Mapping[str, str],
    rules: Rules = PRODUCTION,
    *,
    deadline: float | None = None,
    sampled: int = SAMPLE,
) -> Audit:
    """Return what can be worked out of published cells. AuditTimeout when `deadline` (monotonic) is passed.

    A sum is taken to be whole; where no counts can make it so, it is loosened to a bound, and then the rounding is
    widened by a step, because cells are held between revisions.
    """
    limit = deadline if deadline is not None else monotonic() + 3600
    bounds = {key: interval(one.published, one.flag, rules) for key, one in cells.items()}
    sums = sums_among(cells, parents)
    found = Audit(len(cells), len(sums), bounds=bounds)
    # Seeded, so that an audit can be repeated; it is no secret.
    sample = set(random.Random(SEED).sample(sorted(cells), min(sampled, len(cells))))  # noqa: S311
    for group in components(sums):
        if monotonic() > limit:
            raise AuditTimeout("out of time while propagating")
        _search(found, cells, group, sample, limit)
    return found


def _search(found: Audit, cells: Mapping[Key, Shown], group: list[Sum], sample: set[Key], limit: float) -> None:
    """Tighten the bounds of one connected group, in the strictest reading that is possible."""
    own = {key: found.bounds[key] for one in group for key in (one.total, *one.parts)}
    loose = [one.loosened() for one in group]
    wide = {key: (max(0, low - WIDENED), high + WIDENED) for key, (low, high) in own.items()}
    for bounds, sums in ((own, group), (own, loose), (wide, group), (wide, loose)):
        try:
            tight = propagate(bounds, sums)
            wanted = [key for key in tight if _to_solve(cells[key], tight[key], key in sample)]
            exact = fits(tight, sums, wanted, limit) if wanted else {}
        except NotPossible:
            continue
        tight |= exact
        found.solved += len(exact)
        found.bounds.update(tight)
        found.narrow += [
            Narrow(key, *tight[key], tuple(one for one in group if key == one.total or key in one.parts))
            for key in sorted(tight)
            if is_narrow(cells[key], tight[key])
        ]
        return


def _to_solve(one: Shown, bounds: tuple[int, int], sampled: bool) -> bool:
    width = bounds[1] - bounds[0]
    blank = one.published is None
    return sampled or (blank and (width < NARROW or (one.disclosure == "S" and width < LEAST_WIDTH["S"] + 3)))


def is_narrow(one: Shown, bounds: tuple[int, int]) -> bool:
    """Tell whether a cell is known too closely: recovered, or a blank one of fewer counts than its class demands."""
    width = bounds[1] - bounds[0]
    if width == 0:
        return True
    if one.flag not in (FEWER, HIDDEN) and bounds[1] >= 10:
        return False
    return width < LEAST_WIDTH[one.disclosure]


def sums_of(narrow: Sequence[Narrow]) -> list[Sum]:
    """Return the sums that narrow cells are in, each once, in order."""
    return sorted({one for cell in narrow for one in cell.sums}, key=lambda one: (one.total, one.parts))
