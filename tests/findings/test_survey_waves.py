"""Waves of one question: intervals, bases, overlaps, and what may be joined."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspdash.catalogue import QuestionChange, SurveyQuestion
from cspdash.findings.survey_waves import base_of, wave_of, waves_of
from cspdash.store.observations import PRINTED
from cspdash.store.survey_waves import HeldWave

QUESTION = SurveyQuestion("s", "q", "Title", "Wording", "lower", "Survey")


def held(start: str, end: str, n: int | None = 200, share: float | None = 0.2, **more: object) -> HeldWave:
    plain = HeldWave(
        "s", "q", date.fromisoformat(start), date.fromisoformat(end), "E06000005", n, share, None, "a file", None, None
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def quarter(number: int, **more: object) -> HeldWave:
    return held(f"2024-{3 * number - 2:02d}-01", f"2024-{3 * number:02d}-28", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("n", "base"),
    [(None, "not known"), (29, "too small"), (30, "caution"), (99, "caution"), (100, "enough"), (5000, "enough")],
)
def test_bases(n: int | None, base: str) -> None:
    assert base_of(n) == base


def test_a_wave_has_the_interval_of_its_number_asked() -> None:
    found = wave_of(held("2012-01-01", "2012-03-31", 200, 46 / 200))
    # Published: 46 of 200 is 17.7% to 29.3% (Wilson).
    assert found.low == pytest.approx(0.177, abs=0.0005)
    assert found.high == pytest.approx(0.293, abs=0.0005)
    assert found.successes == 46


def test_a_design_effect_widens_the_interval_as_fewer_people_would() -> None:
    plain = wave_of(held("2012-01-01", "2012-03-31", 100, 0.2))
    clustered = wave_of(held("2012-01-01", "2012-03-31", 200, 0.2, design_effect=2.0))
    assert clustered.low == pytest.approx(plain.low)
    assert clustered.high == pytest.approx(plain.high)


def test_without_a_number_asked_there_is_a_share_and_no_interval() -> None:
    found = wave_of(held("2012-01-01", "2012-03-31", None))
    assert (found.share, found.low, found.high, found.testable) == (0.2, None, None, False)


def test_a_base_below_thirty_shows_nothing() -> None:
    found = wave_of(held("2012-01-01", "2012-03-31", 29))
    assert (found.share, found.low, found.high, found.base) == (None, None, None, "too small")
    assert waves_of([held("2012-01-01", "2012-03-31", 29)]).shown == ()


@given(st.integers(0, 50), st.integers(50, 400), st.integers(2, 40))
def test_more_respondents_never_widen_an_interval(yes: int, n: int, times: int) -> None:
    few = wave_of(held("2012-01-01", "2012-03-31", n, yes / n))
    many = wave_of(held("2012-01-01", "2012-03-31", n * times, yes / n))
    assert few.low is not None and few.high is not None and many.low is not None and many.high is not None
    assert many.high - many.low <= few.high - few.low + 1e-12


def test_a_figure_of_several_waves_is_set_aside() -> None:
    together = held("2024-01-01", "2024-12-28", 800, source=f"{PRINTED}a plan")
    quarters = [quarter(number, source=f"{PRINTED}a plan") for number in (1, 2, 3, 4)]
    found = waves_of([together, *quarters])
    assert [wave.start.month for wave in found.rows] == [1, 4, 7, 10]
    assert [wave.n for wave in found.aside] == [800]


def test_a_file_stands_before_a_plan_for_the_same_time() -> None:
    found = waves_of([quarter(1, source=f"{PRINTED}a plan", n=100), held("2024-01-15", "2024-02-15", 500)])
    assert [wave.n for wave in found.rows] == [500]
    assert [wave.printed for wave in found.aside] == [True]


@pytest.mark.parametrize(
    ("changes", "runs"),
    [
        ({}, [0, 0]),
        ({"wording": "Old"}, [0, 0]),
        ({"wording": "New"}, [0, 1]),
        ({"wording": " old  "}, [0, 0]),
        ({"method": "Online"}, [0, 1]),
        ({"method": "telephone"}, [0, 0]),
    ],
)
def test_another_wording_or_method_starts_a_new_run(changes: dict[str, str], runs: list[int]) -> None:
    found = waves_of([quarter(1, wording="Old", method="Telephone"), quarter(2, **changes)])
    assert [wave.run for wave in found.rows] == runs


def test_a_wave_that_says_nothing_does_not_hide_a_change() -> None:
    found = waves_of([quarter(1, method="Telephone"), quarter(2), quarter(3, method="Online")])
    assert [wave.run for wave in found.rows] == [0, 0, 1]


def test_a_change_in_the_content_starts_a_new_run() -> None:
    question = replace(QUESTION, changes=(QuestionChange(date(2024, 4, 1), "Asked online"),))
    found = waves_of([quarter(1), quarter(2), quarter(3)], question)
    assert [wave.run for wave in found.rows] == [0, 1, 1]


def test_what_a_plan_printed_is_not_joined_to_a_file_that_may_have_asked_otherwise() -> None:
    printed = quarter(1, source=f"{PRINTED}a plan")
    assert [wave.run for wave in waves_of([printed, quarter(2, method="Telephone")]).rows] == [0, 1]
    assert [wave.run for wave in waves_of([quarter(1), quarter(2)]).rows] == [0, 0]


def test_printed_waves_in_between_do_not_part_those_of_a_file() -> None:
    between = [quarter(number, source=f"{PRINTED}a plan") for number in (2, 3)]
    found = waves_of([quarter(1), *between, quarter(4)])
    assert [wave.run for wave in found.rows] == [0, 1, 1, 0]


def test_waves_that_return_to_an_earlier_wording_are_of_its_run() -> None:
    found = waves_of([quarter(number, wording=said) for number, said in ((1, "A"), (2, "B"), (3, "A"))])
    assert [wave.run for wave in found.rows] == [0, 1, 0]
