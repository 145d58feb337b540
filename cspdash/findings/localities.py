"""Where is it highest? Rates per 1,000 residents by area over twelve months, with intervals and uncertain ranks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cspdash.catalogue import Catalogue
from cspdash.findings.places import Place
from cspdash.findings.provenance import Provenance, provenance
from cspdash.findings.series import months_of
from cspdash.findings.units import Unit, units
from cspdash.findings.windows import YEAR, in_use
from cspdash.periods import add_months, twelve_months_to
from cspdash.stats.change import verdicts
from cspdash.stats.ranking import rank_interval
from cspdash.stats.rates import rate
from cspdash.store import queries
from cspdash.store.connection import Store

TOP = 12


@dataclass(frozen=True, slots=True)
class Locality:
    """One area: its count, residents and rate per 1,000 with 95 % limits (None without residents).

    `rank_low` to `rank_high` is the 95 % interval of its rank: where it could stand if the year were run again.
    """

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
    rank_low: int | None = None
    rank_high: int | None = None
    members: tuple[str, ...] = ()
    longitude: float | None = None
    latitude: float | None = None

    @property
    def unreliable(self) -> bool:
        """Tell whether the count is too small (below 20) for a reliable rate."""
        return self.n < 20

    @property
    def drawn(self) -> tuple[str, ...]:
        """Return the localities whose outlines make it up."""
        return self.members or (self.code,)


@dataclass(frozen=True, slots=True)
class Localities:
    """All areas of a level in a place, highest rate first; equal rates share a rank.

    Months are those of the twelve to the newest (or the one asked for) that are held, and in which the categories
    were recorded. `left_out` counts localities that lie in no ward of the lookup.
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
    level: str = "lsoa"
    left_out: int = 0

    @property
    def complete(self) -> bool:
        """Tell whether all twelve months are held."""
        return len(self.months) == YEAR

    @property
    def total(self) -> int:
        """Return the incidents in all areas."""
        return sum(row.n for row in self.rows)

    @property
    def ranked(self) -> tuple[Locality, ...]:
        """Return the areas that have a rate."""
        return tuple(row for row in self.rows if row.rate is not None)

    @property
    def alike(self) -> bool:
        """Tell whether several areas have a rate and all the same, so that nothing stands first."""
        return len(self.ranked) > 1 and {row.rank for row in self.ranked} == {1}

    @property
    def top(self) -> tuple[str, ...]:
        """Return the codes of the twelve highest rates above zero; none where all are alike."""
        return () if self.alike else tuple(row.code for row in self.ranked if row.n)[:TOP]

    def row(self, code: str) -> Locality | None:
        """Return one area, or None."""
        return next((row for row in self.rows if row.code == code), None)

    def yearly(self, row: Locality) -> float | None:
        """Return a rate scaled to twelve months where fewer are held: what the map's classes are of."""
        return None if row.rate is None or not self.months else row.rate * YEAR / len(self.months)


def localities(
    store: Store,
    catalogue: Catalogue,
    place: Place,
    subject: str,
    categories: Sequence[str],
    *,
    level: str = "lsoa",
    last: date | None = None,
) -> Localities:
    """Return the areas of a place ranked by the rate of some categories over the twelve months to `last`.

    `subject` names in words what the categories are; `last` is the newest month held unless it is given. Counts are on
    common areas, so that a locality that was split or merged in 2021 has one figure.
    """
    held = set(months_of(store, catalogue, categories, place.districts))
    year = twelve_months_to(last or max(held)) if held else []
    months = tuple(month for month in year if month in held and in_use(catalogue, categories, month))
    totals = queries.common_totals(store, list(place.districts), list(categories), list(months))
    areas = units(store, place, level) if months else ()
    known = units(store, place)
    persons_in_all = sum(unit.persons or 0 for unit in known)
    counted = sum(unit.total(totals) for unit in known if unit.persons)
    average = counted / persons_in_all * 1000 if persons_in_all and months else None
    span, years = (year[0], year[-1]) if year else (), [unit.year for unit in known]
    source = provenance(store, catalogue, *span, categories=categories, residents=years)
    inside, members = {unit.code for unit in known}, {code for unit in areas for code in unit.members}
    return Localities(
        place,
        subject,
        tuple(categories),
        ranked(areas, totals, average),
        months,
        average,
        max((unit.year for unit in known if unit.year), default=None),
        sum(n for code, n in totals.items() if code not in inside),
        source,
        level,
        len(inside - members) if areas else 0,
    )


def ranked(areas: Sequence[Unit], totals: Mapping[str, int], average: float | None) -> tuple[Locality, ...]:
    """Return areas by their rates, highest first, with ranks and their intervals; those without rate last."""
    counts = {unit.code: unit.total(totals) for unit in areas}
    rated = [unit for unit in areas if unit.persons]
    rest = sorted((unit for unit in areas if not unit.persons), key=lambda unit: unit.code)
    unrated = tuple(_made(unit, counts[unit.code], (None, None, None), "no population held") for unit in rest)
    if not rated:
        return unrated
    # In their order: which area a random number is for decides its interval.
    rated.sort(key=lambda unit: (-counts[unit.code] / (unit.persons or 1), unit.code))
    n, persons = [counts[unit.code] for unit in rated], [float(unit.persons or 1) for unit in rated]
    rates, found = rate(n, persons), rank_interval(n, persons)
    limits = zip(rates.value.tolist(), rates.low.tolist(), rates.high.tolist(), strict=True)
    ranks = zip(found.rank.tolist(), found.low.tolist(), found.high.tolist(), strict=True)
    made = (
        _made(unit, events, three, _standing(*three[1:], average), drawn)
        for unit, events, three, drawn in zip(rated, n, limits, ranks, strict=True)
    )
    return (*made, *unrated)


def _standing(low: float, high: float, average: float | None) -> str:
    if average is not None and low > average:
        return "above the average"
    if average is not None and high < average:
        return "below the average"
    return "similar to the average"


def _made(
    unit: Unit,
    n: int,
    rates: tuple[float | None, float | None, float | None],
    standing: str,
    ranks: tuple[int | None, int | None, int | None] = (None, None, None),
) -> Locality:
    rank, low, high = ranks
    return Locality(
        unit.code, unit.name, unit.district, n, unit.persons, *rates, rank, standing,
        rank_low=low, rank_high=high, members=unit.members, longitude=unit.longitude, latitude=unit.latitude,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moved:
    """An area's count beside that of the same months a year earlier, and what that says."""

    code: str
    before: int
    after: int
    verdict: str


def moved(store: Store, catalogue: Catalogue, found: Localities) -> tuple[dict[str, Moved], int]:
    """Return, by code, how the areas changed on a year earlier, and over how many months that are held in both years.

    A verdict is "up", "down", "no detectable change" or "too few to compare"; nothing where no month is held in both.
    """
    held = set(months_of(store, catalogue, found.categories, found.place.districts))
    after = [month for month in found.months if add_months(month, -YEAR) in held
             and in_use(catalogue, found.categories, add_months(month, -YEAR))]  # fmt: skip
    if not after:
        return {}, 0
    spans = ([add_months(month, -YEAR) for month in after], after)
    old, new = (
        queries.common_totals(store, list(found.place.districts), list(found.categories), span) for span in spans
    )
    before, now = ([sum(totals.get(code, 0) for code in row.drawn) for row in found.rows] for totals in (old, new))
    read = verdicts(before, now)
    rows = {
        row.code: Moved(row.code, first, second, verdict)
        for row, first, second, verdict in zip(found.rows, before, now, read, strict=True)
    }  # fmt: skip
    return rows, len(after)
