from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspdash.periods import (
    add_months,
    financial_year,
    month_name,
    month_range,
    months_apart,
    parse_month,
    runs_of_months,
    short_month,
    span_words,
    twelve_months_to,
)

MONTHS = st.builds(date, st.integers(1995, 2095), st.integers(1, 12), st.just(1))


@given(MONTHS)
def test_a_month_written_and_read_is_the_same(month: date) -> None:
    assert parse_month(f"{month:%Y-%m}") == month


@pytest.mark.parametrize(
    "text",
    ["", "2026-13", "2026-00", "2026-1", "2026-01-01", "26-01", " 2026-01", "2026-01\n", "1989-12", "2101-01",
             "２０２６-01"],
)  # fmt: skip
def test_what_is_no_month_is_none(text: str) -> None:
    assert parse_month(text) is None


@pytest.mark.fault("F32")
@given(MONTHS, st.integers(-60, 60))
def test_months_added_lie_that_far_apart(month: date, count: int) -> None:
    moved = add_months(month, count)
    assert moved.day == 1
    assert months_apart(month, moved) == count
    assert (moved > month) == (count > 0)


@pytest.mark.fault("F32")
@given(MONTHS, st.integers(0, 60))
def test_a_range_has_every_month_once(first: date, count: int) -> None:
    found = month_range(first, add_months(first, count))
    assert (found[0], len(found)) == (first, count + 1)
    assert all(months_apart(before, after) == 1 for before, after in pairwise(found))


def test_a_range_that_is_reversed_is_empty() -> None:
    assert month_range(date(2024, 2, 1), date(2024, 1, 1)) == []


@pytest.mark.fault("F32")
def test_twelve_months_go_over_the_turn_of_the_year() -> None:
    found = twelve_months_to(date(2024, 3, 1))
    assert (found[0], found[-1], len(found)) == (date(2023, 4, 1), date(2024, 3, 1), 12)


@pytest.mark.fault("F32")
@pytest.mark.parametrize(
    ("month", "year"),
    [(date(2024, 3, 1), "2023/24"), (date(2024, 4, 1), "2024/25"), (date(1999, 12, 1), "1999/00")],
)
def test_a_financial_year_starts_in_april(month: date, year: str) -> None:
    assert financial_year(month) == year


def test_months_in_words() -> None:
    assert month_name(date(2014, 5, 1)) == "May 2014"
    assert short_month(date(2014, 9, 1)) == "Sep 14"
    assert span_words(date(2013, 6, 1), date(2014, 5, 1)) == "June 2013 to May 2014"
    assert span_words(date(2014, 5, 1), date(2014, 5, 1)) == "May 2014"


@given(st.sets(MONTHS, max_size=40))
def test_runs_hold_every_month_and_never_touch(months: set[date]) -> None:
    runs = runs_of_months(sorted(months))
    assert [month for run in runs for month in month_range(*run)] == sorted(months)
    assert all(months_apart(before[1], after[0]) > 1 for before, after in pairwise(runs))


@pytest.mark.fault("F32")
@given(MONTHS)
def test_a_financial_year_has_twelve_months_and_begins_in_april(month: date) -> None:
    around = month_range(add_months(month, -12), add_months(month, 12))
    own = [each for each in around if financial_year(each) == financial_year(month)]
    assert own == month_range(own[0], add_months(own[0], 11))
    assert own[0].month == 4
    assert financial_year(add_months(month, 12)) != financial_year(month) != financial_year(add_months(month, -12))


@pytest.mark.fault("F32")
def test_february_is_one_month_in_leap_years_and_in_others() -> None:
    for year in (1999, 2000, 2023, 2024, 2100):
        february = date(year, 2, 1)
        assert parse_month(f"{year}-02") == february
        assert add_months(february, 12) == date(year + 1, 2, 1)
        assert [add_months(february, step) for step in (-1, 1)] == [date(year, 1, 1), date(year, 3, 1)]
