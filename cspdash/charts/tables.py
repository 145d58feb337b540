"""The same numbers as a table: cells with a value for the download and a text for the screen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isnan

from cspdash.charts.once import once
from cspdash.charts.sparks import spark
from cspdash.charts.words import change_words, interval_words
from cspdash.findings.indicator import meaning as meaning_of
from cspdash.findings.overview import CategoryRow, Overview
from cspdash.findings.profile import Mix
from cspdash.findings.trend import Trend
from cspdash.periods import month_name, short_month, span_words

NOT_HELD = "not held"
PROVISIONAL = "provisional: looks incomplete, not used"
CUT_OFF = "a gap, not zero: the month looks incomplete and has nothing of this here"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: `value` goes into the download, `text` on screen; `tone` is a meaning, `picture` an SVG."""

    value: object
    text: str
    tone: str = ""
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption; the first cell of a row names the row.

    `numeric` columns are set right; `download_only` ones are on the screen as part of another column's text.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numeric: frozenset[int] = frozenset()
    download_only: frozenset[int] = frozenset()

    def records(self) -> list[dict[str, object]]:
        """Return the rows as dicts of values, for downloads; columns of pictures are left out."""
        pictures = {index for row in self.rows for index, cell in enumerate(row) if cell.picture}
        return [
            {name: cell.value for index, (name, cell) in enumerate(zip(self.columns, row, strict=True))
             if index not in pictures}
            for row in self.rows
        ]  # fmt: skip


def text(value: str) -> Cell:
    """Return a cell of words."""
    return Cell(value, value)


def number(value: float | None, places: int = 0, missing: str = NOT_HELD) -> Cell:
    """Return a cell of a number with its places; None says that it is missing, and is never 0."""
    if value is None:
        return Cell(None, missing)
    return Cell(round(value, places) if places else round(value), f"{value:,.{places}f}")


@once
def trend_table(trend: Trend) -> Table:
    """Return a trend's months, newest first, with the mean, the expected range and what each month says."""
    rows, apart = [], dict(trend.series.provisional)
    for index, (month, n) in enumerate(zip(trend.series.months, trend.series.counts, strict=True)):
        lines: list[float | None] = [None] * 3
        if trend.control is not None and not isnan(trend.control.mean_line[index]):
            low, high = max(0.0, trend.control.lower_line[index]), trend.control.upper_line[index]
            lines = [trend.control.mean_line[index], low, high]
        variation = (trend.control.variations[index] if trend.control else None) or ""
        state = PROVISIONAL if month in apart else CUT_OFF if month in trend.series.cut_off else variation
        first = (Cell(f"{month:%Y-%m}", month_name(month)), number(apart.get(month, n)))
        rows.append((*first, *(number(line, 1, "–") for line in lines), text(state)))
    title = f"{trend.indicator.name} by month, {trend.place.name}"
    columns = ("Month", "Recorded", "Mean", "Expected from", "Expected to", "Reading")
    return Table(title, columns, tuple(reversed(rows)), frozenset({1, 2, 3, 4}))


@once
def overview_table(found: Overview, colour: str) -> Table:
    """Return the overview: twelve months, change with interval and word, 36 months as a spark."""
    columns = ("Category", "Last 12 months", "Change on the same months before; 95% interval", "95% from", "95% to",
               "Compared", "Reading", "36 months", "Newest; held of 36")  # fmt: skip
    rows = tuple(_overview_row(row, colour) for row in found.rows)
    caption = f"Recorded incidents by category, {found.place.name}"
    return Table(caption, columns, rows, frozenset({1, 2, 5}), frozenset({3, 4}))


def _overview_row(row: CategoryRow, colour: str) -> tuple[Cell, ...]:
    year = row.year
    if year is None:
        return (text(row.title), *[Cell(None, NOT_HELD)] * 8)
    verdict = year.change.verdict if year.change else ""
    meaning = meaning_of(verdict, row.polarity)
    partial = "" if year.held == 12 else f" in {year.held} months"
    held = [n for n in row.spark.counts if n is not None]
    months = span_words(row.spark.months[0], row.spark.months[-1])
    alt = f"{row.title}, {months}: lowest {min(held):,}, highest {max(held):,}" if held else f"{row.title}: none held"
    tested = year.change if year.change and verdict != "too few to compare" else None
    ratios = (tested.ratio, tested.low, tested.high) if tested else (None, None, None)
    change, low, high = (Cell(None if ratio is None else round(ratio - 1, 4), "") for ratio in ratios)
    compared = f"{year.after:,} v {year.before:,}{'' if year.complete else f', {len(year.compared)} months'}"
    return (
        text(row.title),
        Cell(year.total, f"{year.total:,}{partial}"),
        Cell(change.value, interval_words(year, "; ") or change_words(year)),
        low,
        high,
        text(compared if year.compared else "no month held in both years"),
        Cell(meaning or verdict, f"{verdict}{f': {meaning}' if meaning else ''}", meaning),
        Cell(alt, alt, picture=spark(list(row.spark.counts), colour)),
        Cell(f"{year.last:%Y-%m}", f"{short_month(year.last)}; {len(held)}"),
    )


@once
def plain_table(
    caption: str, columns: Sequence[str], rows: Iterable[Sequence[object]], numeric: Sequence[int] = ()
) -> Table:
    """Return a table of values as they are: numbers with separators, None as 'not held'."""

    def cell(value: object) -> Cell:
        if isinstance(value, int) and not isinstance(value, bool):
            return number(value)
        return Cell(value, NOT_HELD if value is None else str(value))

    made = tuple(tuple(cell(value) for value in row) for row in rows)
    return Table(caption, tuple(columns), made, frozenset(numeric))


def share(value: float) -> Cell:
    """Return a cell of a share: a number from 0 to 1 in the download, percent on screen."""
    return Cell(round(value, 4), f"{value:.1%}")


@once
def mix_table(found: Mix) -> Table:
    """Return the categories of a locality with counts, shares, intervals and the share around it."""
    rows = tuple(
        (text(row.category), number(row.n), share(row.share), share(row.low), share(row.high),
         share(row.share_around), text(row.reading))
        for row in found.rows
    )  # fmt: skip
    columns = ("Category", "Incidents", "Share", "95% from", "95% to", f"Share in {found.around.name}", "Reading")
    return Table(f"Mix of categories, {found.place.name}", columns, rows, frozenset(range(1, 6)))
