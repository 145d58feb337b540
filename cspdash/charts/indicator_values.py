"""The pieces that an indicator's sentences and tables share: a value, a period, an interval, a change."""

from datetime import date, timedelta

from cspdash.catalogue import Indicator
from cspdash.charts.words import percent
from cspdash.findings.indicator import Movement, Point
from cspdash.periods import financial_year, month_name, months_apart, span_words


def value_words(indicator: Indicator, value: float | None) -> str:
    """Return a value as it is read: 2,799; 23.4%; 38.5 per 1,000; withheld."""
    if value is None:
        return "withheld"
    if indicator.measure == "share":
        return f"{value * 100:.1f}%"
    if indicator.measure == "rate":
        return f"{value:,.1f} per {indicator.per:,.0f}"
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}".rstrip("0")


def period_words(start: date, end: date) -> str:
    """Return a period: 2012/13; the 12 months to May 2014; April to December 2012; 3 May 2012 to 9 June 2012."""
    after = end + timedelta(days=1)
    if start.day != 1 or after.day != 1:
        return f"{start.day} {month_name(start)} to {end.day} {month_name(end)}"
    months = months_apart(start, after)
    if months == 12 and start.month == 4:
        return financial_year(start)
    if months == 12:
        return f"the 12 months to {month_name(end)}"
    if start.year == end.year and months > 1:
        return f"{start:%B} to {month_name(end)}"
    return span_words(start.replace(day=1), end.replace(day=1))


def point_period(point: Point) -> str:
    """Return the period of a point in words."""
    return period_words(point.period_start, point.period_end)


def interval_of(indicator: Indicator, point: Point) -> str:
    """Return the 95% interval of a point in words, empty where there is none."""
    if point.low is None or point.high is None:
        return ""
    return f"95% interval {value_words(indicator, round_count(indicator, point.low))} to " + value_words(
        indicator, round_count(indicator, point.high)
    )


def round_count(indicator: Indicator, value: float) -> float:
    """Return a limit as it is shown: whole for counts."""
    return float(round(value)) if indicator.measure == "count" else value


def movement_words(movement: Movement | None, why: str = "", measure: str = "count") -> str:
    """Return a change in a few words with its interval, or why there is none."""
    if movement is None or movement.why:
        return f"not compared: {movement.why if movement else why}"
    if movement.verdict == "too few to compare":
        return movement.verdict
    return (
        f"{movement.verdict} ({size_words(movement, measure)})" if size_words(movement, measure) else movement.verdict
    )


def size_words(movement: Movement, measure: str = "count") -> str:
    """Return the size of a change with its 95% interval: in per cent, or in percentage points for shares."""
    if movement.low is None or movement.high is None:
        return ""
    if measure == "share" and movement.difference is not None:
        return (
            f"{points_words(movement.difference)} percentage points, 95% interval "
            f"{points_words(movement.low)} to {points_words(movement.high)}"
        )
    if movement.ratio is None:
        return ""
    # A bound that would round to 0% is given more places, so that it does not seem to touch no change.
    nearest = min(abs(movement.low - 1), abs(movement.high - 1))
    places = next((places for places in (0, 1, 2) if nearest >= 0.5 * 10.0 ** -(places + 2)), 3)
    return (
        f"{percent(movement.ratio, places)}, 95% interval {percent(movement.low, places)} to "
        f"{percent(movement.high, places)}"
    )


def points_words(difference: float) -> str:
    """Return a difference of shares as signed percentage points: +3.2."""
    value = round(difference * 100, 1)
    return f"{'−' if value < 0 else '+' if value > 0 else ''}{abs(value):.1f}"


def missing_sentence(indicator: Indicator, point: Point, area_name: str) -> str:
    """Return that a number is not given, and why, as far as that is said."""
    period, counted = point_period(point), f"{indicator.counted} in {area_name}"
    period = period[0].upper() + period[1:]
    if point.missing_words == "withheld":
        return f"{period}: the number of {counted} is withheld because it is small."
    if point.missing_words == "fewer than 10":
        return f"{period}: fewer than 10 {counted}, so no number is given."
    if point.missing_words == "base too small":
        return f"{period}: too few people were asked in {area_name} to show a figure (fewer than 30)."
    return f"{period}: the number of {counted} is {point.missing_words}."
