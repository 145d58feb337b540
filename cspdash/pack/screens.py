"""The findings of a meeting, one a screen: what needs attention first, then the priorities, then perceptions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cspdash.catalogue import Plan
from cspdash.charts.figures import trend_figure
from cspdash.charts.indicator_figures import breaks_drawn, indicator_alt, indicator_figure, indicator_title
from cspdash.charts.indicator_tables import priority_table
from cspdash.charts.indicator_words import (
    change_sentence,
    flag_sentence,
    indicator_sentence,
    priority_sentences,
    value_sentence,
)
from cspdash.charts.perception_figures import perception_figure
from cspdash.charts.perception_words import (
    age_sentence,
    numbers_sentences,
    perception_alt,
    perception_title,
    verdict_sentence,
)
from cspdash.charts.tables import Table
from cspdash.charts.theme import theme
from cspdash.charts.words import trend_alt, trend_sentence, trend_title
from cspdash.findings.indicator import Flag, Reading, overview_flags
from cspdash.findings.perception import Perception
from cspdash.findings.trend import Trend
from cspdash.pack.pages import Drawing, columns, first_rows
from cspdash.periods import month_name

ATTENTION, PRIORITIES, PERCEPTIONS = "Needs attention", "Priorities", "Perceptions"
IN_TABLE, MOST_ROWS = ("Indicator", "Value", "Change"), 4
NOTHING = "No rule has flagged anything in this plan for this area."
Readings = Mapping[str, tuple[Reading, ...]]


@dataclass(frozen=True, slots=True)
class Screen:
    """One finding for the projector: the sentence, what stands below it, why it is here, and the speaker's notes.

    `reading` or `perception` is what its chart is drawn from; where there is neither, `table` stands instead.
    """

    code: str
    part: str
    title: str
    lead: tuple[str, ...] = ()
    table: Table | None = None
    rules: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    reading: Reading | None = None
    perception: Perception | None = None


def screens(plan: Plan, found: Readings, perceptions: Iterable[Perception]) -> tuple[Screen, ...]:
    """Return the screens of a plan for a place, in order; `found` are the readings of each priority, by its slug."""
    return (
        *attention_screens([reading for readings in found.values() for reading in readings]),
        *(priority_screen(plan, slug, readings) for slug, readings in found.items()),
        *perception_screens(perceptions),
    )


def attention_screens(readings: Iterable[Reading]) -> tuple[Screen, ...]:
    """Return a screen for each indicator that a rule flagged, in the order of the overview; one that says none."""
    once = {reading.indicator.slug: reading for reading in readings}
    flagged: dict[str, list[Flag]] = {}
    for flag in overview_flags(once.values()):
        flagged.setdefault(flag.reading.indicator.slug, []).append(flag)
    made = tuple(_attention(slug, flags) for slug, flags in flagged.items())
    return made or (Screen("attention", ATTENTION, NOTHING),)


def _attention(slug: str, flags: list[Flag]) -> Screen:
    reading = flags[0].reading
    said = tuple(part for part in (value_sentence(reading), change_sentence(reading)) if part)
    return Screen(
        f"attention-{slug}", ATTENTION, flag_sentence(flags[0]),
        (*(flag_sentence(flag) for flag in flags[1:]), " ".join(said)),
        rules=tuple(flag.rule_in_words for flag in flags),
        notes=(indicator_sentence(reading), *reading.caveats),
        reading=reading,
    )  # fmt: skip


def priority_screen(plan: Plan, slug: str, readings: tuple[Reading, ...]) -> Screen:
    """Return a priority: its sentences, and the indicators that most need to be seen."""
    priority = plan.priority(slug)
    flagged = {flag.reading.indicator.slug for flag in overview_flags(readings)}
    held = [reading for reading in readings if reading.point is not None]
    # What needs attention, then what got better, then what is counted anew every month, then what a plan printed.
    order = sorted(held, key=lambda one: (one.indicator.slug not in flagged, one.meaning != "improvement", _age(one)))
    table = columns(priority_table(priority.short_title, order, theme(False).OBSERVED), IN_TABLE)
    waiting = [reading.indicator.name for reading in readings if reading.point is None]
    notes = [indicator_sentence(reading) for reading in order]
    notes += [f"No data supplied yet: {', '.join(waiting)}."] if waiting else []
    return Screen(
        f"priority-{slug}", PRIORITIES, f"{priority.number}. {priority.title}",
        tuple(priority_sentences(priority.short_title, readings)), first_rows(table, MOST_ROWS) if held else None,
        notes=tuple(notes),
    )  # fmt: skip


def _age(reading: Reading) -> int:
    return ("incidents", "observations").index(reading.state) if reading.state in ("incidents", "observations") else 2


def perception_screens(found: Iterable[Perception]) -> tuple[Screen, ...]:
    """Return a screen for each question with a comparison in the place; where none has one, the first says so."""
    asked = list(found)
    compared = [one for one in asked if one.chosen is not None and one.asked_here]
    return tuple(
        Screen(
            f"perceptions-{one.pair.slug}", PERCEPTIONS, verdict_sentence(one),
            tuple(filter(None, [age_sentence(one)])), notes=tuple(numbers_sentences(one)), perception=one,
        )
        for one in compared or asked[:1]
    )  # fmt: skip


def trend_drawing(found: Trend, dark: bool = False) -> Drawing:
    """Return the chart of an indicator counted by month."""
    return Drawing(trend_title(found), trend_alt(found), found.provenance.line, trend_figure(found, dark))


def reading_drawing(found: Reading, release: str, dark: bool = False) -> Drawing | None:
    """Return the chart of an indicator that is not counted by month; None for fewer than two values."""
    if len(found.points) < 2:
        return None
    named = "; ".join(dict.fromkeys(point.source for point in found.points))
    source = f"Source: {named}{'' if named.endswith('?') else '.'} Release {release}."
    return Drawing(indicator_title(found), indicator_alt(found), source, indicator_figure(found, dark))


def perception_drawing(found: Perception, dark: bool = False) -> Drawing | None:
    """Return both sides of a perception; None where neither is held."""
    if not found.trend.months and not found.waves.rows:
        return None
    return Drawing(
        perception_title(found), perception_alt(found), found.provenance.line, perception_figure(found, dark)
    )


def notes_of(screen: Screen, trend: Trend | None) -> tuple[str, ...]:
    """Return what the speaker may want to say: the whole finding, what the numbered lines are, what to beware of."""
    notes = list(screen.notes)
    breaks = trend.breaks if trend else breaks_drawn(screen.reading) if screen.reading else ()
    if screen.perception is not None:
        breaks = screen.perception.trend.breaks
    if trend is not None:
        notes += [trend_sentence(trend), *trend.caveats]
    notes += [f"{n}. {month_name(line.starts)}: {line.title}. {line.reason}" for n, line in enumerate(breaks, start=1)]
    return tuple(dict.fromkeys(note for note in notes if note))
