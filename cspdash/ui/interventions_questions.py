"""The questions that the page on interventions asks, remembered by release; arguments are codes and dates as text."""

from datetime import date

from cspdash.catalogue import Intervention
from cspdash.findings import intervention as intervention_finding
from cspdash.findings import intervention_matches, intervention_printed
from cspdash.findings.intervention import Trial
from cspdash.findings.intervention_design import Design, Unfit
from cspdash.findings.intervention_matches import Matches
from cspdash.findings.intervention_printed import PrintedProject
from cspdash.findings.places import Place
from cspdash.ui import questions
from cspdash.ui.access import answered, content, store

Codes = tuple[str, ...]


@answered
def places() -> dict[str, Place]:
    """Return every area that can be chosen, by code: own areas, districts, the force area, then localities."""
    wide = questions.wide_places()
    found = {place.code: place for place in (*questions.own_places(), *wide)}
    for place in wide:
        found |= {inner.code: inner for inner in questions.localities_of(place.code)}
    return found


def place_of(code: str) -> Place | None:
    """Return the area with a code, of 2011, 2021 or of the partnership's own; None where this store has none."""
    known = places()
    return known.get(code) or known.get(questions.common_code(code) or "")


def design_of(
    indicator: str, areas: tuple[Codes, Codes, Codes, Codes], starts: str, ends: str, wanted: int, per_resident: bool
) -> Design:
    """Return the design that codes and dates (2021-03-01, or empty) stand for; unknown codes are left out."""
    treated, comparison, displacement, displacement_comparison = (
        tuple(found for code in codes if (found := place_of(code))) for codes in areas
    )
    return Design(
        content().indicator(indicator), treated, comparison, date.fromisoformat(starts) if starts else None,
        date.fromisoformat(ends) if ends else None, displacement, displacement_comparison, wanted, per_resident,
    )  # fmt: skip


def keys_of(design: Design) -> tuple[str, tuple[Codes, Codes, Codes, Codes], str, str, int, bool]:
    """Return a design as the plain values that `design_of` takes."""
    areas = (design.treated, design.comparison, design.displacement, design.displacement_comparison)
    codes = tuple(tuple(place.code for place in part) for part in areas)
    days = (day.isoformat() if day else "" for day in (design.starts, design.ends))
    starts, ends = days
    return design.indicator.slug, codes, starts, ends, design.wanted, design.per_resident  # type: ignore[return-value]


@answered
def _effect(
    indicator: str, areas: tuple[Codes, Codes, Codes, Codes], starts: str, ends: str, wanted: int, per_resident: bool
) -> Trial | tuple[Unfit, ...]:
    design = design_of(indicator, areas, starts, ends, wanted, per_resident)
    return intervention_finding.effect_of(store(), content(), design)


def effect(design: Design) -> Trial | tuple[Unfit, ...]:
    """Return the test of a design, or why there is none."""
    return _effect(*keys_of(design))


@answered
def matches(indicator: str, treated: Codes, avoid: Codes, starts: str, wanted: int) -> Matches | None:
    """Return areas to compare with those of the codes `treated`, away from those of `avoid`."""
    chosen = [found for code in treated if (found := place_of(code))]
    away = [found for code in avoid if (found := place_of(code))]
    counted = content().indicator(indicator)
    return intervention_matches.matches(
        store(), content(), counted, chosen, away, date.fromisoformat(starts), wanted
    )  # fmt: skip


@answered
def printed(plan: str) -> tuple[PrintedProject, ...]:
    """Return the printed projects of a plan, or of all."""
    return intervention_printed.printed_projects(store(), content(), plan)


def testable() -> tuple[Intervention, ...]:
    """Return the interventions of the content that name their start and the treated areas."""
    return tuple(one for one in content().interventions if one.starts and one.treated_area_codes)
