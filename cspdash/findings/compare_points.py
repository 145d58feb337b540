"""Values that were supplied or printed, of every district of a group over one period: that of the chosen's newest."""

from dataclasses import dataclass
from datetime import date, timedelta

from cspdash.catalogue import Catalogue, Indicator
from cspdash.findings.indicator.points import Point, newest, points_of
from cspdash.findings.peers import Peers
from cspdash.findings.provenance import Provenance
from cspdash.periods import span_words
from cspdash.store import observations
from cspdash.store.connection import Store


@dataclass(frozen=True, slots=True)
class Stated(Provenance):
    """Where supplied and printed values come from: they have a period and no months."""

    @property
    def line(self) -> str:
        """Return the source line printed under a figure."""
        period = f" {days_words(self.first, self.newest)}." if self.first and self.newest else ""
        return f"Source: {self.source}.{period} Release {self.release}."


def days_words(first: date, last: date) -> str:
    """Return a period of days in words: April 2011 to March 2012 where it is of whole months, else its days."""
    whole = first.day == 1 and (last + timedelta(days=1)).day == 1
    return span_words(first, last) if whole else f"{first:%-d %B %Y} to {last:%-d %B %Y}"


@dataclass(frozen=True, slots=True)
class Pointed:
    """One point for each member that has one of the period; `history` are all of the chosen area's, oldest first."""

    points: dict[str, Point]
    history: tuple[Point, ...]
    period: tuple[date, date] | None
    provenance: Stated


def pointed(store: Store, catalogue: Catalogue, indicator: Indicator, peers: Peers) -> Pointed:
    """Return the points of an indicator for the period of the chosen area's newest value.

    A district of the partnership speaks also by the code of the partnership that covers it. Supplied values come
    before printed ones.
    """
    rows = observations.supplied(store, [indicator.slug])
    answers = observations.answers(store, [indicator.survey]) if indicator.survey else []
    every = [point for point in points_of(catalogue, indicator, rows, answers) if point.role == "outturn"]
    own = {
        member.code: [point for code in _codes(catalogue, member.code) for point in every if point.area_code == code]
        for member in peers.members
    }
    history = tuple(sorted(own.get(peers.chosen, []), key=lambda point: (point.period_end, point.period_start)))
    current = newest(history)
    if current is None:
        return Pointed({}, history, None, Stated("no file yet", store.release, False, None, None, 0, 0))
    period = (current.period_start, current.period_end)
    found = {code: newest(p for p in held if (p.period_start, p.period_end) == period) for code, held in own.items()}
    points = {code: point for code, point in found.items() if point is not None}
    sources = "; ".join(dict.fromkeys(point.source for point in points.values()))
    return Pointed(points, history, period, Stated(sources, store.release, False, *period, 0, 0))


def _codes(catalogue: Catalogue, code: str) -> tuple[str, ...]:
    """Return the codes under which a district's values stand: its own, and its partnership's; never the force's."""
    return catalogue.lies_in(code)[:2]
