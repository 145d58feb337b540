"""Findings on perceptions made by hand, for the tests of their charts and words."""

from dataclasses import replace
from datetime import date
from functools import cache

from cspdash import catalogue, settings
from cspdash.catalogue import Catalogue
from cspdash.findings.comparison import comparisons
from cspdash.findings.perception import Evidence, Perception
from cspdash.findings.places import Place
from cspdash.findings.provenance import Provenance
from cspdash.findings.series import PlaceCounts
from cspdash.findings.survey_waves import Waves, waves_of
from cspdash.findings.trend import Trend
from cspdash.periods import month_range
from cspdash.stats.control import xmr
from cspdash.store.survey_waves import HeldWave

TOWN = Place("E06000005", "Darlington", "district", ("E06000005",))
SOURCE = Provenance("made by hand", "0" * 16, False, date(2011, 1, 1), date(2012, 12, 1), 24, 24)
ASB = "Anti-social behaviour"


@cache
def content() -> Catalogue:
    return catalogue.load(settings.content_dir())


def held(start: str, end: str, n: int | None = 200, yes: float = 40, **more: object) -> HeldWave:
    share = yes / n if n else yes
    plain = HeldWave(
        "police-confidence", "asb-a-big-problem", date.fromisoformat(start), date.fromisoformat(end), TOWN.code, n,
        share, None, "a file", None, None,
    )  # fmt: skip
    return replace(plain, **more)  # type: ignore[arg-type]


QUARTERS = (
    held("2011-04-01", "2011-06-30", 75, 17),
    held("2011-07-01", "2011-09-30", 93, 21),
    held("2011-10-01", "2011-12-31", 74, 17),
    held("2012-01-01", "2012-03-31", 200, 46),
    held("2012-04-01", "2012-06-30", 206, 39),
)


def made(
    *waves: HeldWave, monthly: dict[date, int | None] | None = None, better: str = "lower",
    persons: int | None = 100_000,
) -> Perception:  # fmt: skip
    """Return the finding of some waves beside monthly counts (756 a month in 2011, 428 in 2012 unless given)."""
    pair = content().pair("asb-seen-and-recorded")
    question = content().question(*pair.key)
    assert question is not None
    question = replace(question, better=better)  # type: ignore[arg-type]
    indicator = content().indicator("asb")
    if monthly is None:
        monthly = {m: 756 if m.year == 2011 else 428 for m in month_range(date(2011, 1, 1), date(2012, 12, 1))}
    known = {month: n for month, n in monthly.items() if n is not None}
    counts = PlaceCounts(TOWN, tuple(sorted(monthly)), frozenset(known), {ASB: known})
    series = counts.series(content(), indicator.categories)
    control = xmr([float("nan") if n is None else n for n in series.counts], polarity="lower") if series.held else None
    trend = Trend(indicator, TOWN, series, control, None, (), (), SOURCE)
    found: Waves = waves_of(waves, question)
    options = comparisons(content(), replace(pair, claims=()), indicator, series, found, elsewhere=False)
    bases = [wave.n for wave in found.rows if wave.n is not None]
    evidence = Evidence(
        series.missing, (), series.held[-1] if series.held else None, max((w.end for w in found.rows), default=None), 0,
        sum(wave.n is None for wave in found.rows), min(bases, default=None), max(bases, default=None),
        len({wave.run for wave in found.rows}), False, False,
    )  # fmt: skip
    return Perception(
        pair, question, TOWN, indicator, trend, persons, TOWN.name, found, options, options[0] if options else None, (),
        (), evidence, SOURCE,
    )  # fmt: skip
