"""Do people feel what is recorded? One question of a survey beside one recorded indicator, in one place.

The two sides are never drawn on one scale and never made into one number: each is tested by itself, and the
verdict puts the two answers side by side.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cspdash.catalogue import Break, Catalogue, Indicator, SurveyPair, SurveyQuestion
from cspdash.catalogue.nations import NATIONS
from cspdash.findings.comparison import Comparison, comparisons
from cspdash.findings.places import Place, population_of
from cspdash.findings.provenance import Provenance, provenance
from cspdash.findings.recorded_change import RecordedChange, months_of, recorded_change
from cspdash.findings.series import PlaceCounts, Series, place_counts
from cspdash.findings.survey_waves import Waves, waves_of
from cspdash.findings.trend import Trend, trend_of
from cspdash.periods import add_months, months_apart
from cspdash.store.connection import Store
from cspdash.store.survey_waves import areas_asked, waves_in

MARGIN = 6


@dataclass(frozen=True, slots=True)
class Context:
    """A question asked elsewhere: shown beside, never joined and never tested."""

    question: SurveyQuestion
    area_name: str
    waves: Waves


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the store holds on why the two sides can differ."""

    missing: tuple[date, ...]
    breaks: tuple[Break, ...]
    newest_month: date | None
    newest_wave: date | None
    printed: int
    without_n: int
    smallest: int | None
    largest: int | None
    runs: int
    seasons_differ: bool
    spans_differ: bool

    @property
    def age_months(self) -> int | None:
        """Return by how many months the newest survey wave is older than the newest recorded month."""
        if self.newest_month is None or self.newest_wave is None:
            return None
        return months_apart(self.newest_wave.replace(day=1), self.newest_month)


@dataclass(frozen=True, slots=True)
class Perception:
    """A question beside what is recorded. `asked_in` is where it was asked, `persons` the residents for the rate.

    `trend` covers the months shown on the common time axis; `others` are the pair's further indicators.
    """

    pair: SurveyPair
    question: SurveyQuestion
    place: Place
    indicator: Indicator
    trend: Trend
    persons: int | None
    asked_in: str
    waves: Waves
    comparisons: tuple[Comparison, ...]
    chosen: Comparison | None
    others: tuple[RecordedChange, ...]
    context: tuple[Context, ...]
    evidence: Evidence
    provenance: Provenance

    @property
    def asked_here(self) -> bool:
        """Tell whether the question was asked in the place itself."""
        return self.asked_in == self.place.name

    @property
    def needs_attention(self) -> bool:
        """Tell whether the two sides part, so that someone will have to explain it."""
        return self.chosen is not None and self.chosen.diverges


def perception(
    store: Store, catalogue: Catalogue, pair: SurveyPair, place: Place, compared: str = "", whole: bool = False,
    counts: PlaceCounts | None = None,
) -> Perception:  # fmt: skip
    """Return a pair's finding in a place; `compared` is the slug of a comparison, the newest where it names none.

    `whole` shows all months held instead of those around the waves; `counts` are the place's, where they are
    already read. KeyError when the pair's question is not described in the content.
    """
    question = catalogue.question(*pair.key)
    if question is None:
        raise KeyError(f"the content describes no question {pair.survey}/{pair.question}")
    counts = counts or place_counts(store, catalogue, place)
    indicator = catalogue.indicator(pair.indicators[0])
    series = counts.series(catalogue, indicator.categories)
    asked_in, waves = _asked(store, catalogue, question, place)
    elsewhere = asked_in != place.name
    found = comparisons(catalogue, pair, indicator, series, waves, elsewhere)
    chosen = next((one for one in found if one.slug == compared), found[0] if found else None)
    shown = counts if whole else _around(counts, waves, chosen)
    trend = trend_of(store, catalogue, indicator, shown)
    people = population_of(store, place)
    return Perception(
        pair, question, place, indicator, trend, people[0] if people else None, asked_in, waves, found, chosen,
        tuple(_others(catalogue, pair, counts, chosen)), tuple(_context(store, catalogue, pair)),
        _evidence(catalogue, indicator, place, series, waves, chosen),
        _cited(store, catalogue, trend, waves, people[1:] if people else ()),
    )  # fmt: skip


def area_codes(catalogue: Catalogue, place: Place) -> tuple[str, ...]:
    """Return the codes under which a survey may name a place: its own, and its partnership's of the same ground."""
    partnerships = [d.partnership_code for d in catalogue.partnership.districts]
    same = [
        district.partnership_code
        for district in catalogue.partnership.districts
        if district.area_code == place.code and partnerships.count(district.partnership_code) == 1
    ]
    return (place.code, *(code for code in same if code != place.code))


