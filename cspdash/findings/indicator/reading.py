"""What does an indicator say for this place? Computed from incidents, supplied values, surveys or printed figures.

Incidents come first where they are held; else the newest supplied value, else the newest that a plan printed,
else nothing, and the name of the file that would fill it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from cspdash.catalogue import Break, Catalogue, Indicator, Plan, PrintedFigure, Target
from cspdash.findings.indicator.caveats import caveats
from cspdash.findings.indicator.meaning import meaning
from cspdash.findings.indicator.movement import Movement
from cspdash.findings.indicator.parts import Around, Parts, as_series, evidence, from_points, from_series
from cspdash.findings.indicator.points import Point, nearest, points_of, why_no_interval
from cspdash.findings.indicator.targets import Judged, judge
from cspdash.findings.places import Place, population_of
from cspdash.findings.provenance import residents_words
from cspdash.findings.series import PlaceCounts, Series, place_counts
from cspdash.periods import months_apart
from cspdash.stats.control import XmR
from cspdash.store import observations, queries
from cspdash.store.connection import Store

State = Literal["incidents", "observations", "printed only", "no data supplied yet"]


@dataclass(frozen=True, slots=True)
class Reading:
    """An indicator's finding for one place under one plan.

    `point` is the value with period and interval (twelve months for a monthly count); `movement` the change with
    its test; `points` every supplied and printed value of the area, oldest first; `printed` all that the plan prints
    of the indicator for it, changes and places included. `age_months` counts from the newest month of the police for
    incidents, from today for everything else.
    """

    indicator: Indicator
    place: Place
    state: State
    area_name: str
    point: Point | None
    movement: Movement | None
    movement_why: str
    targets: tuple[Judged, ...]
    control: XmR | None
    trend: str
    trend_why: str
    age_months: int | None
    months_held: int | None
    spark: tuple[float | None, ...]
    spark_periods: tuple[date, ...]
    points: tuple[Point, ...]
    printed: tuple[PrintedFigure, ...]
    breaks: tuple[Break, ...]
    caveats: tuple[str, ...]
    demonstration: bool

    @property
    def value(self) -> float | None:
        """Return the value in the indicator's own scale (a share from 0 to 1), None when there is none."""
        return self.point.value if self.point else None

    @property
    def verdict(self) -> str:
        """Return the verdict on the change: up, down, no detectable change, too few to compare, or nothing."""
        return self.movement.verdict if self.movement else ""

    @property
    def meaning(self) -> str:
        """Return what the change means by the indicator's polarity."""
        return meaning(self.verdict, self.indicator.polarity)

    @property
    def variation(self) -> str:
        """Return the control chart's word for the newest point, or "too few points"."""
        return self.control.variation if self.control else "too few points"

    @property
    def assurance(self) -> str:
        """Return what the expected range says of the target, or nothing where there is no such target."""
        return (self.control.assurance or "") if self.control else ""

    @property
    def target(self) -> Judged | None:
        """Return the target to show first: the last that can be judged, else the last."""
        judged = tuple(found for found in self.targets if found.verdict in ("met", "not met"))
        return next(reversed(judged or self.targets), None)

    @property
    def interval_why(self) -> str:
        """Return why the value has no interval, or nothing when it has one."""
        return why_no_interval(self.indicator, self.point) if self.point else ""

    @property
    def expected_file(self) -> str:
        """Return the file that would fill the indicator."""
        return self.indicator.expected_file

    @property
    def disclosure(self) -> str:
        """Return the disclosure class."""
        return self.indicator.disclosure


@dataclass(frozen=True, slots=True)
class _Held:
    """What is read from the store once for all indicators of a page."""

    catalogue: Catalogue
    place: Place
    plan: Plan | None
    today: date
    counts: PlaceCounts | None
    people: tuple[int, int] | None
    rows: Sequence[observations.Observation]
    answers: Sequence[observations.Answer]
    demonstration: bool
    public: bool


def reading(
    store: Store, catalogue: Catalogue, indicator: Indicator, place: Place, plan: Plan | None, *, today: date
) -> Reading:
    """Return the reading of one indicator; without a plan there are no targets."""
    return _read(indicator, _held(store, catalogue, [indicator], place, plan, today))


def readings(
    store: Store, catalogue: Catalogue, indicators: Iterable[Indicator], place: Place, plan: Plan | None, *, today: date
) -> tuple[Reading, ...]:
    """Return the readings of some indicators in their order; for a locality only those counted from incidents."""
    wanted = [one for one in indicators if one.counted_from == "incidents" or not place.is_locality]
    held = _held(store, catalogue, wanted, place, plan, today)
    return tuple(_read(indicator, held) for indicator in wanted)


