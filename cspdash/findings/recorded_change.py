"""Did the recorded side change between two spans of months? The same months are compared wherever that is possible."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cspdash.catalogue import Claim, Indicator
from cspdash.findings.series import Series
from cspdash.periods import month_range, months_apart
from cspdash.stats.change import Change, ChangeVerdict, change


@dataclass(frozen=True, slots=True)
class RecordedChange:
    """Recorded counts in two spans; `change` is None where nothing can be compared.

    `months_before` and `months_after` are the months compared, of `wanted` in each span. `same_months` says
    that they are the same calendar months. `document` names the plan whose printed counts stand in for months
    that are not held.
    """

    indicator: Indicator
    months_before: tuple[date, ...]
    months_after: tuple[date, ...]
    wanted: int
    before: int | None
    after: int | None
    change: Change | None
    same_months: bool
    document: str = ""

    @property
    def verdict(self) -> ChangeVerdict:
        """Return the verdict of the change, or "too few to compare" where there is none."""
        return self.change.verdict if self.change else "too few to compare"

    @property
    def complete(self) -> bool:
        """Tell whether every month wanted is held on both sides, or the printed counts cover them."""
        return bool(self.document) or len(self.months_before) == len(self.months_after) == self.wanted


def months_of(start: date, end: date) -> tuple[date, ...]:
    """Return every month that a wave touches."""
    return tuple(month_range(start.replace(day=1), end.replace(day=1)))


def recorded_change(
    series: Series, indicator: Indicator, before: Sequence[date], after: Sequence[date]
) -> RecordedChange:
    """Compare the recorded counts of two spans of months, using only months that are held.

    Where the spans are the same calendar months, a month that is missing on one side is left out on both.
    Otherwise the counts are compared per month held.
    """
    apart = months_apart(before[0], after[0])
    same = len(before) == len(after) and apart % 12 == 0
    held = {month: n for month, n in zip(series.months, series.counts, strict=True) if n is not None}
    if same:
        pairs = [(b, a) for b, a in zip(before, after, strict=True) if b in held and a in held]
        first, second = tuple(b for b, _ in pairs), tuple(a for _, a in pairs)
    else:
        first = tuple(month for month in before if month in held)
        second = tuple(month for month in after if month in held)
    wanted = max(len(before), len(after))
    if not first or not second:
        return RecordedChange(indicator, first, second, wanted, None, None, None, same)
    counted = sum(held[month] for month in first), sum(held[month] for month in second)
    tested = change(*counted, len(first), len(second)) if sum(counted) else None
    return RecordedChange(indicator, first, second, wanted, *counted, tested, same)


def claimed_change(series: Series, indicator: Indicator, claim: Claim) -> RecordedChange | None:
    """Compare the two spans of a printed claim: by the months held where all are, else by its printed counts.

    None when the claim gives no dates.
    """
    days = (claim.before_start, claim.before_end, claim.after_start, claim.after_end)
    before_start, before_end, after_start, after_end = days
    if before_start is None or before_end is None or after_start is None or after_end is None:
        return None
    before, after = months_of(before_start, before_end), months_of(after_start, after_end)
    found = recorded_change(series, indicator, before, after)
    if found.complete or claim.before is None or claim.after is None:
        return found
    counts = int(claim.before), int(claim.after)
    tested = change(*counts, len(before), len(after))
    return RecordedChange(indicator, before, after, len(before), *counts, tested, found.same_months, claim.document)
