"""Readings to draw and to word: invented, and made the way the engine makes them."""

from dataclasses import replace
from datetime import date
from typing import Any

from cspdash.catalogue import Indicator
from cspdash.findings.indicator import Judged, Point, Reading
from cspdash.findings.indicator.parts import Around, from_points, from_series
from cspdash.findings.indicator.points import newest
from cspdash.findings.places import Place
from cspdash.findings.series import Series
from cspdash.periods import month_range

DARLINGTON = "E06000005"
PLACE = Place(DARLINGTON, "Darlington", "district", (DARLINGTON,))


def reading(
    indicator: Indicator, points: list[Point] | None = None, series: Series | None = None, **changes: Any
) -> Reading:
    """Return a reading of points or of a monthly series in Darlington; keywords replace single fields."""
    around = Around(DARLINGTON, None, (), ())
    held = tuple(points or ())
    parts = from_series(indicator, series, around) if series else from_points(indicator, held, around)
    current = newest(held)
    state = "incidents" if series else "printed only" if current and current.printed else "observations"
    made = Reading(
        indicator, PLACE, state if parts.point else "no data supplied yet", "Darlington", parts.point, parts.movement,  # type: ignore[arg-type]
        parts.movement_why, (), parts.control, parts.trend, parts.trend_why, 3, parts.months_held, parts.spark,
        parts.spark_periods, held, (), (), (), False,
    )  # fmt: skip
    return replace(made, **changes)


def months(before: int, after: int) -> Series:
    """Return 36 months of which the last twelve have another level."""
    named = tuple(month_range(date(2020, 4, 1), date(2023, 3, 1)))
    return Series(named, tuple(after if month >= date(2022, 4, 1) else before for month in named))


def with_target(found: Reading, judged: Judged) -> Reading:
    """Return the reading with one judged target."""
    return replace(found, targets=(judged,))
