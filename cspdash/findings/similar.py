"""Which areas are most like this one? Nearest by population, rate and mix of categories: a distance that is stated.

Three parts count alike. Population and rate are compared as logarithms (twice as many is as far at any size), the rate
is of all that the police record, per 1,000 residents. The mix is compared by the Hellinger distance between the shares
of the categories: 0 for the same shares, 1 where no category is in common. Each part is divided by its own typical size
(the root mean square over all pairs), so that 1 means as far apart as two areas usually are; the distance is the root
mean square of the three.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from cspdash.catalogue import Catalogue
from cspdash.findings.places import Place
from cspdash.findings.provenance import Provenance, provenance
from cspdash.findings.series import is_partners, months_of_partners
from cspdash.findings.units import Unit, units
from cspdash.store import locality_queries
from cspdash.store.connection import Store

NEAREST = 5
LEAST = 20
SAME = 1e-12


@dataclass(frozen=True, slots=True)
class Alike:
    """One area like the one asked for: its residents, incidents and rate, the distance and its three parts."""

    code: str
    name: str
    persons: int
    n: int
    rate: float
    distance: float
    by_population: float
    by_rate: float
    by_mix: float


@dataclass(frozen=True, slots=True)
class Similar:
    """The areas most like one, nearest first, among `among` others; none where it is too small to compare."""

    code: str
    rows: tuple[Alike, ...]
    among: int
    provenance: Provenance


def similar(store: Store, catalogue: Catalogue, place: Place, level: str, code: str, months: Sequence[date]) -> Similar:
    """Return the areas of a level in a place that are most like one of them, over some months.

    Areas without residents or with fewer than 20 incidents have no mix to compare and are left out.
    """
    span = (months[0], months[-1]) if months else (None, None)
    areas = units(store, place, level)
    source = provenance(store, catalogue, *span, residents=[unit.year for unit in areas])
    table = _table(store, catalogue, place, areas, months)
    totals = table.sum(axis=1) if table.size else np.zeros(len(areas))
    fit = [at for at, unit in enumerate(areas) if unit.persons and totals[at] >= LEAST]
    codes = [areas[at].code for at in fit]
    if code not in codes or len(fit) < 3:
        return Similar(code, (), max(0, len(fit) - 1), source)
    persons = np.array([areas[at].persons for at in fit], dtype=float)
    parts = distances(persons, totals[fit], table[fit])
    whole = np.sqrt((parts**2).mean(axis=0))
    me = codes.index(code)
    order = [at for at in np.lexsort((codes, whole[me])) if at != me][:NEAREST]
    rows = tuple(
        Alike(
            codes[at], areas[fit[at]].name, int(persons[at]), int(totals[fit[at]]),
            float(totals[fit[at]] / persons[at] * 1000), float(whole[me, at]),
            *(float(part[me, at]) for part in parts),
        )
        for at in order
    )  # fmt: skip
    return Similar(code, rows, len(fit) - 1, source)


def distances(persons: np.ndarray, totals: np.ndarray, table: np.ndarray) -> np.ndarray:
    """Return three matrices of distances between areas: by population, rate and mix, each of typical size 1."""
    rates = np.log(totals / persons)
    roots = np.sqrt(table / table.sum(axis=1, keepdims=True))
    people = np.log(persons)
    unlike = 1 - roots @ roots.T
    # Rounding leaves a trace where shares are the same, which dividing by the typical size would blow up.
    mix = np.sqrt(np.where(unlike > SAME, unlike, 0.0))
    np.fill_diagonal(mix, 0.0)
    made = [np.abs(people[:, None] - people), np.abs(rates[:, None] - rates), mix]
    pairs = len(persons) * (len(persons) - 1)
    typical = [float(np.sqrt((one**2).sum() / pairs)) for one in made]
    return np.array([one / size if size else one for one, size in zip(made, typical, strict=True)])


def _table(
    store: Store, catalogue: Catalogue, place: Place, areas: Sequence[Unit], months: Sequence[date]
) -> np.ndarray:
    """Return incidents that the police recorded, one row an area, one column a category."""
    covered = months_of_partners(store, catalogue)
    rows = [row for row in locality_queries.common_by_category(store, list(place.districts), list(months))
            if not is_partners(catalogue, row[1], covered)]  # fmt: skip
    at_area = {code: at for at, unit in enumerate(areas) for code in unit.members}
    names = {name: at for at, name in enumerate(sorted({row[1] for row in rows}))}
    table = np.zeros((len(areas), len(names)))
    for code, name, n in rows:
        if code in at_area:
            table[at_area[code], names[name]] += n
    return table
