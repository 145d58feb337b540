"""The questions that pages ask, remembered by release. Arguments are codes and slugs, answers are findings."""

from cspdash.findings import localities as localities_finding
from cspdash.findings import overview as overview_finding
from cspdash.findings import places as places_finding
from cspdash.findings import profile as profile_finding
from cspdash.findings import sources as sources_finding
from cspdash.findings import trend as trend_finding
from cspdash.findings.localities import Localities
from cspdash.findings.overview import Overview
from cspdash.findings.places import Place
from cspdash.findings.profile import Mix
from cspdash.findings.sources import Sources
from cspdash.findings.trend import Trend
from cspdash.store import queries
from cspdash.ui.access import answered, content, store


@answered
def wide_places() -> tuple[Place, ...]:
    """Return the districts and the force area."""
    return tuple(places_finding.wide_places(store()))


@answered
def localities_of(code: str) -> tuple[Place, ...]:
    """Return the localities of a place."""
    return tuple(places_finding.localities_of(store(), place(code)))


@answered
def place(code: str) -> Place:
    """Return the place with this ONS code; KeyError when the store knows none such."""
    for found in wide_places():
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
def overview(code: str) -> Overview:
    """Return every category of a place at a glance."""
    return overview_finding.overview(store(), content(), place(code))


@answered
def trend(slug: str, code: str, window: int = 0) -> Trend:
    """Return the trend of an indicator counted from incidents."""
    return trend_finding.trend(store(), content(), content().indicator(slug), place(code), window)


@answered
def localities(code: str, slug: str) -> Localities:
    """Return the localities of a place by the rate of an indicator counted from incidents."""
    indicator = content().indicator(slug)
    return localities_finding.localities(store(), content(), place(code), indicator.name, indicator.categories)


@answered
def mix(code: str, around: str) -> Mix:
    """Return a locality's mix of categories beside that of the place around it."""
    return profile_finding.mix(store(), content(), place(code), place(around))


@answered
def sources() -> Sources:
    """Return what the store holds and what it lacks."""
    return sources_finding.sources(store(), content())


@answered
def outlines(code: str) -> dict[str, str]:
    """Return the outlines of a place's localities."""
    return queries.outlines(store(), list(place(code).districts))
