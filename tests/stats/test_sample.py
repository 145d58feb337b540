"""How many must be asked: published numbers, and what any such rule must keep to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspdash.stats.gap import two_proportions
from cspdash.stats.sample import sample_size

shares = st.floats(0.02, 0.98)


def test_published_number() -> None:
    # R, help page of power.prop.test: p1 = 0.50, p2 = 0.75, power = 0.90 gives n = 76.7.
    assert sample_size(0.5, 0.75, power=0.9) == 77
    # The same function with p1 = 0.10, p2 = 0.20 and power 0.80 gives 198.96.
    assert sample_size(0.1, 0.2) == 199


def test_the_plans_own_change_would_need_many_times_as_many() -> None:
    assert sample_size(46 / 200, 39 / 206) == 1571


@given(shares, shares)
def test_direction_does_not_matter_and_larger_changes_need_fewer(before: float, after: float) -> None:
    if abs(before - after) < 0.01:
        return
    assert sample_size(before, after) == sample_size(after, before)
    closer = before + (after - before) / 2
    assert sample_size(before, closer) > sample_size(before, after)


@given(shares, shares)
def test_more_power_and_a_design_effect_need_more(before: float, after: float) -> None:
    if abs(before - after) < 0.01:
        return
    needed = sample_size(before, after)
    assert sample_size(before, after, power=0.9) >= needed
    assert needed <= sample_size(before, after, design_effect=2.0) <= 2 * needed


@given(st.floats(0.1, 0.9), st.floats(0.1, 0.9))
def test_with_so_many_asked_the_change_is_seen(before: float, after: float) -> None:
    if abs(before - after) < 0.02:
        return
    n = sample_size(before, after) * 2
    assert two_proportions(before * n, n, after * n, n).verdict in {"up", "down"}


@pytest.mark.parametrize(
    ("arguments", "options", "words"),
    [
        ((0.2, 0.2), {}, "must differ"),
        ((-0.1, 0.2), {}, "share_before must lie between 0 and 1"),
        ((0.1, 1.2), {}, "share_after must lie between 0 and 1"),
        ((0.1, 0.2), {"power": 1.0}, "power"),
        ((0.1, 0.2), {"level": 0.0}, "level"),
        ((0.1, 0.2), {"design_effect": 0.0}, "design_effect"),
    ],
)
def test_impossible_input_is_named(arguments: tuple[float, float], options: dict[str, float], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        sample_size(*arguments, **options)
