"""Against the paper, against the tests of its first author's R package ptools, and by properties."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtri

from cspdash.stats.intervention import weighted_displacement

TREATED, CONTROL, DISPLACED, DISPLACED_CONTROL = (207, 110), (308, 318), (178, 157), (150, 140)
PAIR = st.tuples(st.integers(0, 5000), st.integers(0, 5000))


def test_the_paper() -> None:
    found = weighted_displacement(TREATED, CONTROL, DISPLACED, DISPLACED_CONTROL)
    assert found.value == -118
    assert found.se == pytest.approx(math.sqrt(1568))
    assert round(found.z, 2) == -2.98
    assert (round(found.low), round(found.high)) == (-196, -40)
    assert found.low == pytest.approx(-118 + float(ndtri(0.025)) * math.sqrt(1568), abs=1e-9)
    assert found.p_value == pytest.approx(0.00288, abs=1e-5)


def test_without_displacement() -> None:
    found = weighted_displacement(TREATED, CONTROL)
    assert [found.value, found.se] == pytest.approx([-107, math.sqrt(207 + 110 + 308 + 318)])


def test_weights_of_areas_divide() -> None:
    found = weighted_displacement(TREATED, CONTROL, DISPLACED, DISPLACED_CONTROL, weights=(1.2, 0.9, 1.5, 1.6))
    seen = (found.value, found.se, found.z, found.low, found.high)
    assert seen == pytest.approx((-99.69444444, 35.4280755, -2.813995483, -169.1321965, -30.25669241))


def test_weights_of_time_divide() -> None:
    found = weighted_displacement((80, 20), (100, 50), weights=((2, 1), (2, 1)))
    assert [found.value, found.se] == pytest.approx([-20, math.sqrt(115)])
    four = weighted_displacement((80, 20), (100, 50), (80, 20), (100, 50), weights=(2, 1))
    assert [four.value, four.se] == pytest.approx([-40, math.sqrt(230)])


def test_two_weights_of_two_areas_are_those_of_the_areas() -> None:
    assert weighted_displacement((80, 20), (100, 50), weights=(2, 1)).value == 20


def test_nothing_counted_is_no_difference() -> None:
    found = weighted_displacement((0, 0), (0, 0))
    assert (found.value, found.se, found.z, found.p_value, found.low, found.high) == (0, 0, 0, 1, 0, 0)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (((-1, 2), (3, 4)), "treated must not be negative"),
        (((1, 2), (3, None)), "control"),
        (((1, 2), (3, float("nan"))), "control"),
        (((1, 2, 3), (3, 4)), "treated must be two counts"),
        ((5, (3, 4)), "treated must be two counts"),
        (((1, 2), (3, 4), (5, 6)), "displaced_control is missing"),
        (((1, 2), (3, 4), None, (5, 6)), "displaced is missing"),
        (((1, 2), (3, 4), None, None, (1, 0)), "weights must be greater"),
        (((1, 2), (3, 4), None, None, (1, 1, 1)), "weights must be one for each"),
        (((1, 2), (3, 4), None, None, (1, (1, 2))), "weights must be all"),
    ],
)
def test_impossible_input_is_named(arguments: tuple[object, ...], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        weighted_displacement(*arguments)  # type: ignore[arg-type]


def test_a_level_outside_is_refused() -> None:
    with pytest.raises(ValueError, match="level"):
        weighted_displacement((1, 2), (3, 4), level=1)


@given(PAIR, PAIR, PAIR, PAIR)
def test_the_pairs_add_up_and_swapping_turns_the_sign(
    a: tuple[int, int], b: tuple[int, int], c: tuple[int, int], d: tuple[int, int]
) -> None:
    whole, local, around = weighted_displacement(a, b, c, d), weighted_displacement(a, b), weighted_displacement(c, d)
    assert whole.value == local.value + around.value
    assert whole.se == pytest.approx(math.hypot(local.se, around.se))
    assert weighted_displacement(b, a).value == -local.value
    assert weighted_displacement(a, b, weights=(2, 2)).value == pytest.approx(local.value / 2)
    assert weighted_displacement(a, b, weights=(2, 2)).z == pytest.approx(local.z)
