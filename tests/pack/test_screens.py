"""The meeting's screens: flags first, then the priorities, then perceptions, with the words of the pages."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cspdash.catalogue import Catalogue
from cspdash.charts.indicator_tables import flags_table, priority_table
from cspdash.charts.indicator_words import flag_sentence, indicator_sentence, priority_sentences
from cspdash.charts.perception_words import numbers_sentences, verdict_sentence
from cspdash.findings.indicator import Reading, overview_flags, readings
from cspdash.findings.perception import Perception, perception
from cspdash.findings.places import wide_places
from cspdash.findings.trend import trend
from cspdash.pack import screens as made
from cspdash.pack.screens import Screen
from cspdash.store.connection import Store, open_store
from tests.cli.test_changes import publish_triple

TODAY = date(2024, 1, 1)


@pytest.fixture(scope="session")
def risen(store_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The sample store after a month with three times as many incidents: rules flag it."""
    folder = Path(shutil.copytree(store_folder, tmp_path_factory.mktemp("risen") / "store"))
    publish_triple(folder)
    opened = open_store(folder)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def found(risen: Store, content: Catalogue) -> dict[str, tuple[Reading, ...]]:
    """The readings of each priority of the newest plan for Darlington."""
    place = next(place for place in wide_places(risen, content) if place.code == "E06000005")
    plan = content.default_plan
    return {
        one.slug: tuple(readings(risen, content, content.indicators_of(one), place, plan, today=TODAY))
        for one in plan.priorities
    }


@pytest.fixture(scope="session")
def pairs(store: Store, content: Catalogue) -> list[Perception]:
    """The paired questions in Darlington."""
    place = next(place for place in wide_places(store, content) if place.code == "E06000005")
    return [perception(store, content, pair, place, "", False) for pair in content.pairs]


@pytest.fixture(scope="session")
def walked(content: Catalogue, found: dict[str, tuple[Reading, ...]], pairs: list[Perception]) -> tuple[Screen, ...]:
    return made.screens(content.default_plan, found, pairs)


def test_flags_come_first_then_priorities_then_perceptions(walked: tuple[Screen, ...], content: Catalogue) -> None:
    parts = [screen.part for screen in walked]
    assert parts == sorted(parts, key=[made.ATTENTION, made.PRIORITIES, made.PERCEPTIONS].index)
    priorities = [screen.code for screen in walked if screen.part == made.PRIORITIES]
    assert priorities == [f"priority-{one.slug}" for one in content.default_plan.priorities]
    assert len({screen.code for screen in walked}) == len(walked)
    assert all(code == code.lower() and " " not in code for code in (screen.code for screen in walked))


def test_every_flag_of_the_overview_is_said_once(
    walked: tuple[Screen, ...], found: dict[str, tuple[Reading, ...]]
) -> None:
    once = {reading.indicator.slug: reading for held in found.values() for reading in held}
    flags = overview_flags(once.values())
    assert flags, "the sample has nothing flagged: the test would show nothing"
    attention = [screen for screen in walked if screen.part == made.ATTENTION]
    said = [sentence for screen in attention for sentence in (screen.title, *screen.lead)]
    for flag in flags:
        assert said.count(flag_sentence(flag)) == 1
    assert next(row[0].text for row in flags_table(flags).rows) in attention[0].title
    rules = [rule for screen in attention for rule in screen.rules]
    assert sorted(rules) == sorted(flag.rule_in_words for flag in flags)
    assert len(attention) == len({flag.reading.indicator.slug for flag in flags})


def test_nothing_flagged_is_one_screen_that_says_so(found: dict[str, tuple[Reading, ...]]) -> None:
    flagged = {flag.reading.indicator.slug for held in found.values() for flag in overview_flags(held)}
    quiet = [reading for held in found.values() for reading in held if reading.indicator.slug not in flagged]
    assert [(screen.code, screen.title) for screen in made.attention_screens(quiet)] == [("attention", made.NOTHING)]


def test_a_priority_says_what_its_page_says(
    walked: tuple[Screen, ...], found: dict[str, tuple[Reading, ...]], content: Catalogue
) -> None:
    for priority in content.default_plan.priorities:
        screen = next(one for one in walked if one.code == f"priority-{priority.slug}")
        held = found[priority.slug]
        assert screen.lead == tuple(priority_sentences(priority.short_title, held))
        whole = priority_table(priority.short_title, held, "black")
        rows = {row[0].text: [cell.text for cell in row] for row in whole.rows}
        for row in screen.table.rows if screen.table else ():
            assert {cell.text for cell in row} <= set(rows[row[0].text])
        assert len(screen.table.rows if screen.table else ()) <= made.MOST_ROWS
        for reading in held:
            if reading.point is not None:
                assert indicator_sentence(reading) in screen.notes


def test_what_needs_attention_heads_a_prioritys_table(
    walked: tuple[Screen, ...], found: dict[str, tuple[Reading, ...]]
) -> None:
    checked = 0
    for slug, held in found.items():
        names = list(dict.fromkeys(flag.reading.indicator.name for flag in overview_flags(held)))
        table = next(one for one in walked if one.code == f"priority-{slug}").table
        if names and table:
            shown = [row[0].text for row in table.rows]
            assert set(shown[: len(names)]) <= set(names)
            checked += 1
    assert checked


def test_perceptions_are_those_with_a_comparison_in_the_place(pairs: list[Perception]) -> None:
    compared = [one for one in pairs if one.chosen is not None and one.asked_here]
    shown = made.perception_screens(pairs)
    assert [screen.title for screen in shown] == [verdict_sentence(one) for one in compared]
    assert compared
    assert shown[0].notes == tuple(numbers_sentences(compared[0]))
    without = [one for one in pairs if one not in compared]
    assert [screen.title for screen in made.perception_screens(without)] == [verdict_sentence(without[0])]
    assert made.perception_screens([]) == ()


def test_charts_are_those_of_the_pages(
    store: Store, content: Catalogue, walked: tuple[Screen, ...], pairs: list[Perception]
) -> None:
    place = next(place for place in wide_places(store, content) if place.code == "E06000047")
    months = trend(store, content, content.indicator("asb"), place, 36)
    drawn = made.trend_drawing(months, dark=True)
    assert list(next(one for one in drawn.figure.data if one.name == "Recorded").y) == list(months.series.counts)
    assert drawn.source == months.provenance.line
    assert drawn.figure.layout.paper_bgcolor != made.trend_drawing(months).figure.layout.paper_bgcolor
    both = made.perception_drawing(pairs[0])
    assert both is not None and "Two charts" in both.alt
    for screen in walked:
        if screen.reading is not None and screen.reading.state != "incidents":
            chart = made.reading_drawing(screen.reading, store.release)
            assert (chart is None) == (len(screen.reading.points) < 2)
            assert chart is None or store.release in chart.source


def test_the_speaker_hears_of_every_break_and_caveat(store: Store, content: Catalogue) -> None:
    place = next(place for place in wide_places(store, content) if place.code == "E06000005")
    months = trend(store, content, content.indicator("asb"), place, 0)
    assert months.caveats
    notes = made.notes_of(Screen("x", made.ATTENTION, "A finding.", notes=("First.", "")), months)
    assert notes[0] == "First." and "" not in notes
    assert set(months.caveats) <= set(notes)
    assert sum(line.title in note for line in months.breaks for note in notes) >= len(months.breaks)
    assert made.notes_of(Screen("x", made.ATTENTION, "A finding."), None) == ()
    shorter = replace(months, caveats=())
    assert set(made.notes_of(Screen("x", "", ""), shorter)) < set(made.notes_of(Screen("x", "", ""), months))
