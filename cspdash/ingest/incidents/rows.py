"""One row of a partner's event extract, judged by its mapping: an event, or the reason why it is none."""

import math
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache
from time import strftime, strptime

from cspdash.catalogue import Mapping
from cspdash.catalogue.mappings import MOMENT, plain
from cspdash.ingest.observation_cells import is_withheld
from cspdash.periods import FIRST_YEAR

ONS_CODE = re.compile(r"^[EWNS][0-9]{8}$")
LAST_MINUTE = time(23, 59, 59)
OUTSIDE = "not in the months that were asked for"
Span = tuple[date, date]


class RowProblem(ValueError):
    """Why a row is no event; the same words for every row with the same fault. `of_date` says that its date is."""

    def __init__(self, reason: str, of_date: bool = False) -> None:
        """Keep the reason."""
        super().__init__(reason)
        self.of_date = of_date


@dataclass(frozen=True, slots=True)
class Event:
    """An event as its file records it; `point` is east before north, in the mapping's own units."""

    line: int
    category: str
    occurred_from: datetime
    occurred_to: datetime | None
    crime_id: str | None
    outcome: str | None
    location: str | None
    area_code: str | None
    point: tuple[float, float] | None

    @property
    def month(self) -> date:
        """Return the month in which it began, which is the month it counts in."""
        return self.occurred_from.date().replace(day=1)


@dataclass(slots=True)
class Judge:
    """Turns rows into events by a mapping, and counts what is worth saying of those that are kept.

    `span` is the first and last month that the extract is said to cover, None where nobody said.
    """

    mapping: Mapping
    today: date
    span: Span | None = None
    counted: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    _category_of: dict[str, str] = field(init=False)
    _left_out: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Work out the mapping's tables once."""
        self._category_of = self.mapping.category_of
        self._left_out = frozenset(plain(text) for text in self.mapping.left_out)

    def event(self, cells: dict[str, str], line: int) -> Event:
        """Return the event of a row, given its cells by column; raise RowProblem when it is none."""
        mapping = self.mapping

        def cell(column: str) -> str:
            return cells[column].strip() if column else ""

        start, end = self._when(cell)
        category = self._category(cell(mapping.category_column))
        if end and (end.year, end.month) != (start.year, start.month):
            self.counted["over_two_months"] += 1
        return Event(
            line,
            category,
            start,
            end,
            cell(mapping.identifier_column) or None,
            cell(mapping.outcome_column) or None,
            cell(mapping.location_column) or None,
            self._area(cell(mapping.area_column)),
            self._point([cell(column) for column in mapping.points or ()]),
        )

    def _when(self, cell: Callable[[str], str]) -> tuple[datetime, datetime | None]:
        """Return when an event began, and when it had ended where that is recorded."""
        mapping = self.mapping
        text = cell(mapping.date_column)
        if not text or is_withheld(text):
            raise RowProblem(f"{mapping.date_column} is {'withheld' if text else 'empty'}", of_date=True)
        day, clock = self._day(mapping.date_column, text)
        start = datetime.combine(day, self._clock(mapping.time_column, cell(mapping.time_column)) or clock or time())
        if self.span and not self.span[0] <= day.replace(day=1) <= self.span[1]:
            raise RowProblem(f"{mapping.date_column} is {OUTSIDE}")
        ended = cell(mapping.end_date_column)
        if not ended:
            return start, None
        day, clock = self._day(mapping.end_date_column, ended)
        last = self._clock(mapping.end_time_column, cell(mapping.end_time_column)) or clock or LAST_MINUTE
        end = datetime.combine(day, last)
        if end < start:
            raise RowProblem(f"{mapping.end_date_column} lies before {mapping.date_column}", of_date=True)
        return start, end

    def _day(self, column: str, text: str) -> tuple[date, time | None]:
        """Return the day in a cell, with the time of day where its format has one."""
        found = parsed(text, self.mapping.date_formats)
        if found is None:
            example = strftime(self.mapping.date_formats[0], MOMENT)
            raise RowProblem(f"{column} is no date written as {example}", of_date=True)
        if found[0] > self.today:
            raise RowProblem(f"{column} lies in the future", of_date=True)
        if found[0].year < FIRST_YEAR:
            raise RowProblem(f"{column} lies before {FIRST_YEAR}", of_date=True)
        return found

    def _clock(self, column: str, text: str) -> time | None:
        """Return the time of day in a cell of its own, None where it is empty."""
        if not text:
            return None
        found = parsed(text, self.mapping.time_formats)
        if found is None:
            example = strftime(self.mapping.time_formats[0], MOMENT)
            raise RowProblem(f"{column} is no time written as {example}", of_date=True)
        return found[1]

    def _category(self, text: str) -> str:
        """Return the category of a recorded value."""
        mapping = self.mapping
        if mapping.fixed_category:
            return mapping.fixed_category
        found = self._category_of.get(plain(text))
        if found:
            return found
        if not text or is_withheld(text):
            raise RowProblem(f"{mapping.category_column} is {'withheld' if text else 'empty'}")
        if plain(text) in self._left_out:
            raise RowProblem(f"{mapping.category_column} is one that the mapping leaves out")
        self.unknown[" ".join(text.split())] += 1
        if not mapping.other_category:
            raise RowProblem(f"{mapping.category_column} is not in the mapping")
        self.counted["unmapped_category"] += 1
        return mapping.other_category

    def _area(self, text: str) -> str | None:
        """Return an ONS code, None for anything else: a postcode in its place is never kept."""
        if ONS_CODE.match(text):
            return text
        if text:
            self.counted["unusable_area"] += 1
        return None

    def _point(self, texts: list[str]) -> tuple[float, float] | None:
        """Return a point's numbers, None where there is none or it is not written in numbers."""
        if not any(texts):
            return None
        try:
            east, north = (float(text) for text in texts)
        except ValueError:
            east = north = math.nan
        if math.isfinite(east) and math.isfinite(north):
            return east, north
        self.counted["unusable_point"] += 1
        return None


@lru_cache(maxsize=65_536)
def parsed(text: str, formats: tuple[str, ...]) -> tuple[date, time | None] | None:
    """Return the day, and the time of day where its format has one, by the first format that fits; else None."""
    for written in formats:
        try:
            found = strptime(text, written)
        except ValueError:
            continue
        clock = time(found.tm_hour, found.tm_min, min(found.tm_sec, 59))
        has_clock = any(sign in written for sign in ("%H", "%I", "%X", "%c"))
        return date(found.tm_year, found.tm_mon, found.tm_mday), clock if has_clock else None
    return None
