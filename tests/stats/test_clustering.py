"""Gi* against esda and a slow second answer, the correction against its authors' example, persistence, bad input."""

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from libpysal.graph import Graph
from libpysal.weights import W, lat2W

from cspdash.stats.clustering import (
    benjamini_hochberg,
    contiguity,
    gi_star,
    gi_star_scores,
    newest_fifth,
    persistence,
)
from cspdash.stats.dealing import draws, touching

PUBLISHED = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
             0.7590, 1.000]  # fmt: skip
GRID = lat2W(7, 7, rook=False)


def clustered(seed: int = 3) -> np.ndarray:
    """Return counts on the grid: low everywhere, high in one corner of nine areas."""
    values = np.random.default_rng(seed).poisson(5, 49).astype(float)
    values[[0, 1, 2, 7, 8, 9, 14, 15, 16]] += 25
    return values


def by_hand(values: np.ndarray, weights: W) -> list[float]:
    """Return the z of Gi* as Ord and Getis (1995) write it, area by area."""
    n, mean = len(values), sum(values) / len(values)
    deviation = (sum(value * value for value in values) / n - mean * mean) ** 0.5
    found = []
    for place in weights.id_order:
        near = {place, *weights.neighbors[place]}
        spread = deviation * ((n * len(near) - len(near) ** 2) / (n - 1)) ** 0.5
        found.append((sum(values[other] for other in near) - mean * len(near)) / spread)
    return found


class TestBenjaminiHochberg:
    def test_their_own_example_rejects_four(self) -> None:
        assert benjamini_hochberg(PUBLISHED).tolist() == [True] * 4 + [False] * 11
        assert benjamini_hochberg(PUBLISHED[::-1]).tolist() == [False] * 11 + [True] * 4

    def test_a_p_value_above_its_own_line_is_rejected_with_a_later_one(self) -> None:
        assert benjamini_hochberg([0.03, 0.045, 0.5, 0.04], 0.08).tolist() == [True, True, False, True]
        assert benjamini_hochberg([]).tolist() == []

    @given(st.lists(st.floats(0, 1), max_size=40), st.floats(0.001, 0.5))
    def test_properties(self, p_values: list[float], level: float) -> None:
        rejected = benjamini_hochberg(p_values, level)
        kept = [p for p, out in zip(p_values, rejected, strict=True) if not out]
        out = [p for p, is_out in zip(p_values, rejected, strict=True) if is_out]
        assert all(p <= level for p in out)
        assert not out or not kept or max(out) < min(kept)
        bonferroni = [p <= level / len(p_values) for p in p_values]
        assert all(one for one, sure in zip(rejected, bonferroni, strict=True) if sure)

    @pytest.mark.parametrize("wrong", [[0.1, float("nan")], [-0.1], [1.1], [[0.1]]])
    def test_bad_p_values(self, wrong: list[float]) -> None:
        with pytest.raises(ValueError, match="p_values"):
            benjamini_hochberg(wrong)
        with pytest.raises(ValueError, match="level"):
            benjamini_hochberg([0.1], 1)


