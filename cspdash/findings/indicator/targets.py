"""Is the plan's target met? Judged on the value that belongs to the target's period, or said why it cannot be.

A level (at most, at least) is met or not by the value itself. A promise to reduce or increase is met only when
the test of the change says so; "no detectable change" is not proof of failure either, so it is "cannot tell".
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from cspdash.catalogue import Break, Indicator, Plan, Target
from cspdash.catalogue.printed import OF_A_VALUE, UNIT_OF_MEASURE
from cspdash.findings.indicator.movement import Movement, between, from_baseline
from cspdash.findings.indicator.points import Point

TargetVerdict = Literal["met", "not met", "cannot tell", "no target to judge"]
FINANCIAL_YEAR = re.compile(r"^(\d{4})/\d{2}$")
CALENDAR_YEAR = re.compile(r"^(\d{4})$")
ROUNDING = 1e-9
NO_LEVEL = {
    "monitor": "the plan follows the direction of travel and sets no level",
    "to_be_confirmed": "the plan left the target to be confirmed",
}
Within = Callable[[date, date], Point | None]
Before = Callable[[Point, date], Point | None]
Missing = Callable[[date, date], str]


@dataclass(frozen=True, slots=True)
class Judged:
    """A target with its verdict, the reason in words, and the point and change that it was judged by."""

    target: Target
    verdict: TargetVerdict
    reason: str
    point: Point | None = None
    movement: Movement | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """How to find the newest point that ends within two days, and the one to compare it with from before a day.

    `missing` says why there is none within two days, where months that are not held are the reason.
    """

    indicator: Indicator
    within: Within
    before: Before
    missing: Missing = lambda _start, _end: ""
    breaks: Sequence[Break] = ()


def window(target: Target, plan: Plan) -> tuple[date, date]:
    """Return the first and last day that a target is for: its year, or the plan's start to the day it is due."""
    financial, calendar = FINANCIAL_YEAR.match(target.period), CALENDAR_YEAR.match(target.period)
    if financial:
        return date(int(financial[1]), 4, 1), date(int(financial[1]) + 1, 3, 31)
    if calendar:
        return date(int(calendar[1]), 1, 1), date(int(calendar[1]), 12, 31)
    end = target.by or plan.period_end
    return min(plan.period_start, end), end


def units_of(indicator: Indicator) -> tuple[str, ...]:
    """Return the units in which a target can be printed so that it is on the indicator's own scale."""
    if indicator.measure == "value":
        return OF_A_VALUE
    return (UNIT_OF_MEASURE.get(indicator.measure, f"per_{indicator.per or 0:.0f}"),)


def steady_level(targets: Sequence[Target], indicator: Indicator, months: int | None) -> float | None:
    """Return the level of the last target that sets one, for a period of so many months; None without one.

    A yearly count is spread evenly over the year; a share or rate is the same for any period.
    """
    levels = [target.level for target in targets if target.kind in ("at_most", "at_least") and target.level is not None
              and target.unit in units_of(indicator)]  # fmt: skip
    if not levels or (indicator.measure == "count" and not months):
        return None
    return levels[-1] * (months or 12) / 12 if indicator.measure == "count" else levels[-1]


def judge(target: Target, plan: Plan, evidence: Evidence) -> Judged:
    """Return the verdict on one target."""
    if target.kind in NO_LEVEL:
        return Judged(target, "no target to judge", NO_LEVEL[target.kind])
    start, end = window(target, plan)
    point = evidence.within(start, end)
    if point is None or point.value is None:
        spell = f"its period ({target.period})" if target.period else "its period"
        nothing = evidence.missing(start, end) or f"no value is held for {spell}"
        why = f"the number is {point.missing_words}" if point else nothing
        return Judged(target, "cannot tell", why, point)
    if (target.value is not None or target.baseline is not None) and target.unit not in units_of(evidence.indicator):
        return Judged(target, "cannot tell", "the target is printed in another unit than the indicator", point)
    if target.kind == "below_comparator":
        return _so_far(_below(target, point), end)
    if target.value is not None:
        return _so_far(_level(target, point, evidence.indicator), end)
    return _so_far(_moved(target, point, start, evidence), end)


