"""The numbers of a reading, from a monthly series or from single points."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cspdash.catalogue import Break, Indicator, Target
from cspdash.findings.indicator.monthly import (
    CONTROL_MONTHS,
    control_of,
    five_years,
    rolling_years,
    total,
    twelve_months,
)
from cspdash.findings.indicator.movement import Movement, between, of_year, rebase_between
from cspdash.findings.indicator.points import YEAR, Point, earlier, newest
from cspdash.findings.indicator.targets import Evidence, steady_level
from cspdash.findings.series import Series
from cspdash.findings.year import YearOnYear, year_on_year
from cspdash.periods import add_months, month_name, month_range, months_apart, short_month, twelve_months_to
from cspdash.stats.control import XmR


@dataclass(frozen=True, slots=True)
class Parts:
    """What a reading is made of; `spark` has None where a period is missing."""

    point: Point | None = None
    movement: Movement | None = None
    movement_why: str = ""
    control: XmR | None = None
    trend: str = "cannot be calculated"
    trend_why: str = "no value is held"
    spark: tuple[float | None, ...] = ()
    spark_periods: tuple[date, ...] = ()
    months_held: int | None = None
    newest_month: date | None = None
    caveats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Around:
    """What surrounds the numbers: the area they are for, its residents, the breaks and the plan's targets."""

    area_code: str
    persons: int | None
    breaks: Sequence[Break]
    targets: Sequence[Target]


def as_series(indicator: Indicator, points: Sequence[Point]) -> Series | None:
    """Return supplied monthly counts as a series, or None when the newest supplied point is no monthly count."""
    current = newest(point for point in points if not point.printed)
    if current is None or current.months != 1 or indicator.measure != "count":
        return None
    held = {p.period_start: p.value for p in points if p.series == current.series and p.months == 1}
    months = tuple(month_range(min(held), max(held)))
    return Series(months, tuple(None if (n := held.get(month)) is None else int(n) for month in months))


def from_series(indicator: Indicator, series: Series, around: Around) -> Parts:
    """Return the parts of an indicator that has a count for every month held."""
    year = year_on_year(series)
    if year is None:
        return Parts()
    months = [month for month in twelve_months_to(year.last) if series.at(month) is not None]
    point = total(indicator, year.total, months[0], year.last, around.area_code, around.persons)
    movement, why = _year_moved(year, around.breaks)
    shown = series.last(CONTROL_MONTHS)
    target = steady_level(around.targets, indicator, 1) if indicator.measure == "count" else None
    years = rolling_years(indicator, series, year.last, around.area_code, around.persons)
    verdict, trend_why = five_years(indicator, years, around.breaks)
    return Parts(
        point, movement, why, control_of(indicator, shown.months, shown.counts, around.breaks, target), verdict,
        trend_why, tuple(shown.counts), shown.months, year.held, year.last, _gaps(year, shown),
    )  # fmt: skip


def _year_moved(year: YearOnYear, breaks: Sequence[Break]) -> tuple[Movement | None, str]:
    """Return the change on the same months a year earlier, or why there is none."""
    movement = of_year(year)
    if movement is None or movement.before_start is None:
        return None, "no month of the year before is held" if not year.compared else "nothing was counted"
    rebased = rebase_between(breaks, movement.before_start, movement.after_end)
    if rebased:
        return None, f"the count changed between the two years ({rebased.title})"
    return movement, ""


def _gaps(year: YearOnYear, shown: Series) -> tuple[str, ...]:
    """Return what to say of missing months."""
    found = []
    if year.held < YEAR:
        found.append(
            f"Only {year.held} of the 12 months to {short_month(year.last)} are held: the value is theirs alone."
        )
    if year.compared and len(year.compared) < YEAR:
        found.append(f"The change compares the {len(year.compared)} months that are held in both years.")
    if shown.missing:
        named = ", ".join(short_month(month) for month in shown.missing[:6])
        more = f" and {len(shown.missing) - 6} more" if len(shown.missing) > 6 else ""
        found.append(
            f"{len(shown.missing)} of {len(shown.months)} months are not held ({named}{more}): gaps, not zeros."
        )
    doubtful = sorted([*(month for month, _ in shown.provisional), *shown.cut_off])
    if doubtful:
        named = ", ".join(short_month(month) for month in doubtful[:6])
        found.append(f"Months that look incomplete are not counted: {named}. Sources and methods says why.")
    return tuple(found)


