"""Which months are compared: complete months after an intervention began, and the same months a year earlier."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cspdash.findings.series import Series
from cspdash.periods import add_months

YEAR = 12


@dataclass(frozen=True, slots=True)
class Windows:
    """Months before and after, pair by pair the same calendar month.

    `wanted` is how many were asked for; `missing` are the later months of pairs that are not held on both sides or
    everywhere, `begun` the month in which the intervention began where that is left out as neither before nor after.
    """

    wanted: int
    before: tuple[date, ...]
    after: tuple[date, ...]
    missing: tuple[date, ...] = ()
    begun: date | None = None

    @property
    def complete(self) -> bool:
        """Tell whether every month that was asked for is compared."""
        return len(self.after) == self.wanted


def first_complete_month(day: date) -> date:
    """Return the first month that lies wholly on or after a day."""
    month = day.replace(day=1)
    return month if day.day == 1 else add_months(month, 1)


def after_window(starts: date, wanted: int) -> tuple[date, ...]:
    """Return the complete months that are asked for after the start (twelve at most: the year before ends there).

    Raises ValueError when it is not 1 to 12.
    """
    if not 1 <= wanted <= YEAR:
        raise ValueError(f"wanted must be 1 to 12 months, not {wanted}")
    first = first_complete_month(starts)
    return tuple(add_months(first, step) for step in range(wanted))


def year_earlier(months: Sequence[date]) -> tuple[date, ...]:
    """Return the same months a year earlier."""
    return tuple(add_months(month, -YEAR) for month in months)


def windows(starts: date, wanted: int, series: Sequence[Series]) -> Windows:
    """Return the pairs of months that every series has, of those that are asked for.

    A start in mid-month makes that month neither before nor after, so where it would be a month before it is left
    out with its fellow a year later.
    """
    held = set.intersection(*(set(one.held) for one in series)) if series else set()
    begun = None if starts.day == 1 else starts.replace(day=1)
    asked = after_window(starts, wanted)
    pairs = [(b, a) for b, a in zip(year_earlier(asked), asked, strict=True) if b != begun]
    kept = [(b, a) for b, a in pairs if b in held and a in held]
    missing = tuple(a for b, a in pairs if b not in held or a not in held)
    left_out = begun if len(pairs) < len(asked) else None
    return Windows(wanted, tuple(b for b, _ in kept), tuple(a for _, a in kept), missing, left_out)


def total(series: Series, months: Sequence[date]) -> int:
    """Return the sum of a series over months that it holds."""
    counts = dict(zip(series.months, series.counts, strict=True))
    return sum(counts[month] or 0 for month in months)


def summed(series: Sequence[Series]) -> Series:
    """Return the sum of several series; a month is a gap where it is one in any of them."""
    months = sorted({month for one in series for month in one.months})
    counts = [dict(zip(one.months, one.counts, strict=True)) for one in series]

    def count(month: date) -> int | None:
        found = [one.get(month) for one in counts]
        return None if any(n is None for n in found) else sum(n or 0 for n in found)

    return Series(tuple(months), tuple(count(month) for month in months))
