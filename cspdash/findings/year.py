"""The newest twelve months against the twelve before, month for month.

Only months held in both years are compared, so a gap in either never looks like a fall; the finding
says how many months that left.
"""

from dataclasses import dataclass
from datetime import date

from cspdash.findings.series import Series
from cspdash.periods import add_months, twelve_months_to
from cspdash.stats.change import Change, change


@dataclass(frozen=True, slots=True)
class YearOnYear:
    """Twelve months to `last` and the same months a year earlier; `change` is None without a common month."""

    last: date
    total: int
    held: int
    compared: tuple[date, ...]
    before: int
    after: int
    change: Change | None

    @property
    def complete(self) -> bool:
        """Tell whether all twelve months of both years are held."""
        return len(self.compared) == 12

    @property
    def compared_before(self) -> tuple[date, ...]:
        """Return the months of the earlier year that are compared."""
        return tuple(add_months(month, -12) for month in self.compared)


def year_on_year(series: Series) -> YearOnYear | None:
    """Return the newest twelve months against the same months a year earlier, or None without any count."""
    held = {month: n for month, n in zip(series.months, series.counts, strict=True) if n is not None}
    if not held:
        return None
    last = max(held)
    newest = [month for month in twelve_months_to(last) if month in held]
    compared = tuple(month for month in newest if add_months(month, -12) in held)
    before = sum(held[add_months(month, -12)] for month in compared)
    after = sum(held[month] for month in compared)
    tested = change(before, after) if compared and before + after else None
    return YearOnYear(last, sum(held[month] for month in newest), len(newest), compared, before, after, tested)
