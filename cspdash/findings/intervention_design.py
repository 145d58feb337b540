"""What is to be tested, and why it cannot be: areas that overlap, dates reversed, months that are not held."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Literal

from cspdash.catalogue import Indicator
from cspdash.findings.places import Place
from cspdash.store import own_ground_queries
from cspdash.store.connection import Store

Role = Literal["treated", "comparison", "displacement", "displacement comparison"]
Reason = Literal[
    "no treated area",
    "no comparison area",
    "no start",
    "dates reversed",
    "same area twice",
    "areas overlap",
    "displacement alone",
    "displacement comparison alone",
    "no residents",
    "no months",
    "begins after",
    "begins before",
    "too recent",
    "year before missing",
    "no events",
]
ROLES: tuple[Role, ...] = ("treated", "comparison", "displacement", "displacement comparison")


@dataclass(frozen=True, slots=True)
class Design:
    """A test to make: areas in their roles, when it began and ended, what is counted.

    `wanted` is how many months after the start are asked for (1 to 12); `per_resident` divides counts by residents,
    for areas that differ in size.
    """

    indicator: Indicator
    treated: tuple[Place, ...]
    comparison: tuple[Place, ...]
    starts: date | None
    ends: date | None = None
    displacement: tuple[Place, ...] = ()
    displacement_comparison: tuple[Place, ...] = ()
    wanted: int = 12
    per_resident: bool = False

    def places(self, role: Role) -> tuple[Place, ...]:
        """Return the areas in one role."""
        by_role = (self.treated, self.comparison, self.displacement, self.displacement_comparison)
        return by_role[ROLES.index(role)]

    @property
    def roles(self) -> tuple[Role, ...]:
        """Return the roles that have areas, in order."""
        return tuple(role for role in ROLES if self.places(role))


@dataclass(frozen=True, slots=True)
class Unfit:
    """One reason why a test cannot be made; `roles`, `names` and `months` are what the sentence about it names."""

    reason: Reason
    roles: tuple[Role, ...] = ()
    names: tuple[str, ...] = ()
    months: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Ground:
    """What an own area is made of: the localities with events in it, and its map points where it has an outline."""

    localities: frozenset[str]
    points: frozenset[tuple[float, float]] = frozenset()


def grounds(store: Store, places: Iterable[Place]) -> dict[str, Ground]:
    """Return what the own areas among some places are made of, by code."""
    own = sorted({place.code for place in places if place.is_own})
    if not own:
        return {}
    localities, points = own_ground_queries.localities(store, own), own_ground_queries.points(store, own)
    return {code: Ground(frozenset(localities.get(code, ())), frozenset(points.get(code, ()))) for code in own}


def overlap(first: Place, second: Place, ground: Mapping[str, Ground]) -> bool:
    """Tell whether two areas share ground: one area, one that contains the other, or own areas with events in common.

    Localities never share ground with one another.
    """
    if first.code == second.code:
        return True
    if not (first.is_locality and second.is_locality):
        return bool(set(first.districts) & set(second.districts))
    here, there = (ground.get(place.code, Ground(frozenset({place.code}))) for place in (first, second))
    if here.points and there.points:
        return bool(here.points & there.points)
    return bool(here.localities & there.localities)


def faults(design: Design, ground: Mapping[str, Ground]) -> tuple[Unfit, ...]:
    """Return what is wrong with a design by itself, before anything is counted; empty when nothing is.

    `ground` is what the own areas in it are made of.
    """
    return tuple(_faults(design, ground))


def _faults(design: Design, ground: Mapping[str, Ground]) -> Iterator[Unfit]:
    if not design.treated:
        yield Unfit("no treated area")
    if not design.comparison:
        yield Unfit("no comparison area")
    if design.starts is None:
        yield Unfit("no start")
    elif design.ends and design.ends < design.starts:
        yield Unfit("dates reversed", months=(design.starts, design.ends))
    if design.displacement and not design.displacement_comparison:
        yield Unfit("displacement alone")
    if design.displacement_comparison and not design.displacement:
        yield Unfit("displacement comparison alone")
    yield from _shared_ground(design, ground)


def _shared_ground(design: Design, ground: Mapping[str, Ground]) -> Iterator[Unfit]:
    placed = [(role, place) for role in ROLES for place in design.places(role)]
    for (role, place), (other_role, other) in combinations(placed, 2):
        if place.code == other.code:
            yield Unfit("same area twice", tuple(dict.fromkeys((role, other_role))), (place.name,))
        elif overlap(place, other, ground):
            yield Unfit("areas overlap", (role, other_role), (place.name, other.name))
