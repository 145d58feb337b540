"""Ranked areas as tables: the whole ranking, and the list that was chosen."""

from collections.abc import Mapping, Sequence

from cspdash.charts.locality_words import LEVELS
from cspdash.charts.once import once
from cspdash.charts.tables import Cell, Table, number, text
from cspdash.findings.localities import Localities, Locality

HEADS = (
    "ONS code", "Rank (95% interval)", "Rank from", "Rank to", "Incidents", "Residents",
    "Rate per 1,000 (95% interval)", "95% from", "95% to", "Standing",
)  # fmt: skip
NUMERIC = frozenset(range(2, 10))
# On the screen the intervals stand behind what they are of.
INTERVALS = frozenset({3, 4, 8, 9})


@once
def localities_table(found: Localities) -> Table:
    """Return every area with rank and its interval, count, residents, rate with its interval, and standing."""
    name = LEVELS[found.level][0]
    return Table(
        f"{found.subject} by {name}, {found.place.name}", (name.capitalize(), *HEADS),
        tuple(_row(row) for row in found.rows), NUMERIC, INTERVALS,
    )  # fmt: skip


@once
def listed_table(found: Localities, codes: Sequence[str], moves: Mapping[str, str]) -> Table:
    """Return the areas of a list in its order, with the change on a year earlier."""
    rows = [
        (*_row(row), text(moves.get(row.code, "year before not held"))) for code in codes if (row := found.row(code))
    ]
    heads = (LEVELS[found.level][0].capitalize(), *HEADS, "On a year earlier")
    return Table(f"The list: {found.subject}, {found.place.name}", heads, tuple(rows), NUMERIC, INTERVALS)


def _row(row: Locality) -> tuple[Cell, ...]:
    caution = " (fewer than 20: unreliable)" if row.unreliable else ""
    rank, rate = number(row.rank, 0, "–"), number(row.rate, 1)
    if row.rate is not None:
        rank = Cell(row.rank, f"{row.rank} ({row.rank_low} to {row.rank_high})")
        rate = Cell(rate.value, f"{row.rate:,.1f} ({row.low:,.1f} to {row.high:,.1f})")
    return (
        text(row.name), text(row.code), rank, number(row.rank_low, 0, "–"), number(row.rank_high, 0, "–"),
        number(row.n), number(row.persons), rate, number(row.low, 1), number(row.high, 1), text(row.standing + caution),
    )  # fmt: skip
