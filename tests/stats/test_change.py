"""Change between two counts: published values, a slow double sum, and SciPy's own E-test."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import poisson, poisson_means_test

from cspdash.stats import change
from cspdash.stats.rates import proportion

COUNT = st.integers(0, 400)
EXPOSURE = st.floats(0.2, 5)


def slow_e_test(before: int, after: int, exposure_before: float, exposure_after: float) -> float:
    """Return the E-test's p as Krishnamoorthy and Thomson (2004) write it: a sum over all pairs."""

    def apart(first: int, second: int) -> float:
        variance = first / exposure_before**2 + second / exposure_after**2
        return abs(first / exposure_before - second / exposure_after) / math.sqrt(variance) if variance else 0.0

    pooled = (before + after) / (exposure_before + exposure_after)
    seen, p_value = apart(before, after), 0.0
    firsts = [poisson.pmf(x, pooled * exposure_before) for x in range(70)]
    seconds = [poisson.pmf(x, pooled * exposure_after) for x in range(70)]
    for first, chance in enumerate(firsts):
        p_value += chance * sum(other for second, other in enumerate(seconds) if apart(first, second) >= seen - 1e-9)
    return p_value


def test_e_test_gives_the_published_value_of_6_against_2() -> None:
    assert change.e_test(6, 2) == pytest.approx(0.1749, abs=5e-5)


def test_e_test_gives_the_published_value_of_the_seed_example() -> None:
    # Krishnamoorthy and Thomson (2004), dodder seeds, as in SciPy's documentation of poisson_means_test.
    assert change.e_test(0, 3, 100, 100) == pytest.approx(0.08837900929, abs=1e-9)


@pytest.mark.parametrize(
    ("before", "after", "exposure_before", "exposure_after"),
    [(6, 2, 1, 1), (0, 4, 1, 1), (4, 0, 1, 2.5), (3, 9, 2, 1), (12, 11, 1, 1.1), (1, 7, 0.5, 1.3), (15, 5, 3, 1)],
)
def test_e_test_agrees_with_the_slow_double_sum(
    before: int, after: int, exposure_before: float, exposure_after: float
) -> None:
    slow = slow_e_test(before, after, exposure_before, exposure_after)
    assert change.e_test(before, after, exposure_before, exposure_after) == pytest.approx(slow, abs=1e-9)


@pytest.mark.parametrize(("before", "after", "exposure"), [(30, 50, 2.5), (200, 240, 1), (300, 290, 0.7)])
def test_e_test_agrees_with_scipy(before: int, after: int, exposure: float) -> None:
    theirs = poisson_means_test(before, 1, after, exposure).pvalue
    assert change.e_test(before, after, 1, exposure) == pytest.approx(theirs, abs=1e-6)


def test_large_counts_approach_the_normal_test() -> None:
    before, after = 50_000, 50_500
    normal = math.erfc(abs(after - before) / math.sqrt(before + after) / math.sqrt(2))
    assert change.e_test(before, after) == pytest.approx(normal, abs=1e-3)


# Wheeler (2016): the same z for changes that are equally surprising at any size.
@pytest.mark.parametrize(
    ("before", "after", "z", "places"), [(4, 9, 2.0, 1e-12), (16, 25, 2.0, 1e-12), (6802, 3851, -40.8, 0.05)]
)
def test_wheeler_z_gives_the_published_values(before: int, after: int, z: float, places: float) -> None:
    assert change.change(before, after).z == pytest.approx(z, abs=places)


def test_a_real_fall_is_down_with_its_percentage() -> None:
    # Safe Durham Partnership Plan 2011/14 refresh: anti-social behaviour 35,876 to 27,288.
    found = change.change(35_876, 27_288)
    assert found.verdict == "down"
    assert found.percent == pytest.approx(-23.9, abs=0.05)
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.high < 1
    assert found.unreliable is False


def test_a_real_rise_is_up_and_a_small_one_is_not_detectable() -> None:
    assert change.change(100, 150).verdict == "up"
    assert change.change(100, 110).verdict == "no detectable change"


