"""cspdash itself: a release of the same rows, asked by the functions that its pages ask.

Nothing is remembered from one page to the next: the first of the six questions forgets all. What the six have in common
is read once for them, as on a page.
"""

from datetime import date
from pathlib import Path

from cspdash.periods import parse_month
from cspdash.store import locality_queries, point_queries, queries
from cspdash.store.connection import forget, open_store
from scripts.peers.questions import CELLS, OFTEN, WEST, Answer, Asked, most_first

# No page asks this of a district: what it reads is what the pages of rows read.
OUTCOMES = """
SELECT category.term AS category, coalesce(outcome.term, '') AS outcome, counted.n
FROM (
    SELECT category_id, outcome_id, count(*) AS n FROM incident_row
    WHERE area_id IN (SELECT area_id FROM monthly_place WHERE district_code = $district)
        AND month BETWEEN $first AND $last
    GROUP BY category_id, outcome_id
) AS counted
JOIN term AS category ON category.term_id = counted.category_id
LEFT JOIN term AS outcome ON outcome.term_id = counted.outcome_id
ORDER BY category, outcome"""


def of(months: tuple[str, ...]) -> list[date]:
    """Return months as dates."""
    return [found for month in months if (found := parse_month(month))]


class Cspdash:
    """The store's own answers."""

    def __init__(self, store: Path, asked: Asked) -> None:
        self.store, self.asked = open_store(store), asked
        names = queries.areas(self.store, ["district"])
        self.district = next(code for code, name, *_ in names if name == asked.district)

    def series(self) -> Answer:
        """Answer as Peer says."""
        forget()
        return [(f"{month:%Y-%m}", *rest) for month, *rest in queries.district_monthly(self.store, [self.district])]

    def map(self) -> Answer:
        """Answer as Peer says."""
        return list(
            queries.common_totals(self.store, [self.district], [self.asked.category], of(self.asked.year)).items()
        )

    def ranking(self) -> Answer:
        """Answer as Peer says."""
        found: dict[str, list[int]] = {}
        for place, months in enumerate((self.asked.now, self.asked.before)):
            for code, _, n in locality_queries.common_by_category(self.store, [self.district], of(months)):
                found.setdefault(code, [0, 0])[place] += n
        return sorted(((code, *counts) for code, counts in found.items()), key=lambda row: (-row[1], row[0]))

    def grid(self) -> Answer:
        """Answer as Peer says."""
        cells: dict[tuple[int, int], int] = {}
        for longitude, latitude, *_, n in self.points(self.asked.category):
            if longitude is not None and latitude is not None:
                cell = int(longitude * CELLS + WEST), int(latitude * CELLS + WEST)
                cells[cell] = cells.get(cell, 0) + n
        return sorted((*cell, n) for cell, n in cells.items())

    def repeats(self) -> Answer:
        """Answer as Peer says."""
        return most_first([(n, place, x, y) for x, y, place, *_, n in self.points(self.asked.repeated) if n >= OFTEN])

    def points(self, category: str) -> list[point_queries.Point]:
        """Return the map points of a category over the year."""
        return point_queries.points(self.store, [self.district], [category], of(self.asked.year))

    def outcomes(self) -> Answer:
        """Answer as Peer says."""
        year = of(self.asked.year)
        return self.store.rows(OUTCOMES, district=self.district, first=year[0], last=year[-1])
