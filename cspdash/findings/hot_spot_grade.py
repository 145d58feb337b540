"""Does the map of hot spots find more of what comes next than a plain list would? Never judged on what it has seen.

Localities are ranked by Gi* over some months, and beside that by their count over the same months: the list that
anyone can make. Both are tested on the six months that follow.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from cspdash.catalogue import Catalogue
from cspdash.findings.hot_spots import MEASURES, NOT_ASKED, Measure
from cspdash.findings.places import Place
from cspdash.findings.provenance import Provenance, provenance, residents_years
from cspdash.periods import add_months, month_range
from cspdash.stats import prediction
from cspdash.store import hot_spot_queries, queries
from cspdash.store.connection import Store
from cspdash.store.hot_spot_queries import Found, Run

Verdict = Literal["beats", "does not beat", "cannot be told from"]

SHARES = (0.02, 0.05, 0.10, 0.20)
# Chosen before any result was seen, so that no one picks the share at which the map looks best.
HEADLINE = 0.10
RESAMPLES, SEED = 2000, 0
BASELINE = "the localities with the most incidents in the months that the map was fitted on"
NO_ORIGIN = "No six months in a row are held with the six before them: there is nothing that the map has not seen."

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Score:
    """A list's grade at some share of the localities; `rri` is None where those had no event before."""

    hits: int
    hit_rate: float
    pai: float
    pei: float
    rri: float | None


@dataclass(frozen=True, slots=True)
class AtShare:
    """Both lists at a share of the localities (0 to 1), which is `areas` of them."""

    share: float
    areas: int
    statistic: Score
    naive: Score


