"""Did it work? The change in a treated area against that of a comparison area, with what moved next door."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from cspdash.catalogue import Break, Catalogue
from cspdash.findings.intervention_design import Design, Role, Unfit, faults, grounds
from cspdash.findings.intervention_elsewhere import Elsewhere, elsewhere
from cspdash.findings.intervention_windows import (
    Windows,
    after_window,
    first_complete_month,
    summed,
    total,
    windows,
    year_earlier,
)
from cspdash.findings.places import Place, population_of
from cspdash.findings.provenance import Provenance, provenance
from cspdash.findings.series import Series, place_counts
from cspdash.periods import add_months, month_range
from cspdash.stats.change import Change, change
from cspdash.stats.control import XmR, xmr
from cspdash.stats.intervention import WeightedDisplacement, weighted_displacement
from cspdash.stats.rates import TOO_FEW_BELOW, UNRELIABLE_BELOW
from cspdash.store.connection import Store

Verdict = Literal["fell more", "rose more", "no detectable effect", "too few events to tell"]
Alike = Literal["alike", "not alike", "too few", "not held"]

# With fewer months than this, one month out of the ordinary decides.
FEWEST_MONTHS = 3
# Two years before show whether the areas moved alike; fewer than twelve months are too few for limits.
MONTHS_SHOWN_BEFORE, FEWEST_FOR_LIMITS = 24, 12


@dataclass(frozen=True, slots=True)
class Arm:
    """The areas of one role together: counts before and after with their own change, and all months.

    `earlier_before` is the count of those months before of which the same months a year before that are held too,
    and `earlier` the count of these; None where none is. `persons` are residents, those of `years`, None where not
    known for every area.
    """

    role: Role
    places: tuple[Place, ...]
    series: Series
    before: int
    after: int
    change: Change | None
    persons: int | None
    earlier: int | None = None
    earlier_before: int | None = None
    years: tuple[int, ...] = ()

    @property
    def names(self) -> str:
        """Return the areas' names in a row."""
        names = [place.name for place in self.places]
        return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


@dataclass(frozen=True, slots=True)
class Trial:
    """A test that was made. `effect` is the treated area against its comparison, `displaced` the same for the areas
    around, `whole` both together; counts per resident are scaled to the treated area's residents.

    `moved_before` is the same test on the two years before the start: where it finds a difference, the two areas were
    not moving alike before, and no difference afterwards can be credited to what was done. `months` are those to
    draw, from two years before the start; `expected` the treated area's limits from those of them before it began.
    `elsewhere` is how the same test fares where nothing was done; None per resident, and where it cannot be asked.
    """

    design: Design
    arms: tuple[Arm, ...]
    windows: Windows
    effect: WeightedDisplacement
    displaced: WeightedDisplacement | None
    whole: WeightedDisplacement | None
    moved_before: WeightedDisplacement | None
    moved_months: tuple[date, ...]
    verdict: Verdict
    displacement_verdict: Verdict | None
    alike: Alike
    months: tuple[date, ...]
    expected: XmR | None
    breaks: tuple[Break, ...]
    provenance: Provenance
    elsewhere: Elsewhere | None = None

    def arm(self, role: Role) -> Arm:
        """Return the arm of a role; KeyError when the design has none."""
        for one in self.arms:
            if one.role == role:
                return one
        raise KeyError(role)

    @property
    def unreliable(self) -> bool:
        """Tell whether any count that the verdict rests on is below 20."""
        pair = (self.arm("treated"), self.arm("comparison"))
        return min(n for one in pair for n in (one.before, one.after)) < UNRELIABLE_BELOW


def effect_of(store: Store, catalogue: Catalogue, design: Design) -> Trial | tuple[Unfit, ...]:
    """Return a test, or every reason why it cannot be made."""
    wrong = faults(design, grounds(store, [place for role in design.roles for place in design.places(role)]))
    if wrong or design.starts is None:
        return wrong
    series = {role: _series(store, catalogue, design, role) for role in design.roles}
    found = windows(design.starts, design.wanted, list(series.values()))
    earlier = _months_with_a_year_before(found, series)
    arms = tuple(_arm(store, design.places(role), role, series[role], found, earlier) for role in design.roles)
    wrong = _unheld(design, series["treated"], found) or _unfit(design, arms)
    return wrong or _tested(store, catalogue, design, arms, found, earlier)


def _series(store: Store, catalogue: Catalogue, design: Design, role: Role) -> Series:
    found = (place_counts(store, catalogue, place) for place in design.places(role))
    return summed([counts.series(catalogue, design.indicator.categories) for counts in found])


def _months_with_a_year_before(found: Windows, series: dict[Role, Series]) -> tuple[date, ...]:
    """Return the months before of which the same month a year before is held in both areas too."""
    held = set(series["treated"].held) & set(series["comparison"].held)
    return tuple(month for month in found.before if add_months(month, -12) in held)


def _arm(
    store: Store, places: tuple[Place, ...], role: Role, series: Series, found: Windows, earlier: tuple[date, ...]
) -> Arm:
    before, after = total(series, found.before), total(series, found.after)
    people = [population_of(store, place) for place in places]
    persons = sum(one[0] for one in people if one) if all(people) else None
    tested = change(before, after) if before + after else None
    both: tuple[int | None, int | None] = (
        (total(series, year_earlier(earlier)), total(series, earlier)) if earlier else (None, None)
    )
    years = tuple(one[1] for one in people if one)
    return Arm(role, places, series, before, after, tested, persons, *both, years=years)


