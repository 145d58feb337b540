"""One small trend for every area of a group, on one scale: incidents by quarter, as a rate of the residents.

Quarters, because a month of one locality is noise. A quarter with a month missing is a gap.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from cspdash.catalogue import Catalogue, Indicator
from cspdash.findings.compare_counts import Counted, counted
from cspdash.findings.peers import Peers
from cspdash.findings.provenance import Provenance, provenance
from cspdash.periods import add_months, months_apart
from cspdash.store.connection import Store

QUARTERS = 20
Order = Literal["newest", "name", "change"]


@dataclass(frozen=True, slots=True)
class Small:
    """One area's quarters, oldest first: counts and rates, None where a month is missing or residents are not known."""

    code: str
    name: str
    counts: tuple[int | None, ...]
    rates: tuple[float | None, ...]

    @property
    def newest(self) -> float | None:
        """Return the rate of the newest quarter that is held."""
        return next((value for value in reversed(self.rates) if value is not None), None)

    @property
    def first(self) -> float | None:
        """Return the rate of the first quarter that is held."""
        return next((value for value in self.rates if value is not None), None)

    @property
    def recent(self) -> float:
        """Return the mean rate of the newest four quarters held; −1 without any."""
        held = [value for value in self.rates if value is not None][-4:]
        return sum(held) / len(held) if held else -1.0


@dataclass(frozen=True, slots=True)
class Trends:
    """Every area's quarters in the order asked for; `top` of the one scale, and the mean of all areas by quarter."""

    indicator: Indicator
    peers: Peers
    quarters: tuple[date, ...]
    rows: tuple[Small, ...]
    order: Order
    per: float
    top: float
    average: tuple[float | None, ...]
    provenance: Provenance
    why: str = ""


def trends(store: Store, catalogue: Catalogue, indicator: Indicator, peers: Peers, order: Order = "newest") -> Trends:
    """Return the quarters of every area; `order` is by the newest four quarters, by name, or by the rise over time."""
    per = indicator.per or 1000.0
    if indicator.counted_from != "incidents" or peers.why:
        why = peers.why or f"{indicator.name} is not counted by month, so there are no small trends of it."
        made = provenance(store, catalogue)
        return Trends(indicator, peers, (), (), order, per, 0.0, (), made, why)
    found = counted(store, catalogue, indicator.categories, peers)
    quarters = quarters_to(max(found.months), found) if found.months else ()
    rows = [_small(found, member.code, member.name, quarters, per) for member in peers.members]
    drawn = [row for row in rows if any(value is not None for value in row.rates)]
    top = max((value for row in drawn for value in row.rates if value is not None), default=0.0)
    why = ""
    if not drawn:
        why = "No population is held, so there are no rates to draw." if quarters else "No whole quarter is held."
    elif not top:
        why = f"Nothing was recorded in any of the {len(drawn)} areas in these years."
    span = (quarters[0], add_months(quarters[-1], 2)) if quarters else (None, None)
    years = [found.persons[row.code][1] for row in drawn if row.code in found.persons]
    made = provenance(store, catalogue, *span, categories=indicator.categories, residents=years)
    rows = sorted(drawn, key=_key(order))
    return Trends(indicator, peers, quarters, tuple(rows), order, per, top, averages(rows), made, why)


def averages(rows: Sequence[Small]) -> tuple[float | None, ...]:
    """Return the plain mean of the areas' rates in each quarter; None where one that is drawn has a gap."""
    found: list[float | None] = []
    for rates in zip(*(row.rates for row in rows), strict=True):
        held = [value for value in rates if value is not None]
        found.append(sum(held) / len(held) if held and len(held) == len(rates) else None)
    return tuple(found)


def quarters_to(last: date, found: Counted) -> tuple[date, ...]:
    """Return the first months of the calendar quarters shown: five years, to the newest that is held whole."""
    newest = date(last.year, (last.month - 1) // 3 * 3 + 1, 1)
    if add_months(newest, 2) > last:
        newest = add_months(newest, -3)
    every = [add_months(newest, -3 * back) for back in range(QUARTERS - 1, -1, -1)]
    first = min((min(held) for held in found.held.values() if held), default=last)
    return tuple(quarter for quarter in every if months_apart(first, quarter) >= 0)


def _small(found: Counted, code: str, name: str, quarters: tuple[date, ...], per: float) -> Small:
    counts = tuple(found.count(code, [add_months(quarter, step) for step in range(3)]) for quarter in quarters)
    persons = found.persons.get(code, (0, 0))[0]
    rates = tuple(None if n is None or not persons else n / persons * per for n in counts)
    return Small(code, name, counts, rates)


def _key(order: Order) -> Callable[[Small], tuple[float, str, str]]:
    """Return what the areas are sorted by; equal ones stand by name."""
    if order == "name":
        return lambda row: (0.0, row.name, row.code)
    if order == "change":
        return lambda row: ((row.first or 0.0) - (row.newest or 0.0), row.name, row.code)
    return lambda row: (-row.recent, row.name, row.code)
