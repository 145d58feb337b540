from datetime import datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspdash.stats.aoristic import aoristic

# 6 March 2023 was a Monday.
MONDAY = datetime.fromisoformat("2023-03-06")
MINUTES = st.integers(0, 60 * 24 * 30)


def by_minute(spans: list[tuple[datetime, datetime]]) -> np.ndarray:
    """The slow second answer: every minute of every span, one after another."""
    found = np.zeros((7, 24))
    for start, end in spans:
        minutes = int((end - start).total_seconds() // 60) or 1
        for n in range(minutes):
            at = start + timedelta(minutes=n)
            found[at.weekday(), at.hour] += 1 / minutes
    return found


def test_an_event_of_unknown_time_is_shared_out_over_its_hours() -> None:
    # Ratcliffe's example: a span of four hours gives each of them a quarter.
    found = aoristic([MONDAY.replace(hour=22)], [MONDAY.replace(hour=22) + timedelta(hours=4)])
    assert found.weights[0, 22] == found.weights[0, 23] == found.weights[1, 0] == found.weights[1, 1] == 0.25
    assert (found.exact, found.spread, found.too_long) == (0, 1, 0)
    assert found.weights.sum() == pytest.approx(1)


def test_parts_of_hours_count_in_proportion() -> None:
    found = aoristic([MONDAY.replace(hour=9, minute=45)], [MONDAY.replace(hour=11, minute=15)])
    assert found.weights[0, 9] == pytest.approx(15 / 90)
    assert found.weights[0, 10] == pytest.approx(60 / 90)
    assert found.weights[0, 11] == pytest.approx(15 / 90)


def test_a_moment_counts_whole_in_its_hour_and_an_hour_is_one_hour() -> None:
    sunday = MONDAY - timedelta(days=1)
    moment, hour = sunday.replace(hour=23), sunday.replace(hour=23, minute=59, second=59)
    found = aoristic([moment, moment], [moment, moment + timedelta(hours=1)], [3, 2])
    assert found.weights[6, 23] == 5
    assert (found.exact, found.spread, found.placed) == (5, 0, 5)
    assert aoristic([hour], [hour]).weights[6, 23] == 1


def test_a_span_longer_than_a_week_is_left_out_and_counted() -> None:
    week, longer = MONDAY + timedelta(days=7), MONDAY + timedelta(days=7, seconds=1)
    found = aoristic([MONDAY, MONDAY], [week, longer], [2, 5])
    assert found.too_long == 5
    assert found.weights == pytest.approx(np.full((7, 24), 2 / 168))


@given(st.lists(st.tuples(MINUTES, st.integers(0, 60 * 24 * 7)), max_size=20))
def test_it_equals_counting_every_minute(given_spans: list[tuple[int, int]]) -> None:
    spans = [(MONDAY + timedelta(minutes=at), MONDAY + timedelta(minutes=at + long)) for at, long in given_spans]
    found = aoristic([start for start, _ in spans], [end for _, end in spans])
    assert found.weights == pytest.approx(by_minute(spans))
    assert found.weights.sum() == pytest.approx(len(spans))
    assert found.placed == len(spans)


@pytest.mark.parametrize(
    ("starts", "ends", "counts", "said"),
    [
        ([MONDAY], [], None, "differ in length"),
        ([MONDAY], [MONDAY], [1, 2], "differ in length"),
        ([MONDAY], [MONDAY - timedelta(seconds=1)], None, "before its start"),
        ([MONDAY], [MONDAY], [-1], "negative"),
    ],
)
def test_impossible_input_is_refused(
    starts: list[datetime], ends: list[datetime], counts: list[int] | None, said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        aoristic(starts, ends, counts)
