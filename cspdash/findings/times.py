"""When does it happen? The hours of the week, where an extract records times, and the season, from months alone."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from cspdash.catalogue import Catalogue
from cspdash.findings.places import Place
from cspdash.findings.points import Span, window_of
from cspdash.findings.provenance import Provenance, provenance
from cspdash.findings.series import months_of, place_counts
from cspdash.periods import month_range, runs_of_months
from cspdash.stats.aoristic import Aoristic, aoristic
from cspdash.store import point_queries
from cspdash.store.connection import Store

YEARS = 5
MIDNIGHT = time()


@dataclass(frozen=True, slots=True)
class SeasonMonth:
    """A month of the year: events a day against the average of its own year (1.0), averaged over the years.

    `low` and `high` are the lowest and the highest of the years, `a_day` the average number of events a day.
    """

    number: int
    index: float
    low: float
    high: float
    a_day: float


@dataclass(frozen=True, slots=True)
class Season:
    """The twelve months of the year, January first, over some unbroken years of twelve months."""

    years: tuple[tuple[date, date], ...]
    months: tuple[SeasonMonth, ...]


@dataclass(frozen=True, slots=True)
class Times:
    """When the events of a place happened: hours over a window's held months, the season over up to five years.

    Of `total` events, `untimed` have no moment at all, as all of data.police.uk, and `midnight` are recorded at 00:00
    without an end, which is how an extract without a time of day arrives; both are in no hour. `hours` is None where
    no event has a time, `season` where no twelve months in a row with an event are held.
    """

    place: Place
    subject: str
    window: Span | None
    months: tuple[date, ...]
    total: int
    untimed: int
    midnight: int
    hours: Aoristic | None
    season: Season | None
    provenance: Provenance
    season_provenance: Provenance


def times(
    store: Store, catalogue: Catalogue, place: Place, subject: str, categories: Sequence[str], code: str
) -> Times:
    """Return when the events of some categories happened in a place; `code` names the window of the hours."""
    held = months_of(store, catalogue, categories, place.districts)
    window = window_of(code, held)
    months = tuple(month for month in held if window and window.first <= month <= window.last)
    found = point_queries.moments(store, list(place.districts), list(categories), list(months)) if months else []
    series = place_counts(store, catalogue, place).series(catalogue, categories)
    year_round = season({m: n for m, n in zip(series.months, series.counts, strict=True) if n is not None})
    timed = [(start, end or start, n) for start, end, n in found if start and (end or start.time() != MIDNIGHT)]
    midnight = sum(n for start, end, n in found if start and not end and start.time() == MIDNIGHT)
    untimed = sum(n for start, _, n in found if start is None)
    hours = aoristic(*zip(*timed, strict=True)) if timed else None
    span = (window.first, window.last) if window else ()
    years = (year_round.years[0][0], year_round.years[-1][1]) if year_round else span
    return Times(
        place,
        subject,
        window,
        months,
        sum(n for *_, n in found),
        untimed,
        midnight,
        hours,
        year_round,
        provenance(store, catalogue, *span, categories=categories),
        provenance(store, catalogue, *years, categories=categories),
    )


def season(counts: dict[date, int]) -> Season | None:
    """Return the season of monthly counts (months that are not held are absent), or None without a whole year.

    Each month is set against its own twelve months, per day, so that neither a change of level from year to year nor
    the length of a month is taken for a season. Years are twelve held months in a row, the newest first.
    """
    years: list[tuple[date, date]] = []
    for first, last in reversed(runs_of_months(sorted(counts))):
        months = month_range(first, last)
        while len(months) >= 12:
            years.append((months[-12], months[-1]))
            months = months[:-12]
    used = [year for year in years if any(counts[month] for month in month_range(*year))][:YEARS]
    if not used:
        return None
    indexes: dict[int, list[float]] = {number: [] for number in range(1, 13)}
    rates: dict[int, list[float]] = {number: [] for number in range(1, 13)}
    for year in used:
        months = month_range(*year)
        average = sum(counts[month] for month in months) / sum(_days(month) for month in months)
        for month in months:
            rates[month.month].append(counts[month] / _days(month))
            indexes[month.month].append(rates[month.month][-1] / average)
    rows = [
        SeasonMonth(n, _mean(found), min(found), max(found), _mean(rates[n])) for n, found in sorted(indexes.items())
    ]
    return Season(tuple(sorted(used)), tuple(rows))


def _days(month: date) -> int:
    return monthrange(month.year, month.month)[1]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
