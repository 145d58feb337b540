"""Where is it highest? Rates per 1,000 residents by locality over twelve months, with intervals and ranks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from cspdash.catalogue import Catalogue
from cspdash.findings.places import Place
from cspdash.findings.provenance import Provenance, provenance
from cspdash.findings.series import months_of, recorded
from cspdash.periods import twelve_months_to
from cspdash.stats.rates import rate
from cspdash.store import queries
from cspdash.store.connection import Store


@dataclass(frozen=True, slots=True)
class Locality:
    """One locality: its count, residents and rate per 1,000 with 95 % limits (None without residents)."""

    code: str
    name: str
    district: str
    n: int
    persons: int | None
    rate: float | None
    low: float | None
    high: float | None
    rank: int | None
    standing: str

    @property
    def unreliable(self) -> bool:
        """Tell whether the count is too small (below 20) for a reliable rate."""
        return self.n < 20


@dataclass(frozen=True, slots=True)
class Localities:
    """All localities of a place, highest rate first; equal rates share a rank.

    Months are those of the twelve to the newest that are held, and in which the categories were recorded.
    """

    place: Place
    subject: str
    categories: tuple[str, ...]
    rows: tuple[Locality, ...]
    months: tuple[date, ...]
    average: float | None
    population_year: int | None
    unplaced: int
    provenance: Provenance

    @property
    def complete(self) -> bool:
        """Tell whether all twelve months are held."""
        return len(self.months) == 12

    def row(self, code: str) -> Locality | None:
        """Return one locality, or None."""
        return next((row for row in self.rows if row.code == code), None)


def localities(store: Store, catalogue: Catalogue, place: Place, subject: str, categories: Sequence[str]) -> Localities:
    """Return the localities of a place ranked by the rate of some categories over the newest twelve months.

    `subject` names in words what the categories are. Counts are on common areas, so that a locality that
    was split or merged in 2021 has one figure.
    """
    held = set(months_of(store, catalogue, categories, place.districts))
    year = twelve_months_to(max(held)) if held else []
    months = tuple(month for month in year if month in held and _recorded(catalogue, categories, month))
    districts = list(place.districts)
    totals = queries.common_totals(store, districts, list(categories), list(months))
    areas = queries.common_areas(store, districts)
    persons_in_all = sum(row[6] or 0 for row in areas)
    counted = sum(totals.get(row[0], 0) for row in areas if row[6])
    average = counted / persons_in_all * 1000 if persons_in_all and months else None
    rows = [_locality(area, totals.get(area[0], 0), average) for area in areas] if months else []
    rows.sort(key=lambda row: (row.rate is None, -(row.rate or 0), row.code))
    ranks: dict[float | None, int | None] = {None: None}
    for position, row in enumerate(rows, start=1):
        ranks.setdefault(row.rate, position)
    ranked = tuple(replace(row, rank=ranks[row.rate]) for row in rows)
    years = [row[5] for row in areas if row[5]]
    known = {row[0] for row in areas}
    return Localities(
        place,
        subject,
        tuple(categories),
        ranked,
        months,
        average,
        max(years) if years else None,
        sum(n for code, n in totals.items() if code not in known),
        provenance(store, catalogue, *((year[0], year[-1]) if year else ()), categories=categories),
    )


def _recorded(catalogue: Catalogue, categories: Sequence[str], month: date) -> bool:
    """Tell whether any of the categories exists in a month; one that the content does not know always does."""
    known = {category.name: category for category in catalogue.categories}
    return any(name not in known or recorded(known[name], month) for name in categories)


def _locality(area: tuple[str, str, str, float | None, float | None, int | None, int | None], n: int,
              average: float | None) -> Locality:  # fmt: skip
    code, name, district, _, _, _, persons = area
    if not persons:
        return Locality(code, name, district, n, persons, None, None, None, None, "no population held")
    found = rate(n, persons)
    standing = "similar to the average"
    if average is not None and found.low > average:
        standing = "above the average"
    elif average is not None and found.high < average:
        standing = "below the average"
    return Locality(code, name, district, n, persons, found.value, found.low, found.high, None, standing)
