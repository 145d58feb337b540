"""What a board pack consists of, before it is slides or paper: pages of sentences, tables and drawings."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from cspdash import __version__
from cspdash.charts.tables import Table
from cspdash.exports.records import Origin
from cspdash.pack.native import Native


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart or map: the figure of the screen, the numbers of native charts, what its numbered lines stand for."""

    title: str
    alt: str
    source: str
    figure: Any
    natives: tuple[Native, ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One page: a title that says the finding, sentences, tables, drawings, small print and notes for the speaker."""

    slug: str
    title: str
    lead: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    drawings: tuple[Drawing, ...] = ()
    bullets: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pack:
    """A board pack: whose, of which plan and place, from which data, and its pages."""

    partnership: str
    plan: str
    place: str
    period: str
    data_to: str
    incidents: int
    built: datetime
    origin: Origin
    pages: tuple[Page, ...]

    @property
    def title(self) -> str:
        """Return the title of the whole."""
        return f"{self.partnership}: {self.plan}"

    @property
    def footer(self) -> str:
        """Return what stands on every page: filters, data dates, n, rules, release and edition."""
        return (
            f"{self.origin.mark} {self.place}. {self.plan}. Data to {self.data_to}: {self.incidents:,} incidents held. "
            f"Release {self.origin.release}, built {self.built.day} {self.built:%B %Y}. Rules: cspdash {__version__}."
        )


def columns(table: Table, names: tuple[str, ...]) -> Table:
    """Return a table with some of its columns, in their order; a name that it lacks is a KeyError."""
    missing = [name for name in names if name not in table.columns]
    if missing:
        raise KeyError(f"{table.caption} has no column {missing[0]!r}")
    kept = [index for index, name in enumerate(table.columns) if name in names]
    return Table(
        table.caption,
        tuple(table.columns[index] for index in kept),
        tuple(tuple(row[index] for index in kept) for row in table.rows),
        frozenset(new for new, old in enumerate(kept) if old in table.numeric),
    )


def first_rows(table: Table, most: int) -> Table:
    """Return a table's first rows; its caption says how many of how many where some are left out."""
    if len(table.rows) <= most:
        return table
    caption = f"{table.caption} (first {most} of {len(table.rows)})"
    return replace(table, caption=caption, rows=table.rows[:most])