class TestGiStar:
    def test_z_is_esda_s_and_ord_and_getis_s(self) -> None:
        from esda.getisord import G_Local

        values = clustered()
        found = gi_star(values, GRID, permutations=99)
        np.testing.assert_allclose(found.z, by_hand(values, GRID), atol=1e-12)
        np.testing.assert_array_equal(found.z, G_Local(values, GRID, transform="B", star=True, permutations=0).Zs)
        np.testing.assert_array_equal(found.z, gi_star_scores(values, GRID))

    @pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning", "ignore::UserWarning")
    @pytest.mark.parametrize("ties", [False, True])
    def test_p_is_twice_the_smaller_tail_of_esda_s_maps_within_the_error_of_chance(self, ties: bool) -> None:
        from esda.getisord import G_Local

        draw, maps = np.random.default_rng(1), 9999
        values = draw.poisson(1, 49).astype(float) if ties else draw.gamma(2, 10, 49)
        found = gi_star(values, GRID, permutations=maps, seed=5)
        theirs = G_Local(values, GRID, transform="B", star=True, permutations=maps, seed=5, n_jobs=1)
        seen = theirs.Gs[:, None]
        above, below = (theirs.rGs >= seen * (1 - 1e-12)).sum(axis=1), (theirs.rGs <= seen * (1 + 1e-12)).sum(axis=1)
        assert (np.mean(above + below) > 1.02 * maps) == ties
        share = (np.minimum(above, below) + 1) / (maps + 1)
        error = np.sqrt(2 * share * (1 - share) / maps)
        assert (np.abs(found.p_value - np.minimum(1, 2 * share)) <= 2 * 3.5 * error).all()
        # Not all on one side either: 49 areas share their maps, so that their errors are not 49 independent ones.
        assert np.abs((found.p_value - np.minimum(1, 2 * share)) / (2 * error)).mean() < 1.2

    def test_the_corner_is_hot_and_nothing_far_from_it(self) -> None:
        found = gi_star(clustered(), GRID, permutations=4999)
        assert found.hot[[0, 1, 8]].all()
        assert not found.hot[[4, 24, 42, 48]].any()
        assert not (found.hot & found.cold).any()
        assert (found.p_value[found.hot] <= 0.05).all()
        upside_down = gi_star(40 - clustered().clip(max=40), GRID, permutations=4999)
        np.testing.assert_array_equal(upside_down.cold, found.hot)

    def test_p_counts_the_map_that_was_seen_among_the_maps(self) -> None:
        values = np.zeros(49)
        values[[0, 1, 7, 8]] = 1000
        # No map of 99 has the four corner areas together again: two tails of one map, itself, in a hundred.
        found = gi_star(values, GRID, permutations=99)
        assert found.p_value[0] == pytest.approx(2 / 100, abs=1e-15)

    def test_a_side_is_named_where_z_and_the_maps_agree(self) -> None:
        values = np.random.default_rng(3).poisson(1, 49).astype(float)
        found = gi_star(values, GRID, permutations=999)
        assert set(found.side) == {-1, 0, 1}
        assert (found.z[found.side == 1] > 0).all() and (found.z[found.side == -1] < 0).all()
        assert (found.z[found.side == 1] < 1).any() and (found.z[found.side == -1] > -1).any()

    def test_the_same_seed_gives_the_same_and_the_global_state_stays(self) -> None:
        np.random.seed(8)
        before = np.random.get_state()[1].tolist()  # type: ignore[index]
        one, same, other = (gi_star(clustered(), GRID, 199, seed) for seed in (4, 4, 5))
        np.testing.assert_array_equal(one.p_value, same.p_value)
        assert one.p_value.tolist() != other.p_value.tolist()
        assert np.random.get_state()[1].tolist() == before  # type: ignore[index]

    def test_a_graph_gives_what_a_w_gives_and_neither_is_changed(self) -> None:
        graph, weights = Graph.from_W(GRID), lat2W(7, 7, rook=False)
        weights.transform = "r"
        a, b = gi_star(clustered(), graph, 199), gi_star(clustered(), weights, 199)
        np.testing.assert_allclose(a.z, b.z)
        np.testing.assert_array_equal(a.p_value, b.p_value)
        assert weights.transform == "R"
        assert graph.transformation == "O"

    def test_what_was_asked_before_changes_nothing(self) -> None:
        values = [clustered(seed) for seed in (1, 2)]
        alone = []
        for one in values:
            draws.cache_clear()
            alone.append(gi_star(one, GRID, 299).p_value)
        np.testing.assert_array_equal(alone, [gi_star(one, GRID, 299).p_value for one in values])

    def test_plain_pairs_give_what_a_w_gives(self) -> None:
        pairs = [(one, other) for one, near in GRID.neighbors.items() for other in near]
        a, b = gi_star(clustered(), touching(49, pairs), 199), gi_star(clustered(), GRID, 199)
        np.testing.assert_array_equal(a.z, b.z)
        np.testing.assert_array_equal(a.p_value, b.p_value)

    def test_an_island_of_a_graph_is_never_flagged(self) -> None:
        graph = Graph.from_adjacency(
            pd.DataFrame({"focal": [0, 1, 2, 3], "neighbor": [1, 0, 1, 3], "weight": [1, 1, 1, 0]})
        )
        found = gi_star([1.0, 2, 3, 50], graph, 99)
        assert (found.p_value[3], found.hot[3]) == (1, False)

    def test_all_equal_values_flag_nothing(self) -> None:
        for level in (0, 7):
            found = gi_star([level] * 49, GRID, 99)
            assert not found.z.any()
            assert (found.p_value == 1).all()
            assert not found.hot.any() | found.cold.any()
            assert not gi_star_scores([level] * 49, GRID).any()

    def test_an_island_is_never_flagged(self) -> None:
        pairs = [(one, other) for one, near in GRID.neighbors.items() for other in near]
        found = gi_star([*clustered(), 500.0], contiguity(50, pairs), 999)
        assert (found.p_value[49], found.hot[49]) == (1, False)
        assert found.z[49] == pytest.approx(by_hand(np.array([*clustered(), 500.0]), contiguity(50, pairs))[49])

    def test_an_area_that_touches_all_others_is_never_flagged(self) -> None:
        found = gi_star([9.0, 0, 1, 2], contiguity(4, [(0, 1), (0, 2), (0, 3)]), 99)
        assert (found.z[0], found.p_value[0]) == (0, 1)

    def test_shuffled_areas_are_flagged_no_more_often_than_the_level_allows(self) -> None:
        draw = np.random.default_rng(20)
        values, flagged, raw = clustered(), [], 0
        for shuffle in range(200):
            # 1,999 maps are the fewest with which one area of 49 alone could be named: 2 / 2,000 <= 0.05 / 49.
            found = gi_star(draw.permutation(values), GRID, permutations=1999, seed=shuffle)
            flagged.append(int((found.hot | found.cold).sum()))
            raw += int((found.p_value <= 0.05).sum())
        assert sum(flagged) <= 0.05 * 49 * 200
        # With nothing to find, any flag is a false one: at most 5% of maps have one (21 is the 99.9% limit of chance).
        assert sum(count > 0 for count in flagged) <= 21
        # The p-values themselves are neither too small nor so large that nothing could ever be found.
        assert 0.03 * 49 * 200 <= raw <= 0.06 * 49 * 200

    @pytest.mark.parametrize(
        ("values", "says"),
        [
            ([], "at least one area"),
            ([1.0] * 48, "lengths differ: values 48, weights 49"),
            ([1.0] * 48 + [float("nan")], "values must be given"),
            ([1.0] * 48 + [float("inf")], "values must be given"),
            ([1.0] * 48 + [-1.0], "values must not be negative"),
        ],
    )
    def test_bad_values(self, values: list[float], says: str) -> None:
        for asked in (gi_star, gi_star_scores):
            with pytest.raises(ValueError, match=says):
                asked(values, GRID)

    def test_other_bad_input(self) -> None:
        with pytest.raises(ValueError, match="permutations"):
            gi_star(clustered(), GRID, permutations=0)
        for pair in ((0, 0), (0, 3), (-1, 1)):
            for asked in (contiguity, touching):
                with pytest.raises(ValueError, match="pairs"):
                    asked(3, [pair])

    def test_the_module_imports_neither_esda_nor_libpysal(self) -> None:
        ask = "import sys, cspdash.stats.clustering; print({'esda', 'libpysal'} & set(sys.modules))"
        assert subprocess.check_output([sys.executable, "-c", ask], text=True).strip() == "set()"


