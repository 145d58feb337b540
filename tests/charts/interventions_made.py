"""Trials made without a store: counts in each arm, and all that follows from them."""

from datetime import date
from typing import Any

from cspdash.catalogue import Break
from cspdash.findings.intervention import Alike, Arm, Trial, verdict_of, weights
from cspdash.findings.intervention_design import Design, Role
from cspdash.findings.intervention_windows import Windows
from cspdash.findings.places import Place
from cspdash.findings.provenance import Provenance
from cspdash.findings.series import Series
from cspdash.periods import month_range
from cspdash.stats.change import change
from cspdash.stats.control import xmr
from cspdash.stats.intervention import weighted_displacement
from tests.small_catalogue import indicator

STARTS = date(2021, 3, 1)
MONTHS = tuple(month_range(date(2019, 3, 1), date(2022, 2, 1)))
SOURCE = Provenance("a source", "0123456789abcdef", False, MONTHS[0], MONTHS[-1], 36, 36)
Pair = tuple[int, int]


def place(name: str) -> Place:
    """Return an invented locality."""
    return Place(f"E0199{sum(name.encode()):04}", name, "lsoa", ("E06000005",))


def series(before: int, after: int) -> Series:
    """Return 24 months with `before` spread over the twelve last of them, and `after` over the twelve that follow."""
    monthly = [before // 12 + (n < before % 12) for n in range(12)]
    return Series(MONTHS, (*monthly, *monthly, *(after // 12 + (n < after % 12) for n in range(12))))


def arm(role: Role, name: str, counts: Pair, earlier: Pair | None, persons: int | None) -> Arm:
    """Return an arm of one area."""
    tested = change(*counts) if sum(counts) else None
    return Arm(role, (place(name),), series(*counts), *counts, tested, persons, *(earlier or (None, None)))


def made_trial(
    treated: Pair = (207, 110), control: Pair = (308, 318), displaced: Pair | None = None,
    displaced_control: Pair | None = None, *, alike: Alike = "alike",
    earlier: tuple[Pair, Pair] = ((200, 207), (300, 308)), windows: Windows | None = None,
    breaks: tuple[Break, ...] = (), persons: int | None = 1500, **design: Any,
) -> Trial:  # fmt: skip
    """Return a trial with these counts before and after; `earlier` are those of the two years before."""
    held = alike != "not held"
    names = ("North End", "South End", "Next Door", "Far Away")
    roles: tuple[Role, ...] = ("treated", "comparison", "displacement", "displacement comparison")
    pairs = [pair for pair in (treated, control, displaced, displaced_control) if pair is not None]
    arms = tuple(
        arm(role, name, pair, earlier[place] if held and place < 2 else None, persons)
        for place, (role, name, pair) in enumerate(zip(roles, names, pairs, strict=False))
    )
    parts = [one.places for one in arms] + [(), ()]
    given: dict[str, Any] = (
        {"indicator": indicator(title="Noise", polarity="lower"), "treated": parts[0], "comparison": parts[1],
           "starts": STARTS, "displacement": parts[2], "displacement_comparison": parts[3]} | design
    )  # fmt: skip
    made = Design(**given)
    scale = weights(made, arms)
    around = weighted_displacement(pairs[2], pairs[3], weights=scale[2:]) if len(pairs) == 4 else None
    effect = weighted_displacement(pairs[0], pairs[1], weights=scale[:2])
    whole = weighted_displacement(pairs[0], pairs[1], pairs[2], pairs[3], weights=scale) if around else None
    compared = windows or Windows(12, MONTHS[12:24], MONTHS[24:])
    return Trial(
        made, arms, compared, effect, around, whole, weighted_displacement(*earlier) if held else None,
        compared.before if held else (), verdict_of(effect, pairs[:2]),
        verdict_of(around, pairs[2:]) if around else None, alike, MONTHS,
        xmr(arms[0].series.counts[:24]), breaks, SOURCE,
    )  # fmt: skip
