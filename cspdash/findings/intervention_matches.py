"""Which areas would make a fair comparison? Like the treated one before, and not next to it.

Candidates are the localities of the same districts (for a district: the partnership's other districts), without the
treated and displacement areas and without any that touches one of them, where effects may spill over. They are
ordered by how near their count in the months before is to the treated area's, as a ratio; those with fewer than ten
events are left out.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import log
from typing import Any

from cspdash.catalogue import Catalogue, Indicator
from cspdash.findings.intervention_design import Ground, grounds, overlap
from cspdash.findings.intervention_windows import after_window, total, year_earlier
from cspdash.findings.places import Place, localities_of, wide_places
from cspdash.findings.series import months_of, place_counts
from cspdash.stats.rates import TOO_FEW_BELOW
from cspdash.store import queries
from cspdash.store.connection import Store

MOST = 5


@dataclass(frozen=True, slots=True)
class Match:
    """An area with its count in the months before, and in the same months a year before those (None: not held)."""

    place: Place
    before: int
    earlier: int | None


@dataclass(frozen=True, slots=True)
class Matches:
    """The nearest matches of a treated area, the best first; `treated` is what they are matched to.

    `months` are those counted, `candidates` how many areas were compared, `touching` how many were left out because
    they touch; `averaged` says over how many treated areas the treated count is an average.
    """

    treated: Match
    rows: tuple[Match, ...]
    months: tuple[date, ...]
    candidates: int
    touching: int
    averaged: int


def matches(
    store: Store, catalogue: Catalogue, indicator: Indicator, treated: Sequence[Place], avoid: Sequence[Place],
    starts: date, wanted: int = 12,
) -> Matches | None:  # fmt: skip
    """Return areas to compare with, or None where there is nothing to choose from or nothing is held before."""
    months = _held(store, catalogue, indicator, year_earlier(after_window(starts, wanted)))
    small = all(place.is_locality for place in treated)
    candidates = _localities(store, treated) if small else wide_places(store, catalogue)
    ground = grounds(store, [*treated, *avoid])
    free = [one for one in candidates if not any(overlap(one, other, ground) for other in (*treated, *avoid))]
    if not treated or not months or not free:
        return None
    districts = sorted({code for place in (*treated, *avoid) for code in place.districts})
    near = _touching(store, free, _made_of([*treated, *avoid], ground), districts) if small else set()
    earlier = _held(store, catalogue, indicator, year_earlier(months))
    counted = _counts(store, catalogue, indicator, [*treated, *free], months)
    past = _counts(store, catalogue, indicator, [*treated, *free], earlier) if len(earlier) == len(months) else {}
    base = _average([counted[place.code] for place in treated])
    average = Match(treated[0], base, _average([past[place.code] for place in treated]) if past else None)
    rows = [
        Match(place, counted[place.code], past.get(place.code))
        for place in free
        if place.code not in near and counted[place.code] >= TOO_FEW_BELOW
    ]
    rows.sort(key=lambda row: (abs(log((row.before + 0.5) / (base + 0.5))), row.place.code))
    return Matches(average, tuple(rows[:MOST]), months, len(free), len(near), len(treated))


def _average(counts: Sequence[int]) -> int:
    return round(sum(counts) / len(counts))


def _held(store: Store, catalogue: Catalogue, indicator: Indicator, months: Sequence[date]) -> tuple[date, ...]:
    held = set(months_of(store, catalogue, indicator.categories))
    return tuple(month for month in months if month in held)


def _localities(store: Store, treated: Sequence[Place]) -> list[Place]:
    districts = sorted({code for place in treated for code in place.districts})
    return [found for code in districts for found in localities_of(store, Place(code, code, "district", (code,)))]


def _counts(
    store: Store, catalogue: Catalogue, indicator: Indicator, places: Sequence[Place], months: Sequence[date]
) -> dict[str, int]:
    """Return each place's count over some months: localities in one question, others one by one."""
    districts = sorted({code for place in places for code in place.districts})
    totals = queries.common_totals(store, districts, list(indicator.categories), list(months))
    single = {place.code for place in places if place.is_locality and not place.is_own}
    found = {code: totals.get(code, 0) for code in single}
    for place in places:
        if place.code not in single:
            series = place_counts(store, catalogue, place).series(catalogue, indicator.categories)
            held = set(series.held)
            found[place.code] = total(series, [month for month in months if month in held])
    return found


def _made_of(places: Iterable[Place], ground: dict[str, Ground]) -> set[str]:
    """Return the localities that some places are, or are made of."""
    return {code for place in places for code in (ground[place.code].localities if place.is_own else {place.code})}


def _touching(store: Store, places: Iterable[Place], ours: set[str], districts: list[str]) -> set[str]:
    """Return the codes of those places whose outline shares a point with that of one of our localities."""
    drawn = {
        code: _points(json.loads(text)["coordinates"]) for code, text in queries.outlines(store, districts).items()
    }
    edge: set[tuple[float, float]] = set().union(*(drawn.get(code, set()) for code in ours))
    return {place.code for place in places if drawn.get(place.code, set()) & edge}


def _points(coordinates: Any) -> set[tuple[float, float]]:
    """Return every corner of a GeoJSON geometry, to about a metre."""
    if isinstance(coordinates[0], int | float):
        return {(round(coordinates[0], 5), round(coordinates[1], 5))}
    return set().union(*(_points(part) for part in coordinates))
