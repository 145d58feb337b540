"""Sentences on perceptions: each verdict its own, every number that of the finding."""

from dataclasses import replace
from datetime import date
from typing import get_args

import pytest

from cspdash.charts import perception_words as words
from cspdash.charts.perception_reasons import reasons
from cspdash.charts.survey_words import days_words, lowered, months_words, points, share_words
from cspdash.findings.comparison import Reason
from cspdash.findings.survey_waves import wave_of
from cspdash.periods import month_range
from tests.charts.perceptions_made import QUARTERS, held, made

BEFORE, AFTER = ("2011-04-01", "2011-06-30"), ("2012-04-01", "2012-06-30")
FALL, RISE, SAME = (600, 300), (300, 600), (300, 300)
MONTHS = month_range(date(2011, 4, 1), date(2012, 6, 1))


def monthly(before: int, after: int) -> dict[date, int | None]:
    return {month: before if month.year == 2011 else after for month in MONTHS}


@pytest.mark.parametrize(
    ("counts", "yes", "better", "said"),
    [
        (FALL, (230, 190), "lower", "recorded ASB fell; there is no evidence that perception changed"),
        (RISE, (230, 190), "lower", "recorded ASB rose; there is no evidence that perception changed"),
        (FALL, (400, 200), "lower", "recorded ASB fell and perception improved"),
        (FALL, (200, 400), "lower", "recorded ASB fell, but perception worsened"),
        (RISE, (400, 200), "lower", "recorded ASB rose, but perception improved"),
        (RISE, (200, 400), "lower", "recorded ASB rose and perception worsened"),
        (SAME, (400, 200), "lower", "perception improved; there is no evidence that recorded ASB changed"),
        (SAME, (200, 400), "lower", "perception worsened; there is no evidence that recorded ASB changed"),
        (SAME, (200, 200), "lower", "there is no evidence that recorded ASB or perception changed"),
        (FALL, (200, 400), "higher", "recorded ASB fell and perception improved"),
        (RISE, (200, 400), "none", "recorded ASB rose; the share that says so rose"),
        (SAME, (400, 200), "none", "the share that says so fell; there is no evidence that recorded ASB changed"),
    ],
)
def test_every_verdict_has_its_sentence(counts: tuple[int, int], yes: tuple[int, int], better: str, said: str) -> None:
    # 230 and 190 of 1,000 are a change at the 95% level; of 200 they are not.
    n = 200 if yes == (230, 190) else 1000
    shares = [part / 1000 * n for part in yes]
    found = made(held(*BEFORE, n, shares[0]), held(*AFTER, n, shares[1]), monthly=monthly(*counts), better=better)
    assert words.verdict_sentence(found) == f"Darlington: {said}."


def test_a_recorded_side_without_a_good_direction_says_neither_and_nor_but() -> None:
    found = made(held(*BEFORE, 1000, 200), held(*AFTER, 1000, 400), monthly=monthly(*RISE))
    assert found.chosen is not None
    indicator = replace(found.indicator, polarity="more_reports")
    chosen = replace(found.chosen, recorded=replace(found.chosen.recorded, indicator=indicator))
    said = words.verdict_sentence(replace(found, chosen=chosen))
    assert said == "Darlington: recorded ASB rose; perception worsened."


def test_the_numbers_of_the_plans_waves() -> None:
    found = made(*QUARTERS)
    assert found.chosen is not None and found.chosen.slug == "2011-04-01-to-2012-04-01"
    assert words.numbers_sentences(found) == [
        "Recorded: 2,268 in April to June 2011 and 1,284 in April to June 2012: −43.4% "
        "(95% interval −47.1% to −39.4%).",
        "Asked: 17 of 75 (22.7%) in April to June 2011, 39 of 206 (18.9%) in April to June 2012: −3.7 points "
        "(95% interval −15.4 to +6.2), z = 0.693, p = 0.49.",
    ]


def test_the_number_to_ask_is_that_of_the_statistic() -> None:
    halved: dict[date, int | None] = {date(2012, month, 1): 756 if month < 4 else 428 for month in range(1, 7)}
    said = words.needed_sentence(made(*QUARTERS[3:], monthly=halved))
    assert "about 1,571 people would have to be asked in each wave" in said
    assert "200 and 206 were" in said
    assert "(−43%), 232 in each would have shown it" in said


def test_cannot_tell_is_short_and_says_why_after_it() -> None:
    found = made(held(*BEFORE, None, 0.23), held(*AFTER, 200, 40))
    assert words.verdict_sentence(found).endswith("we cannot tell whether perception went the way of recorded ASB.")
    said = words.numbers_sentences(found)
    assert said[0] == "Why not: how many people were asked is not known, so there is no interval and no test."
    assert said[2].startswith("Asked: 23.0%, number asked not known in April to June 2011")
    assert said[2].endswith("Not tested.")


