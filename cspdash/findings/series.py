"""Monthly counts of a place: a month that is not held is a gap (None), a held month without rows is zero."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cspdash.catalogue import Catalogue, Category
from cspdash.findings.places import Place
from cspdash.periods import month_range
from cspdash.store import queries
from cspdash.store.connection import Store

POLICE = "police.uk"


@dataclass(frozen=True, slots=True)
class Series:
    """Counts by month from the first month held to the last; None where the month is missing."""

    months: tuple[date, ...]
    counts: tuple[int | None, ...]

    @property
    def held(self) -> tuple[date, ...]:
        """Return the months that have a count."""
        return tuple(month for month, n in zip(self.months, self.counts, strict=True) if n is not None)

    @property
    def missing(self) -> tuple[date, ...]:
        """Return the months that are gaps."""
        return tuple(month for month, n in zip(self.months, self.counts, strict=True) if n is None)

    def at(self, month: date) -> int | None:
        """Return the count of a month, or None when it is missing or outside the series."""
        return dict(zip(self.months, self.counts, strict=True)).get(month)

    def last(self, count: int) -> "Series":
        """Return the newest `count` months."""
        return Series(self.months[-count:], self.counts[-count:])


@dataclass(frozen=True, slots=True)
class PlaceCounts:
    """Everything counted in a place: `counts[category][month]`, and the months held."""

    place: Place
    months: tuple[date, ...]
    held: frozenset[date]
    counts: dict[str, dict[date, int]]

    def series(self, catalogue: Catalogue, categories: Iterable[str]) -> Series:
        """Return the sum of some categories by month.

        A month is a gap when no street file of the force is held, or when none of the categories was yet,
        or was still, recorded then. A category of police.uk that the place never had is zero, not a gap.
        """
        known = {category.name: category for category in catalogue.categories}
        wanted = [
            name for name in categories if name in self.counts or (name in known and known[name].source == POLICE)
        ]

        def count(month: date) -> int | None:
            if month not in self.held:
                return None
            counts = {name: self.counts.get(name, {}).get(month, 0) for name in wanted}
            parts = [n for name, n in counts.items() if n or name not in known or recorded(known[name], month)]
            return sum(parts) if parts else None

        return Series(self.months, tuple(count(month) for month in self.months))


def recorded(category: Category, month: date) -> bool:
    """Tell whether a category exists in a month, by the content's first and last month."""
    return (category.first_month is None or category.first_month <= month) and (
        category.last_month is None or month <= category.last_month
    )


def months_of_force(store: Store, catalogue: Catalogue) -> tuple[date, ...]:
    """Return the months of which the territorial force's street file is held."""
    return tuple(queries.months_held(store).get(catalogue.partnership.force.slug, []))


def place_counts(store: Store, catalogue: Catalogue, place: Place) -> PlaceCounts:
    """Return everything counted in a place by category and month, with the months held."""
    held = months_of_force(store, catalogue)
    months = tuple(month_range(held[0], held[-1])) if held else ()
    if place.is_locality:
        rows = queries.common_monthly(store, place.code, list(place.districts))
    else:
        rows = queries.district_monthly(store, list(place.districts))
    counts: dict[str, dict[date, int]] = {}
    for month, category, n in rows:
        counts.setdefault(category, {})[month] = n
    return PlaceCounts(place, months, frozenset(held), counts)
