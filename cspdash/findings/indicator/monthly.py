"""A monthly series of incidents as an indicator's numbers: years of twelve months, limits of chance, five years."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from cspdash.catalogue import Break, Indicator
from cspdash.findings.indicator.movement import month_end, rebase_between
from cspdash.findings.indicator.points import Point, limits
from cspdash.findings.series import Series
from cspdash.periods import add_months, twelve_months_to
from cspdash.stats.control import XmR, xmr
from cspdash.stats.trend import trend, trend_proportion

CONTROL_MONTHS = 36
YEARS = 5


def twelve_months(
    indicator: Indicator, series: Series, last: date, area_code: str, persons: int | None
) -> Point | None:
    """Return the twelve months to `last` as a point, or None unless all of them are held.

    A rate is per so many of the `persons` that live there now; None without them.
    """
    months = twelve_months_to(last)
    counts = [series.at(month) for month in months]
    if any(count is None for count in counts):
        return None
    return total(indicator, sum(count or 0 for count in counts), months[0], last, area_code, persons)


def total(
    indicator: Indicator, counted: int, first: date, last: date, area_code: str, persons: int | None
) -> Point | None:
    """Return a number of incidents from month `first` to month `last` as a point of the indicator."""
    value: float = counted
    if indicator.measure == "rate":
        if not persons:
            return None
        value = counted / persons * (indicator.per or 1.0)
    below = float(persons) if persons and indicator.measure == "rate" else None
    low, high = limits(indicator, counted, below, value)
    return Point(
        area_code, first, month_end(last), value, float(counted), below, indicator.source, indicator.source, low, high
    )


def control_of(
    indicator: Indicator, periods: Sequence[date], values: Sequence[float | None], breaks: Sequence[Break],
    target: float | None,
) -> XmR | None:  # fmt: skip
    """Return the control chart of a regular series; a break that starts averages anew starts a new segment."""
    if not any(value is not None for value in values):
        return None
    starts = {line.starts for line in breaks if line.rebase}
    places = [at for at, period in enumerate(periods) if at and any(periods[at - 1] < day <= period for day in starts)]
    filled = np.array([np.nan if value is None else value for value in values])
    return xmr(filled, target=target, polarity=indicator.polarity, breaks=places)


def five_years(indicator: Indicator, points: Sequence[Point], breaks: Sequence[Break]) -> tuple[str, str]:
    """Return the trend over five yearly points, oldest first, as (verdict, why it cannot be calculated)."""
    held = [point for point in points if point.value is not None][-YEARS:]
    if len(held) < YEARS:
        return "cannot be calculated", f"it needs five yearly values, {len(held)} held"
    rebased = rebase_between(breaks, held[0].period_start, held[-1].period_end)
    if rebased:
        return "cannot be calculated", f"the count changed within the five years ({rebased.title})"
    if any(point.low is None for point in held):
        return "cannot be calculated", "not every yearly value has an interval"
    if indicator.measure == "share":
        found = trend_proportion([point.counted for point in held], [point.denominator for point in held])
    else:
        found = trend([point.value for point in held], [point.low for point in held], [point.high for point in held])
    return found.verdict, "" if found.slope is not None else "the five values cannot be fitted"


def rolling_years(indicator: Indicator, series: Series, last: date, area_code: str, persons: int | None) -> list[Point]:
    """Return the whole years of twelve months that end with `last` and its anniversaries, oldest first."""
    ends = [add_months(last, -12 * years) for years in range(YEARS)]
    found = [twelve_months(indicator, series, end, area_code, persons) for end in reversed(ends)]
    return [point for point in found if point is not None]
