"""The questions that pages ask, remembered by release. Arguments are codes and slugs, answers are findings."""

from dataclasses import replace
from datetime import UTC, date, datetime

from cspdash.catalogue import Indicator
from cspdash.findings import claims as claims_finding
from cspdash.findings import indicator as indicator_finding
from cspdash.findings import outlines as outlines_finding
from cspdash.findings import overview as overview_finding
from cspdash.findings import places as places_finding
from cspdash.findings import provenance as provenance_finding
from cspdash.findings import series as series_finding
from cspdash.findings import sources as sources_finding
from cspdash.findings import trend as trend_finding
from cspdash.findings.claims import Recomputed
from cspdash.findings.indicator import Flag, Reading
from cspdash.findings.outlines import Outlines
from cspdash.findings.overview import Overview
from cspdash.findings.places import Place
from cspdash.findings.provenance import Provenance
from cspdash.findings.sources import Sources
from cspdash.findings.trend import Trend
from cspdash.store import queries
from cspdash.ui.access import answered, content, store
from cspdash.ui.geometry import addressed


@answered
def wide_places() -> tuple[Place, ...]:
    """Return the partnership's districts and the force area."""
    return tuple(places_finding.wide_places(store(), content()))


@answered
def localities_of(code: str) -> tuple[Place, ...]:
    """Return the localities of a place."""
    return tuple(places_finding.localities_of(store(), place(code)))


@answered
def own_places() -> tuple[Place, ...]:
    """Return the areas that the partnership drew itself."""
    return tuple(places_finding.own_places(store()))


@answered
def place(code: str) -> Place:
    """Return the place with this code; KeyError when the store knows none such."""
    for found in (*wide_places(), *own_places()):
        if found.code == code:
            return found
    for wide in wide_places():
        for found in localities_of(wide.code):
            if found.code == code:
                return found
    raise KeyError(code)


@answered
def common_code(code: str) -> str | None:
    """Return the common area of an LSOA code of any vintage."""
    return queries.common_code(store(), code)


@answered
def countable() -> tuple[Indicator, ...]:
    """Return the indicators that can be counted from the incidents held."""
    return series_finding.countable(store(), content())


@answered
def overview(code: str) -> Overview:
    """Return every category of a place at a glance."""
    return overview_finding.overview(store(), content(), place(code))


@answered
def trend(slug: str, code: str, window: int = 0) -> Trend:
    """Return the trend of an indicator counted from incidents."""
    return trend_finding.trend(store(), content(), content().indicator(slug), place(code), window)


@answered
def readings(plan: str, priority: str, code: str, day: str) -> tuple[Reading, ...]:
    """Return a priority's indicators read for a place; `day` is today, written 2026-03-31."""
    chosen = content().plan(plan)
    wanted = content().indicators_of(chosen.priority(priority))
    return tuple(
        indicator_finding.readings(store(), content(), wanted, place(code), chosen, today=date.fromisoformat(day))
    )


@answered
def flags(plan: str, code: str, day: str) -> tuple[Flag, ...]:
    """Return what needs attention in a plan: only what a rule flagged."""
    slugs = [priority.slug for priority in content().plan(plan).priorities]
    found = {item.indicator.slug: item for slug in slugs for item in readings(plan, slug, code, day)}
    return tuple(indicator_finding.overview_flags(found.values()))


@answered
def claims(plan: str) -> tuple[Recomputed, ...]:
    """Return a plan's printed claims, worked out again."""
    return claims_finding.claims(store(), content(), plan)


@answered
def all_months() -> Provenance:
    """Return the provenance of everything recorded that the store holds."""
    return provenance_finding.provenance(store(), content())


def cited(*names: str, recorded: bool = False) -> Provenance:
    """Return the provenance of what the named sources say; `recorded` adds the incidents that the store holds."""
    base = all_months()
    sources = [*([base.source] if recorded else []), *names]
    generated = base.demonstration and recorded
    return replace(base, source="; ".join(dict.fromkeys(sources)), recorded=recorded, demonstration=generated)


def release() -> str:
    """Return the name of the release being read."""
    return store().release


def today() -> str:
    """Return today, written 2026-03-31, as part of a question that depends on it."""
    return datetime.now(UTC).date().isoformat()


@answered
def sources() -> Sources:
    """Return what the store holds and what it lacks."""
    return sources_finding.sources(store(), content())


@answered
def outlines(code: str) -> Outlines:
    """Return the outlines of a place's localities, with the address where a browser finds them."""
    return addressed(outlines_finding.outlines_of(store(), place(code).districts), place(code).districts)
