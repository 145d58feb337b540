"""Monthly counts of a place: a month that is not held is a gap (None), a held month without rows is zero.

The police's categories are held in the months of the force's street files; a partner's in those that an extract of its
own covers. A sum over both is held where each of them is. A month that looks incomplete is no count either: it is kept
apart as provisional, to be drawn and not used. Where it has nothing of a place, though the place's own past makes that
implausible, there is nothing to draw: a gap, not zero.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from cspdash.catalogue import POLICE, Catalogue, Category, Indicator
from cspdash.findings.completeness import months_whole, provisional
from cspdash.findings.places import Place
from cspdash.periods import month_range
from cspdash.stats.completeness import none_is_low
from cspdash.store import own_area_queries, queries
from cspdash.store.connection import Store

Covered = Mapping[str, frozenset[date]]


@dataclass(frozen=True, slots=True)
class Series:
    """Counts by month from the first month held to the last; None where the month is missing.

    `provisional` are (month, count) of months that look incomplete: their counts are None, and these are drawn apart.
    `cut_off` are months that look incomplete and lack what is counted here wholly: gaps.
    """

    months: tuple[date, ...]
    counts: tuple[int | None, ...]
    provisional: tuple[tuple[date, int], ...] = ()
    cut_off: tuple[date, ...] = ()

    @property
    def held(self) -> tuple[date, ...]:
        """Return the months that have a count."""
        return tuple(month for month, n in zip(self.months, self.counts, strict=True) if n is not None)

    @property
    def missing(self) -> tuple[date, ...]:
        """Return the months that are gaps, without those that look incomplete."""
        apart = {month for month, _ in self.provisional} | set(self.cut_off)
        pairs = zip(self.months, self.counts, strict=True)
        return tuple(month for month, n in pairs if n is None and month not in apart)

    def at(self, month: date) -> int | None:
        """Return the count of a month, or None when it is missing or outside the series."""
        return dict(zip(self.months, self.counts, strict=True)).get(month)

    def last(self, count: int) -> "Series":
        """Return the newest `count` months."""
        months = self.months[-count:]
        apart = tuple((month, n) for month, n in self.provisional if month in months)
        return Series(months, self.counts[-count:], apart, tuple(month for month in self.cut_off if month in months))


@dataclass(frozen=True, slots=True)
class PlaceCounts:
    """Everything counted in a place: `counts[category][month]`.

    `months` run from the force's first to its last, `held` are those of which its street file is, and looks whole;
    `doubted` are those of which it does not. `covered` are the months of each category of a partner.
    """

    place: Place
    months: tuple[date, ...]
    held: frozenset[date]
    counts: dict[str, dict[date, int]]
    covered: Covered = field(default_factory=dict)
    doubted: frozenset[date] = frozenset()

    def within(self, first: date, last: date) -> "PlaceCounts":
        """Return the same counts with the months from `first` to `last` alone."""
        covered = {name: frozenset(m for m in months if first <= m <= last) for name, months in self.covered.items()}
        return replace(self, months=tuple(m for m in self.months if first <= m <= last), covered=covered)

    def held_of(self, catalogue: Catalogue, categories: Iterable[str]) -> frozenset[date]:
        """Return the months in which every source of some categories is held."""
        return held_by_all(catalogue, categories, self.held, self.covered)

    def series(self, catalogue: Catalogue, categories: Iterable[str]) -> Series:
        """Return the sum of some categories by month, over the months of their sources.

        A month is a gap when a source of theirs is not held, or when none of the categories was yet, or was still,
        recorded then. A category that the place never had is zero where its source is held, not a gap.
        """
        known = {category.name: category for category in catalogue.categories}
        wanted = [name for name in categories if name in self.counts or name in known or name in self.covered]
        held_of = {name: self.held_of(catalogue, [name]) for name in wanted}

        partners = [name for name in wanted if is_partners(catalogue, name, self.covered)]

        def count(month: date, doubted: frozenset[date] = frozenset()) -> int | None:
            counts = {name: self.counts.get(name, {}).get(month, 0) for name in wanted}
            names = [n for n, count in counts.items() if count or n not in known or recorded(known[n], month)]
            if not names or any(month not in held_of[n] and (n in partners or month not in doubted) for n in names):
                return None
            return sum(counts[name] for name in names)

        months = self._axis(partners, len(wanted))
        counts = tuple(count(month) for month in months)
        apart = [(month, count(month, self.doubted)) for month, n in zip(months, counts, strict=True) if n is None]
        held = {month: n for month, n in zip(months, counts, strict=True) if n is not None}
        whole = self.cut_off(catalogue)
        cut = [m for m, n in apart if n is not None and (m in whole or (not n and none_since(held, m)))]
        return Series(months, counts, tuple((m, n) for m, n in apart if n is not None and m not in cut), tuple(cut))

    def cut_off(self, catalogue: Catalogue) -> frozenset[date]:
        """Return the months that look incomplete and have no row of the police here, though the past says otherwise."""
        names = [name for name in self.counts if not is_partners(catalogue, name, self.covered)]

        def whole(month: date) -> int:
            return sum(self.counts[name].get(month, 0) for name in names)

        return frozenset(
            month
            for month in self.doubted
            if not whole(month) and none_since({held: whole(held) for held in self.held}, month)
        )

    def _axis(self, partners: Sequence[str], wanted: int) -> tuple[date, ...]:
        """Return the months of a series: the force's, the partners', or both from the first to the last."""
        covered = {month for name in partners for month in self.covered.get(name, ())}
        if not covered:
            return self.months
        both = covered | set(self.months if len(partners) < wanted else ())
        return tuple(month_range(min(both), max(both)))


def none_since(counts: Mapping[date, int], month: date) -> bool:
    """Tell whether the counts before a month make zero in it implausible."""
    return none_is_low([counts[earlier] for earlier in sorted(counts) if earlier < month])


def is_partners(catalogue: Catalogue, category: str, covered: Covered) -> bool:
    """Tell whether a category is a partner's: an extract covers it, or the content says so."""
    return category in covered or any(one.source != POLICE for one in catalogue.categories if one.name == category)


