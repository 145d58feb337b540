"""The rows behind a number as tables: the incidents themselves, by month, by map point."""

from collections.abc import Sequence

from cspdash.charts.once import once
from cspdash.charts.row_words import asked_words
from cspdash.charts.tables import NOT_HELD, Cell, Table, number, text
from cspdash.findings.rows import PAGE, Rows
from cspdash.periods import month_name
from cspdash.store.row_queries import Incident

NONE_RECORDED = "none recorded"
TIME = "%Y-%m-%d %H:%M"


@once
def rows_table(found: Rows, page: int, incidents: Sequence[Incident], names: dict[str, str]) -> Table:
    """Return a page of incidents; `names` are those of areas by code. Times only where a row of the page has them."""
    first = (page - 1) * PAGE + 1
    timed = any(one.occurred_from for one in incidents)
    times = ("From", "To") if timed else ()
    columns = ("Month", "Category", "Outcome", "Location (anonymous)", "Area", *times, "File", "Line")
    rows = tuple(_row(one, names, timed) for one in incidents)
    last = first + len(incidents) - 1
    caption = f"Rows {first:,} to {last:,} of {found.total:,}, newest month first" if incidents else "No rows"
    return Table(caption, columns, rows, frozenset({len(columns) - 1}))


def _row(one: Incident, names: dict[str, str], timed: bool) -> tuple[Cell, ...]:
    area = "" if one.area_code is None else f"{names.get(one.area_code, '')} {one.area_code}".strip()
    cells = [
        Cell(f"{one.month:%Y-%m}", month_name(one.month)), text(one.category), text(one.outcome or NONE_RECORDED),
        text(one.location or NONE_RECORDED), text(area or NONE_RECORDED),
    ]  # fmt: skip
    if timed:
        cells += [text(f"{at:{TIME}}" if at else NONE_RECORDED) for at in (one.occurred_from, one.occurred_to)]
    return (*cells, text(one.file_name), number(one.line))


@once
def monthly_table(found: Rows) -> Table:
    """Return the rows by month, newest first; a gap is not held."""
    rows = tuple(
        (Cell(f"{month:%Y-%m}", month_name(month)), number(n, missing=NOT_HELD))
        for month, n in zip(found.series.months, found.series.counts, strict=True)
    )
    return Table(f"{asked_words(found.asked)}, by month", ("Month", "Rows"), tuple(reversed(rows)), frozenset({1}))


@once
def points_table(found: Rows) -> Table:
    """Return the map points with the most rows."""
    rows = tuple(
        (text(point.location), number(point.n), Cell(point.longitude, f"{point.longitude:.5f}"),
         Cell(point.latitude, f"{point.latitude:.5f}"))
        for point in found.points
    )  # fmt: skip
    columns = ("Location (anonymous)", "Rows", "Longitude", "Latitude")
    return Table(f"{asked_words(found.asked)}, by map point", columns, rows, frozenset({1, 2, 3}))