def test_every_reason_has_its_words() -> None:
    assert set(words.REASONS) == set(get_args(Reason))


def test_one_wave_and_none() -> None:
    assert "as people were asked only once" in words.verdict_sentence(made(QUARTERS[0]))
    assert "as no answers are held" in words.verdict_sentence(made())
    assert words.numbers_sentences(made()) == []
    assert words.needed_sentence(made()) == words.age_sentence(made()) == ""


def test_months_that_are_not_held_are_said() -> None:
    gap = monthly(600, 300) | {date(2011, 5, 1): None}
    found = made(held(*BEFORE), held(*AFTER), monthly=gap)
    assert "Only 2 of 3 months are held." in words.numbers_sentences(found)[0]
    nothing = made(held(*BEFORE), held(*AFTER), monthly={})
    assert words.numbers_sentences(nothing)[1].startswith("Recorded: no months of both spans are held")


def test_old_answers_are_said_to_be_old() -> None:
    months: dict[date, int | None] = dict.fromkeys(month_range(date(2011, 1, 1), date(2015, 6, 1)), 300)
    assert "36 months before the newest" in words.age_sentence(made(*QUARTERS, monthly=months))
    assert words.age_sentence(made(*QUARTERS)) == ""


def test_alt_text_has_both_sides() -> None:
    said = words.perception_alt(made(*QUARTERS))
    assert "from 7.56 per 1,000 residents (756) to 4.28 per 1,000 residents (428)" in said
    assert "5 survey waves, 17 of 75 (22.7%) in April to June 2011 to 39 of 206 (18.9%)" in said
    assert "no survey figure" in words.perception_alt(made())
    assert "no months held" in words.perception_alt(made(QUARTERS[0], monthly={}))
    assert "(756)" not in words.perception_alt(made(*QUARTERS, persons=None))


class TestReasons:
    def test_there_are_five_and_each_has_evidence(self) -> None:
        for found in (made(), made(*QUARTERS), made(held(*BEFORE, None, 0.2))):
            given = reasons(found)
            assert len(given) == 5
            assert all(reason.evidence and reason.text for reason in given)

    def evidence(self, *waves: object, **more: object) -> str:
        return " ".join(line for reason in reasons(made(*waves, **more)) for line in reason.evidence)  # type: ignore[arg-type]

    def test_small_and_unknown_bases_and_effects_are_named(self) -> None:
        said = self.evidence(held(*BEFORE, 25, 5), held("2011-07-01", "2011-09-30", 60, 12), held(*AFTER, None, 0.2))
        assert "April to June 2011: fewer than 30 people were asked, so no figure is shown." in said
        assert "July to September 2011: 60 people were asked, fewer than 100" in said
        assert "One wave is without the number asked" in said
        assert "Design effect as stated: 1.5" in self.evidence(held(*BEFORE, 400, 80, design_effect=1.5))

    def test_missing_months_and_changes_are_named(self) -> None:
        gap = monthly(600, 300) | {date(2011, 5, 1): None, date(2011, 6, 1): None}
        said = self.evidence(held(*BEFORE, method="Telephone"), held(*AFTER, method="Online"), monthly=gap)
        assert "2 months in between are not held: May to June 2011." in said
        assert "How people were asked: Telephone; Online." in said
        assert "neither joined nor tested" in said


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2012-01-01", "2012-03-31", "January to March 2012"),
        ("2011-10-01", "2012-03-31", "October 2011 to March 2012"),
        ("2012-02-01", "2012-02-29", "February 2012"),
        ("2012-01-03", "2012-03-31", "3 January 2012 to 31 March 2012"),
        ("2012-01-03", "2012-01-03", "3 January 2012"),
    ],
)
def test_dates_of_a_wave(start: str, end: str, said: str) -> None:
    assert days_words(date.fromisoformat(start), date.fromisoformat(end)) == said


def test_figures_in_words() -> None:
    assert share_words(wave_of(held(*BEFORE, 200, 46))) == "46 of 200 (23.0%)"
    assert share_words(wave_of(held(*BEFORE, 200, 46.5))) == "23.2% of 200"
    assert share_words(wave_of(held(*BEFORE, 25, 5))) == "base too small to show"
    assert [points(value) for value in (-0.041, 0.0, 0.123)] == ["−4.1", "0.0", "+12.3"]
    assert months_words(date(2011, 4, 1), date(2011, 4, 1)) == "April 2011"
    assert [lowered(text) for text in ("ASB seen", "Crime and ASB")] == ["ASB seen", "crime and ASB"]
