"""Comparisons of invented areas, and a slow second answer for intervals and standings."""

import math
from collections.abc import Sequence
from datetime import date
from statistics import NormalDist
from typing import Any

from cspdash.catalogue import Indicator
from cspdash.findings.compare import Average, Compared, compared
from cspdash.findings.compare_values import Value, Values
from cspdash.findings.peers import Level, Member, Peers
from cspdash.findings.places import Place
from cspdash.findings.provenance import Provenance
from cspdash.stats.rates import rate
from tests.small_catalogue import indicator

DARLINGTON = Place("E06000005", "Darlington", "district", ("E06000005",))
SOURCE = Provenance("Somewhere", "0123456789abcdef", False, date(2023, 4, 1), date(2024, 3, 1), 12, 12)
Area = tuple[int, int | None]


def group_of(areas: int, level: Level = "lsoa", chosen: int | None = 0, **changes: Any) -> Peers:
    """Return a group of so many invented areas; the first is the chosen one."""
    members = tuple(Member(f"E0101{n:04}", f"Area {n}") for n in range(areas))
    code = "" if chosen is None else members[chosen].code
    title = "the localities of Darlington" if level == "lsoa" else "Some peers"
    return Peers("group", title, level, DARLINGTON, members, code, "somebody", **changes)


def values_of(
    areas: Sequence[Area], asked: Indicator | None = None, level: Level = "lsoa", chosen: int | None = 0,
    **changes: Any,
) -> Values:  # fmt: skip
    """Return counts and residents of areas as values per 1,000; None residents mean that none are held."""
    peers = group_of(len(areas), level, chosen, **changes)
    rows = []
    for member, (n, persons) in zip(peers.members, areas, strict=True):
        if persons is None:
            rows.append(Value(member.code, member.name, n, why="no population is held"))
            continue
        near, far = rate(n, persons), rate(n, persons, level=0.998)
        limits = (near.low, near.high, far.low, far.high)
        rows.append(Value(member.code, member.name, n, persons, near.value, *limits))
    asked = asked or indicator(short_title="Some incidents")
    return Values(
        asked, peers, "rate", 1000.0, "per 1,000 residents", tuple(rows), date(2023, 4, 1), date(2024, 3, 31), 12, 12,
        (2011,), SOURCE,
    )  # fmt: skip


def compared_of(
    areas: Sequence[Area], polarity: str = "lower", level: Level = "lsoa", average: Average = "mean",
    chosen: int | None = 0, **changes: Any,
) -> Compared:  # fmt: skip
    """Return the comparison of invented areas."""
    asked = indicator(short_title="Some incidents", polarity=polarity)
    return compared(values_of(areas, asked, level, chosen, **changes), average)


def slow_limits(n: int, level: float) -> tuple[float, float]:
    """Return the limits of a count: Byar's formula, and below 10 by searching the Poisson distribution itself."""
    tail, z = (1 - level) / 2, NormalDist().inv_cdf((1 + level) / 2)
    if n >= 10:
        low = n * (1 - 1 / (9 * n) - z / (3 * math.sqrt(n))) ** 3
        return low, (n + 1) * (1 - 1 / (9 * (n + 1)) + z / (3 * math.sqrt(n + 1))) ** 3

    def at_most(k: int, mean: float) -> float:
        return sum(math.exp(-mean) * mean**i / math.factorial(i) for i in range(k + 1))

    def search(wanted: float, k: int) -> float:
        low, high = 0.0, 60.0
        for _ in range(80):
            middle = (low + high) / 2
            low, high = (middle, high) if at_most(k, middle) > wanted else (low, middle)
        return low

    return (0.0 if n == 0 else search(1 - tail, n - 1)), search(tail, n)


def slow_standing(n: int, persons: int, average: float) -> str:
    """Return where a rate stands against an average, in the words of the finding."""
    if n < 10:
        return "too few"
    found = "similar"
    for level, name in ((0.95, "95"), (0.998, "99.8")):
        low, high = (1000 * limit / persons for limit in slow_limits(n, level))
        if low > average:
            found = f"higher {name}"
        elif high < average:
            found = f"lower {name}"
    return found