def from_points(indicator: Indicator, points: Sequence[Point], around: Around) -> Parts:
    """Return the parts of an indicator that has single values for whole periods."""
    current = newest(points)
    if current is None:
        return Parts()
    before = earlier(points, current, seasonal=indicator.seasonal)
    movement = between(indicator, before, current, around.breaks) if before else None
    why = movement.why if movement else "no earlier value of the same source and length is held"
    series = [point for point in points if point.series == current.series]
    periods, values = grid(series, current)
    target = steady_level(around.targets, indicator, current.months)
    control = control_of(indicator, periods, values, around.breaks, target) if current.months else None
    yearly = [point for point in series if point.months == YEAR]
    same_start = [p for p in yearly if p.period_start.month == yearly[-1].period_start.month]
    verdict, trend_why = five_years(indicator, once_each(same_start), around.breaks)
    return Parts(
        current, movement, why, control, verdict, trend_why, tuple(values[-CONTROL_MONTHS:]),
        tuple(periods[-CONTROL_MONTHS:]),
    )  # fmt: skip


def once_each(points: Sequence[Point]) -> list[Point]:
    """Return one point for each period, the last given."""
    return list({(point.period_start, point.period_end): point for point in points}.values())


def grid(points: Sequence[Point], current: Point) -> tuple[list[date], list[float | None]]:
    """Return the periods as long as the current one, without a gap between them, with None where one is missing."""
    alike = {point.period_start: point.value for point in points if point.as_long_as(current)}
    step = current.months
    if not step:
        return list(alike), list(alike.values())
    on_grid = [start for start in alike if months_apart(start, current.period_start) % step == 0]
    count = months_apart(min(on_grid), current.period_start) // step
    periods = [add_months(current.period_start, -step * back) for back in range(count, -1, -1)]
    return periods, [alike.get(period) for period in periods]


def evidence(indicator: Indicator, series: Series | None, points: Sequence[Point], around: Around) -> Evidence:
    """Return how targets find their values: in the monthly series where it reaches, else among the points."""

    def year_to(last: date) -> Point | None:
        return twelve_months(indicator, series, last, around.area_code, around.persons) if series else None

    def within(start: date, end: date) -> Point | None:
        if series and series.held:
            found = _in_window(indicator, series, start, end, around)
            if found:
                return found
        return newest(point for point in points if start <= point.period_end <= end)

    def before(point: Point, start: date) -> Point | None:
        if series and point.series == indicator.source and point.months == YEAR:
            last = add_months(point.period_end.replace(day=1), -YEAR)
            while last >= start:
                last = add_months(last, -YEAR)
            found = year_to(last)
            if found:
                return found
        return earlier(points, point, start, indicator.seasonal)

    def missing(start: date, end: date) -> str:
        held = [month for month in series.held if start <= month <= end] if series else []
        return f"not every month of the twelve to {month_name(held[-1])} is held" if held else ""

    return Evidence(indicator, within, before, missing, around.breaks)


def _in_window(indicator: Indicator, series: Series, start: date, end: date, around: Around) -> Point | None:
    """Return the last twelve months within two days, or the part of them that has come so far; None with gaps."""
    last = min(series.held[-1], end.replace(day=1))
    first = max(add_months(last, 1 - YEAR), start.replace(day=1))
    counts = [series.at(month) for month in month_range(first, last)]
    if not counts or any(count is None for count in counts):
        return None
    return total(indicator, sum(count or 0 for count in counts), first, last, around.area_code, around.persons)
