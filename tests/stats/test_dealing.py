"""Maps dealt by chance: every map counted by hand, all maps there are, and what the draws must be."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspdash.stats import dealing
from cspdash.stats.dealing import draws, tails, touching

PATH = [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 6), (1, 6), (1, 4)]


def by_hand(values: list[float], near: list[set[int]], drawn: np.ndarray) -> list[tuple[int, int]]:
    """Return the tails of every area, one map at a time; the last area stands in where one would draw itself."""
    found, last = [], len(values) - 1
    for area, others in enumerate(near):
        seen = sum(values[other] for other in others)
        dealt = [sum(values[last if at == area else at] for at in row[: len(others)]) for row in drawn.T.tolist()]
        found.append((sum(one >= seen for one in dealt), sum(one <= seen for one in dealt)))
    return found


def near_of(size: int, pairs: list[tuple[int, int]]) -> list[set[int]]:
    return [{b for a, b in pairs if a == area} | {a for a, b in pairs if b == area} for area in range(size)]


@given(st.lists(st.integers(0, 6), min_size=7, max_size=12), st.integers(0, 3))
def test_every_map_is_counted_as_by_hand(values: list[int], seed: int) -> None:
    size = len(values)
    above, below = tails(np.array(values, dtype=float), touching(size, PATH), 50, seed)
    near = near_of(size, PATH)
    drawn = draws(size, max(map(len, near)), 50, seed)
    assert list(zip(above, below, strict=True)) == by_hand([float(n) for n in values], near, drawn)


@given(st.lists(st.integers(0, 900), min_size=7, max_size=60), st.integers(0, 3))
def test_whole_numbers_are_counted_as_others_are_sorted(values: list[int], seed: int) -> None:
    near = touching(len(values), [*PATH, *((at - 1, at) for at in range(7, len(values)))])
    counts = np.array(values, dtype=np.float64)
    counted, ordered = tails(counts, near, 99, seed), tails(counts + 0.5, near, 99, seed)
    # Half more on every area changes every sum of k areas by as much: the tails are the same.
    assert [side.tolist() for side in counted] == [side.tolist() for side in ordered]


def test_tails_are_those_of_all_maps_there_are() -> None:
    values, maps = [3.0, 1, 4, 1, 5, 9, 2], 20_000
    above, below = tails(np.array(values), touching(7, PATH), maps, 1)
    for area, others in enumerate(near_of(7, PATH)):
        seen = sum(values[other] for other in others)
        rest = [value for at, value in enumerate(values) if at != area]
        every = [sum(chosen) for chosen in combinations(rest, len(others))]
        shares = [sum(one >= seen for one in every) / len(every), sum(one <= seen for one in every) / len(every)]
        for found, exact in zip((above, below), shares, strict=True):
            assert found[area] / maps == pytest.approx(exact, abs=4 * (exact * (1 - exact) / maps) ** 0.5 + 1e-12)


def test_draws_are_different_numbers_and_every_one_as_often() -> None:
    found = draws(10, 6, 9000, 3)
    assert found.shape == (6, 9000)
    assert (np.diff(np.sort(found, axis=0), axis=0) > 0).all()
    for row in found:
        assert np.bincount(row, minlength=9) == pytest.approx(1000, abs=150)
    assert np.bincount(found.ravel()).size == 9
    with pytest.raises(ValueError, match="read-only"):
        found[0, 0] = 1


def test_memory_is_bounded_and_parts_are_drawn_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dealing, "CELLS", 70)
    found = draws.__wrapped__(10, 9, 50, 3)
    assert (np.sort(found, axis=0) == np.arange(9)[:, None]).all()
    assert len({tuple(column) for column in found.T.tolist()}) > 45


def test_rates_that_tie_are_ties() -> None:
    values = np.array([0.1, 0.2, 0.3, 0.1 + 0.2, 0.1, 0.2, 0.3])
    above, below = tails(values, touching(7, [(0, 2), (1, 3)]), 300, 0)
    drawn = draws(7, 1, 300, 0)[0]
    assert above[0] == int(np.isin(drawn, [2, 3, 0]).sum())  # 0 stands for the last area, which has 0.3 too
    assert above[1] == int(np.isin(drawn, [2, 3, 1]).sum())
    assert (below[:2] == 300).all()


def test_areas_that_touch_none_or_all_tie_always() -> None:
    above, below = tails(np.arange(5.0), touching(5, [(0, 1), (0, 2), (0, 3), (0, 4)]), 40, 0)
    assert (above[0], below[0]) == (40, 40)
    above, below = tails(np.arange(5.0), touching(5, []), 40, 0)
    assert above.tolist() == below.tolist() == [40] * 5