def areas_around(catalogue: Catalogue, place: Place) -> dict[str, str]:
    """Return the areas whose survey figures bear on a place, with names, the place itself first and nations last."""
    force = catalogue.partnership.force
    nation = "W92000004" if place.code.startswith("W") else "E92000001"
    wider = (nation, "K04000001", "K03000001", "K02000001")
    own = dict.fromkeys(area_codes(catalogue, place), place.name)
    return own | ({} if force.area_code in own else {force.area_code: force.name}) | {c: NATIONS[c] for c in wider}


def _asked(store: Store, catalogue: Catalogue, question: SurveyQuestion, place: Place) -> tuple[str, Waves]:
    """Return where a question was asked, and its waves there: the place itself, else the smallest area around it."""
    known = set(areas_asked(store, *question.key))
    for code, name in areas_around(catalogue, place).items():
        if code in known:
            held = [wave for wave in waves_in(store, [code]) if wave.key == question.key]
            return name, waves_of(held, question)
    return place.name, Waves(())


def _around(counts: PlaceCounts, waves: Waves, chosen: Comparison | None) -> PlaceCounts:
    """Return the counts of the months around the waves and the comparison, or all when there is no wave."""
    days = [day for wave in waves.rows for day in (wave.start, wave.end)]
    if chosen:
        days += [*chosen.recorded.months_before, *chosen.recorded.months_after]
    if not days:
        return counts
    first, last = add_months(min(days), -MARGIN), add_months(max(days), MARGIN)
    return counts.within(first, last)


def _others(
    catalogue: Catalogue, pair: SurveyPair, counts: PlaceCounts, chosen: Comparison | None
) -> Iterable[RecordedChange]:
    """Yield the change of the pair's further indicators over the months that are compared."""
    if chosen is None or not chosen.recorded.months_before or not chosen.recorded.months_after:
        return
    for slug in pair.indicators[1:]:
        indicator = catalogue.indicator(slug)
        series = counts.series(catalogue, indicator.categories)
        yield recorded_change(series, indicator, chosen.recorded.months_before, chosen.recorded.months_after)


def _context(store: Store, catalogue: Catalogue, pair: SurveyPair) -> Iterable[Context]:
    for beside in pair.context:
        question = catalogue.question(beside.survey, beside.question)
        held = [wave for wave in waves_in(store, [beside.area_code]) if wave.key == (beside.survey, beside.question)]
        if question is not None and held:
            name = NATIONS.get(beside.area_code, beside.area_code)
            yield Context(question, name, waves_of(held, question))


def _evidence(
    catalogue: Catalogue, indicator: Indicator, place: Place, series: Series, waves: Waves, chosen: Comparison | None
) -> Evidence:
    bases = [wave.n for wave in waves.rows if wave.n is not None]
    missing: tuple[date, ...] = ()
    breaks: tuple[Break, ...] = ()
    if chosen is not None:
        span = _span(chosen)
        held = set(series.held)
        missing = tuple(month for month in months_of(*span) if month not in held)
        breaks = tuple(
            line
            for line in catalogue.breaks_of(indicator.slug, (place.code, *place.districts), place.level)
            if line.starts <= span[1] and (line.until or line.starts) >= span[0]
        )
    return Evidence(
        missing, breaks, series.held[-1] if series.held else None, max((w.end for w in waves.rows), default=None),
        sum(wave.printed for wave in waves.rows), sum(wave.n is None for wave in waves.rows),
        min(bases, default=None), max(bases, default=None), len({wave.run for wave in waves.rows}),
        chosen is not None and indicator.seasonal and not chosen.recorded.same_months,
        chosen is not None and chosen.claim is not None and not _covers(chosen),
    )  # fmt: skip


def _covers(chosen: Comparison) -> bool:
    """Tell whether the recorded months compared are those in which the waves were made."""
    recorded = chosen.recorded
    return all(
        months_of(wave.start, wave.end) == months
        for wave, months in ((chosen.before, recorded.months_before), (chosen.after, recorded.months_after))
    )


def _span(chosen: Comparison) -> tuple[date, date]:
    """Return the first and last day of everything that a comparison compares."""
    days: Sequence[date] = [
        chosen.before.start,
        chosen.after.end,
        *chosen.recorded.months_before,
        *chosen.recorded.months_after,
    ]
    return min(days), max(days)


def _cited(store: Store, catalogue: Catalogue, trend: Trend, waves: Waves, residents: Sequence[int]) -> Provenance:
    """Return the provenance of both sides: the recorded months shown, and the survey's sources."""
    months = trend.months
    span = (months[0], months[-1]) if months else ()
    found = provenance(store, catalogue, *span, residents=residents)
    sources = list(dict.fromkeys(wave.source for wave in waves.rows))
    survey = f"; survey: {'; '.join(sources)}" if sources else ""
    return replace(found, source=f"{found.source}{survey}")
