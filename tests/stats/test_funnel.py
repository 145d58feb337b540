"""Funnel limits against exact tails, a slow second answer, and impossible input."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from cspdash.stats import control
from cspdash.stats.funnel import funnel


def test_baseline_is_pooled_and_rate_limits_are_exact_poisson_on_the_expected_count() -> None:
    events, people = np.array([10, 20, 60]), np.array([1000, 2000, 3000])
    found = funnel(events, people)
    assert found.baseline == pytest.approx(0.015)
    expected = 0.015 * people
    for tail, low, high in ((0.025, found.lower95, found.upper95), (0.001, found.lower998, found.upper998)):
        np.testing.assert_allclose(low, stats.chi2.ppf(tail, 2 * expected) / 2 / people)
        np.testing.assert_allclose(high, stats.chi2.ppf(1 - tail, 2 * expected + 2) / 2 / people)


def test_proportion_limits_are_wilson_at_the_baseline() -> None:
    events, n = np.array([10.0, 20, 60]), np.array([100.0, 200, 300])
    found, p = funnel(events, n, "proportion"), 0.15
    for tail, low, high in ((0.025, found.lower95, found.upper95), (0.001, found.lower998, found.upper998)):
        z = stats.norm.ppf(1 - tail)
        for limit in (low, high):
            # Wilson's limits are where the score statistic equals z.
            np.testing.assert_allclose(np.abs(p - limit) / np.sqrt(limit * (1 - limit) / n), z)
        assert (low < p).all()
        assert (high > p).all()


def test_areas_stand_where_their_limits_put_them() -> None:
    found = funnel([100, 120, 125, 82, 200, 40], [1000] * 6)
    assert found.standings == ("similar", "similar", "similar", "lower 95", "higher 99.8", "lower 99.8")
    assert control.funnel is funnel


def test_nothing_anywhere_is_a_baseline_of_zero() -> None:
    found = funnel([0, 0], [10, 20])
    assert found.baseline == 0
    np.testing.assert_array_equal(found.lower998, [0, 0])
    assert found.standings == ("similar", "similar")


@given(
    st.lists(st.tuples(st.integers(0, 500), st.integers(500, 5000)), min_size=1, max_size=20),
    st.sampled_from(["rate", "proportion"]),
)
def test_limits_are_nested_around_the_baseline_and_narrow_with_size(areas: list[tuple[int, int]], kind: str) -> None:
    events, of = zip(*areas, strict=True)
    found = funnel(events, of, kind)  # type: ignore[arg-type]
    for low, high in ((found.lower998, found.lower95), (found.upper95, found.upper998)):
        assert (low <= high).all()
    assert (found.lower95 <= found.baseline).all()
    assert (found.upper95 >= found.baseline).all()
    by_size = np.argsort(of, kind="stable")
    assert (np.diff((found.upper95 - found.lower95)[by_size]) <= 1e-12).all()


@pytest.mark.parametrize(
    ("events", "of", "kind", "named"),
    [
        ([-1], [5], "rate", "events must not be negative"),
        ([1], [0], "rate", "denominator"),
        ([1, math.nan], [5, 5], "rate", "events"),
        ([1, 2], [5], "rate", "lengths"),
        ([6], [5], "proportion", "events must not be above denominator"),
        ([], [], "rate", "at least one area"),
        ([1], [5], "share", "kind"),
    ],
)
def test_funnel_refuses_impossible_input_by_name(events: list[float], of: list[float], kind: str, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        funnel(events, of, kind)  # type: ignore[arg-type]