def test_the_same_count_with_more_people_is_a_fall_in_the_rate() -> None:
    found = change.change(200, 200, 1000, 2000)
    assert found.ratio == pytest.approx(0.5)
    assert found.verdict == "down"


@pytest.mark.parametrize(("before", "after"), [(9, 40), (40, 9), (0, 0), (0, 60), (9, 9)])
def test_below_ten_events_there_is_no_word_and_no_percentage(before: int, after: int) -> None:
    found = change.change(before, after)
    assert found.verdict == "too few to compare"
    assert found.percent is None
    assert found.unreliable


def test_ten_events_may_be_compared_but_stay_unreliable_below_twenty() -> None:
    assert change.change(10, 40).verdict == "up"
    assert change.change(19, 40).unreliable
    assert not change.change(20, 40).unreliable


def test_from_nothing_there_is_no_ratio() -> None:
    found = change.change(0, 30)
    assert (found.ratio, found.low, found.high) == (None, None, None)
    assert change.change(0, 0).p_value == 1


@settings(deadline=None)
@given(COUNT, COUNT, EXPOSURE, EXPOSURE)
def test_swapping_before_and_after_turns_the_answer_round(
    before: int, after: int, exposure_before: float, exposure_after: float
) -> None:
    found = change.change(before, after, exposure_before, exposure_after)
    swapped = change.change(after, before, exposure_after, exposure_before)
    turned = {"up": "down", "down": "up"}.get(found.verdict, found.verdict)
    assert swapped.verdict == turned
    assert swapped.z == pytest.approx(-found.z)
    assert swapped.p_value == pytest.approx(found.p_value, abs=1e-9)
    if before and after:
        assert found.ratio is not None
        assert found.low is not None
        assert swapped.ratio == pytest.approx(1 / found.ratio)
        assert swapped.high == pytest.approx(1 / found.low)


@settings(deadline=None)
@given(st.integers(1, 3000), st.integers(0, 3000), EXPOSURE, EXPOSURE)
def test_the_ratio_lies_in_its_limits_and_a_word_needs_both_test_and_limits(
    before: int, after: int, exposure_before: float, exposure_after: float
) -> None:
    found = change.change(before, after, exposure_before, exposure_after)
    assert found.ratio is not None
    assert found.low is not None
    assert found.high is not None
    assert 0 <= found.low <= found.ratio <= found.high
    assert 0 <= found.p_value <= 1
    if found.verdict in ("up", "down"):
        assert found.p_value < 0.05
        assert (found.low > 1) if found.verdict == "up" else (found.high < 1)


def test_limits_are_those_of_the_share_that_came_after() -> None:
    found, share = change.change(40, 60, 2, 1), proportion(60, 100)
    assert found.low == pytest.approx(share.low / (1 - share.low) * 2)
    assert found.high == pytest.approx(share.high / (1 - share.high) * 2)


@given(EXPOSURE)
def test_z_with_equal_exposures_does_not_depend_on_their_size(exposure: float) -> None:
    assert change.wheeler_z(16, 25, exposure, exposure) == pytest.approx(2.0)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ((-1, 5), "before"),
        ((5, -1), "after"),
        ((5, math.nan), "after"),
        ((5, None), "after"),
        ((5, 5, 0, 1), "exposure_before"),
        ((5, 5, 1, -2), "exposure_after"),
        (([5, 6], 5), "before"),
    ],
)
def test_change_refuses_impossible_input_by_name(arguments: tuple[float, ...], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        change.change(*arguments)


@given(st.lists(st.tuples(COUNT, COUNT), min_size=1, max_size=30))
def test_verdicts_of_many_are_those_of_each(pairs: list[tuple[int, int]]) -> None:
    before, after = [one for one, _ in pairs], [other for _, other in pairs]
    assert change.verdicts(before, after) == [change.change(*pair).verdict for pair in pairs]


def test_verdicts_refuse_impossible_input_by_name() -> None:
    with pytest.raises(ValueError, match="before must not be negative"):
        change.verdicts([-1], [1])
    with pytest.raises(ValueError, match="lengths differ"):
        change.verdicts([1, 2], [1])
