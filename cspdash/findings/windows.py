"""Twelve months ending with a month that is held: which there are, which are complete, and one scale for all."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from cspdash.catalogue import Catalogue
from cspdash.findings.places import Place
from cspdash.findings.series import months_of, recorded
from cspdash.findings.units import Unit, units
from cspdash.periods import add_months, twelve_months_to
from cspdash.store import locality_queries
from cspdash.store.connection import Store

YEAR = 12


@dataclass(frozen=True, slots=True)
class Window:
    """The twelve months that end with `last`, of which `months` are held."""

    last: date
    months: tuple[date, ...]

    @property
    def code(self) -> str:
        """Return it as it stands in a link: 2022-02."""
        return f"{self.last:%Y-%m}"

    @property
    def complete(self) -> bool:
        """Tell whether all twelve months are held."""
        return len(self.months) == YEAR


def windows(
    store: Store, catalogue: Catalogue, categories: Sequence[str], districts: Sequence[str]
) -> tuple[Window, ...]:
    """Return the twelve months ending with each month in which some categories are held and recorded, newest first."""
    held = {
        month for month in months_of(store, catalogue, categories, districts) if in_use(catalogue, categories, month)
    }
    return tuple(
        Window(last, tuple(month for month in twelve_months_to(last) if month in held))
        for last in sorted(held, reverse=True)
    )


def newest_complete(found: Sequence[Window]) -> Window | None:
    """Return the newest twelve months of which all are held, or None."""
    return next((window for window in found if window.complete), None)


def usual(found: Sequence[Window]) -> Window | None:
    """Return the window that a page opens with: the newest complete one, else the newest; None without any month."""
    return newest_complete(found) or next(iter(found), None)


def in_use(catalogue: Catalogue, categories: Sequence[str], month: date) -> bool:
    """Tell whether any of the categories exists in a month; one that the content does not know always does."""
    known = {category.name: category for category in catalogue.categories}
    return any(name not in known or recorded(known[name], month) for name in categories)


@dataclass(frozen=True, slots=True)
class Scale:
    """The classes of a rate per 1,000 a year, the same for every window: cut at `edges`.

    `none` tells that a rate of zero is a class of its own. `windows` counts the twelve months that it was made from;
    `complete` says whether those had all their months, or were scaled to twelve as none had.
    """

    edges: tuple[float, ...]
    none: bool
    windows: int
    complete: bool

    @property
    def classes(self) -> int:
        """Return how many classes there are."""
        return len(self.edges) + 1 + self.none

    def class_of(self, rate: float) -> int:
        """Return the class that a rate per 1,000 a year falls in, 0 the lowest."""
        if self.none and rate == 0:
            return 0
        return self.none + bisect_right(self.edges, rate)

    def bounds(self, index: int) -> tuple[float | None, float | None]:
        """Return the lower (inclusive) and upper (exclusive) bound of a class; None where it is open.

        The class of none holds zero alone.
        """
        if self.none and index == 0:
            return 0.0, 0.0
        place = index - self.none
        low = self.edges[place - 1] if place > 0 else None
        return low, (self.edges[place] if place < len(self.edges) else None)


def scale(
    store: Store, catalogue: Catalogue, place: Place, categories: Sequence[str], level: str = "lsoa", classes: int = 5
) -> Scale | None:
    """Return classes with equal numbers of rates over all windows held, or None where there is no rate at all.

    `place` is as wide as the scale shall hold; edges are rounded so that they can be read.
    """
    found = windows(store, catalogue, categories, place.districts)
    areas = [unit for unit in units(store, place, level) if unit.persons]
    if not found or not areas:
        return None
    used = [window for window in found if window.complete]
    rates = store.once(
        ("rates", place.districts, tuple(categories), level, tuple(used or found)),
        lambda: _rates(store, place, categories, areas, used or found),
    )
    none = float((rates == 0).mean()) > 1 / classes
    rates = rates[rates > 0] if none else rates
    if not len(rates):
        return Scale((), False, len(used or found), bool(used))
    parts = classes - none
    cuts = np.quantile(rates, np.linspace(0, 1, parts + 1)[1:-1])
    edges = sorted({round(float(cut), 1 if cut < 100 else 0) for cut in cuts} - {0.0})
    return Scale(tuple(edges), none, len(used or found), bool(used))


def _rates(
    store: Store, place: Place, categories: Sequence[str], areas: Sequence[Unit], found: Sequence[Window]
) -> np.ndarray:
    """Return the rate per 1,000 a year of every area in every window, in one row."""
    codes, months, counts = locality_queries.common_by_month(store, list(place.districts), list(categories))
    held = {month for window in found for month in window.months}
    counts[:, [at for at, month in enumerate(months) if month not in held]] = 0
    row = {code: at for at, unit in enumerate(areas) for code in unit.members}
    at_area = np.array([row.get(code, -1) for code in codes], dtype=int)
    # Sums up to each month, so that those of twelve are a difference.
    up_to = np.zeros((len(areas), len(months) + 1))
    np.add.at(up_to[:, 1:], at_area[at_area >= 0], counts[at_area >= 0])
    up_to = up_to.cumsum(axis=1)
    ends = [bisect_right(months, window.last) for window in found]
    begins = [bisect_right(months, add_months(window.last, -YEAR)) for window in found]
    lengths = np.array([len(window.months) for window in found])
    persons = np.array([unit.persons for unit in areas], dtype=float)
    return ((up_to[:, ends] - up_to[:, begins]) * YEAR / lengths / persons[:, None] * 1000).ravel()
