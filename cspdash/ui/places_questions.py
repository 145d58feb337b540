"""The questions of the places page, remembered by release: arguments are codes, slugs and months written 2022-02."""

from datetime import date

from cspdash.findings import bivariate as bivariate_finding
from cspdash.findings import composite as composite_finding
from cspdash.findings import deprivation as deprivation_finding
from cspdash.findings import localities as localities_finding
from cspdash.findings import locality_season, profile, trend
from cspdash.findings import similar as similar_finding
from cspdash.findings import units as units_finding
from cspdash.findings import windows as windows_finding
from cspdash.findings.bivariate import Bivariate
from cspdash.findings.composite import CATEGORIES, Composite
from cspdash.findings.deprivation import Deprivation
from cspdash.findings.localities import Localities, Moved
from cspdash.findings.locality_season import Season
from cspdash.findings.places import Place
from cspdash.findings.profile import Done, Mix
from cspdash.findings.similar import Similar
from cspdash.findings.trend import Trend
from cspdash.findings.units import Unit
from cspdash.findings.windows import Scale, Window
from cspdash.periods import parse_month
from cspdash.ui import questions
from cspdash.ui.access import answered, content, store
from cspdash.ui.questions import place

COMPOSITE = "composite"


def last_of(window: str) -> date | None:
    """Return the month that twelve months end with, from a link; None for the newest."""
    return parse_month(window)


def categories_of(slug: str) -> tuple[str, ...]:
    """Return the categories that an indicator, or the composite, counts."""
    return CATEGORIES if slug == COMPOSITE else content().indicator(slug).categories


@answered
def units(code: str, level: str) -> tuple[Unit, ...]:
    """Return the areas of a level in a place."""
    return units_finding.units(store(), place(code), level)


@answered
def windows(code: str, slug: str) -> tuple[Window, ...]:
    """Return the twelve months that can be chosen, newest first."""
    return windows_finding.windows(store(), content(), categories_of(slug), place(code).districts)


@answered
def scale(slug: str, level: str, classes: int) -> Scale | None:
    """Return the classes of a rate, the same for all districts of the partnership and all months held."""
    districts = tuple(one.area_code for one in content().partnership.districts)
    wide = Place("", "all districts", "force", districts)
    return windows_finding.scale(store(), content(), wide, categories_of(slug), level, classes)


@answered
def localities(code: str, slug: str, level: str, window: str) -> Localities:
    """Return the areas of a place by the rate of an indicator counted from incidents."""
    one = content().indicator(slug)
    return localities_finding.localities(
        store(), content(), place(code), one.name, one.categories, level=level, last=last_of(window)
    )


@answered
def moved(code: str, slug: str, level: str, window: str) -> tuple[dict[str, Moved], int]:
    """Return how the areas of a place changed on a year earlier, and over how many months."""
    return localities_finding.moved(store(), content(), localities(code, slug, level, window))


@answered
def deprivation(code: str, level: str) -> Deprivation | None:
    """Return the deprivation of the areas of a place."""
    return deprivation_finding.deprivation(store(), units(code, level))


@answered
def composite(code: str, level: str, window: str, weights: tuple[int, ...]) -> Composite:
    """Return the areas of a place by the composite."""
    return composite_finding.composite(store(), content(), place(code), weights, level=level, last=last_of(window))


@answered
def bivariate(kind: str, code: str, slug: str, level: str, window: str) -> Bivariate:
    """Return the areas of a place in nine classes of rate and of deprivation or change."""
    found, thirds = localities(code, slug, level, window), scale(slug, level, bivariate_finding.CLASSES)
    if kind == "deprivation":
        return bivariate_finding.with_deprivation(found, thirds, deprivation(code, level))
    return bivariate_finding.with_change(found, thirds, *moved(code, slug, level, window))


def unit(code: str, level: str, area: str) -> Unit:
    """Return one area of a place; KeyError when there is none such."""
    return next(one for one in units(code, level) if one.code == area)


def around(code: str, level: str, area: str) -> Place:
    """Return what an area is compared with: its district; a district itself with the force area where that is held."""
    if level != "district":
        return place(unit(code, level, area).district)
    return next((wide for wide in questions.wide_places() if wide.level == "force"), place(area))


@answered
def trend_in(code: str, level: str, area: str, slug: str, months: int) -> Trend:
    """Return the trend of an indicator in one area."""
    counts = units_finding.counts_of(store(), content(), unit(code, level, area))
    return trend.trend_of(store(), content(), content().indicator(slug), counts, months)


@answered
def mix_in(code: str, level: str, area: str, window: str) -> Mix:
    """Return an area's mix of categories over twelve months beside that of its district, or of the force area."""
    counts = units_finding.counts_of(store(), content(), unit(code, level, area))
    return profile.mix_of(store(), content(), counts, around(code, level, area), last_of(window))


@answered
def season_in(code: str, level: str, area: str, slug: str) -> Season:
    """Return an area's year beside the season around it."""
    counts = units_finding.counts_of(store(), content(), unit(code, level, area))
    return locality_season.season(store(), content(), counts, around(code, level, area), content().indicator(slug))


@answered
def similar(code: str, level: str, area: str, slug: str, window: str) -> Similar:
    """Return the areas of a place that are most like one."""
    months = localities(code, slug, level, window).months
    return similar_finding.similar(store(), content(), place(code), level, area, months)


def interventions_in(code: str, level: str, area: str) -> tuple[Done, ...]:
    """Return the projects of the catalogue in an area or for its district."""
    return profile.interventions_in(content(), unit(code, level, area))
