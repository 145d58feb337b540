"""Where do high values cluster beyond chance, and does it last? Read from what the release worked out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from cspdash.catalogue import Catalogue, Indicator
from cspdash.findings.places import Place
from cspdash.findings.provenance import Provenance, provenance, residents_years
from cspdash.findings.series import months_of
from cspdash.periods import month_range
from cspdash.stats.clustering import Class, persistence
from cspdash.store import hot_spot_queries, queries
from cspdash.store.connection import Store
from cspdash.store.hot_spot_queries import Found, Run

Measure = Literal["count", "rate"]
MEASURES: dict[Measure, str] = {"count": "number of incidents", "rate": "rate per 1,000 residents"}
FEWEST_PERIODS = 3
NOT_ASKED = "Hot spots are not worked out for this subject."


@dataclass(frozen=True, slots=True)
class HotSpot:
    """One locality: events and residents, rate per 1,000, z of Gi* and its two-sided p before correction.

    `hot` and `cold` are after correction; `hot_in` has one flag a period. z and p are None for a locality that the
    run left out (no boundary, or no residents for rates), `persistence` where there are too few periods.
    """

    code: str
    name: str
    district: str
    n: int
    persons: int | None
    rate: float | None
    z: float | None
    p: float | None
    hot: bool
    cold: bool
    neighbours: int
    persistence: Class | None
    hot_in: tuple[bool, ...]

    @property
    def periods_hot(self) -> int:
        """Return in how many periods it was hot."""
        return sum(self.hot_in)


@dataclass(frozen=True, slots=True)
class HotSpots:
    """The localities of a place, highest z first, with how they were found.

    `window` are the first and last of the newest twelve months that are all held, `newer` the months held after it;
    `periods` the quarters that persistence looks at, oldest first. `family` and `period_family` say over what the
    p-values were corrected. `note` says in a sentence why there is no result, and is empty where there is.
    """

    place: Place
    slug: str
    subject: str
    measure: Measure
    categories: tuple[str, ...]
    rows: tuple[HotSpot, ...]
    window: tuple[date, date] | None
    periods: tuple[tuple[date, date], ...]
    permutations: int
    period_permutations: int
    seed: int
    level: float
    family: str
    period_family: str
    family_size: int
    note: str
    newer: tuple[date, ...]
    provenance: Provenance

    @property
    def computed(self) -> bool:
        """Tell whether there is a result."""
        return not self.note

    @property
    def hot(self) -> tuple[HotSpot, ...]:
        """Return the localities that are hot in the window."""
        return tuple(row for row in self.rows if row.hot)

    @property
    def cold(self) -> tuple[HotSpot, ...]:
        """Return the localities that are cold in the window."""
        return tuple(row for row in self.rows if row.cold)

    def row(self, code: str) -> HotSpot | None:
        """Return one locality, or None."""
        return next((row for row in self.rows if row.code == code), None)

    def of_class(self, name: Class) -> tuple[HotSpot, ...]:
        """Return the localities of a class of persistence, those hot most often first."""
        found = (row for row in self.rows if row.persistence == name)
        return tuple(sorted(found, key=lambda row: (-row.periods_hot, row.name)))


def subjects(store: Store, catalogue: Catalogue) -> tuple[Indicator, ...]:
    """Return the indicators whose hot spots a release works out, in the order of the content."""
    asked = set(hot_spot_queries.hot_spot_subjects(store))
    return tuple(indicator for indicator in catalogue.indicators if indicator.slug in asked)


def hot_spots(store: Store, catalogue: Catalogue, place: Place, slug: str, measure: Measure = "count") -> HotSpots:
    """Return the hot spots of a place for an indicator; of a locality, those of its district.

    Raises KeyError for a slug that is no indicator's, ValueError for another measure than count or rate.
    """
    if measure not in MEASURES:
        raise ValueError(f"measure must be count or rate, not {measure}")
    indicator, districts = catalogue.indicator(slug), list(place.districts)
    runs = hot_spot_queries.hot_spot_runs(store, slug, measure)
    main = next((run for run in runs if run.part == "window"), None)
    window = (main.first, main.last) if main and main.first and main.last else None
    found = {one.area_code: one for one in hot_spot_queries.hot_spot_found(store, slug, measure, "window")}
    periods = [run for run in runs if run.part == "period" and not run.note]
    rows = _rows(store, indicator, districts, window, found, _hot_in(store, slug, measure, periods))
    run_rows = [row for row in rows if row.z is not None]
    note = main.note if main else NOT_ASKED
    if not note and not run_rows:
        note = f"No locality of {place.name} was part of the run."
    held = months_of(store, catalogue, indicator.categories, districts)
    family = _family(catalogue, run_rows)
    return HotSpots(
        place, slug, indicator.name, measure, indicator.categories, rows, window,
        tuple((run.first, run.last) for run in periods if run.first and run.last),
        main.permutations if main else 0, periods[0].permutations if periods else 0,
        main.seed if main else 0, main.level if main else 0.05,
        family, f"{family}, over all {len(periods)} quarters together", len(run_rows), note,
        tuple(month for month in held if window and month > window[1]),
        provenance(
            store, catalogue, *(window or ()), categories=indicator.categories,
            residents=residents_years(store, districts),
        ),
    )  # fmt: skip


def _hot_in(store: Store, slug: str, measure: Measure, periods: Sequence[Run]) -> dict[str, tuple[bool, ...]]:
    """Return, for each area that was hot in any period, whether it was in each; '' has none, for all the others."""
    hot: dict[str, set[date]] = {"": set()}
    for one in hot_spot_queries.hot_spot_found(store, slug, measure, "period"):
        if one.hot:
            hot.setdefault(one.area_code, set()).add(one.first)
    return {code: tuple(run.first in firsts for run in periods) for code, firsts in hot.items()}


def _rows(store: Store, indicator: Indicator, districts: list[str], window: tuple[date, date] | None,
          found: dict[str, Found], hot_in: dict[str, tuple[bool, ...]]) -> tuple[HotSpot, ...]:  # fmt: skip
    """Return the localities of some districts, highest z first; none without a window."""
    if window is None:
        return ()
    totals = queries.common_totals(store, districts, list(indicator.categories), month_range(*window))
    touching = hot_spot_queries.neighbour_counts(store, districts)
    rows = []
    for code, name, district, _, _, _, persons in queries.common_areas(store, districts):
        one, n = found.get(code), totals.get(code, 0)
        history = hot_in.get(code, hot_in[""]) if one else ()
        kind = persistence(history)[0] if len(history) >= FEWEST_PERIODS else None
        rows.append(HotSpot(
            code, name, district, n, persons, n / persons * 1000 if persons else None, one.z if one else None,
            one.p if one else None, bool(one and one.hot), bool(one and one.cold), touching.get(code, 0), kind, history,
        ))  # fmt: skip
    return tuple(sorted(rows, key=lambda row: (row.z is None, -(row.z or 0), row.code)))


def _family(catalogue: Catalogue, rows: Sequence[HotSpot]) -> str:
    """Return in words what the p-values of some localities were corrected over: each district by itself."""
    parts = []
    for district in catalogue.partnership.districts:
        size = sum(row.district == district.area_code for row in rows)
        if size:
            parts.append(f"the {size} localities of {district.name}")
    return f"{' and '.join(parts)}, each district by itself" if len(parts) > 1 else "".join(parts)
