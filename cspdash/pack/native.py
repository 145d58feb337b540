"""A chart as plain numbers, for a chart that can be edited in the slides: categories and series."""

from dataclasses import dataclass, replace
from typing import Literal

from cspdash.charts.indicator_figures import indicator_title
from cspdash.charts.indicator_values import point_period
from cspdash.charts.survey_words import days_words
from cspdash.charts.words import trend_title
from cspdash.findings.indicator import Reading
from cspdash.findings.perception import Perception
from cspdash.findings.trend import Trend
from cspdash.periods import short_month

Values = tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Native:
    """Categories along the axis and named series over them; None is a gap. `share` marks values from 0 to 1."""

    title: str
    kind: Literal["line", "points"]
    categories: tuple[str, ...]
    series: tuple[tuple[str, Values], ...]
    share: bool = False


def _clean(values: object) -> Values:
    # Limits are arrays with not-a-number where there are none.
    found = [None if value is None or value != value else float(value) for value in values]  # type: ignore[attr-defined]  # noqa: PLR0124
    return tuple(found)


def of_trend(trend: Trend) -> Native:
    """Return the months with counts, mean and expected range."""
    series: list[tuple[str, Values]] = [("Recorded", _clean(trend.series.counts))]
    if trend.control is not None and trend.control.mean is not None:
        lower = tuple(None if value is None else max(0.0, value) for value in _clean(trend.control.lower_line))
        series += [
            ("Mean", _clean(trend.control.mean_line)),
            ("Expected from", lower),
            ("Expected to", _clean(trend.control.upper_line)),
        ]
    return Native(trend_title(trend), "line", tuple(short_month(month) for month in trend.series.months), tuple(series))


def of_reading(reading: Reading) -> Native:
    """Return an indicator's points with their intervals; sources are series of their own, never joined."""
    points = [point for point in reading.points if point.value is not None]
    names = list(dict.fromkeys((point.series, point.printed) for point in points))
    series: list[tuple[str, Values]] = [
        (
            f"Printed in {name}" if printed else name,
            tuple(point.value if (point.series, point.printed) == (name, printed) else None for point in points),
        )
        for name, printed in names
    ]
    if any(point.low is not None for point in points):
        series += [
            ("95% from", tuple(point.low for point in points)),
            ("95% to", tuple(point.high for point in points)),
        ]
    share = reading.indicator.measure == "share"
    return Native(
        indicator_title(reading), "points", tuple(point_period(point) for point in points), tuple(series), share
    )


def _asked(n: int | None) -> str:
    return "unknown" if n is None else f"{n:,}"


def of_perception(found: Perception) -> tuple[Native, ...]:
    """Return both sides, each a chart of its own: counts by month, and shares with their intervals."""
    recorded = replace(of_trend(found.trend), title=f"Recorded {found.pair.subject} a month")
    sides = [recorded] if found.trend.series.held else []
    return (*sides, _asked_side(found)) if found.waves.shown else tuple(sides)


def _asked_side(found: Perception) -> Native:
    waves = found.waves.shown
    return Native(
        f"{found.question.name}, share of those asked",
        "points",
        tuple(
            f"{days_words(wave.start, wave.end)} (n {wave.n if wave.n is not None else 'unknown'})" for wave in waves
        ),
        (
            ("Share", tuple(wave.share for wave in waves)),
            ("95% from", tuple(wave.low for wave in waves)),
            ("95% to", tuple(wave.high for wave in waves)),
        ),
        share=True,
    )