def _held(
    store: Store, catalogue: Catalogue, wanted: Sequence[Indicator], place: Place, plan: Plan | None, today: date
) -> _Held:
    counted = any(indicator.counted_from == "incidents" for indicator in wanted)
    rates = any(indicator.counted_from == "incidents" and indicator.measure == "rate" for indicator in wanted)
    people = population_of(store, place) if rates else None
    surveys = sorted({indicator.survey for indicator in wanted if indicator.survey})
    return _Held(
        catalogue,
        place,
        plan,
        today,
        place_counts(store, catalogue, place) if counted else None,
        people,
        observations.supplied(store, [indicator.slug for indicator in wanted]),
        observations.answers(store, surveys) if surveys else [],
        queries.is_demonstration(store),
        store.edition == "public",
    )


def _read(indicator: Indicator, held: _Held) -> Reading:
    catalogue, place = held.catalogue, held.place
    codes = catalogue.lies_in(place.code)
    code, points = place.code, tuple[Point, ...]()
    if not place.is_locality:
        code, points = nearest(points_of(catalogue, indicator, held.rows, held.answers), codes)
    areas = (place.code, *place.districts)
    breaks = catalogue.breaks_of(indicator.slug, areas, place.grain)
    targets = _targets(indicator, held)
    around = Around(code, held.people[0] if held.people else None, breaks, targets)
    series = _series(indicator, held)
    counted = series is not None
    if series is None:
        series = as_series(indicator, points)
    parts = from_series(indicator, series, around) if series else from_points(indicator, points, around)
    found = evidence(indicator, series, points, around)
    judged = tuple(judge(target, held.plan, found) for target in targets) if held.plan else ()
    state: State = "no data supplied yet"
    if parts.point:
        state = "incidents" if counted else "printed only" if parts.point.printed else "observations"
    name = place.name if counted or code == place.code else _area_name(catalogue, code)
    return Reading(
        indicator, place, state, name, parts.point, parts.movement, parts.movement_why, judged, parts.control,
        parts.trend, parts.trend_why, _age(parts, held, counted), parts.months_held, parts.spark,
        parts.spark_periods, points, _printed(indicator, held),
        (*breaks, *catalogue.notes_of(indicator.slug, areas)),
        (*caveats(indicator, parts, place, name, breaks, held.public), *_residents(indicator, parts, held, counted)),
        counted and held.demonstration,
    )  # fmt: skip


def _series(indicator: Indicator, held: _Held) -> Series | None:
    """Return the monthly counts of an indicator that counts incidents, or None when no month is held."""
    if held.counts is None or indicator.counted_from != "incidents":
        return None
    series = held.counts.series(held.catalogue, indicator.categories)
    return series if series.held else None


def _targets(indicator: Indicator, held: _Held) -> tuple[Target, ...]:
    """Return the plan's targets that are meant for the place; none for a locality or for another plan's area."""
    if held.plan is None or held.place.is_locality:
        return ()
    codes = set(held.catalogue.lies_in(held.place.code))
    if not codes & set(held.plan.area_codes):
        return ()
    return tuple(t for t in held.plan.targets_for(indicator.slug) if not t.area_code or t.area_code in codes)


def _printed(indicator: Indicator, held: _Held) -> tuple[PrintedFigure, ...]:
    """Return what the plan prints of an indicator for the place."""
    codes = held.catalogue.lies_in(held.place.code)
    slug = held.plan.slug if held.plan else ""
    return tuple(f for f in held.catalogue.figures_of(indicator.slug, slug) if f.area_code in codes)


def _area_name(catalogue: Catalogue, code: str) -> str:
    """Return the name of a partnership or the force by its code, else the code."""
    for district in catalogue.partnership.districts:
        if code == district.partnership_code:
            return district.partnership_name
    return catalogue.partnership.force.name if code == catalogue.partnership.force.area_code else code


def _residents(indicator: Indicator, parts: Parts, held: _Held, counted: bool) -> tuple[str, ...]:
    """Return of which year the residents of a rate of incidents are; nothing for anything else."""
    rate = counted and indicator.measure == "rate" and parts.point is not None
    return (residents_words(held.people[1:], parts.newest_month).strip(),) if rate and held.people else ()


def _age(parts: Parts, held: _Held, counted: bool) -> int | None:
    if parts.point is None:
        return None
    if counted and held.counts and parts.newest_month:
        return max(0, months_apart(parts.newest_month, max(held.counts.months, default=parts.newest_month)))
    return max(0, months_apart(parts.point.period_end, held.today))
