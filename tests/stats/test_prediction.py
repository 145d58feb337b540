"""The map's grade against published numbers, a slow second answer, ties broken against the map, bad input."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspdash.stats.prediction import grade

PAIRS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 5)), min_size=1, max_size=25).filter(
    lambda pairs: any(seen for seen, _ in pairs)
)


def test_published_check() -> None:
    found = grade([6, 3, 0], [3, 2, 1])
    assert found.hit_rate == pytest.approx([6 / 9, 1, 1])
    assert found.pai == pytest.approx([2, 1.5, 1])
    assert found.pei == pytest.approx([1, 1, 1])
    assert found.rri == pytest.approx([(6 / 9) / (3 / 6), (9 / 9) / (5 / 6), 1])


def test_example_of_the_r_package_ptools() -> None:
    # Worked by hand from its definitions: cumulative observed 6, 9, 16, 18, 19, 19 of 19.
    found = grade([6, 7, 3, 2, 1, 0], [8, 4, 4, 2, 1, 0])
    caught = np.array([6, 9, 16, 18, 19, 19]) / 19
    assert found.hit_rate == pytest.approx(caught)
    assert found.pai == pytest.approx(caught * 6 / np.arange(1, 7))
    assert found.pei == pytest.approx([6 / 7, 9 / 13, 1, 1, 1, 1])
    # Their RRI is predicted over observed; Levine's is the share observed over the share predicted.
    theirs = np.array([8, 12, 16, 18, 19, 19]) / np.array([6, 9, 16, 18, 19, 19])
    assert found.rri == pytest.approx(1 / theirs)


def test_ties_are_broken_against_us() -> None:
    found = grade([0, 9, 1, 9], [2, 2, 2, 1])
    assert found.order.tolist() == [0, 2, 1, 3]
    assert found.hit_rate[:2] == pytest.approx([0, 1 / 19])


def test_unequal_areas_are_set_beside_the_best_of_the_same_area() -> None:
    found = grade([4, 6], [2, 1], area=[3, 1])
    assert found.pai == pytest.approx([0.4 / 0.75, 1])
    # Three of four parts hold at best the whole small area and two thirds of the large one: 6 + 4 * 2 / 3 of 10.
    assert found.pei[0] == pytest.approx(0.4 / ((6 + 8 / 3) / 10))
    in_other_units = grade([4, 6], [2, 1], area=[300, 100])
    np.testing.assert_allclose(found.pei, in_other_units.pei)


def test_recapture_rate_does_not_follow_the_total_but_the_share() -> None:
    before = [40, 30, 20, 10]
    assert grade([20, 15, 10, 5], before).rri == pytest.approx([1, 1, 1, 1])
    assert grade([25, 25, 25, 25], before).rri == pytest.approx([0.625, 0.5 / 0.7, 0.75 / 0.9, 1])
    scored = grade([25, 25, 25, 25], [2.1, 0.3, -0.4, -2.0], earlier=before)
    assert scored.rri == pytest.approx([0.625, 0.5 / 0.7, 0.75 / 0.9, 1])
    assert np.isnan(grade([1, 2], [1.0, -1.0]).rri).all()
    assert np.isnan(grade([1, 2], [2, 1], earlier=[0, 5]).rri).tolist() == [True, False]
    assert np.isnan(grade([1, 2], [0, 0]).rri).all()


@given(PAIRS)
def test_properties(pairs: list[tuple[int, int]]) -> None:
    seen, score = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    found = grade(seen, score)
    best = list(itertools.accumulate(sorted(seen, reverse=True)))
    mine = list(
        itertools.accumulate(seen[place] for place in sorted(range(len(seen)), key=lambda i: (-score[i], seen[i])))
    )
    assert found.hit_rate == pytest.approx(np.array(mine) / sum(seen))
    assert found.pei == pytest.approx(np.array(mine) / np.array(best))
    assert (found.pei <= 1 + 1e-12).all()
    assert (found.pai[-1], found.pei[-1]) == (pytest.approx(1), pytest.approx(1))
    assert grade(seen, seen).pei == pytest.approx(np.ones(len(seen)))


@pytest.mark.parametrize(
    ("observed", "predicted", "area", "says"),
    [
        ([], [], None, "one area"),
        ([0, 0], [1, 2], None, "no event"),
        ([1, -1], [1, 2], None, "observed must not be negative"),
        ([1, 2], [1, float("nan")], None, "predicted"),
        ([1, 2], [1], None, "lengths differ: observed 2, predicted 1"),
        ([1, 2], [1, 2], [1, 0], "area must be greater"),
        ([1, 2], [1, 2], [1, 1, 1], "lengths differ"),
    ],
)
def test_bad_input(observed: list[float], predicted: list[float], area: list[float] | None, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        grade(observed, predicted, area)


def test_bad_earlier_counts() -> None:
    with pytest.raises(ValueError, match="earlier must not be negative"):
        grade([1, 2], [1, 2], earlier=[1, -2])
    with pytest.raises(ValueError, match="lengths differ"):
        grade([1, 2], [1, 2], earlier=[1])
