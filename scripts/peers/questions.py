"""The six questions of a dashboard page about one district, and what an answer to each looks like.

Answers are lists of rows, in the order that is said here, so that the answers of two peers are equal or not.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

# What a question needs of a street file, by the name that each peer calls it.
COLUMNS = {
    "Month": "month", "Longitude": "longitude", "Latitude": "latitude", "Location": "location", "LSOA code": "lsoa",
    "LSOA name": "lsoa_name", "Crime type": "category", "Last outcome category": "outcome",
}  # fmt: skip
# An LSOA's name is its district's, a space, and four characters: "Darlington 001A".
SUFFIX = 5
# A cell is a two-hundredth of a degree; counted from so far west that cutting off is rounding down.
CELLS, WEST = 200, 100_000
OFTEN = 5
YEAR, HALF = 12, 6

Answer = list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Asked:
    """Of which district and months (YYYY-MM, oldest first) and of what the questions are."""

    district: str
    held: tuple[str, ...]
    category: str = "Burglary"
    repeated: str = "Anti-social behaviour"

    @property
    def year(self) -> tuple[str, ...]:
        """Return the newest twelve months."""
        return self.held[-YEAR:]

    @property
    def now(self) -> tuple[str, ...]:
        """Return the newest six months."""
        return self.held[-HALF:]

    @property
    def before(self) -> tuple[str, ...]:
        """Return the same six months a year earlier, as far as they are held."""
        return self.held[-HALF - YEAR : -YEAR]


class Peer(Protocol):
    """Who answers, from rows that it has loaded."""

    def series(self) -> Answer:
        """Return (month, category, n) of the district, in order."""

    def map(self) -> Answer:
        """Return (LSOA, n) of one category over the year, in order."""

    def ranking(self) -> Answer:
        """Return (LSOA, n of six months, n of the same six a year earlier), most first, then by code."""

    def grid(self) -> Answer:
        """Return (column, row, n) of one category over the year by cell, in order."""

    def repeats(self) -> Answer:
        """Return (n, location, longitude, latitude) of map points with at least five a year, most first."""

    def outcomes(self) -> Answer:
        """Return (category, outcome, n) over the year, in order; no outcome is an empty text."""


def questions(peer: Peer) -> dict[str, Callable[[], Answer]]:
    """Return what a peer is asked, by name."""
    return {
        "series": peer.series, "map": peer.map, "ranking": peer.ranking, "grid": peer.grid, "repeats": peer.repeats,
        "outcomes": peer.outcomes,
    }  # fmt: skip


def plain(rows: Sequence[Sequence[Any]]) -> Answer:
    """Return rows as tuples of Python's own numbers and texts, whatever a library made them of."""
    return [tuple(value.item() if hasattr(value, "item") else value for value in row) for row in rows]


def most_first(rows: Answer) -> Answer:
    """Return rows whose first value is a count: most first, then in order of the rest."""
    return sorted(rows, key=lambda row: (-row[0], *row[1:]))
