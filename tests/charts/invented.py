"""Findings to draw and to word, made of invented numbers the way the findings make them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from cspdash.catalogue import Break, Indicator
from cspdash.findings.completeness import Provisional, Sign
from cspdash.findings.localities import Localities, Locality
from cspdash.findings.overview import CategoryRow, Overview
from cspdash.findings.places import Place
from cspdash.findings.profile import Mix, MixRow
from cspdash.findings.provenance import Provenance
from cspdash.findings.series import Series
from cspdash.findings.trend import Trend
from cspdash.findings.year import YearOnYear, year_on_year
from cspdash.periods import add_months, month_range
from cspdash.stats.change import Change
from cspdash.stats.control import xmr
from cspdash.stats.rates import proportion, rate
from tests.small_catalogue import indicator

LAST = date(2024, 3, 1)
DARLINGTON = Place("E06000005", "Darlington", "district", ("E06000005",))
LOCALITY = Place("E01012304", "Darlington 012A", "lsoa", ("E06000005",))
SOURCE = Provenance("Somewhere", "0123456789abcdef", False, date(2023, 4, 1), LAST, 12, 12)


def series_of(counts: Sequence[int | None]) -> Series:
    """Return counts as a series that ends with March 2024."""
    return Series(tuple(month_range(add_months(LAST, 1 - len(counts)), LAST)), tuple(counts))


def trend_of(
    counts: Sequence[int | None],
    polarity: str = "lower",
    breaks: tuple[Break, ...] = (),
    asked: Indicator | None = None,
) -> Trend:
    """Return the trend of counts that end with March 2024; a break that rebases starts new limits."""
    asked = asked or indicator(short_title="Some incidents", polarity=polarity)
    series = series_of(counts)
    values = np.array([np.nan if n is None else n for n in counts])
    starts = [series.months.index(line.starts) for line in breaks if line.rebase]
    control = xmr(values, polarity=asked.polarity, breaks=starts) if series.held else None
    return Trend(asked, DARLINGTON, series, control, year_on_year(series), breaks, (), SOURCE)


def provisional_trend(counts: Sequence[int | None], n: int, *signs: Sign) -> Trend:
    """Return the trend of counts, the newest of which is a gap, with that month as provisional with `n`."""
    made = trend_of(counts)
    apart = replace(made.series, provisional=((LAST, n),))
    return replace(made, series=apart, provisional=(Provisional("durham", LAST, signs or (Sign("rows", n, 2 * n),)),))


def year_of(changed: Change | None, before: int, after: int, months: int = 12) -> YearOnYear:
    """Return a year-on-year finding of given counts."""
    compared = tuple(month_range(add_months(LAST, 1 - months), LAST)) if months else ()
    return YearOnYear(LAST, after, 12, compared, before, after, changed)


def overview_of(rows: dict[str, tuple[str, Sequence[int | None]]]) -> Overview:
    """Return an overview of rows given as title: (polarity, counts)."""
    made = tuple(
        CategoryRow(title, (title,), polarity, year_on_year(series_of(counts)), series_of(counts).last(36))
        for title, (polarity, counts) in rows.items()
    )
    return Overview(DARLINGTON, made, LAST, 35, 36, SOURCE)


def localities_of(counts: Sequence[int], persons: Sequence[int | None], months: int = 12) -> Localities:
    """Return localities with these counts and residents, ranked as the finding ranks them."""
    known = [(n, people) for n, people in zip(counts, persons, strict=True) if people]
    average = 1000 * sum(n for n, _ in known) / sum(people for _, people in known) if known else None
    rows = []
    for place, (n, people) in enumerate(zip(counts, persons, strict=True)):
        code, name = f"E0101{place:04}", f"Locality {place}"
        if not people:
            rows.append(Locality(code, name, DARLINGTON.code, n, people, None, None, None, None, "no population held"))
            continue
        limits = rate(n, people)
        standing = "similar to the average"
        if average is not None and limits.low > average:
            standing = "above the average"
        row = Locality(code, name, DARLINGTON.code, n, people, limits.value, limits.low, limits.high, None, standing)
        rows.append(row)
    rates = [row.rate for row in rows if row.rate is not None]
    rows = [
        row if row.rate is None else replace(row, rank=1 + sum(other > row.rate for other in rates)) for row in rows
    ]
    rows = [replace(row, rank_low=row.rank, rank_high=row.rank) for row in rows]
    rows.sort(key=lambda row: (row.rate is None, -(row.rate or 0), row.code))
    span = tuple(month_range(add_months(LAST, 1 - months), LAST))
    return Localities(DARLINGTON, "Anti-social behaviour", ("ASB",), tuple(rows), span, average, 2011, 0, SOURCE)


def mix_of(counts: dict[str, int], around: dict[str, float], beside: Place = DARLINGTON) -> Mix:
    """Return a locality's mix of counts, beside the shares around it."""
    total = sum(counts.values())
    rows = []
    for name, n in sorted(counts.items(), key=lambda pair: -pair[1]):
        limits = proportion(n, total)
        rows.append(MixRow(name, n, limits.value, limits.low, limits.high, around[name]))
    return Mix(LOCALITY, beside, total, tuple(rows), SOURCE)


def geojson(places: int) -> dict[str, str]:
    """Return a small square outline for each of so many invented localities."""
    shape = '{"type":"Polygon","coordinates":[[[%d,54],[%d,55],[%d,55],[%d,54],[%d,54]]]}'
    return {f"E0101{n:04}": shape % (n, n, n + 1, n + 1, n) for n in range(places)}


def texts(found: Any) -> list[list[str]]:
    """Return the texts of a table's cells as a reader sees them."""
    return [[cell.text for cell in row] for row in found.rows]
