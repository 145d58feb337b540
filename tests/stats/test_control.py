"""XmR charts against the published check of NHSRplotthedots, a slow second answer, and gaps and breaks."""

import math
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspdash.stats import control

FREAK = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
STEADY = [10.0, 12.0] * 10
OUTSIDE, MOVING, NEAR, ONE_SIDE = "outside the limits", "seven rising or falling", "two of three", "seven on one side"


# NHSRplotthedots, screen_outliers TRUE and FALSE.
@pytest.mark.parametrize(("screen", "lower", "upper"), [(True, -0.7156, 4.6044), (False, -3.0626, 6.9515)])
def test_xmr_gives_the_published_limits(screen: bool, lower: float, upper: float) -> None:
    found = control.xmr(FREAK, screen=screen)
    assert found.mean == pytest.approx(1.9444, abs=5e-5)
    assert (found.lower, found.upper) == pytest.approx((lower, upper), abs=5e-5)
    assert found.signals[4] == (OUTSIDE,)
    assert [i for i, fired in enumerate(found.signals) if fired] == [4]
    assert found.screened.tolist() == [screen and i in (4, 5) for i in range(18)]


def test_xmr_lines_follow_from_the_mean_moving_range() -> None:
    found = control.xmr(STEADY)
    assert (found.mean, found.lower, found.upper) == pytest.approx((11, 11 - 5.32, 11 + 5.32))
    assert (found.two_sigma_lower, found.two_sigma_upper) == pytest.approx((11 - 5.32 * 2 / 3, 11 + 5.32 * 2 / 3))
    assert found.moving_range_limit == pytest.approx(3.267 * 2)
    assert math.isnan(found.moving_ranges[0])
    assert found.moving_ranges[1:].tolist() == [2.0] * 19
    assert found.upper_line.tolist() == [found.upper] * 20
    assert found.variation == "common cause"


def test_seven_rises_flag_at_the_seventh_and_a_tie_flags_nothing() -> None:
    assert control.xmr([1, 2, 3, 4, 5, 6]).signals == ((),) * 6
    assert control.xmr([1, 2, 3, 4, 5, 6, 7]).signals == ((MOVING,),) * 7
    assert control.xmr([1, 2, 3, 3, 4, 5, 6]).signals == ((),) * 7


def test_fewer_than_thirteen_points_have_no_limits() -> None:
    found = control.xmr([*STEADY[:12], None, math.nan], target=50)
    assert (found.mean, found.lower, found.upper, found.moving_range_limit) == (None, None, None, None)
    assert (found.variation, found.assurance) == ("too few points", None)
    assert np.isnan(found.lower_line).all()
    assert control.xmr(STEADY[:13]).lower is not None
    assert control.xmr([]).variation == "too few points"


def test_points_without_neighbours_have_no_limits() -> None:
    assert control.xmr([value for pair in zip(STEADY, [None] * 20, strict=True) for value in pair]).lower is None


def test_a_gap_is_never_bridged() -> None:
    # Seven months at 12 with a gap after the fourth are no run of seven, and the steps beside the gap are not known.
    found = control.xmr([*STEADY[:14], 12.0, 12.0, 12.0, None, 12.0, 12.0, 12.0])
    assert math.isnan(found.moving_ranges[17])
    assert math.isnan(found.moving_ranges[18])
    assert not any(ONE_SIDE in fired for fired in found.signals)
    assert found.signals[17] == ()
    assert found.variations[17] is None
    whole = control.xmr([*STEADY[:14], 12.0, 12.0, 12.0, 12.0, 12.0, 12.0])
    assert ONE_SIDE in whole.signals[-1]


def test_the_state_is_that_of_the_latest_point_that_is_there() -> None:
    found = control.xmr([*STEADY, 40.0, None], screen=True)
    assert found.signals[20] == (OUTSIDE,)
    assert found.variation == "concern"


@pytest.mark.parametrize(
    ("polarity", "high", "low"),
    [
        ("lower", "concern", "improvement"),
        ("higher", "improvement", "concern"),
        ("more_reports", "neutral change", "neutral change"),
        ("none", "neutral change", "neutral change"),
    ],
)
def test_variation_takes_good_and_bad_from_the_polarity(polarity: Any, high: str, low: str) -> None:
    assert control.xmr([*STEADY, 40.0], polarity=polarity).variation == high
    assert control.xmr([*STEADY, -40.0], polarity=polarity).variation == low
    assert control.xmr([*STEADY, 11.0], polarity=polarity).variation == "common cause"


def test_position_gives_the_direction_before_movement_does() -> None:
    # The last seven fall all the way, and the last of them is still far above the mean.
    falling = control.xmr([*STEADY, *STEADY, 90.0, 80.0, 70.0, 60.0, 50.0, 45.0, 40.0])
    assert set(falling.signals[-1]) >= {OUTSIDE, MOVING}
    assert falling.variation == "concern"


