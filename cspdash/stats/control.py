"""Control charts: is this month unusual for this area, and is this area unusual among its peers?

**XmR chart**, as NHS England's Making Data Count draws it. The middle line is the mean; the limits lie 2.66
times the mean moving range above and below it (a moving range is the step from one month to the next), the
two-sigma lines at two thirds of that. With screening on, moving ranges above 3.267 times their mean are left
out once, so that one freak month does not widen the limits. With fewer than 13 points (or fewer than 6 steps
between neighbouring months) no limits are given: "too few points". A missing month is a gap, never a zero,
and never bridged.

A point is a signal when it is (1) outside a limit; (2) one of seven or more points in a row that each rise,
or each fall (a tie ends the run); (3) one of two out of three consecutive points beyond two sigma, all three
on that side of the mean; or (4) one of seven or more in a row on one side of the mean (a point on the mean
ends the run). All signalling points of a run are marked. For (3) we count points beyond three sigma too,
which NHSRplotthedots does not. Rule (2) needs no limits, so it is marked on short series as well.

**Variation** is the state of the latest point: improvement or concern by the indicator's polarity, neutral
change where neither direction is good (or where a rise may mean that more people came forward), common cause
where no rule fires. The direction is the side of the mean on which the point lies; where only rule (2)
fires, that of the run. **Assurance** compares the current limits with a target: consistently meets, hit or
miss, consistently fails; none without a target or without a good direction.

Limits are never moved silently: a new segment starts only where a dated break says so, and each segment has
its own limits. Check: 1,2,1,2,10,1,2,1,2,1,2,1,2,1,2,1,2,1 has the mean 1.9444 and limits −0.7156 and 4.6044
with screening, −3.0626 and 6.9515 without.

**Funnel.** Areas are compared with their pooled value at 95% and 99.8%: for rates exact Poisson limits on the
number expected in each area, for proportions Wilson limits at the pooled share.

Sources: NHS England, Making Data Count; NHS-R Community, NHSRplotthedots; Wheeler, "Understanding Variation"
(2000); Spiegelhalter (2005), "Funnel plots for comparing institutional performance"; PHEindicatormethods.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from cspdash.stats import inputs, run_rules
from cspdash.stats.funnel import Funnel, funnel
from cspdash.stats.inputs import FloatArray, WithGaps

__all__ = ["Assurance", "Funnel", "Limits", "Polarity", "Signal", "Variation", "XmR", "funnel", "xmr"]

Polarity = Literal["lower", "higher", "more_reports", "none"]
Variation = Literal["improvement", "concern", "neutral change", "common cause", "too few points"]
Assurance = Literal["consistently meets", "hit or miss", "consistently fails"]
Signal = Literal["outside the limits", "seven rising or falling", "two of three", "seven on one side"]

LEAST_POINTS, LEAST_STEPS = 13, 6
LIMIT_FACTOR, MOVING_RANGE_FACTOR = 2.66, 3.267
LINES = ("mean", "lower", "upper", "two_sigma_lower", "two_sigma_upper", "moving_range_limit")
GOOD_DIRECTION: dict[Polarity, int] = {"lower": -1, "higher": 1, "more_reports": 0, "none": 0}


@dataclass(frozen=True, slots=True)
class Limits:
    """The lines of one segment, in the values' unit."""

    mean: float
    lower: float
    upper: float
    two_sigma_lower: float
    two_sigma_upper: float
    moving_range_limit: float


@dataclass(frozen=True, slots=True, eq=False)
class XmR:
    """An XmR chart. Single numbers are those of the current (last) segment, None where not given.

    `signals` has for each value a tuple naming the rules that fired, empty where none did; `variations` its
    state, None where it is missing. `*_line` arrays hold each segment's lines for drawing, NaN where a
    segment has none; `moving_ranges[i]` is the step from value i−1 to i, NaN at a gap or a break; `screened`
    marks the moving ranges left out. `moving_range_limit` is 3.267 times the mean of those kept.
    """

    values: FloatArray
    mean: float | None
    lower: float | None
    upper: float | None
    two_sigma_lower: float | None
    two_sigma_upper: float | None
    moving_range_limit: float | None
    moving_ranges: FloatArray
    screened: NDArray[np.bool_]
    mean_line: FloatArray
    lower_line: FloatArray
    upper_line: FloatArray
    two_sigma_lower_line: FloatArray
    two_sigma_upper_line: FloatArray
    moving_range_limit_line: FloatArray
    signals: tuple[tuple[Signal, ...], ...]
    variations: tuple[Variation | None, ...]
    variation: Variation
    assurance: Assurance | None


@dataclass(frozen=True, slots=True)
class _Segment:
    """What one segment of the chart contributes."""

    limits: Limits | None
    moving_ranges: FloatArray
    screened: NDArray[np.bool_]
    signals: tuple[tuple[Signal, ...], ...]
    variations: tuple[Variation | None, ...]


