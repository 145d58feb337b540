"""The control chart rules against NHSRplotthedots' own test vectors and a slow second answer."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspdash.stats import run_rules


def signs(*values: int) -> run_rules.Directions:
    return np.array(values, dtype=np.int8)


# NHSRplotthedots, tests/testthat/test-ptd_calculate_point_type.R: the seventh point completes the run.
@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 2, 3, 4, 5, 6, 7], [1] * 7),
        ([7, 6, 5, 4, 3, 2, 1], [-1] * 7),
        ([2, 1, 2, 3, 4, 5, 6, 7, 3], [0, 1, 1, 1, 1, 1, 1, 1, 0]),
        ([1, 2, 3, 3, 4, 5, 6], [0] * 7),
        ([1, 2, 3, 4, 5, 6], [0] * 6),
        ([1, 2, 3, math.nan, 5, 6, 7, 8], [0] * 8),
        ([1, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1], [1] * 6 + [-1] * 7),
        ([], []),
    ],
)
def test_seven_in_a_row(values: list[float], expected: list[int]) -> None:
    assert run_rules.seven_in_a_row(np.array(values, dtype=float)).tolist() == expected


@pytest.mark.parametrize(
    ("side", "expected"),
    [
        ([1] * 7, [1] * 7),
        ([-1] * 8 + [1], [-1] * 8 + [0]),
        ([1] * 6 + [0] + [1] * 6, [0] * 13),
        ([1] * 6 + [-1], [0] * 7),
    ],
)
def test_seven_on_one_side(side: list[int], expected: list[int]) -> None:
    assert run_rules.seven_on_one_side(signs(*side)).tolist() == expected


# NHSRplotthedots, ptd_two_in_three and ptd_part_of_two_in_three.
@pytest.mark.parametrize(
    ("side", "far", "expected"),
    [
        ([1, 1, 1], [1, 0, 1], [1, 0, 1]),
        ([1, 1, 1], [0, 1, 1], [0, 1, 1]),
        ([-1, -1, -1], [-1, -1, 0], [-1, -1, 0]),
        ([1, -1, 1], [1, 0, 1], [0, 0, 0]),
        ([1, 0, 1], [1, 0, 1], [0, 0, 0]),
        ([1, 1, 1, 1], [1, 0, 0, 1], [0, 0, 0, 0]),
        ([1] * 7, [0, 0, 1, 0, 1, 0, 0], [0, 0, 1, 0, 1, 0, 0]),
        ([1, 1], [1, 1], [0, 0]),
    ],
)
def test_two_of_three(side: list[int], far: list[int], expected: list[int]) -> None:
    assert run_rules.two_of_three(signs(*side), signs(*far)).tolist() == expected


def test_a_value_on_a_line_is_neither_above_nor_below_it_in_spite_of_rounding() -> None:
    values = np.array([0.1 + 0.2, 0.3, math.nan])
    assert run_rules.sides(values, 0.3).tolist() == [0, 0, 0]
    assert run_rules.outside(values, 0.3, 0.3).tolist() == [0, 0, 0]


@given(st.lists(st.sampled_from([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, math.nan]), max_size=30))
def test_seven_in_a_row_agrees_with_looking_at_every_seven(values: list[float]) -> None:
    slow = [0] * len(values)
    for start in range(len(values) - 6):
        seven = values[start : start + 7]
        steps = {float(np.sign(b - a)) for a, b in pairwise(seven)}
        if steps in ({1.0}, {-1.0}):
            slow[start : start + 7] = [int(steps.pop())] * 7
    assert run_rules.seven_in_a_row(np.array(values)).tolist() == slow
