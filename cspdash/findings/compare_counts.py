"""Incidents and residents of every area of a group, month by month, with the months that each area holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cspdash.catalogue import Catalogue
from cspdash.findings.completeness import months_whole
from cspdash.findings.peers import Member, Peers
from cspdash.findings.places import Place, population_of
from cspdash.findings.series import is_partners, months_of, months_of_partners, recorded
from cspdash.periods import twelve_months_to
from cspdash.store import compare_queries, queries
from cspdash.store.connection import Store

Months = frozenset[date]


@dataclass(frozen=True, slots=True)
class Counted:
    """Counts by area and month with the months held of each, and (persons, year) of those whose residents are known.

    `year` are the twelve months to the newest that the chosen area holds, `months` those of them that it holds.
    """

    monthly: dict[str, dict[date, int]]
    held: dict[str, Months]
    persons: dict[str, tuple[int, int]]
    year: tuple[date, ...]
    months: tuple[date, ...]

    def count(self, code: str, months: Sequence[date]) -> int | None:
        """Return an area's incidents in some months, or None unless it holds every one of them."""
        if not months or not set(months) <= self.held.get(code, frozenset()):
            return None
        counts = self.monthly.get(code, {})
        return sum(counts.get(month, 0) for month in months)

    def lacking(self, code: str) -> int:
        """Return how many of the months that are compared an area does not hold."""
        return len(set(self.months) - self.held.get(code, frozenset()))


def counted(
    store: Store, catalogue: Catalogue, categories: Sequence[str], peers: Peers, *, year_only: bool = False
) -> Counted:
    """Return what is counted of some categories in every member of a group; `year_only` reads the year compared."""
    wanted, codes = list(categories), [member.code for member in peers.members]
    local = peers.level == "lsoa"
    districts = list(peers.place.districts)
    if local:
        months = _when_recorded(catalogue, categories, months_of(store, catalogue, categories, districts))
        held = dict.fromkeys(codes, months)
    else:
        held = {member.code: _held_of(store, catalogue, categories, member) for member in peers.members}
    # Localities of one place hold the same months, whichever of them is chosen.
    own = held.get(peers.chosen, next(iter(held.values()), frozenset()) if local else frozenset())
    year = tuple(twelve_months_to(max(own))) if own else ()
    first = year[0] if year_only and year else compare_queries.ALWAYS
    if local:
        monthly = compare_queries.localities_monthly(store, districts, wanted, first)
        rows = queries.common_areas(store, districts)
        persons = {row[0]: (row[6], row[5]) for row in rows if row[6] and row[5]}
    else:
        monthly = compare_queries.districts_monthly(store, {m.code: m.name for m in peers.members}, wanted, first)
        persons = residents(store, catalogue, codes)
    return Counted(monthly, held, persons, year, tuple(month for month in year if month in own))


def _held_of(store: Store, catalogue: Catalogue, categories: Sequence[str], member: Member) -> Months:
    """Return the months that a district's counts are held for: those of its force, and of partners that work there."""
    if any(member.code == district.area_code for district in catalogue.partnership.districts):
        months: Sequence[date] = months_of(store, catalogue, categories, [member.code])
    elif any(is_partners(catalogue, name, months_of_partners(store, catalogue)) for name in categories):
        months = ()
    else:
        months = months_whole(store, catalogue, member.force)
    return _when_recorded(catalogue, categories, months)


def _when_recorded(catalogue: Catalogue, categories: Sequence[str], months: Sequence[date]) -> Months:
    """Return the months in which any of the categories exists; one that the content does not know always does."""
    known = {category.name: category for category in catalogue.categories}
    return frozenset(
        month for month in months if any(name not in known or recorded(known[name], month) for name in categories)
    )


def residents(store: Store, catalogue: Catalogue, codes: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Return (persons, year) of districts: of one year for all where there is such a year, else of the newest each.

    A district of the partnership without a figure of its own has the sum of its localities.
    """
    held = compare_queries.district_persons(store, list(codes))
    for district in catalogue.partnership.districts:
        if district.area_code in codes:
            place = Place(district.area_code, district.name, "district", (district.area_code,))
            found = population_of(store, place)
            if found:
                held.setdefault(district.area_code, {}).setdefault(found[1], found[0])
    shared = set.intersection(*(set(years) for years in held.values())) if held else set()
    return {code: _of_year(years, max(shared) if shared else max(years)) for code, years in held.items()}


def _of_year(years: dict[int, int], year: int) -> tuple[int, int]:
    return years[year], year
