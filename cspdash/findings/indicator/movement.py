"""Has it changed, by more than chance? Counts by the exact test of two counts, shares by that of two shares."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from cspdash.catalogue import Break, Indicator
from cspdash.findings.indicator.points import Point
from cspdash.findings.year import YearOnYear
from cspdash.periods import add_months
from cspdash.stats.change import change
from cspdash.stats.gap import two_proportions

COUNTS, SHARES = "exact test of two counts (E-test)", "test of two shares"


@dataclass(frozen=True, slots=True)
class Movement:
    """A change between two periods of one series; `z` above zero is a rise.

    `ratio` with `low` and `high` belongs to counts and rates, `difference` (after − before, in shares) with them
    to shares. Without a test `verdict` is empty and `why` says why. A printed baseline has no dates.
    """

    before: float
    after: float
    before_start: date | None
    before_end: date | None
    after_start: date
    after_end: date
    verdict: str = ""
    test: str = ""
    why: str = ""
    z: float | None = None
    p_value: float | None = None
    ratio: float | None = None
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    months: int | None = None


def month_end(month: date) -> date:
    """Return the last day of a month."""
    return date.fromordinal(add_months(month, 1).toordinal() - 1)


def of_year(year: YearOnYear) -> Movement | None:
    """Return the change of a monthly series on the same months a year earlier, or None without any."""
    if year.change is None:
        return None
    found = year.change
    first, last = year.compared[0], year.compared[-1]
    return Movement(
        year.before, year.after, add_months(first, -12), month_end(add_months(last, -12)), first, month_end(last),
        found.verdict, COUNTS, "", found.z, found.p_value, found.ratio, None, found.low, found.high,
        len(year.compared),
    )  # fmt: skip


def between(indicator: Indicator, before: Point, after: Point, breaks: Iterable[Break]) -> Movement | None:
    """Return the change from one point to another, tested where their numbers allow it."""
    if before.value is None or after.value is None:
        return None
    spans = (before.period_start, before.period_end, after.period_start, after.period_end)
    untested = Movement(before.value, after.value, *spans)
    rebased = rebase_between(breaks, before.period_start, after.period_end)
    if rebased:
        return _why(untested, f"the count changed between the two periods ({rebased.title})")
    if indicator.measure == "share":
        return _shares(untested, before, after)
    if indicator.measure == "count":
        return _counts(untested, before.value, after.value)
    counted = None not in (before.numerator, after.numerator) and before.denominator and after.denominator
    if indicator.measure == "rate" and counted:
        return _counts(untested, before.counted, after.counted, before.denominator or 1.0, after.denominator or 1.0)
    return _why(untested, "the numbers behind the values are not given")


def from_baseline(level: float, point: Point) -> Movement:
    """Return the change from a printed baseline count to a point of as long a period."""
    return _counts(
        Movement(level, point.value or 0.0, None, None, point.period_start, point.period_end), level, point.value or 0.0
    )


def rebase_between(breaks: Iterable[Break], first: date, last: date) -> Break | None:
    """Return a break after which averages start anew and that falls within a span of days, or None."""
    return next((line for line in breaks if line.rebase and first < line.starts <= last), None)


def _why(untested: Movement, reason: str) -> Movement:
    return replace(untested, why=reason)


def _counts(untested: Movement, before: float, after: float, *exposures: float) -> Movement:
    if before + after == 0:
        return _why(untested, "nothing was counted in either period")
    found = change(before, after, *exposures)
    return replace(
        untested, verdict=found.verdict, test=COUNTS, z=found.z, p_value=found.p_value, ratio=found.ratio,
        low=found.low, high=found.high,
    )  # fmt: skip


def _shares(untested: Movement, before: Point, after: Point) -> Movement:
    if not before.denominator or not after.denominator:
        return _why(untested, "the numbers behind the two shares are not given")
    found = two_proportions(
        before.counted, before.denominator, after.counted, after.denominator,
        design_effect_before=before.design_effect, design_effect_after=after.design_effect,
    )  # fmt: skip
    # The test counts before minus after; a reader expects a rise to be positive.
    return replace(
        untested, verdict=found.verdict, test=SHARES, z=-found.z, p_value=found.p_value,
        difference=-found.difference, low=-found.high, high=-found.low,
    )  # fmt: skip
