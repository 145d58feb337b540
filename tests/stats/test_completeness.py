import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspdash.stats.completeness import FEWEST_AREAS, count, missing_areas, missing_categories, none_is_low

YEAR = [6600, 6400, 6500, 6550, 6450, 6500, 6600, 6400, 6500, 6550, 6450, 6500]


def negative_binomial_tail(n: int, mean: float, spread: float) -> float:
    """Return the chance of n or fewer, summed term by term."""
    shape = 1 / spread**2
    return math.fsum(
        math.exp(
            math.lgamma(k + shape) - math.lgamma(shape) - math.lgamma(k + 1)
            + shape * math.log(shape / (shape + mean)) + k * math.log(mean / (shape + mean))
        )
        for k in range(n + 1)
    )  # fmt: skip


def test_the_chance_is_the_sum_of_the_negative_binomial() -> None:
    found = count(4_700, YEAR)
    assert found is not None
    assert found.expected == 6500
    assert found.p_value == pytest.approx(negative_binomial_tail(4_700, 6500, 0.10 * math.sqrt(13 / 12)), rel=1e-8)


def test_a_steady_past_calls_a_month_low_from_about_29_percent_below() -> None:
    verdicts = {share: count(round(6500 * share / 100), YEAR).low for share in (60, 69, 75, 80, 100, 140)}  # type: ignore[union-attr]
    assert verdicts == {60: True, 69: True, 75: False, 80: False, 100: False, 140: False}


def test_a_past_that_varies_more_allows_a_lower_month() -> None:
    varied = [4500, 8500] * 6
    assert count(3900, YEAR).low  # type: ignore[union-attr]
    assert not count(3900, varied).low  # type: ignore[union-attr]


def test_few_months_of_past_allow_a_lower_month_and_two_say_nothing() -> None:
    assert count(100, YEAR[:2]) is None
    few, many = count(4_300, YEAR[:3]), count(4_300, YEAR)
    assert few is not None
    assert many is not None
    assert few.p_value > many.p_value


def test_only_the_newest_twelve_months_are_the_past() -> None:
    assert count(5000, [100] * 20 + YEAR) == count(5000, YEAR)


def test_a_small_force_is_not_judged_by_its_count() -> None:
    assert count(0, [99] * 12) is None


@pytest.mark.parametrize(("n", "past"), [(-1, YEAR), (5, [10, -1, 10])])
def test_negative_counts_are_refused(n: int, past: list[int]) -> None:
    with pytest.raises(ValueError, match="negative"):
        count(n, past)


@given(st.lists(st.integers(200, 9000), min_size=3, max_size=20), st.integers(0, 9000), st.integers(0, 9000))
def test_more_rows_are_never_more_suspect(past: list[int], one: int, other: int) -> None:
    low, high = count(min(one, other), past), count(max(one, other), past)
    assert low is not None
    assert high is not None
    assert 0 <= low.p_value <= high.p_value <= 1


def test_a_category_is_missing_only_where_every_month_had_plenty() -> None:
    past = np.array([[50, 3, 40, 40]] * 7, dtype=float)
    past[2, 2] = 0
    found = missing_categories(np.array([0, 0, 0, 1.0]), past)
    assert found.tolist() == [True, False, False, False]
    assert not missing_categories(np.array([0, 0, 0, 1.0]), past[:5]).any()


def test_localities_that_are_missing_are_counted_among_those_that_always_were_there() -> None:
    past = np.full((6, 100), 12.0)
    past[1, 90:] = 0
    now = np.full(100, 12.0)
    now[:7] = now[90:] = 0
    found = missing_areas(now, past)
    assert found is not None
    assert (found.regular, found.missing, found.too_many) == (90, 7, False)
    now[:9] = 0
    assert missing_areas(now, past).too_many  # type: ignore[union-attr]


def test_localities_with_few_events_may_have_none_by_chance() -> None:
    past, now = np.full((3, 100), 1.0), np.full(100, 1.0)
    now[:50] = 0
    assert not missing_areas(now, past).too_many  # type: ignore[union-attr]


def test_few_localities_or_months_say_nothing() -> None:
    now = np.zeros(FEWEST_AREAS)
    assert missing_areas(now[1:], np.ones((5, FEWEST_AREAS - 1))) is None
    assert missing_areas(now, np.ones((2, FEWEST_AREAS))) is None
    assert missing_areas(now, np.full((5, FEWEST_AREAS), 9.0)).too_many  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("past", "low"),
    [
        ([], False), ([500, 500], False), ([0, 0, 0], False), ([3, 3, 4], False), ([5] * 12, False), ([8] * 12, True),
        ([20, 25, 22], True), ([4000, 4200, 3900, 4100], True), ([0, 0, 90], False), ([40] * 12 + [0] * 12, False),
    ],
)  # fmt: skip
def test_nothing_at_all_is_too_little_only_after_a_past_that_says_so(past: list[int], low: bool) -> None:
    assert none_is_low(past) is low


def test_nothing_is_judged_as_any_other_count() -> None:
    past = [130, 140, 120, 150, 135]
    found = count(0, past)
    assert found is not None
    assert found.low is none_is_low(past) is True
