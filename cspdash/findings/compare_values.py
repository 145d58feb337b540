"""One indicator in every area of a group: comparable values with intervals, or why an area has none.

Incidents become rates per so many residents over the newest twelve months. Every area must hold each month that the
comparison uses, or it is left out by name: a gap never looks like a low rate. Other indicators are compared over the
period of the chosen area's newest value, and only with values of that very period.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from cspdash.catalogue import Catalogue, Indicator
from cspdash.findings.compare_counts import Counted, counted, residents
from cspdash.findings.compare_points import Pointed, pointed
from cspdash.findings.indicator.movement import month_end
from cspdash.findings.peers import Member, Peers
from cspdash.findings.provenance import Provenance, provenance
from cspdash.stats.rates import TOO_FEW_BELOW, UNRELIABLE_BELOW, proportion, rate
from cspdash.store.connection import Store

Kind = Literal["rate", "proportion", "value"]


@dataclass(frozen=True, slots=True)
class Value:
    """One area's value with limits at 95 and 99.8 % (None where they cannot be given); `why` where it has none."""

    code: str
    name: str
    n: float | None = None
    denominator: float | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    low998: float | None = None
    high998: float | None = None
    why: str = ""

    @property
    def too_few(self) -> bool:
        """Tell whether there are fewer than 10 events: no word such as better or worse."""
        return self.n is not None and self.n < TOO_FEW_BELOW

    @property
    def unreliable(self) -> bool:
        """Tell whether there are fewer than 20 events: marked unreliable (u)."""
        return self.n is not None and self.n < UNRELIABLE_BELOW

    @property
    def countable(self) -> bool:
        """Tell whether events and denominator are known."""
        return self.n is not None and bool(self.denominator) and self.value is not None


@dataclass(frozen=True, slots=True)
class Values:
    """An indicator's values in a group over one period, members in the group's order.

    `months` of `span` months are counted (0 of 0 for values that are not counted by month).
    """

    indicator: Indicator
    peers: Peers
    kind: Kind
    per: float
    unit: str
    rows: tuple[Value, ...]
    first: date | None
    last: date | None
    months: int
    span: int
    years: tuple[int, ...]
    provenance: Provenance
    why: str = ""

    @property
    def held(self) -> tuple[Value, ...]:
        """Return the rows that have a value."""
        return tuple(row for row in self.rows if row.value is not None)

    @property
    def left_out(self) -> tuple[Value, ...]:
        """Return the rows without a value."""
        return tuple(row for row in self.rows if row.value is None)


def values(store: Store, catalogue: Catalogue, indicator: Indicator, peers: Peers) -> Values:
    """Return an indicator's value in every member of a group."""
    if indicator.counted_from == "incidents":
        return _counted(
            store, catalogue, indicator, peers, counted(store, catalogue, indicator.categories, peers, year_only=True)
        )
    return _pointed(store, catalogue, indicator, peers, pointed(store, catalogue, indicator, peers))


def _counted(store: Store, catalogue: Catalogue, indicator: Indicator, peers: Peers, found: Counted) -> Values:
    per = indicator.per or 1000.0
    rows = tuple(_rate_of(member, found, per) for member in peers.members)
    span = (found.year[0], found.year[-1]) if found.year else (None, None)
    years = tuple(sorted({found.persons[row.code][1] for row in rows if row.value is not None}))
    return Values(
        indicator, peers, "rate", per, f"per {per:,.0f} residents", rows,
        found.months[0] if found.months else None, month_end(found.months[-1]) if found.months else None,
        len(found.months), len(found.year), years,
        provenance(store, catalogue, *span, categories=indicator.categories, residents=years),
        _why_none(peers, rows, found),
    )  # fmt: skip


def _rate_of(member: Member, found: Counted, per: float) -> Value:
    n = found.count(member.code, found.months)
    if n is None:
        return Value(member.code, member.name, why=_gap(member, found))
    if member.code not in found.persons:
        return Value(member.code, member.name, n, why="no population is held")
    return _judgeable(member, n, found.persons[member.code][0], "rate", per)


