"""Bounds by interval propagation: each sum tightens its total and its parts until nothing moves."""

from collections.abc import Sequence

from cspdash.publish.audit.sums import Sum
from cspdash.publish.protect import Key

Bounds = dict[Key, tuple[int, int]]


class NotPossible(ValueError):
    """No counts can stand behind the published cells: something of a total lies outside its parts, or was held."""


def propagate(bounds: Bounds, sums: Sequence[Sum]) -> Bounds:
    """Return the tightened bounds of every cell; NotPossible when they contradict one another.

    Sound, not complete: what it returns always holds, and can be wider than the exact bounds.
    """
    found = dict(bounds)
    moved = True
    while moved:
        moved = False
        for one in sums:
            moved = _tighten(found, one) or moved
    return found


def _tighten(found: Bounds, one: Sum) -> bool:
    """Tighten one sum's cells; return whether anything moved."""
    low, high = found[one.total]
    lows = sum(found[part][0] for part in one.parts)
    highs = sum(found[part][1] for part in one.parts)
    moved = _narrow(found, one.total, lows, highs if one.exact else high)
    low, high = found[one.total]
    for part in one.parts:
        mine = found[part]
        least = low - (highs - mine[1]) if one.exact else mine[0]
        if _narrow(found, part, least, high - (lows - mine[0])):
            moved = True
            lows += found[part][0] - mine[0]
            highs += found[part][1] - mine[1]
    return moved


def _narrow(found: Bounds, key: Key, low: int, high: int) -> bool:
    before = found[key]
    after = (max(before[0], low), min(before[1], high))
    if after[0] > after[1]:
        raise NotPossible(f"{key} cannot be from {after[0]} to {after[1]}")
    found[key] = after
    return after != before