def _so_far(judged: Judged, end: date) -> Judged:
    """Say that a verdict is of the time before the target is due; a goal not reached yet is not yet missed."""
    if judged.point is None or judged.point.period_end >= end or judged.verdict == "cannot tell":
        return judged
    until = f"the value runs to {judged.point.period_end:%B %Y}, the target to {end:%B %Y}"
    rising = judged.target.kind in ("at_least", "increase")
    if judged.verdict == "not met" and rising and judged.movement is None:
        return replace(judged, verdict="cannot tell", reason=f"not reached yet: {until}")
    return replace(judged, reason=f"{judged.reason}; so far: {until}")


def _below(target: Target, point: Point) -> Judged:
    """Judge against a comparator that moves: only by the value of it that the plan printed, if it did."""
    if target.level is None or point.value is None:
        return Judged(target, "cannot tell", f"no figure is held of {target.comparator}", point)
    verdict: TargetVerdict = "met" if point.value < target.level else "not met"
    return Judged(target, verdict, "judged by the comparator as printed, which moves", point)


def _level(target: Target, point: Point, indicator: Indicator) -> Judged:
    """Judge a level that must be reached (at least, increase) or not passed (at most, reduce)."""
    value, level = point.value or 0.0, target.level or 0.0
    margin = ROUNDING * max(1.0, abs(level))
    rising = target.kind in ("at_least", "increase")
    reached = value >= level - margin if rising else value <= level + margin
    partial = indicator.measure == "count" and point.months is not None and point.months < 12
    if partial and reached != rising:
        # What is over the limit, or has reached the goal, stays so; what has not may yet.
        return Judged(target, "cannot tell", f"the value covers {point.months} months of the year", point)
    return Judged(target, "met" if reached else "not met", "judged by the value itself", point)


def _moved(target: Target, point: Point, start: date, evidence: Evidence) -> Judged:
    """Judge a promise to reduce or increase by the test of the change."""
    if target.baseline_level is not None:
        return _against_baseline(target, point, evidence)
    before = evidence.before(point, start)
    movement = between(evidence.indicator, before, point, evidence.breaks) if before else None
    if movement is None:
        return Judged(target, "cannot tell", "no earlier value of the same kind is held to compare with", point)
    if movement.why:
        return Judged(target, "cannot tell", movement.why, point, movement)
    judged = _by_test(target, point, movement)
    passing = [line.title for line in evidence.breaks if line.until and before and _touches(line, before)]
    if not passing:
        return judged
    # A year that was out of the ordinary is no fair baseline: neither a promise kept nor one broken follows from it.
    reason = "; ".join([judged.reason, *(f"but the earlier period lies in: {title}" for title in passing)])
    return replace(judged, verdict="cannot tell", reason=reason)


def _touches(line: Break, point: Point) -> bool:
    """Tell whether a passing break falls within a point's period."""
    return line.starts <= point.period_end and (line.until or line.starts) >= point.period_start


def _by_test(target: Target, point: Point, movement: Movement) -> Judged:
    wanted = "down" if target.kind == "reduce" else "up"
    if movement.verdict not in ("up", "down"):
        return Judged(target, "cannot tell", movement.verdict, point, movement)
    if movement.verdict != wanted:
        return Judged(target, "not met", "it moved the other way, by more than chance", point, movement)
    if target.change_percent is None or not movement.before:
        return Judged(target, "met", "it moved as promised, by more than chance", point, movement)
    moved = abs(movement.after / movement.before - 1) * 100
    size = f"{moved:.1f}% of the {abs(target.change_percent):g}% promised"
    reached = moved >= abs(target.change_percent) - ROUNDING
    return Judged(target, "met" if reached else "not met", f"it moved by {size}", point, movement)


def _against_baseline(target: Target, point: Point, evidence: Evidence) -> Judged:
    """Judge by the baseline that the plan printed: a count by the test, a share by its own interval."""
    level, indicator = target.baseline_level or 0.0, evidence.indicator
    if indicator.measure == "count":
        if point.months is not None and point.months != 12:
            why = f"the value covers {point.months} months, the baseline is taken to be of a year"
            return Judged(target, "cannot tell", why, point)
        movement = from_baseline(level, point)
        if not movement.why:
            return _by_test(target, point, movement)
    if point.low is None or point.high is None:
        return Judged(target, "cannot tell", "the value has no interval to set against the baseline", point)
    below, above = point.high < level, point.low > level
    if not below and not above:
        return Judged(target, "cannot tell", "no detectable difference from the baseline", point)
    as_promised = below if target.kind == "reduce" else above
    moved = "it differs from the baseline as promised" if as_promised else "it differs from the baseline the other way"
    return Judged(target, "met" if as_promised else "not met", f"{moved}, by more than chance", point)
