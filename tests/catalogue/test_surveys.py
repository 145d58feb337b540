"""Survey questions as content: what a printed wave may say, and that what ships is complete."""

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from cspdash.catalogue import Catalogue, PrintedWave, SurveyQuestion, load
from cspdash.catalogue.load import SHIPPED
from cspdash.catalogue.nations import NATIONS

Complaint = Callable[..., str]
SURVEYS = "surveys/surveys.toml"
DARLINGTON = "E06000005"

# each: text that stands there, what replaces it, words of the message, where the line is (if not there)
BAD = {
    "percent above 100": ("percent = 24", "percent = 240", "240 is no percent"),
    "answers that print otherwise": ("answers = 120", "answers = 130", "130 of 500 is not 24%"),
    "answers above n": ("answers = 120", "answers = 501", "it is not a part of n"),
    "answers without n": ("n = 500\n", "", "it is not a part of n", "answers = 120"),
    "nobody asked": ("n = 500", "n = 0", "nobody was asked"),
    "wave reversed": ("wave_end = 2025-10-31", "wave_end = 2025-09-30", "ends before it starts"),
    "printed nowhere": ('plan = "our-plan-2026-29"\n', "", "nothing says where it was printed", "[[question.wave]]"),
    "unknown plan": ('plan = "our-plan-2026-29"', 'plan = "our-plan"', "Did you mean 'our-plan-2026-29'?"),
    "pair of no question": (
        'question = "asb-a-problem"\nindicators',
        'question = "asb-a-probem"\nindicators',
        "there is no question 'asb-a-probem' of a survey 'residents'. Did you mean 'residents/asb-a-problem'?",
        'question = "asb-a-probem"',
    ),
    "pair of no indicator": ('indicators = ["asb"]', 'indicators = ["abs"]', "there is no indicator 'abs'"),
    "unknown direction": ('better = "lower" ', 'better = "down" ', "not one of the words"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_survey_content_is_refused_with_file_line_and_reason(case: str, complaint: Complaint) -> None:
    old, new, words, *line = BAD[case]
    assert words in complaint(SURVEYS, old, new, *line)


def test_question_that_stands_twice_is_refused(borough: Path, complaint: Complaint) -> None:
    file = borough / SURVEYS
    text = file.read_text(encoding="utf-8")
    first = text[text.index("[[question]]") : text.index("# A figure that a plan prints")]
    again = first.replace("[[question]]", "[[question]] # again") + "# The question beside"
    said = complaint(SURVEYS, "# The question beside", again, "# again")
    assert "two of a kind have the slug 'residents/asb-a-problem'" in said


def test_wrong_survey_file_is_named_once(borough: Path, complaint: Complaint) -> None:
    assert complaint(SURVEYS, "better =", "beter =").count("is not a key") == 1


def test_template_gives_a_question_its_wave_change_and_pair(borough: Path) -> None:
    held = load(borough)
    question = held.question("residents", "asb-a-problem")
    assert question is not None and question.better == "lower"
    assert question.waves[0].document == held.default_plan.document
    assert question.waves[0].share == 0.24
    assert question.changes[0].starts == date(2027, 1, 1)
    assert held.pair("asb-seen").key == question.key
    assert held.question("residents", "nothing") is None


def wave(percent: float, n: int | None = None, answers: int | None = None) -> PrintedWave:
    day = date(2012, 4, 1)
    return PrintedWave(day, day, DARLINGTON, percent, "s", document="d", n=n, answers=answers)


def test_share_is_that_of_people_where_they_are_known_else_as_printed() -> None:
    assert wave(19, 206, 39).share == 39 / 206
    assert wave(19, 206).share == 0.19
    assert wave(57.6).share == 0.576


@cache
def shipped() -> Catalogue:
    return load(SHIPPED)


def asked(survey: str, question: str) -> SurveyQuestion:
    found = shipped().question(survey, question)
    assert found is not None
    return found


def test_the_quarterly_table_is_as_printed() -> None:
    waves = asked("police-confidence", "asb-a-big-problem").waves
    assert [(w.n, w.percent) for w in waves] == [(75, 23), (93, 23), (74, 23), (200, 23), (206, 19), (573, 22)]
    quarters, together = waves[:5], waves[5]
    assert together.n == sum(w.n or 0 for w in quarters[1:])
    assert (together.wave_start, together.wave_end) == (quarters[1].wave_start, quarters[4].wave_end)
    assert all(w.document and w.section and w.answers for w in waves)


@pytest.mark.parametrize(
    ("survey", "question", "printed"),
    [
        ("police-confidence", "dealing-with-local-concerns", [57.6]),
        ("police-confidence", "high-level-of-asb", [31.3]),
        ("local-survey", "underage-drinking-a-problem", [67]),
        ("public-opinion", "safer-community-a-priority", [67]),
        ("victim-satisfaction", "asb-whole-experience", [90]),
        ("restorative-justice", "satisfied", [100, 90]),
        ("county-durham-residents", "asb-affects-quality-of-life", [65.5]),
        ("healthy-behaviours", "drank-last-week", [20, 15]),
        ("healthy-behaviours", "any-drug-last-year", [7, 5]),
        ("healthy-behaviours", "not-ok-to-get-drunk", [70, 71]),
        ("healthy-behaviours", "not-ok-to-take-drugs", [80, 90, 89]),
        ("total-home-safety", "felt-safer", [93]),
        ("british-crime-survey", "class-a-year-16-24", [9.2, 7.3, 6.6]),
    ],
)
def test_every_other_figure_is_there_and_none_has_a_number_asked(
    survey: str, question: str, printed: list[float]
) -> None:
    waves = asked(survey, question).waves
    assert [w.percent for w in waves] == printed
    assert all(w.n is None for w in waves)


def test_targets_are_no_answers() -> None:
    targets = {(q.question, w.percent) for q in shipped().questions for w in q.waves if w.role == "target"}
    assert targets == {
        ("drank-last-week", 15),
        ("any-drug-last-year", 5),
        ("satisfied", 90),
        ("asb-affects-quality-of-life", 65.5),
    }


def test_areas_of_printed_waves_have_names() -> None:
    known = {d.area_code for d in shipped().partnership.districts} | set(NATIONS)
    assert {w.area_code for q in shipped().questions for w in q.waves} <= known


def test_a_question_agrees_with_the_indicator_that_is_computed_from_it() -> None:
    computed = [i for i in shipped().indicators if i.counted_from == "survey"]
    agreed = 0
    for indicator in computed:
        question = shipped().question(indicator.survey, indicator.question)
        if question is not None:
            agreed += 1
            assert question.better == indicator.polarity, indicator.slug
    assert agreed >= 8


def test_a_printed_wave_agrees_with_the_figure_that_the_plan_content_holds() -> None:
    figures = {
        (i.survey, i.question, f.area_code, f.period_start, f.period_end): f
        for i in shipped().indicators
        if i.counted_from == "survey"
        for f in shipped().figures_of(i.slug)
        if f.value != 31.3  # printed of another question, which the figure files under the nearest indicator
    }
    both = 0
    for question in shipped().questions:
        for printed in question.waves:
            figure = figures.get((*question.key, printed.area_code, printed.wave_start, printed.wave_end))
            if figure is not None:
                both += 1
                assert (figure.value, figure.denominator) == (printed.percent, printed.n)
                assert figure.document == printed.document
                assert (figure.role == "target") == (printed.role == "target")
    assert both >= 12


def test_the_plans_own_claim_names_waves_that_are_printed() -> None:
    pair = shipped().pair("asb-seen-and-recorded")
    starts = {w.wave_start for w in asked(*pair.key).waves}
    for claim in pair.claims:
        assert {claim.wave_before, claim.wave_after} <= starts
        recorded = shipped().claim(claim.claim)
        assert recorded.indicator == pair.indicators[0]
        assert (recorded.before, recorded.after) == (6802, 3851)
