"""Which place is looked at: the force area, a district, one locality (LSOA on common areas), or an own area."""

from dataclasses import dataclass

from cspdash.catalogue import Catalogue
from cspdash.store import own_area_queries, queries
from cspdash.store.connection import Store

FORCE_WORDS = {"police", "constabulary", "service"}
OWN = "custom"
OWN_CAVEATS = {
    "outline": "An own area counts the events whose map point lies inside its outline. Map points are anonymous places "
    "near an event, and events without one are not counted. Its residents are estimated from the share of each "
    "locality's ground that lies inside.",
    "localities": "An own area made of localities counts what is counted in them.",
}


@dataclass(frozen=True, slots=True)
class Place:
    """An area that a page can show; `districts` are the districts that it covers or lies in.

    An own area (level custom) has a code of our own, X-name, and says in `made_of` whether an outline or a list of
    localities makes it.
    """

    code: str
    name: str
    level: str
    districts: tuple[str, ...]
    made_of: str = ""

    @property
    def is_own(self) -> bool:
        """Tell whether it is an area that the partnership drew itself."""
        return self.level == OWN

    @property
    def is_locality(self) -> bool:
        """Tell whether it is one locality or an own area, rather than a whole district or more."""
        return self.level == "lsoa" or self.is_own

    @property
    def grain(self) -> str:
        """Return the level at which changes in counting are known: an own area is read as a locality."""
        return "lsoa" if self.is_locality else self.level

    @property
    def caveats(self) -> tuple[str, ...]:
        """Return what a reader must know of the place itself before trusting its numbers."""
        return (OWN_CAVEATS[self.made_of],) if self.made_of in OWN_CAVEATS else ()


def wide_places(store: Store, catalogue: Catalogue) -> list[Place]:
    """Return the partnership's districts by name, then the force area, as a picker shows them.

    The force area is left out where the store knows only one of its districts: it would be that district under
    another name.
    """
    partnership = catalogue.partnership
    places = [Place(found.area_code, found.name, "district", (found.area_code,)) for found in partnership.districts]
    places.sort(key=lambda place: place.name)
    code = partnership.force.area_code
    within = tuple(queries.districts_within(store, code))
    if len(within) > 1:
        known = {area[0]: area[1] for area in queries.areas(store, ["force"])}
        places.append(Place(code, _force_area(known.get(code, partnership.force.name)), "force", within))
    return places


def _force_area(name: str) -> str:
    """Return a name that a force area does not share with a district or county, nor with the force itself."""
    if "area" in name.lower().split():
        return name
    return f"{name} area" if FORCE_WORDS & set(name.lower().split()) else f"{name} police force area"


def localities_of(store: Store, place: Place) -> list[Place]:
    """Return the localities (common areas) of a place, by name."""
    found = [
        Place(code, name, "lsoa", (parent,))
        for code, name, parent, *_ in queries.common_areas(store, list(place.districts))
    ]
    return sorted(found, key=lambda locality: (locality.name, locality.code))


def own_places(store: Store) -> list[Place]:
    """Return the areas that the partnership drew itself, by name; a public edition has none."""
    return [
        Place(code, name, OWN, tuple(districts), kind)
        for code, name, kind, districts, *_ in own_area_queries.own_areas(store)
    ]


def population_of(store: Store, place: Place) -> tuple[int, int] | None:
    """Return (persons, year) of a place, summed over its localities of the newest year held, or None.

    Those of an own area with an outline are an estimate.
    """
    if place.is_own:
        found = {code: (persons, year) for code, _, _, _, persons, year, _ in own_area_queries.own_areas(store)}
        persons, year = found.get(place.code, (None, None))
        return (persons, year) if persons is not None and year is not None else None
    rows = queries.common_areas(store, list(place.districts))
    if place.is_locality:
        rows = [row for row in rows if row[0] == place.code]
    known = [(persons, year) for *_, year, persons in rows if persons is not None and year is not None]
    if not known or len(known) < len(rows):
        return None
    return sum(persons for persons, _ in known), max(year for _, year in known)
