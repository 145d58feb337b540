from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspdash.findings.intervention_windows import after_window, first_complete_month, summed, windows, year_earlier
from cspdash.findings.series import Series
from cspdash.periods import add_months, month_range

START = date(2021, 3, 1)


def series(first: date, count: int, gaps: tuple[date, ...] = ()) -> Series:
    months = tuple(add_months(first, step) for step in range(count))
    return Series(months, tuple(None if month in gaps else 1 for month in months))


def test_a_month_is_complete_from_its_first_day() -> None:
    assert first_complete_month(date(2021, 3, 1)) == date(2021, 3, 1)
    assert first_complete_month(date(2021, 3, 2)) == date(2021, 4, 1)
    assert first_complete_month(date(2021, 12, 31)) == date(2022, 1, 1)


@given(st.dates(date(1995, 1, 1), date(2095, 1, 1)), st.integers(1, 12))
def test_windows_are_of_one_length_and_of_the_same_calendar_months(day: date, wanted: int) -> None:
    held = series(add_months(day.replace(day=1), -30), 60)
    found = windows(day, wanted, [held])
    assert len(found.before) == len(found.after)
    assert [month.month for month in found.before] == [month.month for month in found.after]
    assert all(add_months(b, 12) == a for b, a in zip(found.before, found.after, strict=True))
    # Nothing before is of the month in which it began, nothing after is of the time before it.
    assert all(month < day.replace(day=1) for month in found.before)
    assert all(month >= day for month in found.after)
    assert len(found.after) == wanted - (day.day > 1 and wanted == 12)
    assert found.missing == ()


def test_a_start_in_mid_month_takes_that_month_from_both_sides() -> None:
    found = windows(date(2021, 3, 15), 12, [series(date(2019, 1, 1), 48)])
    assert found.begun == date(2021, 3, 1)
    assert found.after == tuple(month_range(date(2021, 4, 1), date(2022, 2, 1)))
    assert not found.complete
    assert windows(date(2021, 3, 15), 6, [series(date(2019, 1, 1), 48)]).begun is None


def test_a_gap_on_either_side_or_in_either_area_takes_the_pair() -> None:
    gaps = ((date(2020, 5, 1),), (date(2021, 7, 1),))
    found = windows(START, 12, [series(date(2019, 1, 1), 48, gap) for gap in gaps])
    assert found.missing == (date(2021, 5, 1), date(2021, 7, 1))
    assert len(found.after) == 10
    assert not {date(2020, 5, 1), date(2020, 7, 1)} & set(found.before)


@pytest.mark.parametrize("wanted", [0, 13])
def test_more_than_a_year_is_refused(wanted: int) -> None:
    with pytest.raises(ValueError, match="1 to 12"):
        after_window(START, wanted)


def test_a_sum_is_a_gap_where_one_part_is() -> None:
    both = summed([series(date(2020, 1, 1), 3, (date(2020, 2, 1),)), series(date(2020, 2, 1), 3)])
    assert both.months == tuple(month_range(date(2020, 1, 1), date(2020, 4, 1)))
    assert both.counts == (None, None, 2, None)
    assert year_earlier(both.months)[0] == date(2019, 1, 1)
