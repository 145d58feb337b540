"""Lorenz and Gini against hand-made numbers and a slow second answer; chance against what is known of it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspdash.stats.concentration import areas_with, chance, gini, lorenz

COUNTS = st.lists(st.integers(0, 500), min_size=1, max_size=40).filter(any)


def slow_gini(counts: list[int]) -> float:
    """Return the mean difference of all pairs over twice the mean."""
    pairs = [abs(one - other) for one in counts for other in counts]
    return sum(pairs) / len(pairs) / (2 * sum(counts) / len(counts))


def test_published_check_in_any_order() -> None:
    for counts in ([10, 20, 30, 40], [30, 10, 40, 20]):
        curve = lorenz(counts)
        assert dict(zip(curve.share_of_areas.tolist(), curve.share_of_events.tolist(), strict=True)) == {
            0.25: 0.4, 0.5: 0.7, 0.75: 0.9, 1.0: 1.0}  # fmt: skip
        assert gini(counts) == pytest.approx(0.25)
    assert [areas_with([10, 20, 30, 40], share) for share in (0.4, 0.5, 0.7, 0.71, 1.0)] == [1, 2, 2, 3, 4]


def test_extremes() -> None:
    assert gini([7, 7, 7]) == pytest.approx(0)
    assert gini([0, 0, 0, 9]) == pytest.approx(0.75)
    assert gini([3]) == pytest.approx(0)
    assert areas_with([0, 0, 0, 9], 1) == 1


@given(COUNTS)
def test_properties(counts: list[int]) -> None:
    curve = lorenz(counts)
    assert gini(counts) == pytest.approx(slow_gini(counts))
    assert curve.share_of_events[-1] == pytest.approx(1)
    assert (np.diff(curve.share_of_events) >= 0).all()
    assert (curve.share_of_events >= curve.share_of_areas - 1e-12).all()
    half = areas_with(counts)
    assert sum(sorted(counts)[::-1][:half]) >= sum(counts) / 2 > sum(sorted(counts)[::-1][: half - 1])


def test_few_events_over_many_areas_are_concentrated_by_chance_alone() -> None:
    found = chance([1] * 40 + [0] * 360)
    # 40 events fall on at most 40 areas of 400, so at least 90% of them are empty.
    assert found.gini > 0.9
    assert found.half_share < 0.06
    assert found.gini_low <= found.gini <= found.gini_high


def test_many_events_are_spread_evenly_by_chance_and_by_residents_where_given() -> None:
    people = [1000.0, 3000.0]
    even, by_people = chance([50_000, 50_000]), chance([50_000, 50_000], people)
    assert even.share_of_events == pytest.approx([0.5, 1.0], abs=0.01)
    assert by_people.share_of_events == pytest.approx([0.75, 1.0], abs=0.01)
    assert by_people.gini == pytest.approx(gini(people), abs=0.01)


def test_poisson_counts_lie_within_what_chance_gives() -> None:
    drawn = np.random.default_rng(6).poisson(12, 300)
    found, curve = chance(drawn), lorenz(drawn)
    assert found.gini_low <= gini(drawn) <= found.gini_high
    inside = (found.low <= curve.share_of_events) & (curve.share_of_events <= found.high)
    assert inside.mean() > 0.9
    assert gini(drawn * drawn) > chance(drawn * drawn).gini_high


def test_the_seed_decides() -> None:
    one, same, other = (chance([5, 9, 1], seed=seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one.share_of_events, same.share_of_events)
    assert one.gini != other.gini


@pytest.mark.parametrize(
    ("counts", "says"),
    [([], "one area"), ([0, 0], "one event"), ([1, -1], "negative"), ([1, float("nan")], "given and finite"),
     ([[1, 2]], "one area")],
)  # fmt: skip
def test_bad_counts(counts: list[float], says: str) -> None:
    for asked in (lorenz, gini, areas_with, chance):
        with pytest.raises(ValueError, match=says):
            asked(counts)


def test_other_bad_input() -> None:
    for share in (0, 1.1):
        with pytest.raises(ValueError, match="share"):
            areas_with([1], share)
    with pytest.raises(ValueError, match="lengths differ: counts 2, population 1"):
        chance([1, 2], [10])
    with pytest.raises(ValueError, match="population must hold"):
        chance([1, 2], [0, 0])
    with pytest.raises(ValueError, match="whole"):
        chance([0.5, 1])
    with pytest.raises(ValueError, match="simulations"):
        chance([1], simulations=0)
