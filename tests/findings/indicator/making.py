"""Indicators and points to judge by, all invented."""

from datetime import date
from typing import Any

from cspdash.catalogue import Break, Indicator
from cspdash.findings.indicator.points import Point, limits

DARLINGTON = "E06000005"


def indicator(**changes: Any) -> Indicator:
    """Return a made-up indicator: a yearly count of which fewer is better."""
    given: dict[str, Any] = {
        "slug": "sample", "title": "Samples", "definition": "Things that are counted.", "counted_from": "observations",
        "measure": "count", "unit": "things", "counted": "things counted", "source": "A register", "owner": "Council",
        "polarity": "lower", "disclosure": "O", "geography": "district", "checked_by": "Analyst",
        "next_review": date(2027, 4, 1),
    }  # fmt: skip
    return Indicator(**(given | changes))


def share(**changes: Any) -> Indicator:
    """Return a made-up share."""
    return indicator(**({"measure": "share", "over": "things asked about"} | changes))


def point(
    kind: Indicator, start: date, end: date, value: float | None, n: float | None = None, **changes: Any
) -> Point:
    """Return a point with the limits that its indicator gives it; for a share, `value` of `n`."""
    numerator = value if kind.measure == "count" else None
    if kind.measure == "share" and n is not None and value is not None:
        numerator, value = value, value / n
    low, high = limits(kind, numerator, n, value)
    given: dict[str, Any] = {"area_code": DARLINGTON, "source": "A register", "series": "A register"} | changes
    return Point(
        period_start=start, period_end=end, value=value, numerator=numerator, denominator=n, low=low, high=high, **given
    )


def year(kind: Indicator, first: int, value: float | None, n: float | None = None, **changes: Any) -> Point:
    """Return a point for the financial year that starts in April of `first`."""
    return point(kind, date(first, 4, 1), date(first + 1, 3, 31), value, n, **changes)


def rebase(starts: date) -> Break:
    """Return a break after which averages start anew."""
    return Break("rebase", "A new way to count", starts, "It was changed.", "A letter.", "Analyst", rebase=True)
