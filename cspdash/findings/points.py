"""Where exactly were events recorded? The map points of a place in a window of months, never an address.

data.police.uk moves every event to the nearest of a list of anonymous map points, each of which stands for several
addresses. A partner's extract has a point only where its mapping keeps points.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cspdash.catalogue import Catalogue
from cspdash.findings.places import Place
from cspdash.findings.provenance import Provenance, provenance
from cspdash.findings.series import months_of
from cspdash.periods import add_months, month_range, months_apart, parse_month, twelve_months_to
from cspdash.store import point_queries
from cspdash.store.connection import Store

LENGTHS = (3, 6, 12, 36, 60)
YEAR = 12
NO_LOCATION = "no location"
POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}\b", re.IGNORECASE)
UNIT = re.compile(
    r"^(?:(?:flat|apartment|apt|unit|room|no\.?|number)\s*(?:[0-9]+[a-z]?|\b[a-z])\b[\s,]*)+", re.IGNORECASE
)
HOUSE = re.compile(r"^[0-9]+\s?[a-z]?(?:\s?[-/–&]\s?[0-9]+\s?[a-z]?)?\b[\s,]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Span:
    """Some months in a row: `code` names it in a link, `first` and `last` are its months, both included."""

    code: str
    first: date
    last: date

    @property
    def months(self) -> tuple[date, ...]:
        """Return every month of the window."""
        return tuple(month_range(self.first, self.last))


@dataclass(frozen=True, slots=True)
class MapPoint:
    """Events recorded at one point: `street` is None where no location is recorded, the point where none is kept."""

    longitude: float | None
    latitude: float | None
    street: str | None
    area_code: str
    area_name: str
    months: frozenset[date]
    n: int


@dataclass(frozen=True, slots=True)
class Points:
    """The events of a place in the months of a window that are held, by where they are recorded, most first.

    `nowhere` are events of the same months that have no area at all: they may lie in any district.
    """

    place: Place
    subject: str
    window: Span | None
    months: tuple[date, ...]
    rows: tuple[MapPoint, ...]
    nowhere: int
    provenance: Provenance

    @property
    def total(self) -> int:
        """Return how many events there are."""
        return sum(row.n for row in self.rows)

    @property
    def placed(self) -> int:
        """Return how many events have a point."""
        return sum(row.n for row in self.rows if row.longitude is not None)


def windows(held: Sequence[date]) -> tuple[Span, ...]:
    """Return the windows that can be looked at: the newest months held, then each twelve months before, newest first.

    A window longer than what is held is left out; the newest twelve months are always there, and so are the newest
    of which all are held.
    """
    if not held:
        return ()
    last, first = held[-1], held[0]
    newest = [Span(str(n), add_months(last, 1 - n), last) for n in LENGTHS]
    kept = [window for window in newest if window.first >= first or window.code == str(YEAR)]
    ends = {add_months(last, -YEAR * back) for back in range(1, months_apart(first, last) // YEAR + 1)}
    complete = parse_month(usual(held).partition("-")[2])
    years = [year_to(end) for end in sorted(ends | ({complete} if complete else set()), reverse=True)]
    return (*kept, *(year for year in years if year.first >= first))


def year_to(last: date) -> Span:
    """Return the twelve months that end with a month."""
    return Span(f"{YEAR}-{last:%Y-%m}", add_months(last, 1 - YEAR), last)


def usual(held: Sequence[date]) -> str:
    """Return the code of the newest twelve months of which all are held, else of the newest twelve."""
    known = set(held)
    complete = (month for month in reversed(held) if known.issuperset(twelve_months_to(month)))
    newest = next(complete, None)
    return str(YEAR) if newest is None or newest == held[-1] else year_to(newest).code


def window_of(code: str, held: Sequence[date]) -> Span | None:
    """Return the window that a code names, the newest twelve months for one that names none; None without months.

    Unlike `windows` it takes any length and last month, so that an older link keeps its months.
    """
    if not held:
        return None
    length, _, end = code.partition("-")
    last = parse_month(end) if end else held[-1]
    if not re.fullmatch(r"[1-9][0-9]{0,2}", length) or last is None:
        return Span(str(YEAR), add_months(held[-1], 1 - YEAR), held[-1])
    return Span(code, add_months(last, 1 - int(length)), last)


def street_of(location: str | None) -> str | None:
    """Return a recorded location without house, flat and postcode; None where none is recorded.

    An agency's column of streets may hold an address all the same: its numbers are never shown.
    """
    text = " ".join(POSTCODE.sub("", location or "").split()).strip(" ,")
    while (bare := HOUSE.sub("", UNIT.sub("", text))) != text:
        text = bare
    return None if not text or text.casefold() == NO_LOCATION or text.isdigit() else text


def points(
    store: Store, catalogue: Catalogue, place: Place, subject: str, categories: Sequence[str], code: str = str(YEAR)
) -> Points:
    """Return the map points of a place for some categories over a window of months; `subject` names them in words."""
    held = months_of(store, catalogue, categories, place.districts)
    window = window_of(code, held)
    months = tuple(month for month in held if window and window.first <= month <= window.last)
    found = point_queries.points(store, list(place.districts), list(categories), list(months)) if months else []
    rows = tuple(
        MapPoint(east, north, street_of(location), area, name, frozenset(active), n)
        for east, north, location, area, name, active, n in found
    )
    span = (window.first, window.last) if window else ()
    return Points(
        place,
        subject,
        window,
        months,
        rows,
        point_queries.nowhere(store, list(categories), list(months)) if months else 0,
        provenance(store, catalogue, *span, categories=categories),
    )