def test_points_beyond_three_sigma_count_as_two_of_three() -> None:
    found = control.xmr([*STEADY, *STEADY, 40.0, 15.9, 11.5])
    assert found.two_sigma_upper is not None
    assert found.upper is not None
    assert found.two_sigma_upper < 15.9 < found.upper
    assert found.signals[-3] == (OUTSIDE, NEAR)
    assert found.signals[-2] == (NEAR,)
    assert found.signals[-1] == ()


@pytest.mark.parametrize(
    ("target", "lower", "higher"),
    [
        (17, "consistently meets", "consistently fails"),
        (11, "hit or miss", "hit or miss"),
        (5, "consistently fails", "consistently meets"),
        (None, None, None),
    ],
)
def test_assurance_compares_the_limits_with_the_target(
    target: float | None, lower: str | None, higher: str | None
) -> None:
    assert control.xmr(STEADY, target, "lower").assurance == lower
    assert control.xmr(STEADY, target, "higher").assurance == higher
    assert control.xmr(STEADY, target, "more_reports").assurance is None
    assert control.xmr(STEADY, target, "none").assurance is None


def test_each_segment_is_judged_alone_and_the_last_one_is_the_current() -> None:
    later = [value + 100 for value in STEADY]
    found = control.xmr([*STEADY, *later], target=50, breaks=(20,))
    assert found.mean == pytest.approx(111)
    assert found.mean_line.tolist() == pytest.approx([11.0] * 20 + [111.0] * 20)
    assert math.isnan(found.moving_ranges[20])
    assert not any(found.signals)
    assert found.assurance == "consistently fails"
    assert any(control.xmr([*STEADY, *later]).signals)


def test_a_short_new_segment_says_so_while_the_old_one_keeps_its_lines() -> None:
    found = control.xmr([*STEADY, 1.0, 2.0], breaks=[20])
    assert (found.lower, found.variation) == (None, "too few points")
    assert found.variations[19:] == ("common cause", "too few points", "too few points")
    assert np.isnan(found.lower_line[20:]).all()
    assert not np.isnan(found.lower_line[:20]).any()


@given(st.floats(-1e6, 1e6), st.integers(13, 60))
def test_a_constant_series_has_no_signal(value: float, months: int) -> None:
    found = control.xmr([value] * months)
    assert not any(found.signals)
    assert found.variation == "common cause"


@given(st.lists(st.integers(0, 50) | st.none(), min_size=0, max_size=60), st.booleans())
def test_xmr_agrees_with_plain_python(values: list[float | None], screen: bool) -> None:
    seen = [value for value in values if value is not None]
    steps = [abs(b - a) for a, b in pairwise(values) if a is not None and b is not None]
    found = control.xmr(values, screen=screen)
    assert len(found.signals) == len(found.variations) == len(values)
    if len(seen) < 13 or len(steps) < 6:
        assert (found.lower, found.upper) == (None, None)
        return
    if screen:
        steps = [step for step in steps if step <= 3.267 * (sum(steps) / len(steps))]
    mean, reach = sum(seen) / len(seen), 2.66 * sum(steps) / len(steps)
    assert (found.mean, found.lower, found.upper) == pytest.approx((mean, mean - reach, mean + reach))
    for value, fired in zip(values, found.signals, strict=True):
        assert value is not None or not fired
        if value is not None and abs(abs(value - mean) - reach) > 1e-6:
            assert (OUTSIDE in fired) == (abs(value - mean) > reach)


@given(st.lists(st.integers(0, 50), min_size=13, max_size=60))
def test_turning_the_series_upside_down_turns_good_to_bad(values: list[int]) -> None:
    found, turned = control.xmr(values), control.xmr([-value for value in values])
    opposite = {"improvement": "concern", "concern": "improvement"}
    assert turned.signals == found.signals
    assert turned.variation == opposite.get(found.variation, found.variation)
    assert control.xmr(values, polarity="higher").variation == turned.variation


@pytest.mark.parametrize(
    ("values", "options", "named"),
    [
        ([1, math.inf], {}, "values"),
        (["one"], {}, "values"),
        ([[1, 2], [3, 4]], {}, "values"),
        (STEADY, {"target": math.nan}, "target"),
        (STEADY, {"polarity": "down"}, "polarity"),
        (STEADY, {"breaks": (20,)}, "breaks"),
        (STEADY, {"breaks": (-1,)}, "breaks"),
        (STEADY, {"breaks": (1.5,)}, "breaks"),
    ],
)
def test_xmr_refuses_impossible_input_by_name(values: Any, options: dict[str, Any], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        control.xmr(values, **options)
