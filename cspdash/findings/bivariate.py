"""Two things at once: where a high rate meets high deprivation, or a rise. Three classes of each, nine together."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from cspdash.findings.deprivation import Deprivation
from cspdash.findings.localities import Localities, Moved
from cspdash.findings.provenance import Provenance
from cspdash.findings.windows import Scale

CLASSES = 3
CHANGES = {"down": 0, "no detectable change": 1, "too few to compare": 1, "up": 2}


@dataclass(frozen=True, slots=True)
class Both:
    """One area: its rate and the other value, and the class (0 low to 2 high) of each."""

    code: str
    name: str
    members: tuple[str, ...]
    rate: float
    other: float | None
    said: str
    across: int
    up: int
    longitude: float | None = None
    latitude: float | None = None

    @property
    def drawn(self) -> tuple[str, ...]:
        """Return the localities whose outlines make it up."""
        return self.members or (self.code,)


@dataclass(frozen=True, slots=True)
class Bivariate:
    """Areas in three by three classes of rate (`across`) and of deprivation or change (`up`).

    `kind` is "deprivation" or "change"; `scale` has the classes of the rate; `without` names areas that lack one of
    the two; `months` are those compared. `problem` says in a word why there is nothing to draw, "" where there is.
    """

    kind: str
    found: Localities
    rows: tuple[Both, ...]
    scale: Scale | None
    without: tuple[str, ...]
    months: int
    problem: str
    provenance: Provenance
    source: str = ""

    def count(self, across: int, up: int) -> int:
        """Return how many areas are in one of the nine classes."""
        return sum((row.across, row.up) == (across, up) for row in self.rows)


def with_deprivation(found: Localities, scale: Scale | None, held: Deprivation | None) -> Bivariate:
    """Return areas by rate and by thirds of deprivation among the areas shown, the third most deprived highest."""
    if held is None or scale is None:
        problem = "no deprivation" if held is None else "no rates"
        return Bivariate("deprivation", found, (), scale, (), 0, problem, found.provenance)
    worst = held.worst_first
    known = [worst[row.code] for row in found.ranked if row.code in worst]
    cuts = [float(cut) for cut in np.quantile(known, [1 / 3, 2 / 3])] if known else []
    values = {code: (held.values[code], _said(held, code), bisect_right(cuts, value)) for code, value in worst.items()}
    return replace(_both("deprivation", found, scale, values, 0), source=held.source)


def _said(held: Deprivation, code: str) -> str:
    return f"{held.measure} {held.values[code]:,.{1 if held.measure == 'score' else 0}f}"


def with_change(found: Localities, scale: Scale | None, moves: Mapping[str, Moved], months: int) -> Bivariate:
    """Return areas by rate and by change on a year earlier: down, no detectable change, up (by a test at 95 %)."""
    if not moves or scale is None:
        problem = "no rates" if scale is None else "no year before"
        return Bivariate("change", found, (), scale, (), 0, problem, found.provenance)
    values = {
        code: (float(move.after - move.before), f"{move.before:,} to {move.after:,}: {move.verdict}",
               CHANGES[move.verdict])
        for code, move in moves.items()
    }  # fmt: skip
    return _both("change", found, scale, values, months)


def _both(
    kind: str, found: Localities, scale: Scale, values: Mapping[str, tuple[float, str, int]], months: int
) -> Bivariate:
    rows = []
    for row in found.ranked:
        yearly = found.yearly(row)
        if row.code in values and yearly is not None and row.rate is not None:
            other, said, up = values[row.code]
            # Fewer than three classes of the rate are the lower ones: no area is called high for want of others.
            across = min(scale.class_of(yearly), CLASSES - 1)
            rows.append(Both(row.code, row.name, row.members, row.rate, other, said, across, up,
                             row.longitude, row.latitude))  # fmt: skip
    inside = {row.code for row in rows}
    without = tuple(row.name for row in found.rows if row.code not in inside)
    problem = "" if rows else "no area with both"
    return Bivariate(kind, found, tuple(rows), scale, without, months, problem, found.provenance)