def xmr(
    values: WithGaps,
    target: float | None = None,
    polarity: Polarity = "lower",
    screen: bool = True,
    breaks: Sequence[int] = (),
) -> XmR:
    """Return the XmR chart of values in time order, one for each month, None or NaN where missing.

    `target` is in the values' unit; `breaks` are the positions at which a new segment starts. Raises
    ValueError for an infinite value or target, an unknown polarity, or a break outside the series.
    """
    seen = inputs.with_gaps("values", values)
    if polarity not in get_args(Polarity):
        raise ValueError(f"polarity must be one of {', '.join(get_args(Polarity))}, not {polarity}")
    goal = None if target is None else inputs.one_number("target", target)
    good = GOOD_DIRECTION[polarity]
    parts = [_segment(part, good, screen) for part in np.split(seen, _starts(breaks, len(seen)))]
    limits, states = parts[-1].limits, parts[-1].variations
    last = next((state for state in reversed(states) if state is not None), None)
    current: dict[str, Any] = {name: None if limits is None else getattr(limits, name) for name in LINES}
    lines: dict[str, Any] = {f"{name}_line": np.concatenate([_line(part, name) for part in parts]) for name in LINES}
    return XmR(
        values=seen,
        moving_ranges=np.concatenate([part.moving_ranges for part in parts]),
        screened=np.concatenate([part.screened for part in parts]),
        signals=tuple(fired for part in parts for fired in part.signals),
        variations=tuple(state for part in parts for state in part.variations),
        variation=last or "too few points",
        assurance=_assurance(limits, goal, good),
        **current,
        **lines,
    )


def _starts(breaks: Sequence[int], length: int) -> list[int]:
    """Return the positions at which segments after the first start, in order."""
    for position in breaks:
        if int(position) != position or not 0 <= position < length:
            raise ValueError(f"breaks must be positions from 0 to {length - 1}, not {position}")
    return sorted({int(position) for position in breaks} - {0})


def _segment(values: FloatArray, good: int, screen: bool) -> _Segment:
    """Return limits, signals and states of one segment."""
    steps = np.abs(np.diff(values, prepend=np.nan))
    limits, screened = _limits(values, steps, screen)
    marks: dict[Signal, run_rules.Directions] = {"seven rising or falling": run_rules.seven_in_a_row(values)}
    if limits is not None:
        side = run_rules.sides(values, limits.mean)
        near = run_rules.outside(values, limits.two_sigma_lower, limits.two_sigma_upper)
        # In this order the first rule that fires gives a point its direction: position before movement.
        marks = {
            "outside the limits": run_rules.outside(values, limits.lower, limits.upper),
            "two of three": run_rules.two_of_three(side, near),
            "seven on one side": run_rules.seven_on_one_side(side),
            **marks,
        }
    signals = tuple(tuple(rule for rule in marks if marks[rule][i]) for i in range(len(values)))
    directions = [int(marks[fired[0]][i]) if fired else 0 for i, fired in enumerate(signals)]
    states = tuple(
        None if np.isnan(value) else _state(direction, good, limits)
        for value, direction in zip(values, directions, strict=True)
    )
    return _Segment(limits, steps, screened, signals, states)


def _limits(values: FloatArray, steps: FloatArray, screen: bool) -> tuple[Limits | None, NDArray[np.bool_]]:
    """Return a segment's limits, None with too few points or steps, and which steps were screened out."""
    known = ~np.isnan(steps)
    screened = np.zeros(len(steps), dtype=np.bool_)
    if np.count_nonzero(~np.isnan(values)) < LEAST_POINTS or np.count_nonzero(known) < LEAST_STEPS:
        return None, screened
    if screen:
        screened = steps > MOVING_RANGE_FACTOR * steps[known].mean()
    step = float(steps[known & ~screened].mean())
    mean, reach = float(np.nanmean(values)), LIMIT_FACTOR * step
    two_sigma = reach * 2 / 3
    lines = (mean, mean - reach, mean + reach, mean - two_sigma, mean + two_sigma, MOVING_RANGE_FACTOR * step)
    return Limits(*lines), screened


def _state(direction: int, good: int, limits: Limits | None) -> Variation:
    """Return the word for a point whose first signal points in `direction`."""
    if limits is None:
        return "too few points"
    if direction == 0:
        return "common cause"
    if good == 0:
        return "neutral change"
    return "improvement" if direction == good else "concern"


def _assurance(limits: Limits | None, target: float | None, good: int) -> Assurance | None:
    """Return whether the limits lie wholly on the good side of the target, on the other, or across it."""
    if limits is None or target is None or good == 0:
        return None
    if limits.lower <= target <= limits.upper:
        return "hit or miss"
    return "consistently meets" if (limits.lower > target) == (good > 0) else "consistently fails"


def _line(part: _Segment, name: str) -> FloatArray:
    """Return one line of a segment, as long as the segment."""
    level = np.nan if part.limits is None else getattr(part.limits, name)
    return np.full(len(part.moving_ranges), level)
