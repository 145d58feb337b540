from datetime import date

import pytest

from cspdash.charts.indicator_values import interval_of, movement_words, period_words, size_words, value_words
from cspdash.findings.indicator.movement import Movement, between
from tests.findings.indicator.making import indicator, point, share, year

COUNT, SHARE = indicator(), share()
RATE = indicator(measure="rate", over="people", per=1000.0)


def test_values_are_read_in_their_own_unit() -> None:
    assert value_words(COUNT, 6802) == "6,802"
    assert value_words(SHARE, 0.576) == "57.6%"
    assert value_words(RATE, 38.5) == "38.5 per 1,000"
    assert value_words(indicator(measure="value"), 12.5) == "12.5"
    assert value_words(COUNT, None) == "withheld"
    assert value_words(COUNT, 0) == "0"


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (date(2012, 4, 1), date(2013, 3, 31), "2012/13"),
        (date(2012, 6, 1), date(2013, 5, 31), "the 12 months to May 2013"),
        (date(2012, 4, 1), date(2012, 12, 31), "April to December 2012"),
        (date(2012, 10, 1), date(2013, 1, 31), "October 2012 to January 2013"),
        (date(2012, 2, 1), date(2012, 2, 29), "February 2012"),
        (date(2012, 4, 3), date(2012, 6, 9), "3 April 2012 to 9 June 2012"),
    ],
)
def test_periods_are_read_by_their_days(start: date, end: date, said: str) -> None:
    assert period_words(start, end) == said


def test_intervals_are_in_the_values_unit() -> None:
    assert interval_of(COUNT, year(COUNT, 2012, 65)) == "95% interval 50 to 83"
    assert interval_of(SHARE, year(SHARE, 2012, 46, 200)) == "95% interval 17.7% to 29.3%"
    assert interval_of(SHARE, point(SHARE, date(2012, 4, 1), date(2013, 3, 31), 0.5)) == ""


def moved(before: float, after: float) -> Movement:
    found = between(COUNT, year(COUNT, 2011, before), year(COUNT, 2012, after), ())
    assert found is not None
    return found


def test_changes_have_a_word_and_an_interval() -> None:
    assert movement_words(moved(6802, 3851)) == "down (−43%, 95% interval −46% to −41%)"
    assert movement_words(moved(500, 505)).startswith("no detectable change (+1%, 95% interval −")
    assert movement_words(moved(5, 2)) == "too few to compare"
    assert movement_words(None, "nothing earlier is held") == "not compared: nothing earlier is held"


def test_a_bound_never_seems_to_touch_no_change() -> None:
    found = moved(10752, 10462)
    assert found.verdict == "down"
    assert found.high is not None and -0.001 < found.high - 1 < 0
    assert size_words(found).endswith("to −0.04%")


def test_shares_move_in_percentage_points() -> None:
    found = between(SHARE, year(SHARE, 2011, 46, 200), year(SHARE, 2012, 39, 206), ())
    assert movement_words(found, measure="share").startswith(
        "no detectable change (−4.1 percentage points, 95% interval −12."
    )
