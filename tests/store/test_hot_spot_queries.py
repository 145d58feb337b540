"""What a release worked out about hot spots, as it is read."""

from cspdash.store import hot_spot_queries as queries
from cspdash.store.connection import Store
from tests import hot_store as made
from tests.recounts import DARLINGTON_CODE


def test_runs_come_with_their_months_and_how_they_were_made(hot_store: Store) -> None:
    runs = queries.hot_spot_runs(hot_store, "asb", "rate")
    assert [run.part for run in runs] == ["origin-6", *["period"] * 4, "window"]
    window = runs[-1]
    assert (window.first, window.last, window.test_last) == (made.YEAR[0], made.YEAR[-1], None)
    assert (window.permutations, window.seed, window.level, window.note) == (9999, 0, 0.05, "")
    assert (runs[0].permutations, runs[1].permutations) == (0, 9999)
    assert runs[0].test_last == made.YEAR[-1]
    assert queries.hot_spot_runs(hot_store, "asb", "nothing") == []


def test_subjects_are_all_that_were_asked_for_with_or_without_a_result(hot_store: Store) -> None:
    assert queries.hot_spot_subjects(hot_store) == ["asb", "burglary"]
    assert queries.hot_spot_found(hot_store, "burglary", "count", "window") == []


def test_of_a_period_only_hot_and_cold_areas_are_kept_and_of_an_origin_all(hot_store: Store) -> None:
    period = queries.hot_spot_found(hot_store, "asb", "count", "period")
    assert period
    assert all(one.hot or one.cold for one in period)
    origin = queries.hot_spot_found(hot_store, "asb", "count", "origin-6")
    assert len(origin) == 65
    assert {one.p for one in origin} == {None}
    assert {one.area_code: one.n for one in origin} == made.counted(made.YEAR[:6])


def test_neighbours_are_counted_by_area(hot_store: Store) -> None:
    found = queries.neighbour_counts(hot_store, [DARLINGTON_CODE])
    pairs = hot_store.rows("SELECT area_code, other_code FROM neighbour")
    assert set(found) == set(made.localities())
    assert all(n == sum(one == code for one, _ in pairs) for code, n in found.items())
