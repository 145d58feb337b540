"""Two survey waves: published comparisons, a slow second answer, and the sign of the difference."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspdash.stats import gap
from cspdash.stats.change import ChangeVerdict
from cspdash.stats.rates import proportion


def test_the_published_waves_show_no_detectable_change() -> None:
    found = gap.two_proportions(46, 200, 39, 206)
    assert found.z == pytest.approx(1.007, abs=5e-4)
    assert found.p_value == pytest.approx(0.31, abs=5e-3)
    assert found.verdict == "no detectable change"
    assert (found.share_before, found.share_after) == pytest.approx((0.23, 39 / 206))


def test_a_fall_is_a_positive_difference_and_reads_down() -> None:
    found = gap.two_proportions(120, 200, 80, 200)
    assert found.difference == pytest.approx(0.2)
    assert found.z > 0
    assert found.verdict == "down"
    assert gap.two_proportions(80, 200, 120, 200).verdict == "up"


# Newcombe (1998), Statistics in Medicine 17, 873-890, table II, method 10.
@pytest.mark.parametrize(
    ("waves", "low", "high"),
    [
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((0, 10, 0, 10), -0.2775, 0.2775),
        ((10, 10, 0, 20), 0.6791, 1.0),
        ((10, 10, 0, 10), 0.6075, 1.0),
    ],
)
def test_newcombe_limits_are_the_published_ones(waves: tuple[int, int, int, int], low: float, high: float) -> None:
    found = gap.two_proportions(*waves)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


def test_z_squared_is_the_chi_squared_of_the_two_by_two_table() -> None:
    yes, no = (46, 39), (154, 167)
    total = sum(yes) + sum(no)
    cross = yes[0] * no[1] - yes[1] * no[0]
    chi_squared = total * cross**2 / (sum(yes) * sum(no) * 200 * 206)
    assert gap.two_proportions(46, 200, 39, 206).z ** 2 == pytest.approx(chi_squared)


def test_a_design_effect_of_two_is_half_the_people_asked() -> None:
    with_effect = gap.two_proportions(120, 200, 80, 160, design_effect_before=2, design_effect_after=2)
    halved = gap.two_proportions(60, 100, 40, 80)
    assert (with_effect.low, with_effect.high) == pytest.approx((halved.low, halved.high))
    assert with_effect.z == pytest.approx(halved.z)


def test_fewer_than_ten_people_are_too_few_to_compare() -> None:
    assert gap.two_proportions(10, 10, 0, 200).verdict == "down"
    assert gap.two_proportions(9, 9, 0, 200).verdict == "too few to compare"
    assert gap.two_proportions(30, 30, 0, 200, design_effect_before=4).verdict == "too few to compare"


def test_everyone_giving_one_answer_is_no_difference() -> None:
    found = gap.two_proportions(0, 50, 0, 60)
    assert (found.z, found.p_value, found.difference) == (0, 1, 0)


@given(st.integers(0, 300), st.integers(0, 300), st.integers(0, 300), st.integers(0, 300))
def test_swapping_the_waves_flips_every_sign(yes: int, no: int, later_yes: int, later_no: int) -> None:
    n, later_n = yes + no + 1, later_yes + later_no + 1
    found = gap.two_proportions(yes, n, later_yes, later_n)
    swapped = gap.two_proportions(later_yes, later_n, yes, n)
    assert -1 <= found.low <= found.difference <= found.high <= 1
    assert swapped.difference == -found.difference
    assert swapped.z == pytest.approx(-found.z)
    assert swapped.low == pytest.approx(-found.high)
    assert swapped.p_value == pytest.approx(found.p_value)


@given(st.integers(0, 100), st.integers(1, 100), st.integers(0, 100), st.integers(1, 100), st.integers(2, 20))
def test_asking_more_people_never_widens_the_interval(
    yes: int, no: int, later_yes: int, later_no: int, times: int
) -> None:
    n, later_n = yes + no, later_yes + later_no
    small = gap.two_proportions(yes, n, later_yes, later_n)
    large = gap.two_proportions(yes * times, n * times, later_yes * times, later_n * times)
    assert large.high - large.low < small.high - small.low
    assert abs(large.z) >= abs(small.z)


def test_the_other_wave_being_huge_leaves_the_interval_of_one() -> None:
    found, alone = gap.two_proportions(46, 200, 0, 10**12), proportion(46, 200)
    assert found.low == pytest.approx(alone.low, abs=1e-9)
    assert found.high == pytest.approx(alone.high, abs=1e-6)


@pytest.mark.parametrize(
    ("recorded", "perceived", "verdict"),
    [
        ("down", "down", "both fell"),
        ("down", "no detectable change", "recorded fell, perception has no detectable change"),
        ("up", "down", "recorded rose, perception fell"),
        ("no detectable change", "no detectable change", "neither has a detectable change"),
        ("too few to compare", "down", "cannot tell"),
        ("up", "too few to compare", "cannot tell"),
    ],
)
def test_two_verdicts_make_one_answer(recorded: ChangeVerdict, perceived: ChangeVerdict, verdict: str) -> None:
    assert gap.compare_verdicts(recorded, perceived) == verdict


def test_an_unknown_verdict_is_refused() -> None:
    with pytest.raises(ValueError, match="recorded and perceived"):
        gap.compare_verdicts("better", "down")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("arguments", "options", "named"),
    [
        ((-1, 10, 1, 10), {}, "successes_before"),
        ((1, 0, 1, 10), {}, "n_before"),
        ((1, 10, 11, 10), {}, "successes_after must not be above n_after"),
        ((1, 10, 1, None), {}, "n_after"),
        ((1, 10, math.nan, 10), {}, "successes_after"),
        ((1, 10, 1, 10), {"design_effect_after": 0}, "design_effect_after"),
        ((1, 10, 1, 10), {"level": 1}, "level"),
    ],
)
def test_two_proportions_refuses_impossible_input_by_name(
    arguments: tuple[float, float, float, float], options: dict[str, float], named: str
) -> None:
    with pytest.raises(ValueError, match=named):
        gap.two_proportions(*arguments, **options)
