"""The 10-5 rule: a count below 10 is one symbol, zero included; any other is rounded to the nearest 5.

Source: ONS, cell key perturbation (the "10-5 rule"); the p-table that ships with its package `cell-key-perturbation`
is the oracle in tests. Everything that the public edition shows of classes R and S is a function of what `protected`
returns: nothing is rounded later, and nothing is computed from a count before it.
"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

PUBLISHED, FEWER, WITHHELD, HIDDEN = "published", "fewer than 10", "withheld", "hidden on request"
FLAGS = (PUBLISHED, FEWER, WITHHELD, HIDDEN)
OVER = " / base"
UNKNOWN = 10**9


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of protection. Production always uses `Rules()`; others exist so that tests can show what each is for.

    A count below `threshold` is not shown; others are rounded to `base`, totals too unless `exact_totals`. Cells that
    a total is the sum of are shown beside it only where there are at least `least_parts`. `raw_values` takes rates and
    shares from counts instead of published cells.
    """

    threshold: int = 10
    base: int = 5
    least_parts: int = 5
    exact_totals: bool = False
    raw_values: bool = False


PRODUCTION = Rules()


class Key(NamedTuple):
    """What a cell counts: an indicator (or survey/question, or the base of either), an area and a period."""

    indicator: str
    area_code: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell before protection: its count and class (R or S). `total` says that others add up to it."""

    key: Key
    count: int
    disclosure: str
    total: bool = False
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell as published: a number, or None and the flag that says why."""

    published: int | None
    flag: str
    disclosure: str


def protected(count: int, rules: Rules = PRODUCTION) -> int | None:
    """Return a count as it is published, or None when it is below the threshold. ValueError when it is negative."""
    if count < 0:
        raise ValueError(f"a count of {count} is below zero")
    if count < rules.threshold:
        return None
    return rules.base * ((count + rules.base // 2) // rules.base)


def shown(cell: Cell, rules: Rules = PRODUCTION) -> Shown:
    """Return a cell as it is published."""
    if cell.withheld:
        return Shown(None, WITHHELD, cell.disclosure)
    found = cell.count if cell.total and rules.exact_totals else protected(cell.count, rules)
    return Shown(found, FEWER if found is None else PUBLISHED, cell.disclosure)


def interval(published: int | None, flag: str, rules: Rules = PRODUCTION) -> tuple[int, int]:
    """Return the smallest and the largest count that can stand behind what is published."""
    if published is not None:
        half = rules.base // 2
        return max(published - half, rules.threshold), published + half
    return (0, rules.threshold - 1) if flag == FEWER else (0, UNKNOWN)


def step(one: Shown, rules: Rules = PRODUCTION) -> int | None:
    """Return the rung of the rounding ladder that a cell stands on, blank being 1; None when it says nothing."""
    if one.published is not None:
        return one.published // rules.base
    return rules.threshold // rules.base - 1 if one.flag == FEWER else None
