"""Months that look incomplete, as a table: what speaks against each, and whether it is used all the same."""

from collections.abc import Sequence

from cspdash.charts.once import once
from cspdash.charts.tables import Cell, Table, text
from cspdash.findings.completeness import Provisional
from cspdash.periods import month_name


@once
def completeness_table(found: Sequence[Provisional]) -> Table:
    """Return the months that look incomplete, newest first, with every reason and what becomes of each."""
    rows = tuple(
        (
            Cell(f"{one.month:%Y-%m}", month_name(one.month)),
            text(one.force),
            text(f"It has {one.why}"),
            text(f"used as it is: {one.accepted}" if one.accepted else "provisional: drawn apart, counted nowhere"),
        )
        for one in sorted(found, key=lambda one: (one.month, one.force), reverse=True)
    )
    columns = ("Month", "Force", "Why it looks incomplete", "What becomes of it")
    return Table("Months that look incomplete", columns, rows)
