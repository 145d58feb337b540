"""Where do people feel it more, and where is more recorded? Localities of a place, each against the average.

A place stands above or below the average only where its whole 95% interval does. It is named a reassurance gap
(felt above, recorded below) or a hidden problem (recorded above, felt below) only where both sides differ.
Fewer than 30 asked in a place: nothing of it is shown.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from cspdash.catalogue import Catalogue, SurveyPair, SurveyQuestion
from cspdash.catalogue.surveys import LEAST_BASE
from cspdash.findings.places import Place
from cspdash.findings.provenance import Provenance, provenance, residents_years
from cspdash.findings.series import months_of
from cspdash.findings.survey_waves import Base, Wave, waves_of
from cspdash.periods import twelve_months_to
from cspdash.stats.rates import Comparison as Standing
from cspdash.stats.rates import benchmark, group_average, rate
from cspdash.store import queries
from cspdash.store.connection import Store
from cspdash.store.survey_waves import places_asked, ward_of_localities, waves_in

Reading = Literal[
    "reassurance gap", "hidden problem", "high on both sides", "low on both sides", "not told apart", "not shown"
]
READINGS: dict[tuple[Standing, Standing], Reading] = {
    ("lower", "higher"): "reassurance gap",
    ("higher", "lower"): "hidden problem",
    ("higher", "higher"): "high on both sides",
    ("lower", "lower"): "low on both sides",
}
LEAST_PLACES = 3


@dataclass(frozen=True, slots=True)
class AreaView:
    """One place: recorded rate per 1,000 over twelve months and the share felt, each with its standing.

    `felt` is turned round where a high share is good, so that "higher" always means that people feel worse.
    """

    code: str
    name: str
    counted: int | None
    persons: int | None
    rate: float | None
    rate_low: float | None
    rate_high: float | None
    n: int | None
    share: float | None
    low: float | None
    high: float | None
    base: Base
    recorded: Standing | None
    felt: Standing | None

    @property
    def reading(self) -> Reading:
        """Return what the place is called: by name only where both sides differ from the average."""
        if self.recorded is None or self.felt is None:
            return "not shown"
        return READINGS.get((self.recorded, self.felt), "not told apart")

    @property
    def drawn(self) -> bool:
        """Tell whether it has both sides with their intervals."""
        return self.rate is not None and self.low is not None


@dataclass(frozen=True, slots=True)
class AreaViews:
    """The places of one level in one wave, by name.

    The rate's average is that of the places asked, the share's that of all people asked where the base allows it.
    """

    place: Place
    question: SurveyQuestion
    subject: str
    level: str
    wave_start: date
    wave_end: date
    months: tuple[date, ...]
    rows: tuple[AreaView, ...]
    average_rate: float | None
    average_share: float | None
    provenance: Provenance

    @property
    def drawn(self) -> tuple[AreaView, ...]:
        """Return the places that have both sides."""
        return tuple(row for row in self.rows if row.drawn)

    def read_as(self, reading: Reading) -> tuple[AreaView, ...]:
        """Return the places with one reading."""
        return tuple(row for row in self.rows if row.reading == reading)


@dataclass(frozen=True, slots=True)
class _Recorded:
    """What is recorded in the places: counts and residents by code."""

    counts: dict[str, int]
    persons: dict[str, int]


def area_views(store: Store, catalogue: Catalogue, pair: SurveyPair, place: Place) -> AreaViews | None:
    """Return the places of a place that were asked in the newest wave, or None where fewer than three were.

    None as well for a question without a good direction.

    Localities, wards or districts: the level with the most places. The recorded side is that of the twelve
    months that end with the wave.
    """
    question = catalogue.question(*pair.key)
    asked = places_asked(store, *pair.key, list(place.districts))
    if question is None or question.better == "none" or not asked:
        return None
    level = Counter(kind for *_, kind in asked).most_common(1)[0][0]
    names = {code: name for code, name, kind in asked if kind == level}
    newest = _newest(store, question, names)
    if len(newest) < LEAST_PLACES:
        return None
    wave = next(iter(newest.values()))
    categories = catalogue.indicator(pair.indicators[0]).categories
    held = set(months_of(store, catalogue, categories, place.districts))
    months = tuple(month for month in twelve_months_to(wave.end.replace(day=1)) if month in held)
    recorded = _recorded(store, place, level, list(names), list(categories), months)
    average_share = _average_share(list(newest.values()))
    average_rate = _average_rate(recorded, [code for code in newest if code in recorded.persons])
    rows = [
        _view(code, names[code], one, recorded, average_rate, average_share, question.better == "higher")
        for code, one in newest.items()
    ]
    return AreaViews(
        place, question, pair.subject, level, wave.start, wave.end, months,
        tuple(sorted(rows, key=lambda row: (row.name, row.code))), average_rate, average_share,
        provenance(
            store, catalogue, *((months[0], months[-1]) if months else ()), categories=categories,
            residents=residents_years(store, place.districts),
        ),
    )  # fmt: skip


def _newest(store: Store, question: SurveyQuestion, names: dict[str, str]) -> dict[str, Wave]:
    """Return, by code, the wave of the newest dates in which places were asked."""
    by_code: dict[str, list[Wave]] = {}
    held = [wave for wave in waves_in(store, list(names)) if wave.key == question.key]
    for code in names:
        by_code[code] = list(waves_of([wave for wave in held if wave.area_code == code], question).rows)
    last = max((wave.end, wave.start) for waves in by_code.values() for wave in waves)
    return {code: wave for code, waves in by_code.items() for wave in waves if (wave.end, wave.start) == last}


def _recorded(
    store: Store, place: Place, level: str, codes: list[str], categories: list[str], months: Sequence[date]
) -> _Recorded:
    """Return counts and residents of the places, summed over their localities; nothing when no month is held."""
    if not months:
        return _Recorded({}, {})
    totals = queries.common_totals(store, list(place.districts), categories, list(months))
    wards = ward_of_localities(store, codes) if level == "ward" else {}
    counts: dict[str, int] = {}
    persons: dict[str, int | None] = {}
    for code, _, district, _, _, _, people in queries.common_areas(store, list(place.districts)):
        whole = {"lsoa": code, "ward": wards.get(code, ""), "district": district}[level]
        if whole in codes:
            counts[whole] = counts.get(whole, 0) + totals.get(code, 0)
            known = persons.get(whole, 0)
            persons[whole] = None if people is None or known is None else known + people
    return _Recorded(counts, {code: people for code, people in persons.items() if people})


def _average_share(waves: Sequence[Wave]) -> float | None:
    """Return the share of all people asked in the places whose base is large enough to be shown."""
    fit = [wave for wave in waves if wave.successes is not None and wave.n is not None]
    asked = sum(wave.n or 0 for wave in fit)
    return sum(wave.successes or 0 for wave in fit) / asked if asked else None


def _average_rate(recorded: _Recorded, codes: Sequence[str]) -> float | None:
    if not codes:
        return None
    return group_average(
        [recorded.counts[code] for code in codes], [recorded.persons[code] for code in codes], pooled=True
    )


def _view(
    code: str, name: str, wave: Wave, recorded: _Recorded, average_rate: float | None,
    average_share: float | None, high_is_good: bool,
) -> AreaView:  # fmt: skip
    """Return one place with its intervals and standings."""
    counted, people = recorded.counts.get(code), recorded.persons.get(code)
    value = low = high = None
    standing: Standing | None = None
    if counted is not None and people:
        found = rate(counted, people)
        value, low, high = found.value, found.low, found.high
        standing = benchmark(low, high, average_rate) if average_rate is not None else None
    felt: Standing | None = None
    if wave.low is not None and wave.high is not None and average_share is not None:
        felt = benchmark(wave.low, wave.high, average_share)
        if high_is_good:
            turned: dict[Standing, Standing] = {"higher": "lower", "lower": "higher", "similar": "similar"}
            felt = turned[felt]
    # A base below the least says how many were asked only as "too small".
    asked = None if wave.n is not None and wave.n < LEAST_BASE else wave.n
    return AreaView(
        code, name, counted, people, value, low, high, asked, wave.share, wave.low, wave.high, wave.base, standing, felt
    )
