"""Ranks with intervals and under random weights: what must hold of them, and bad input."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspdash.stats.ranking import rank_interval, sensitivity


class TestRankInterval:
    def test_areas_that_differ_for_sure_have_one_rank(self) -> None:
        found = rank_interval([10_000, 5000, 1000], [1000, 1000, 1000])
        for ranks in (found.rank, found.low, found.high):
            assert ranks.tolist() == [1, 2, 3]

    def test_small_numbers_are_unsure(self) -> None:
        found = rank_interval([3, 2, 2, 1, 0], [1000] * 5)
        assert found.rank.tolist() == [1, 2, 2, 4, 5]
        assert found.low[0] == 1
        assert found.high[0] >= 4
        assert found.low[4] <= 2

    def test_rank_follows_the_rate_and_not_the_count(self) -> None:
        assert rank_interval([500, 400], [10_000, 1000]).rank.tolist() == [2, 1]

    def test_two_alike_are_each_first_half_of_the_time(self) -> None:
        found = rank_interval([200, 200], [1000, 1000], level=0.4)
        assert (found.low.tolist(), found.high.tolist()) == ([1, 1], [2, 2])

    def test_the_interval_is_that_of_the_gamma_distribution(self) -> None:
        # The rank of one area among nine that are fixed, for practical purposes: it is a matter of its own rate alone.
        others = np.arange(1, 10) * 1_000_000
        found = rank_interval([*others, 50], [1_000_000.0] * 9 + [10.0])
        assert (found.low[9], found.high[9]) == (
            4,
            7,
        )  # 95% of its rate from 3.76 to 6.54: below 7, 8 and 9 or below 4 to 9

    @given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 3000)), min_size=1, max_size=12))
    def test_properties(self, areas: list[tuple[int, int]]) -> None:
        found = rank_interval([n for n, _ in areas], [people for _, people in areas], simulations=60)
        assert (found.low >= 1).all()
        assert (found.low <= found.rank).all()
        assert (found.rank <= found.high).all()
        assert (found.high <= len(areas)).all()
        assert found.rank.min() == 1

    @given(
        st.lists(st.tuples(st.integers(0, 60), st.integers(1, 3000)), min_size=1, max_size=12),
        st.integers(1, 90),
        st.sampled_from([0.5, 0.8, 0.95]),
    )
    def test_limits_are_quantiles_of_the_ranks_that_were_drawn(
        self, areas: list[tuple[int, int]], simulations: int, level: float
    ) -> None:
        n, people = (np.array(part, dtype=float) for part in zip(*areas, strict=True))
        drawn = np.random.default_rng(0).gamma(n + 0.5, size=(simulations, len(areas))) / people
        ranks = 1 + (drawn[:, None, :] > drawn[:, :, None]).sum(axis=2)
        found = rank_interval(n, people, level, simulations)
        low = np.quantile(ranks, (1 - level) / 2, axis=0, method="lower")
        high = np.quantile(ranks, (1 + level) / 2, axis=0, method="higher")
        np.testing.assert_array_equal(found.low, np.minimum(low, found.rank))
        np.testing.assert_array_equal(found.high, np.maximum(high, found.rank))

    def test_the_seed_decides(self) -> None:
        events, people = np.arange(40), [500.0] * 40
        one, same = (rank_interval(events, people, seed=9) for _ in range(2))
        np.testing.assert_array_equal(one.high, same.high)

    @pytest.mark.parametrize(
        ("events", "population", "says"),
        [([], [], "one area"), ([1, 2], [1], "lengths differ"), ([-1], [1], "events must not"),
         ([1], [0], "population must be greater"), ([float("nan")], [1], "events must be given")],
    )  # fmt: skip
    def test_bad_input(self, events: list[float], population: list[float], says: str) -> None:
        with pytest.raises(ValueError, match=says):
            rank_interval(events, population)

    def test_bad_settings(self) -> None:
        with pytest.raises(ValueError, match="level"):
            rank_interval([1], [1], level=1)
        with pytest.raises(ValueError, match="simulations"):
            rank_interval([1], [1], simulations=0)


class TestSensitivity:
    def test_highest_in_everything_is_always_in_and_lowest_never(self) -> None:
        found = sensitivity([[9, 9], [5, 1], [1, 5], [0, 0]], [1, 1], top=2)
        assert (found[0], found[3]) == (1, 0)
        # Second place goes to whichever part weighs more: one half of the mixes each.
        assert found[1:3] == pytest.approx([0.5, 0.5], abs=0.05)
        assert found.sum() == pytest.approx(2)

    def test_weights_are_drawn_evenly_over_all_mixes(self) -> None:
        # Area 0 is ahead when its part weighs more than a third.
        assert sensitivity([[2, 0], [0, 1]], [1, 1], top=1)[0] == pytest.approx(2 / 3, abs=0.04)

    def test_a_part_without_weight_stays_out_and_other_weights_do_not_matter(self) -> None:
        scores = [[1, 0, 9], [0, 1, 0]]
        np.testing.assert_array_equal(sensitivity(scores, [1, 1, 0]), sensitivity([[1, 0], [0, 1]], [5, 2]))
        assert sensitivity(scores, [0, 0, 1], top=1).tolist() == [1, 0]

    def test_ties_at_the_last_place_are_all_in(self) -> None:
        assert sensitivity([[1.0], [1.0], [0.0]], [1], top=1).tolist() == [1, 1, 0]
        assert sensitivity([[1.0], [0.0]], [1], top=12).tolist() == [1, 1]

    def test_a_missing_score_adds_nothing(self) -> None:
        missing, zero = (sensitivity([[one, 1.0], [0.5, 0.4]], [1, 1], top=1) for one in (float("nan"), 0.0))
        np.testing.assert_array_equal(missing, zero)

    @pytest.mark.parametrize(
        ("scores", "weights", "says"),
        [([], [], "row for each area"), ([[1, 2]], [1], "lengths differ: parts 2, weights 1"),
         ([[1.0]], [0], "one above zero"), ([[1.0]], [-1], "weights must not"), ([[float("inf")]], [1], "finite")],
    )  # fmt: skip
    def test_bad_input(self, scores: list[list[float]], weights: list[float], says: str) -> None:
        with pytest.raises(ValueError, match=says):
            sensitivity(scores, weights)

    def test_bad_settings(self) -> None:
        with pytest.raises(ValueError, match="top"):
            sensitivity([[1.0]], [1], top=0)
        with pytest.raises(ValueError, match="draws"):
            sensitivity([[1.0]], [1], draws=0)
