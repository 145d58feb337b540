"""Every question of a place: its pairs with what is recorded, and every survey figure that the store holds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cspdash.catalogue import Catalogue, PrintedWave, SurveyQuestion
from cspdash.findings.comparison import Comparison
from cspdash.findings.perception import Perception, area_codes, areas_around, perception
from cspdash.findings.places import Place
from cspdash.findings.provenance import Provenance, provenance
from cspdash.findings.series import place_counts
from cspdash.findings.survey_waves import Wave, waves_of
from cspdash.store.connection import Store
from cspdash.store.survey_waves import HeldWave, waves_in

PLANS = "figures printed in plans, each with document and section"


@dataclass(frozen=True, slots=True)
class AskedChange:
    """One question with its newest comparison; the recorded side only where the question is paired with one."""

    question: SurveyQuestion
    comparison: Comparison
    subject: str


@dataclass(frozen=True, slots=True)
class Changes:
    """The questions of a place that have two waves, with what both sides come from."""

    place: Place
    rows: tuple[AskedChange, ...]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Figure:
    """One survey figure held of a question in an area; `aside` says that it stands for several waves together."""

    survey_title: str
    title: str
    better: str
    area_name: str
    wave: Wave
    aside: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """Every survey figure of a place and of the areas above it, and what plans wanted of such figures."""

    place: Place
    rows: tuple[Figure, ...]
    targets: tuple[tuple[SurveyQuestion, PrintedWave], ...]
    provenance: Provenance


def changes(store: Store, catalogue: Catalogue, place: Place) -> Changes:
    """Return each paired question of a place that has two waves, with its newest comparison."""
    rows = tuple(
        AskedChange(one.question, one.chosen, one.pair.subject)
        for one in every_pair(store, catalogue, place)
        if one.chosen is not None and one.asked_here
    )
    waves = [wave for row in rows for wave in (row.comparison.before, row.comparison.after)]
    recorded = provenance(store, catalogue)
    return Changes(place, rows, replace(recorded, source="; ".join([recorded.source, *cited(waves)])))


def cited(waves: Sequence[Wave]) -> list[str]:
    """Return what some waves come from, each source once; those printed in plans as one."""
    return list(dict.fromkeys(PLANS if wave.printed else wave.source for wave in waves))


def needing_attention(store: Store, catalogue: Catalogue, place: Place) -> tuple[Perception, ...]:
    """Return the pairs of a place whose two sides part."""
    return tuple(one for one in every_pair(store, catalogue, place) if one.needs_attention)


def every_pair(store: Store, catalogue: Catalogue, place: Place) -> list[Perception]:
    """Return the finding of every pair in a place, in the order of the content."""
    if not catalogue.pairs:
        return []
    counts = place_counts(store, catalogue, place)
    return [perception(store, catalogue, pair, place, counts=counts) for pair in catalogue.pairs]


def figures(store: Store, catalogue: Catalogue, place: Place) -> Figures:
    """Return every survey figure held of a place, then of the force and the nation, by question and wave."""
    names = areas_around(catalogue, place)
    grouped: dict[tuple[str, str, str], list[HeldWave]] = {}
    for wave in waves_in(store, list(names)):
        grouped.setdefault((wave.survey, wave.question, wave.area_code), []).append(wave)
    rows: list[Figure] = []
    order = list(names)
    for (survey, asked, code), held in sorted(grouped.items(), key=lambda group: order.index(group[0][2])):
        question = catalogue.question(survey, asked)
        waves = waves_of(held, question)
        title, survey_title, better = _described(catalogue, survey, asked)
        shown = [(wave, False) for wave in waves.rows] + [(wave, True) for wave in waves.aside]
        rows += [Figure(survey_title, title, better, names[code], wave, aside) for wave, aside in shown]
    codes = set(area_codes(catalogue, place))
    targets = tuple(
        (question, wave)
        for question in catalogue.questions
        for wave in question.waves
        if wave.role == "target" and wave.area_code in codes
    )
    sources = cited([row.wave for row in rows])
    return Figures(place, tuple(rows), targets, survey_provenance(store, catalogue, sources))


def _described(catalogue: Catalogue, survey: str, asked: str) -> tuple[str, str, str]:
    """Return a question's title, its survey's, and which way is good: from the content, an indicator, or as loaded."""
    question = catalogue.question(survey, asked)
    if question is not None:
        return question.title, question.survey_title, question.better
    for indicator in catalogue.indicators:
        if (indicator.survey, indicator.question) == (survey, asked):
            return indicator.title, indicator.source, indicator.polarity
    return asked, survey, "none"


def survey_provenance(store: Store, catalogue: Catalogue, sources: list[str]) -> Provenance:
    """Return the provenance of survey figures alone: no months are counted."""
    recorded = provenance(store, catalogue)
    return SurveyProvenance(
        "; ".join(sources) or "no survey", recorded.release, recorded.demonstration, None, None, 0, 0
    )


@dataclass(frozen=True, slots=True)
class SurveyProvenance(Provenance):
    """The provenance of figures that come from surveys only."""

    @property
    def line(self) -> str:
        """Return the source line printed under a figure."""
        return f"Source: {self.source}. Release {self.release}."
