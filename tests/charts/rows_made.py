"""Rows found, made of invented numbers."""

from dataclasses import replace
from datetime import date
from typing import Any

from cspdash.findings.rows import ANY, Asked, Point, Rows, Subject
from cspdash.findings.series import Series
from cspdash.periods import month_range
from tests.charts.invented import DARLINGTON, SOURCE

FIRST, LAST = date(2023, 4, 1), date(2023, 6, 1)
ASB = Subject("asb", "Anti-social behaviour", ("Anti-social behaviour",))
ASKED = Asked(DARLINGTON, ASB, FIRST, LAST, ANY, "")
POINTS = (Point(-1.55, 54.52, "On or near High Row", 9), Point(-1.54, 54.53, "On or near <b>Bank</b> Top", 3))


def found(**changes: Any) -> Rows:
    """Return twelve rows of three files in three months, at two points."""
    series = Series(tuple(month_range(FIRST, LAST)), (4, 5, 3))
    made = Rows(ASKED, 12, 12, 3, series, POINTS, 2, ("police.uk",), False, (), SOURCE)
    return replace(made, **changes)
