"""Which place is looked at: the force area, a district, or one locality (LSOA on common areas)."""

from dataclasses import dataclass

from cspdash.store import queries
from cspdash.store.connection import Store


@dataclass(frozen=True, slots=True)
class Place:
    """An area that a page can show; `districts` are the districts that it covers or lies in."""

    code: str
    name: str
    level: str
    districts: tuple[str, ...]

    @property
    def is_locality(self) -> bool:
        """Tell whether it is one locality rather than a whole district or more."""
        return self.level == "lsoa"


def wide_places(store: Store) -> list[Place]:
    """Return the force area and the districts, in the order in which a picker shows them."""
    found = [
        Place(code, _named(name, level), level, tuple(queries.districts_within(store, code)))
        for code, name, level, _, _ in queries.areas(store, ["district", "force"])
    ]
    return sorted(found, key=lambda place: (place.level != "district", place.name))


def _named(name: str, level: str) -> str:
    """Return a name that a force area does not share with a district or county."""
    return f"{name} police force area" if level == "force" and "area" not in name else name


def localities_of(store: Store, place: Place) -> list[Place]:
    """Return the localities (common areas) of a place, by name."""
    found = [
        Place(code, name, "lsoa", (parent,))
        for code, name, parent, *_ in queries.common_areas(store, list(place.districts))
    ]
    return sorted(found, key=lambda locality: (locality.name, locality.code))


def population_of(store: Store, place: Place) -> tuple[int, int] | None:
    """Return (persons, year) of a place, summed over its localities of the newest year held, or None."""
    rows = queries.common_areas(store, list(place.districts))
    if place.is_locality:
        rows = [row for row in rows if row[0] == place.code]
    known = [(persons, year) for *_, year, persons in rows if persons is not None and year is not None]
    if not known or len(known) < len(rows):
        return None
    return sum(persons for persons, _ in known), max(year for _, year in known)
