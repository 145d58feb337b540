"""When in the year? One area's months beside what the season of the place around it would give."""

from dataclasses import dataclass

import numpy as np

from cspdash.catalogue import Catalogue, Indicator
from cspdash.findings.places import Place
from cspdash.findings.provenance import Provenance, provenance
from cspdash.findings.series import PlaceCounts, place_counts
from cspdash.stats.rates import poisson_limits
from cspdash.store.connection import Store

LEAST_YEARS = 2


@dataclass(frozen=True, slots=True)
class SeasonRow:
    """One calendar month (1 to 12): its mean count with 95 % limits over `years` held, and what was expected."""

    month: int
    years: int
    n: int
    mean: float
    low: float
    high: float
    expected: float

    @property
    def reading(self) -> str:
        """Return whether the month differs from the season around it by more than chance."""
        if self.low > self.expected:
            return "more than the season"
        return "fewer than the season" if self.high < self.expected else "as the season"


@dataclass(frozen=True, slots=True)
class Season:
    """An area's year: a row for each calendar month of which at least two years are held.

    Expected is the mean of the place around it in that calendar month, scaled to the area's share of the place over the
    same months.
    """

    place: Place
    around: Place
    subject: str
    rows: tuple[SeasonRow, ...]
    months: int
    provenance: Provenance


def season(
    store: Store, catalogue: Catalogue, counts: PlaceCounts, around: Place, indicator: Indicator, years: int = 5
) -> Season:
    """Return an area's year over its newest `years` years; no rows where none is held twice or nothing was."""
    inside = counts.series(catalogue, indicator.categories)
    outside = place_counts(store, catalogue, around).series(catalogue, indicator.categories)
    pairs = [(month, n, outside.at(month)) for month, n in zip(inside.months, inside.counts, strict=True)]
    both = [(month, n, other) for month, n, other in pairs[-12 * years :] if n is not None and other is not None]
    total, total_around = sum(n for _, n, _ in both), sum(other for _, _, other in both)
    span = (both[0][0], both[-1][0]) if both else (None, None)
    rows = []
    for calendar in range(1, 13):
        same = [(n, other) for month, n, other in both if month.month == calendar]
        if len(same) < LEAST_YEARS or not total or not total_around:
            continue
        counted = sum(n for n, _ in same)
        low, high = (float(limit) / len(same) for limit in poisson_limits(np.array(float(counted))))
        expected = sum(other for _, other in same) / len(same) * total / total_around
        rows.append(SeasonRow(calendar, len(same), counted, counted / len(same), low, high, expected))
    source = provenance(store, catalogue, *span, categories=indicator.categories)
    return Season(counts.place, around, indicator.name, tuple(rows), len(both), source)
