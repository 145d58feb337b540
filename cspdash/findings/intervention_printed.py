"""What the plans printed of their projects: recomputed where numbers allow it, and whether it could be tested."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from cspdash.catalogue import Catalogue, Intervention, Plan, Result
from cspdash.findings.intervention_windows import after_window, year_earlier
from cspdash.findings.series import countable, months_of
from cspdash.stats.change import Change, change
from cspdash.stats.rates import Proportion, proportion
from cspdash.store.connection import Store

Testable = Literal[
    "ready", "no start", "nothing counted", "not held yet", "before the months held", "no treated area",
    "no comparison area",
]  # fmt: skip
# A printed change below this many per cent would take thousands of events to show.
SMALLEST_PERCENT = 10


@dataclass(frozen=True, slots=True)
class PrintedResult:
    """One printed result. `change` is there where both counts were printed, `share` where both parts of a share were.

    `needed` is how many events before would make a printed change in per cent more than chance, were both windows
    of one length.
    """

    result: Result
    indicator: str
    change: Change | None = None
    share: Proportion[float] | None = None
    needed: int | None = None


@dataclass(frozen=True, slots=True)
class PrintedProject:
    """A project as its plan printed it, and whether this store's months could test it; `held` are their ends."""

    intervention: Intervention
    plan: Plan | None
    district: str
    results: tuple[PrintedResult, ...]
    testable: Testable
    held: tuple[date, ...]


def printed_projects(store: Store, catalogue: Catalogue, plan: str = "") -> tuple[PrintedProject, ...]:
    """Return the interventions of the content, of one plan or of all, the newest plan first."""
    plans = {one.slug: one for one in catalogue.plans}
    order = {slug: place for place, slug in enumerate(plans)}
    wanted = [one for one in catalogue.interventions if plan in ("", one.plan)]
    wanted.sort(key=lambda one: order.get(one.plan, len(order)))
    known = {one.slug for one in countable(store, catalogue)}
    return tuple(_project(store, catalogue, one, plans.get(one.plan), known) for one in wanted)


def _project(
    store: Store, catalogue: Catalogue, found: Intervention, plan: Plan | None, known: set[str]
) -> PrintedProject:
    districts = {one.area_code: one.name for one in catalogue.partnership.districts}
    counted = [slug for slug in found.indicators if slug in known]
    held = months_of(store, catalogue, catalogue.indicator(counted[0]).categories) if counted else ()
    ends = (held[0], held[-1]) if held else ()
    results = tuple(printed_result(catalogue, result) for result in found.results)
    district = districts.get(found.area_code, "")
    return PrintedProject(found, plan, district, results, _testable(found, counted, held), ends)


def _testable(found: Intervention, counted: Sequence[str], held: Sequence[date]) -> Testable:
    """Return whether the months held could test an intervention, or the first thing that is missing."""
    if found.starts is None:
        return "no start"
    if not counted:
        return "nothing counted"
    after = after_window(found.starts, 12)
    if not set(after) & set(held):
        return "before the months held" if held and after[-1] < held[0] else "not held yet"
    if not set(year_earlier(after)) & set(held):
        return "before the months held"
    if not found.treated_area_codes:
        return "no treated area"
    return "ready" if found.comparison_area_codes else "no comparison area"


def printed_result(catalogue: Catalogue, result: Result) -> PrintedResult:
    """Return a printed result with what its own numbers allow to be computed."""
    name = catalogue.indicator(result.indicator).name if result.indicator else ""
    if result.before is not None and result.after is not None and result.unit in (None, "count"):
        return PrintedResult(result, name, change=change(result.before, result.after))
    if result.numerator is not None and result.denominator:
        return PrintedResult(result, name, share=proportion(result.numerator, result.denominator))
    if result.unit == "percent_change" and result.value is not None:
        return PrintedResult(result, name, needed=events_needed(result.value))
    return PrintedResult(result, name)


def events_needed(percent: float) -> int | None:
    """Return about how many events before make a change of so many per cent more than chance; None below 10%.

    The search starts from the normal approximation and ends where the exact test, and the rule of ten, agree.
    """
    ratio = 1 + percent / 100
    if abs(percent) < SMALLEST_PERCENT or ratio <= 0:
        return None
    near = 3.84 * (1 + ratio) / (1 - ratio) ** 2
    before = max(10, int(0.8 * near), round(10 / ratio))
    while change(before, round(before * ratio)).verdict not in {"up", "down"}:
        before += 1
    return before