class TestPersistence:
    def test_each_class_over_ten_periods(self) -> None:
        histories = {
            "persistent": "0111111110",
            "emerging": "0000000010",
            "former": "1111111000",
            "intermittent": "1000000001",
            "none": "0000000000",
        }
        flags = [[digit == "1" for digit in history] for history in histories.values()]
        assert persistence(flags) == tuple(histories)
        assert persistence(np.array(flags).T, periods_first=True) == tuple(histories)
        assert persistence({period: [row[period] for row in flags] for period in range(10)}) == tuple(histories)
        assert persistence([True] * 8 + [False] * 2) == ("persistent",)

    def test_edges(self) -> None:
        assert persistence([1] * 7 + [0] * 3) == ("former",)
        assert persistence([0] * 3 + [1] * 7) == ("intermittent",)
        assert persistence([[0] * 29 + [1], [1] + [0] * 28 + [1]]) == ("emerging", "none")
        assert [newest_fifth(periods) for periods in (1, 4, 7, 8, 10, 12, 13)] == [1, 1, 1, 2, 2, 2, 3]

    @given(st.lists(st.lists(st.booleans(), min_size=6, max_size=6), min_size=1, max_size=8))
    def test_properties(self, flags: list[list[bool]]) -> None:
        for history, found in zip(flags, persistence(flags), strict=True):
            assert (found == "none") == (not any(history))
            assert (found == "persistent") == (sum(history) >= 5)
            if found == "emerging":
                assert history == [False] * 5 + [True]

    @pytest.mark.parametrize("wrong", [[], [[]], [[0, 1], [1]], [0, 2], [0, None], {}])
    def test_bad_input(self, wrong: object) -> None:
        with pytest.raises(ValueError, match="hot_by_period"):
            persistence(wrong)  # type: ignore[arg-type]