def _gap(member: Member, found: Counted) -> str:
    if not found.months:
        return "no month is held"
    lacking = found.lacking(member.code)
    if lacking == len(found.months):
        return f"no month of its force ({member.force}) is held" if member.force else "no incidents are held"
    return f"{lacking} of the {len(found.months)} months compared are not held"


def _why_none(peers: Peers, rows: tuple[Value, ...], found: Counted) -> str:
    """Return why nothing can be compared at all, or nothing."""
    if peers.why or not found.months:
        return peers.why or "No month of this indicator is held for the area, so there is nothing to compare."
    if not any(row.value is not None for row in rows):
        return "No population is held for any of the areas, so their counts cannot be compared: load one."
    if not sum(row.n or 0 for row in rows):
        return f"Nothing was recorded in any of the {len(rows)} areas in these months, so there is nothing to compare."
    return ""


def _judgeable(
    member: Member, n: float, denominator: float, kind: Literal["rate", "proportion"], per: float, effect: float = 1.0
) -> Value:
    """Return a value with both pairs of limits; `effect` is a survey's design effect."""
    if kind == "rate":
        near, far = rate(n, denominator, per=per), rate(n, denominator, per=per, level=0.998)
        limits = (near.low, near.high, far.low, far.high)
        return Value(member.code, member.name, n, denominator, near.value, *limits)
    yes, asked = n / effect, denominator / effect
    share, wide = proportion(yes, asked), proportion(yes, asked, level=0.998)
    return Value(member.code, member.name, n, denominator, share.value, share.low, share.high, wide.low, wide.high)


def _pointed(store: Store, catalogue: Catalogue, indicator: Indicator, peers: Peers, found: Pointed) -> Values:
    # Districts differ in size: a count is compared as a rate of their residents.
    people = residents(store, catalogue, [m.code for m in peers.members]) if indicator.measure == "count" else {}
    kinds: dict[str, Kind] = {"share": "proportion", "rate": "rate", "count": "rate", "value": "value"}
    kind, per = kinds[indicator.measure], indicator.per or (1000.0 if indicator.measure == "count" else 1.0)
    rows = tuple(_value_of(member, found, indicator, per, people) for member in peers.members)
    years = tuple(sorted({people[row.code][1] for row in rows if row.value is not None and row.code in people}))
    units = {
        "share": f"of {indicator.over}",
        "rate": f"per {per:,.0f} {indicator.over}",
        "count": f"per {per:,.0f} residents",
    }
    start, end = found.period or (None, None)
    why = _why_no_points(indicator, peers, rows, found)
    unit = units.get(indicator.measure, indicator.unit)
    return Values(indicator, peers, kind, per, unit, rows, start, end, 0, 0, years, found.provenance, why)


def _why_no_points(indicator: Indicator, peers: Peers, rows: tuple[Value, ...], found: Pointed) -> str:
    """Return why supplied values cannot be compared at all, or nothing."""
    if peers.why:
        return peers.why
    if peers.level == "lsoa":
        return f"{indicator.name} is held for whole districts only: compare districts, or choose another indicator."
    if found.period is None:
        name = peers.name_of(peers.chosen)
        return f"No value of {indicator.name} is held for {name}: {indicator.expected_file} would fill it."
    if all(row.value is None for row in rows if row.code != peers.chosen):
        return f"No other area of the group has a value of {indicator.name} for the same period."
    return ""


def _value_of(
    member: Member, found: Pointed, indicator: Indicator, per: float, people: dict[str, tuple[int, int]]
) -> Value:
    point = found.points.get(member.code)
    if point is None or point.value is None:
        why = f"the number is {point.missing_words}" if point else "no value of this period is held"
        return Value(member.code, member.name, why=why)
    if indicator.measure == "count":
        if member.code not in people:
            return Value(member.code, member.name, point.value, why="no population is held")
        return _judgeable(member, point.value, people[member.code][0], "rate", per)
    if indicator.measure == "value" or not point.denominator:
        return Value(member.code, member.name, value=point.value)
    kind: Literal["rate", "proportion"] = "rate" if indicator.measure == "rate" else "proportion"
    return _judgeable(member, point.counted, point.denominator, kind, per, point.design_effect)