def held_by_all(
    catalogue: Catalogue, categories: Iterable[str], police: frozenset[date], covered: Covered
) -> frozenset[date]:
    """Return the months in which every source of some categories is held; `police` are the force's."""
    sources = [
        covered.get(name, frozenset()) if is_partners(catalogue, name, covered) else police for name in categories
    ]
    return frozenset.intersection(*sources) if sources else police


def recorded(category: Category, month: date) -> bool:
    """Tell whether a category exists in a month, by the content's first and last month."""
    return (category.first_month is None or category.first_month <= month) and (
        category.last_month is None or month <= category.last_month
    )


def months_of_force(store: Store, catalogue: Catalogue) -> tuple[date, ...]:
    """Return the months of which the territorial force's street file is held and looks whole."""
    return months_whole(store, catalogue, catalogue.partnership.force.slug)


def months_loaded(store: Store, catalogue: Catalogue) -> tuple[date, ...]:
    """Return the months of which the territorial force's street file is held, whole or not."""
    return tuple(queries.months_held(store).get(catalogue.partnership.force.slug, []))


def months_of_partners(store: Store, catalogue: Catalogue, districts: Sequence[str] = ()) -> Covered:
    """Return the months covered of each category of a partner: none where it does not work in all of `districts`."""
    works_in = {name: one.districts for one in catalogue.mappings if one.districts for name in one.categories}
    return {
        name: frozenset(months if set(districts) <= set(works_in.get(name, districts)) else ())
        for name, months in queries.months_covered(store).items()
    }


def months_of(
    store: Store, catalogue: Catalogue, categories: Iterable[str], districts: Sequence[str] = ()
) -> tuple[date, ...]:
    """Return the months in which every source of some categories is held in some districts; of none, the police's."""
    police = frozenset(months_of_force(store, catalogue))
    return tuple(sorted(held_by_all(catalogue, categories, police, months_of_partners(store, catalogue, districts))))


def countable(store: Store, catalogue: Catalogue) -> tuple[Indicator, ...]:
    """Return the indicators counted from incidents, without those that need a partner's extract which is not held."""
    covered = months_of_partners(store, catalogue)
    return tuple(
        indicator
        for indicator in catalogue.indicators
        if indicator.counted_from == "incidents"
        and all(name in covered or not is_partners(catalogue, name, covered) for name in indicator.categories)
    )


def place_counts(store: Store, catalogue: Catalogue, place: Place) -> PlaceCounts:
    """Return everything counted in a place by category and month, with the months held."""
    if place.is_own:
        rows = own_area_queries.own_monthly(store, place.code)
    elif place.is_locality:
        rows = queries.common_monthly(store, place.code, list(place.districts))
    else:
        rows = queries.district_monthly(store, list(place.districts))
    counts: dict[str, dict[date, int]] = {}
    for month, category, n in rows:
        counts.setdefault(category, {})[month] = n
    return counted(store, catalogue, place, counts)


def counted(store: Store, catalogue: Catalogue, place: Place, counts: dict[str, dict[date, int]]) -> PlaceCounts:
    """Return counts by category and month with the months that they stand on."""
    loaded = months_loaded(store, catalogue)
    doubted = frozenset(one.month for one in provisional(store, catalogue))
    months = tuple(month_range(loaded[0], loaded[-1])) if loaded else ()
    covered = months_of_partners(store, catalogue, place.districts)
    return PlaceCounts(place, months, frozenset(loaded) - doubted, counts, covered, doubted & frozenset(loaded))
