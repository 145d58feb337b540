"""The questions of the hot-spot page, remembered by release. Arguments are codes and slugs, answers are findings."""

from cspdash.findings import concentration as concentration_finding
from cspdash.findings import hexagons as hexagons_finding
from cspdash.findings import hot_spot_grade as grade_finding
from cspdash.findings import hot_spots as hot_spots_finding
from cspdash.findings import points as points_finding
from cspdash.findings import repeats as repeats_finding
from cspdash.findings import times as times_finding
from cspdash.findings.concentration import Concentration
from cspdash.findings.hexagons import Hexagons
from cspdash.findings.hot_spot_grade import Grade
from cspdash.findings.hot_spots import HotSpots, Measure
from cspdash.findings.points import Points, Span
from cspdash.findings.provenance import Provenance, provenance
from cspdash.findings.repeats import Repeats
from cspdash.findings.series import months_of
from cspdash.findings.times import Times
from cspdash.ui import questions
from cspdash.ui.access import answered, content, store


@answered
def tested() -> frozenset[str]:
    """Return the slugs of the indicators that the release tested for hot spots."""
    return frozenset(indicator.slug for indicator in hot_spots_finding.subjects(store(), content()))


@answered
def hot_spots(code: str, slug: str, measure: Measure) -> HotSpots:
    """Return the hot spots of a place."""
    return hot_spots_finding.hot_spots(store(), content(), questions.place(code), slug, measure)


@answered
def quarters_source(code: str, slug: str, measure: Measure) -> Provenance:
    """Return the provenance of all the quarters that hot spots were tested in."""
    found = hot_spots(code, slug, measure)
    span = (found.periods[0][0], found.periods[-1][1]) if found.periods else ()
    years = found.provenance.residents if measure == "rate" else ()
    return provenance(store(), content(), *span, categories=found.categories, residents=years)


@answered
def grade(code: str, slug: str, measure: Measure) -> Grade:
    """Return how well the hot spots of a place foretold months that they had not seen."""
    return grade_finding.grade(store(), content(), questions.place(code), slug, measure)


@answered
def concentration(code: str, slug: str) -> Concentration:
    """Return how concentrated an indicator is in a place."""
    return concentration_finding.concentration(store(), content(), questions.place(code), slug)


@answered
def windows(code: str, slug: str) -> tuple[Span, ...]:
    """Return the windows of months that can be looked at for an indicator in a place."""
    indicator = content().indicator(slug)
    held = months_of(store(), content(), indicator.categories, questions.place(code).districts)
    return points_finding.windows(held)


@answered
def usual_window(code: str, slug: str) -> str:
    """Return the code of the window that a view opens with."""
    indicator = content().indicator(slug)
    return points_finding.usual(months_of(store(), content(), indicator.categories, questions.place(code).districts))


@answered
def points(code: str, slug: str, window: str) -> Points:
    """Return the map points of an indicator in a place over a window."""
    indicator = content().indicator(slug)
    place = questions.place(code)
    return points_finding.points(store(), content(), place, indicator.name, indicator.categories, window)


@answered
def hexagons(code: str, slug: str, window: str, size: int) -> Hexagons:
    """Return the map points counted in hexagons of a size."""
    return hexagons_finding.hexagons(points(code, slug, window), size)


@answered
def repeats(code: str, slug: str, window: str) -> Repeats:
    """Return the recorded locations with most events."""
    return repeats_finding.repeats(points(code, slug, window))


@answered
def times(code: str, slug: str, window: str) -> Times:
    """Return when events of an indicator happened in a place."""
    indicator = content().indicator(slug)
    place = questions.place(code)
    return times_finding.times(store(), content(), place, indicator.name, indicator.categories, window)