def _unheld(design: Design, series: Series, found: Windows) -> tuple[Unfit, ...]:
    """Return why the months held do not allow the test; empty when they do."""
    held, asked = series.held, after_window(design.starts or date.max, design.wanted)
    if not held:
        return (Unfit("no months"),)
    ends = (held[0], held[-1])
    if asked[0] > held[-1]:
        return (Unfit("begins after", months=ends),)
    if asked[-1] < held[0]:
        return (Unfit("begins before", months=ends),)
    so_far = [month for month in asked if month <= held[-1]]
    if len(so_far) < min(FEWEST_MONTHS, design.wanted):
        return (Unfit("too recent", months=(asked[0], held[-1])),)
    if len(found.after) < min(FEWEST_MONTHS, design.wanted):
        return (Unfit("year before missing", months=ends),)
    return ()


def _unfit(design: Design, arms: tuple[Arm, ...]) -> tuple[Unfit, ...]:
    """Return which areas have no events, or no residents where counts are divided by them."""
    bare = [Unfit("no events", (one.role,), (one.names,)) for one in arms if not one.before + one.after]
    empty = [
        Unfit("no residents", (one.role,), (one.names,)) for one in arms if design.per_resident and not one.persons
    ]
    return (*bare, *empty)


def _tested(
    store: Store, catalogue: Catalogue, design: Design, arms: tuple[Arm, ...], found: Windows, earlier: tuple[date, ...]
) -> Trial:
    pairs = [(one.before, one.after) for one in arms]
    scale = weights(design, arms)
    effect = weighted_displacement(pairs[0], pairs[1], weights=scale[:2])
    around = whole = None
    if len(pairs) == 4:
        around = weighted_displacement(pairs[2], pairs[3], weights=scale[2:])
        whole = weighted_displacement(pairs[0], pairs[1], pairs[2], pairs[3], weights=scale)
    past = [(one.earlier or 0, one.earlier_before or 0) for one in arms[:2]]
    moved = weighted_displacement(past[0], past[1], weights=scale[:2]) if earlier else None
    span, months = (found.before[0], found.after[-1]), _months_shown(design, arms[0].series, found)
    return Trial(
        design, arms, found, effect, around, whole, moved, earlier, verdict_of(effect, pairs[:2]),
        verdict_of(around, pairs[2:]) if around else None, _alike(moved, past), months,
        _expected(design, arms[0].series, months), _breaks(catalogue, design, span),
        provenance(
            store, catalogue, months[0], months[-1], categories=design.indicator.categories,
            residents=[year for one in arms for year in one.years] if design.per_resident else (),
        ),
        None if design.per_resident else _elsewhere(store, design, found, pairs[1]),
    )  # fmt: skip


def _elsewhere(store: Store, design: Design, found: Windows, comparison: tuple[int, int]) -> Elsewhere | None:
    used = [place for role in design.roles for place in design.places(role)]
    return elsewhere(store, design.indicator, design.treated, used, found.before, found.after, comparison)


def _months_shown(design: Design, series: Series, found: Windows) -> tuple[date, ...]:
    """Return the months from two years before the start to the last one compared, or held of the year after."""
    starts = first_complete_month(design.starts or found.after[0])
    first = max(add_months(starts, -MONTHS_SHOWN_BEFORE), series.held[0])
    return tuple(month_range(first, max(found.after[-1], min(add_months(starts, 11), series.held[-1]))))


def _expected(design: Design, series: Series, months: tuple[date, ...]) -> XmR | None:
    """Return the treated area's control limits from the months shown before the start; None where few are held."""
    begun = (design.starts or months[0]).replace(day=1)
    before = [series.at(month) for month in months if month < begun]
    return xmr(before) if sum(n is not None for n in before) >= FEWEST_FOR_LIMITS else None


def weights(design: Design, arms: tuple[Arm, ...]) -> list[float]:
    """Return what each arm's counts are divided by: 1, or its residents for each resident of the treated area."""
    base = arms[0].persons or 1
    return [one.persons / base if design.per_resident and one.persons else 1.0 for one in arms]


def verdict_of(found: WeightedDisplacement, pairs: list[tuple[int, int]]) -> Verdict:
    """Return the verdict of a treated and a comparison pair of counts.

    Too few to tell below 10 events before in either area, or after in the comparison area; a treated area may come
    down to nothing.
    """
    (before, _), comparison = pairs
    if min(before, *comparison) < TOO_FEW_BELOW:
        return "too few events to tell"
    if found.high < 0:
        return "fell more"
    return "rose more" if found.low > 0 else "no detectable effect"


def _alike(moved: WeightedDisplacement | None, pairs: list[tuple[int, int]]) -> Alike:
    if moved is None:
        return "not held"
    verdict = verdict_of(moved, pairs)
    if verdict == "too few events to tell":
        return "too few"
    return "alike" if verdict == "no detectable effect" else "not alike"


def _breaks(catalogue: Catalogue, design: Design, span: tuple[date, date]) -> tuple[Break, ...]:
    """Return the dated changes in counting that lie within the months compared."""
    codes = tuple(dict.fromkeys(code for place in design.treated for code in place.districts))
    found = catalogue.breaks_of(design.indicator.slug, codes, design.treated[0].grain)
    return tuple(line for line in found if line.starts <= span[1] and (line.until or line.starts) > span[0])