@dataclass(frozen=True, slots=True)
class Origin:
    """One test: fitted on the months of `fit` (first, last), tested on those of `test`, with `events` in those."""

    fit: tuple[date, date]
    test: tuple[date, date]
    events: int
    at: tuple[AtShare, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """Hit rate of Gi* minus that of the plain list over all origins, with the 95% range of localities redrawn."""

    share: float
    areas: int
    difference: float
    low: float
    high: float
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Grade:
    """The map's grade in a place, newest origin first; `note` says why there is none."""

    place: Place
    slug: str
    subject: str
    measure: Measure
    origins: tuple[Origin, ...]
    compared: tuple[Compared, ...]
    areas: int
    baseline: str
    resamples: int
    seed: int
    note: str
    provenance: Provenance

    @property
    def headline(self) -> Compared | None:
        """Return the comparison on which the verdict rests."""
        return next((one for one in self.compared if one.share == HEADLINE), None)

    @property
    def verdict(self) -> str:
        """Return the verdict, empty without a grade."""
        return self.headline.verdict if self.headline else ""


@dataclass(frozen=True, slots=True, eq=False)
class _Test:
    """What one origin rests on, by locality: events afterwards, and the two lists' orders, best first."""

    run: Run
    first: date
    observed: Numbers
    statistic: prediction.Grade
    naive: prediction.Grade


def grade(store: Store, catalogue: Catalogue, place: Place, slug: str, measure: Measure = "count") -> Grade:
    """Return the grade of the hot spots of a place for an indicator; of a locality, those of its district.

    Raises KeyError for a slug that is no indicator's, ValueError for another measure than count or rate.
    """
    if measure not in MEASURES:
        raise ValueError(f"measure must be count or rate, not {measure}")
    indicator, districts = catalogue.indicator(slug), list(place.districts)
    runs = hot_spot_queries.hot_spot_runs(store, slug, measure)
    here = {row[0] for row in queries.common_areas(store, districts)}
    fitted: dict[tuple[str, date], list[Found]] = {}
    for part in sorted({run.part for run in runs if is_origin(run)}):
        for one in hot_spot_queries.hot_spot_found(store, slug, measure, part):
            if one.area_code in here:
                fitted.setdefault((part, one.first), []).append(one)
    tests = []
    for run in sorted((run for run in runs if is_origin(run) and not run.note), key=_tested, reverse=True):
        if run.first and (run.part, run.first) in fitted:
            counts = queries.common_totals(store, districts, list(indicator.categories), _tested(run))
            tests += _test(run, run.first, fitted[run.part, run.first], counts)
    months = [month for test in tests for month in _tested(test.run)]
    return Grade(
        place, slug, indicator.name, measure, tuple(_origin(test) for test in tests), _compared(tests),
        tests[0].observed.size if tests else 0, BASELINE, RESAMPLES, SEED, "" if tests else _why(runs),
        provenance(
            store, catalogue, *((min(months), max(months)) if months else ()), categories=indicator.categories,
            residents=residents_years(store, districts) if measure == "rate" else (),
        ),
    )  # fmt: skip


def is_origin(run: Run) -> bool:
    """Tell whether a run is an origin of the grade: of twelve months, or of fewer where twelve were not held."""
    return run.part.split("-")[0] == "origin"


def _why(runs: Sequence[Run]) -> str:
    """Return why there is no grade."""
    notes = [run.note for run in runs if run.note and (run.part == "window" or is_origin(run))]
    return NOT_ASKED if not runs else notes[0] if notes else NO_ORIGIN


def _tested(run: Run) -> list[date]:
    """Return the months that an origin is tested on."""
    return month_range(add_months(run.last, 1), run.test_last) if run.last and run.test_last else []


def _test(run: Run, first: date, fitted: Sequence[Found], counts: dict[str, int]) -> list[_Test]:
    """Return one origin's test, or none where nothing happened afterwards."""
    observed = np.array([counts.get(one.area_code, 0) for one in fitted], dtype=np.float64)
    if not observed.any():
        return []
    before = np.array([one.n for one in fitted], dtype=np.float64)
    by_z = prediction.grade(observed, [one.z for one in fitted], earlier=before)
    return [_Test(run, first, observed, by_z, prediction.grade(observed, before))]


def _size(share: float, areas: int) -> int:
    """Return how many localities a share is: the nearest whole number, at least one."""
    return max(1, int(share * areas + 0.5))


def _origin(test: _Test) -> Origin:
    """Return an origin's grades."""
    months, at = _tested(test.run), []
    for share in SHARES:
        size = _size(share, test.observed.size)
        at.append(AtShare(share, size, _score(test.statistic, test.observed, size),
                          _score(test.naive, test.observed, size)))  # fmt: skip
    return Origin((test.first, add_months(months[0], -1)), (months[0], months[-1]), int(test.observed.sum()), tuple(at))


def _score(graded: prediction.Grade, observed: Numbers, size: int) -> Score:
    """Return a list's grade at so many localities."""
    at, rri = size - 1, float(graded.rri[size - 1])
    hits = int(observed[graded.order[:size]].sum())
    return Score(hits, float(graded.hit_rate[at]), float(graded.pai[at]), float(graded.pei[at]),
                 None if np.isnan(rri) else rri)  # fmt: skip


def _compared(tests: Sequence[_Test]) -> tuple[Compared, ...]:
    """Return the two lists compared at each share over all origins; localities are redrawn with all their months."""
    if not tests:
        return ()
    areas = tests[0].observed.size
    events = np.sum([test.observed for test in tests], axis=0)
    drawn = np.random.default_rng(SEED).multinomial(areas, np.full(areas, 1 / areas), size=RESAMPLES)
    found = []
    for share in SHARES:
        size, gained = _size(share, areas), np.zeros(areas)
        for test in tests:
            gained[test.statistic.order[:size]] += test.observed[test.statistic.order[:size]]
            gained[test.naive.order[:size]] -= test.observed[test.naive.order[:size]]
        # A draw of localities without any event says nothing of either list.
        sums = drawn @ events
        low, high = np.quantile((drawn @ gained)[sums > 0] / sums[sums > 0], (0.025, 0.975))
        verdict: Verdict = "beats" if low > 0 else "does not beat" if high < 0 else "cannot be told from"
        found.append(Compared(share, size, float(gained.sum() / events.sum()), float(low), float(high), verdict))
    return tuple(found)
