import numpy as np
import pytest

from cspdash.demo.draws import Draws

WRITTEN_DOWN = (0.4902337823552491, 0.9025537751992465, 0.7285285378059565)


def test_the_stream_is_the_one_that_numpy_promises_for_good() -> None:
    words = Draws(2026, 1).words(2)
    again = np.random.PCG64(np.random.SeedSequence((2026, 1))).random_raw(2)
    assert words.tolist() == again.tolist()
    assert Draws(2026, 1).uniform(3) == pytest.approx(WRITTEN_DOWN, abs=1e-15)


def test_each_key_has_a_stream_of_its_own() -> None:
    streams = {tuple(Draws(*key).words(4)) for key in ((1,), (2,), (1, 1), (1, 2), (1, 1, 1))}
    assert len(streams) == 5


def test_uniform_numbers_stay_inside_and_spread_evenly() -> None:
    drawn = Draws(5).uniform(200, 100)
    assert drawn.shape == (200, 100)
    assert 0 < drawn.min() < 0.001 and 0.999 < drawn.max() < 1
    assert np.histogram(drawn, 10, (0, 1))[0] == pytest.approx(np.full(10, 2000), abs=5 * 2000**0.5)


def test_normal_numbers_have_mean_0_and_deviation_1() -> None:
    drawn = Draws(6).normal(20000)
    assert drawn.mean() == pytest.approx(0, abs=0.03)
    assert drawn.std() == pytest.approx(1, abs=0.03)


def test_positions_are_chosen_in_proportion_and_never_at_weight_nought() -> None:
    drawn = np.bincount(Draws(7).choose(np.array([3.0, 0.0, 1.0]), 8000), minlength=3)
    assert drawn[1] == 0
    assert drawn[0] == pytest.approx(6000, abs=200)


def test_each_row_chooses_by_its_own_weights() -> None:
    rows = np.repeat([0, 1], 4000)
    weights = np.array([[1.0, 0.0, 0.0], [0.0, 30.0, 10.0]])
    chosen = Draws(8).choose_in_rows(weights, rows)
    assert set(chosen[:4000]) == {0}
    assert np.bincount(chosen[4000:], minlength=3)[[0, 2]] == pytest.approx([0, 1000], abs=150)


def test_names_are_64_hexadecimal_digits_and_differ() -> None:
    names = Draws(9).hex_names(500)
    assert len(set(names)) == 500
    assert all(len(name) == 64 and set(name) <= set("0123456789abcdef") for name in names)
    assert Draws(9).hex_names(0) == []
