"""The areas that are ranked: localities (LSOAs on common areas), wards or districts, each as a sum of localities."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cspdash.catalogue import Catalogue
from cspdash.findings.places import Place
from cspdash.findings.series import PlaceCounts, counted, place_counts
from cspdash.store import locality_queries, queries
from cspdash.store.connection import Store

LEVELS = ("lsoa", "ward", "district")


@dataclass(frozen=True, slots=True)
class Unit:
    """One area that is ranked: `members` are the common areas that it is summed from, itself for a locality.

    `persons` is None where no population is held for one of them.
    """

    code: str
    name: str
    level: str
    district: str
    members: tuple[str, ...]
    persons: int | None
    year: int | None
    longitude: float | None = None
    latitude: float | None = None

    @property
    def place(self) -> Place:
        """Return it as the place that a trend is asked for."""
        return Place(self.code, self.name, self.level, (self.district,))

    def total(self, counts: Mapping[str, int]) -> int:
        """Return the sum of counts by common area over its members."""
        return sum(counts.get(code, 0) for code in self.members)


def units(store: Store, place: Place, level: str = "lsoa") -> tuple[Unit, ...]:
    """Return the areas of a level in a place, by code; no wards where no lookup of LSOAs to wards is held."""
    found: tuple[Unit, ...] = store.once(("units", place.districts, level), lambda: _units(store, place, level))
    return found


def _units(store: Store, place: Place, level: str) -> tuple[Unit, ...]:
    localities = [
        Unit(code, name, "lsoa", parent, (code,), persons, year, longitude, latitude)
        for code, name, parent, longitude, latitude, year, persons in queries.common_areas(store, list(place.districts))
    ]
    if level == "lsoa":
        return tuple(localities)
    if level == "ward":
        fits = {code: (ward, name) for code, ward, name in locality_queries.wards(store, list(place.districts))}
        return _summed(localities, "ward", lambda unit: fits.get(unit.code))
    names = {row[0]: row[1] for row in queries.areas(store, ["district"])}
    return _summed(localities, "district", lambda unit: (unit.district, names.get(unit.district, unit.district)))


def _summed(localities: list[Unit], level: str, whole_of: Callable[[Unit], tuple[str, str] | None]) -> tuple[Unit, ...]:
    """Return the wholes that localities belong to; those that belong to none are left out."""
    found: dict[tuple[str, str], list[Unit]] = {}
    for unit in localities:
        whole = whole_of(unit)
        if whole:
            found.setdefault(whole, []).append(unit)
    made = []
    for (code, name), parts in sorted(found.items()):
        people = [part.persons for part in parts]
        persons = sum(n for n in people if n is not None) if None not in people else None
        years = [part.year for part in parts if part.year]
        members = tuple(part.code for part in parts)
        east, north = (_mean([getattr(part, axis) for part in parts]) for axis in ("longitude", "latitude"))
        newest = max(years, default=None)
        made.append(Unit(code, name, level, parts[0].district, members, persons, newest, east, north))
    return tuple(made)


def _mean(points: list[float | None]) -> float | None:
    known = [point for point in points if point is not None]
    return sum(known) / len(known) if known else None


def counts_of(store: Store, catalogue: Catalogue, unit: Unit) -> PlaceCounts:
    """Return everything counted in an area by category and month, with the months held."""
    if unit.level != "ward":
        return place_counts(store, catalogue, unit.place)
    counts: dict[str, dict] = {}
    for month, category, n in locality_queries.monthly_of_several(store, list(unit.members), [unit.district]):
        counts.setdefault(category, {})[month] = n
    return counted(store, catalogue, unit.place, counts)
