"""An area against its own past: the newest twelve months against the same months of each earlier year.

Only months that are held in both years are compared, so that a gap in either never looks like a fall. Where the way
of counting changed in between, the two are not compared, and the change is named.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cspdash.catalogue import Break, Catalogue, Indicator
from cspdash.findings.compare_counts import counted
from cspdash.findings.compare_points import days_words, pointed
from cspdash.findings.indicator.movement import between, month_end, rebase_between
from cspdash.findings.indicator.points import Point, newest
from cspdash.findings.peers import Peers
from cspdash.findings.provenance import Provenance, provenance
from cspdash.periods import add_months, twelve_months_to
from cspdash.stats.change import Change, change
from cspdash.store.connection import Store

MOST_YEARS = 10
ALWAYS = (1, 5)


@dataclass(frozen=True, slots=True)
class Year:
    """One earlier year: `months` of twelve are held in both; `ratio` to now with limits, None where not comparable.

    `before` and `after` are counts where `months` is above zero, else values in the indicator's own scale. A share is
    compared by `difference` (after − before) instead of a ratio, with its own limits.
    """

    back: int
    period: str
    months: int
    before: float | None
    after: float | None
    verdict: str
    ratio: float | None = None
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Past:
    """An area against its past years, nearest first; a year 1 and a year 5 are always there, with why if not held."""

    indicator: Indicator
    code: str
    name: str
    now: str
    total: float | None
    months: int
    years: tuple[Year, ...]
    provenance: Provenance
    why: str = ""

    @property
    def drawn(self) -> tuple[Year, ...]:
        """Return the years that have a change with limits."""
        return tuple(year for year in self.years if year.low is not None and year.high is not None)

    def year(self, back: int) -> Year | None:
        """Return the comparison with so many years ago."""
        return next((year for year in self.years if year.back == back), None)


def past(store: Store, catalogue: Catalogue, indicator: Indicator, peers: Peers, code: str) -> Past:
    """Return one member of a group against its own past."""
    name = peers.name_of(code)
    levels = peers.level if peers.level == "lsoa" else "district"
    breaks = catalogue.breaks_of(indicator.slug, (code, *peers.place.districts), levels)
    if indicator.counted_from != "incidents":
        return _of_points(store, catalogue, indicator, peers, breaks)
    found = counted(store, catalogue, indicator.categories, peers)
    held, counts = found.held.get(code, frozenset()), found.monthly.get(code, {})
    made = provenance(store, catalogue, categories=indicator.categories)
    if not held:
        why = f"No month of {indicator.name} is held for {name}, so there is no past to compare with."
        return Past(indicator, code, name, "", None, 0, (), made, why)
    last = max(held)
    months = [month for month in twelve_months_to(last) if month in held]
    total = sum(counts.get(month, 0) for month in months)
    years = [_against(held, counts, months, back, breaks) for back in range(1, MOST_YEARS + 1)]
    shown = tuple(year for year in years if year.months or year.back in ALWAYS)
    now = days_words(months[0], month_end(last))
    return Past(indicator, code, name, now, total, len(months), shown, made)


def _against(
    held: frozenset[date], counts: dict[date, int], months: Sequence[date], back: int, breaks: Sequence[Break]
) -> Year:
    """Return the comparison with the same months so many years ago."""
    earlier = {month: add_months(month, -12 * back) for month in months}
    both = [month for month in months if earlier[month] in held]
    period = days_words(earlier[months[0]], month_end(earlier[months[-1]]))
    if not both:
        return Year(back, period, 0, None, None, "", why="no month is held in both years")
    before, after = (float(sum(counts.get(m, 0) for m in chosen)) for chosen in ([earlier[m] for m in both], both))
    rebased = rebase_between(breaks, earlier[both[0]], month_end(both[-1]))
    if rebased:
        why = f"the count changed in between ({rebased.title})"
        return Year(back, period, len(both), before, after, "", why=why)
    if before + after == 0:
        return Year(back, period, len(both), before, after, "", why="none in either year")
    return _tested(change(before, after), back, period, len(both), before, after)


def _tested(found: Change, back: int, period: str, months: int, before: float, after: float) -> Year:
    if found.verdict == "too few to compare":
        return Year(back, period, months, before, after, found.verdict, why="fewer than 10 in one of the years")
    return Year(back, period, months, before, after, found.verdict, found.ratio, None, found.low, found.high)


def _of_points(store: Store, catalogue: Catalogue, indicator: Indicator, peers: Peers, breaks: Sequence[Break]) -> Past:
    """Return supplied values against those of the same series and length, so many years earlier."""
    found = pointed(store, catalogue, indicator, peers)
    name = peers.name_of(peers.chosen)
    current = newest(found.history)
    if peers.level == "lsoa" or current is None or current.value is None:
        why = f"No value of {indicator.name} is held for {name or 'a locality'}, so there is no past to compare with."
        return Past(indicator, peers.chosen, name, "", None, 0, (), found.provenance, why)
    now = days_words(current.period_start, current.period_end)
    years = [_point_against(indicator, found.history, current, back, breaks) for back in range(1, MOST_YEARS + 1)]
    shown = tuple(year for year in years if year.before is not None or year.back in ALWAYS)
    return Past(indicator, peers.chosen, name, now, current.value, 0, shown, found.provenance)


def _point_against(
    indicator: Indicator, history: Sequence[Point], current: Point, back: int, breaks: Sequence[Break]
) -> Year:
    start = add_months(current.period_start.replace(day=1), -12 * back)
    like = [
        point for point in history
        if point.series == current.series and point.as_long_as(current) and point.value is not None
        and point.period_start.replace(day=1) == start
    ]  # fmt: skip
    if not like:
        why = f"no value of the same source and length, {back} {'year' if back == 1 else 'years'} earlier, is held"
        return Year(back, f"{start:%B %Y}", 0, None, current.value, "", why=why)
    period = days_words(like[-1].period_start, like[-1].period_end)
    moved = between(indicator, like[-1], current, breaks)
    if moved is None or moved.why:
        return Year(
            back, period, 0, like[-1].value, current.value, "", why=moved.why if moved else "a number is missing"
        )
    if moved.verdict == "too few to compare":
        return Year(back, period, 0, moved.before, moved.after, moved.verdict, why="fewer than 10 in one of the years")
    return Year(
        back, period, 0, moved.before, moved.after, moved.verdict, moved.ratio, moved.difference, moved.low, moved.high
    )
