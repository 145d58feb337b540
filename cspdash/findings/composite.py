"""Which areas carry most of several harms at once? Components made comparable, weighed openly, and added.

Each component is the rate per 1,000 residents of one kind of incident, or deprivation. It is standardised as its
percentile among the areas ranked: 0 where no other is lower, 100 where every other is lower; equal areas share the
middle of the places that they take. The score is the weighted mean of the percentiles, so it runs from 0 to 100.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from cspdash.catalogue import Catalogue
from cspdash.findings.deprivation import Deprivation, deprivation
from cspdash.findings.localities import TOP
from cspdash.findings.places import Place
from cspdash.findings.provenance import Provenance, provenance
from cspdash.findings.units import Unit, units
from cspdash.findings.windows import YEAR, windows
from cspdash.periods import twelve_months_to
from cspdash.stats.ranking import sensitivity
from cspdash.store import queries
from cspdash.store.connection import Store

DRAWS = 2000
MOST = 10
Weights = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One component: its name, the word for its field, and the categories that it counts (none for deprivation)."""

    code: str
    title: str
    short: str
    categories: tuple[str, ...] = ()


# police.uk's categories in use since 2013; before that violence and drugs were not told apart in this way.
PARTS = (
    Part("asb", "Anti-social behaviour", "ASB", ("Anti-social behaviour",)),
    Part("violence", "Violence and sexual offences", "violence", ("Violence and sexual offences",)),
    Part("damage", "Criminal damage and arson", "damage", ("Criminal damage and arson",)),
    Part("drugs", "Drugs", "drugs", ("Drugs",)),
    Part("deprivation", "Deprivation", "deprivation"),
)
CATEGORIES = tuple(name for part in PARTS for name in part.categories)
EQUAL: Weights = (1,) * len(PARTS)


@dataclass(frozen=True, slots=True)
class Scored:
    """One area: what was measured and its percentile by part (None where not held), score, rank.

    `points` are what each part adds to the score; `stays` is the share of random weightings in which it is in the
    top twelve.
    """

    code: str
    name: str
    district: str
    members: tuple[str, ...]
    persons: int
    counts: tuple[int | None, ...]
    measured: tuple[float | None, ...]
    percentiles: tuple[float | None, ...]
    points: tuple[float, ...]
    score: float
    rank: int
    stays: float | None
    longitude: float | None = None
    latitude: float | None = None

    @property
    def drawn(self) -> tuple[str, ...]:
        """Return the localities whose outlines make it up."""
        return self.members


@dataclass(frozen=True, slots=True)
class Composite:
    """The areas of a place by their score, highest first.

    `weights` are as the reader set them, `shares` what each part weighs of the whole: 0 for one that is not held.
    `without` names the areas that have no score, as a population or a deprivation value is missing.
    """

    place: Place
    level: str
    months: tuple[date, ...]
    weights: Weights
    shares: tuple[float, ...]
    rows: tuple[Scored, ...]
    without: tuple[str, ...]
    deprivation: Deprivation | None
    provenance: Provenance

    @property
    def complete(self) -> bool:
        """Tell whether all twelve months are held."""
        return len(self.months) == YEAR

    @property
    def weightless(self) -> bool:
        """Tell whether no part that is held has any weight."""
        return not sum(self.shares)

    @property
    def top(self) -> tuple[str, ...]:
        """Return the codes of the twelve highest scores; none where all are alike."""
        return () if self.alike else tuple(row.code for row in self.rows[:TOP])

    @property
    def alike(self) -> bool:
        """Tell whether several areas have a score and all the same."""
        return len(self.rows) > 1 and len({round(row.score, 9) for row in self.rows}) == 1

    def row(self, code: str) -> Scored | None:
        """Return one area, or None."""
        return next((row for row in self.rows if row.code == code), None)


def percentiles(values: Sequence[float]) -> np.ndarray:
    """Return each value's percentile among all, 0 to 100: the share of the others below it, equal ones half."""
    found = np.asarray(values, dtype=float)
    if len(found) < 2:
        return np.full(len(found), 50.0)
    ordered = np.sort(found)
    below, upto = np.searchsorted(ordered, found, "left"), np.searchsorted(ordered, found, "right")
    return 100 * (below + (upto - below - 1) / 2) / (len(found) - 1)


def composite(
    store: Store, catalogue: Catalogue, place: Place, weights: Weights, *, level: str = "lsoa", last: date | None = None
) -> Composite:
    """Return the areas of a place by the weighted mean of their parts over the twelve months to `last`.

    `weights` has a whole number from 0 to 10 for each of PARTS. Where no deprivation is held it weighs nothing.
    """
    found = windows(store, catalogue, CATEGORIES, place.districts)
    window = next((one for one in found if last is None or one.last == last), None)
    months = window.months if window else ()
    areas = units(store, place, level) if months else ()
    deprived = deprivation(store, areas) if areas else None
    held = np.array([float(weight) for weight in weights])
    if deprived is None:
        held[-1] = 0.0
    shares = held / held.sum() if held.sum() else held
    fit = [unit for unit in areas if unit.persons and (not shares[-1] or (deprived and unit.code in deprived.values))]
    totals = [
        queries.common_totals(store, list(place.districts), list(part.categories), list(months)) for part in PARTS[:-1]
    ]
    year = twelve_months_to(window.last) if window else []
    return Composite(
        place, level, months, tuple(weights), tuple(float(share) for share in shares),
        _scored(fit, totals, deprived, shares), tuple(unit.name for unit in areas if unit not in fit), deprived,
        provenance(
            store, catalogue, *((year[0], year[-1]) if year else ()), categories=CATEGORIES,
            residents=[unit.year for unit in areas],
        ),
    )  # fmt: skip


def _scored(
    areas: Sequence[Unit], totals: Sequence[Mapping[str, int]], deprived: Deprivation | None, shares: np.ndarray
) -> tuple[Scored, ...]:
    """Return areas with their scores, highest first; nothing without areas or weights."""
    if not areas or not shares.sum():
        return ()
    counts = np.array([[unit.total(total) for total in totals] for unit in areas])
    rates = counts / np.array([unit.persons for unit in areas], dtype=float)[:, None] * 1000
    columns = [percentiles(rates[:, at]) for at in range(len(totals))]
    worst = deprived.worst_first if deprived else {}
    whole = bool(worst) and all(unit.code in worst for unit in areas)
    columns.append(percentiles([worst[unit.code] for unit in areas]) if whole else np.full(len(areas), np.nan))
    scores = np.column_stack(columns)
    points = np.nan_to_num(scores) * shares
    score = points.sum(axis=1)
    used = np.flatnonzero(shares)
    many = len(areas) > TOP and len(used) > 1
    drawn = sensitivity(scores[:, used], shares[used], top=TOP, draws=DRAWS) if many else None
    rows = []
    for at in sorted(range(len(areas)), key=lambda at: (-score[at], areas[at].code)):
        unit = areas[at]
        value = deprived.values.get(unit.code) if deprived else None
        rows.append(Scored(
            unit.code, unit.name, unit.district, unit.members, unit.persons or 0,
            (*(int(n) for n in counts[at]), None), (*(float(rate) for rate in rates[at]), value),
            tuple(None if np.isnan(one) else float(one) for one in scores[at]),
            tuple(float(one) for one in points[at]), float(score[at]),
            1 + int((np.round(score, 9) > round(float(score[at]), 9)).sum()),
            None if drawn is None else float(drawn[at]), unit.longitude, unit.latitude,
        ))  # fmt: skip
    return tuple(rows)
