"""The statistics of one subject and measure over all its runs, as rows for the store.

Corrections are made once over one family. In the year's map it is the localities of one district (each has a
partnership of its own); over the quarters it is those localities in all quarters together, so that one quarter has
the same bar as the next.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cspdash.ingest.hot_spots_plan import Stretch
from cspdash.stats import clustering
from cspdash.stats.dealing import touching

FEWEST = 30
# With 999 maps the smallest p is 0.002, and whether hundreds of tests reach the bar together hangs on the seed.
PERMUTATIONS, PERIOD_PERMUTATIONS, SEED, LEVEL = 9999, 9999, 0, 0.05
VERSION = "3"

Counts = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Map:
    """The localities of a run: codes, districts and residents (NaN where none are held), and who touches whom."""

    codes: tuple[str, ...]
    districts: NDArray[np.str_]
    persons: Counts
    pairs: tuple[tuple[int, int], ...]

    def within(self, kept: Flags) -> "Map":
        """Return the map of some of its localities alone."""
        place = {int(old): new for new, old in enumerate(np.flatnonzero(kept))}
        pairs = tuple((place[a], place[b]) for a, b in self.pairs if a in place and b in place)
        codes = tuple(code for code, keep in zip(self.codes, kept, strict=True) if keep)
        return Map(codes, self.districts[kept], self.persons[kept], pairs)


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """One subject and measure: its map, and the counts of each stretch in the map's order."""

    subject: str
    measure: str
    ground: Map
    year: Stretch
    counts: dict[Stretch, Counts] = field(repr=False)
    periods: Sequence[Stretch] = ()
    origins: Sequence[Stretch] = ()

    @property
    def inputs(self) -> str:
        """Return the sha256 of everything that the results hang on."""
        said = sha256(repr((VERSION, FEWEST, PERMUTATIONS, PERIOD_PERMUTATIONS, SEED, LEVEL)).encode())
        parts = (self.measure, self.ground.codes, self.ground.districts.tolist(), self.ground.pairs, self.year,
                 list(self.periods), list(self.origins))  # fmt: skip
        said.update(repr(parts).encode())
        if self.measure == "rate":
            said.update(self.ground.persons.tobytes())
        for stretch in sorted(self.counts, key=repr):
            said.update(repr(stretch).encode() + self.counts[stretch].tobytes())
        return said.hexdigest()

    def values(self, stretch: Stretch) -> Counts:
        """Return what is set beside the neighbours: counts, or rates per 1,000 residents."""
        n = self.counts[stretch]
        return n / self.ground.persons * 1000 if self.measure == "rate" else n

    def run(self, part: str, stretch: Stretch, permutations: int, note: str = "") -> tuple[Any, ...]:
        """Return the row that describes a run."""
        return (self.subject, self.measure, part, stretch.first, stretch.last, stretch.test_last,
                len(self.ground.codes), permutations, SEED, LEVEL, self.inputs, note)  # fmt: skip


@dataclass(slots=True)
class Rows:
    """Rows for hot_spot_run and hot_spot."""

    runs: list[tuple[Any, ...]] = field(default_factory=list)
    found: list[tuple[Any, ...]] = field(default_factory=list)


def too_few(counts: Counts) -> str:
    """Return why nothing is worked out from these counts, or nothing."""
    if counts.size < FEWEST:
        return f"Only {counts.size} localities have boundaries: fewer than {FEWEST} are too few to say."
    with_events = int((counts > 0).sum())
    if not with_events:
        return "No locality had any in these months."
    if with_events < FEWEST:
        some = f"{with_events} of {counts.size} localities had any in these months"
        return f"{some}: fewer than {FEWEST} are too few to say."
    return ""


def work_out(task: Task) -> Rows:
    """Return the rows of a task: its year, its quarters and the origins of its grade."""
    rows, weights = Rows(), touching(len(task.ground.codes), task.ground.pairs)
    found = clustering.gi_star(task.values(task.year), weights, PERMUTATIONS, SEED, LEVEL)
    unlikely = np.zeros(len(task.ground.codes), dtype=bool)
    for district in np.unique(task.ground.districts):
        own = task.ground.districts == district
        unlikely[own] = clustering.benjamini_hochberg(found.p_value[own], LEVEL)
    rows.runs.append(task.run("window", task.year, PERMUTATIONS))
    rows.found += _found(task, "window", task.year, found.z, found.p_value, unlikely, found.side)
    _quarters(task, weights, rows)
    for origin in task.origins:
        note = too_few(task.counts[origin])
        rows.runs.append(task.run(origin.origin_part, origin, 0, note))
        if not note:
            rows.found += _found(
                task, origin.origin_part, origin, clustering.gi_star_scores(task.values(origin), weights)
            )
    return rows


def _quarters(task: Task, weights: Any, rows: Rows) -> None:
    """Add the rows of the quarters, corrected together within each district; hot and cold areas alone."""
    notes = {period: too_few(task.counts[period]) for period in task.periods}
    rows.runs += [task.run("period", period, PERIOD_PERMUTATIONS, note) for period, note in notes.items()]
    usable = [period for period in task.periods if not notes[period]]
    if not usable:
        return
    runs = [clustering.gi_star(task.values(period), weights, PERIOD_PERMUTATIONS, SEED, LEVEL) for period in usable]
    p = np.array([run.p_value for run in runs])
    unlikely = np.zeros(p.shape, dtype=bool)
    for district in np.unique(task.ground.districts):
        own = task.ground.districts == district
        unlikely[:, own] = clustering.benjamini_hochberg(p[:, own].ravel(), LEVEL).reshape(len(runs), -1)
    for period, run, flags in zip(usable, runs, unlikely, strict=True):
        rows.found += [
            row for row in _found(task, "period", period, run.z, run.p_value, flags, run.side) if row[-2] or row[-1]
        ]


def _found(task: Task, part: str, stretch: Stretch, z: Counts, p: Counts | None = None,
           unlikely: Flags | None = None, side: NDArray[np.int8] | None = None) -> list[tuple[Any, ...]]:  # fmt: skip
    """Return one row an area of what a run found."""
    first: date = stretch.first
    n, persons = task.counts[stretch], task.ground.persons
    size = len(task.ground.codes)
    shown: Sequence[float | None] = [None] * size if p is None else p.tolist()
    flagged = unlikely is not None and side is not None
    hot = (unlikely & (side > 0)).tolist() if flagged else [None] * size  # type: ignore[operator]
    cold = (unlikely & (side < 0)).tolist() if flagged else [None] * size  # type: ignore[operator]
    return [
        (task.subject, task.measure, part, first, code, int(n[at]),
         None if np.isnan(persons[at]) else int(persons[at]), float(z[at]), shown[at], hot[at], cold[at])
        for at, code in enumerate(task.ground.codes)
    ]  # fmt: skip
