from collections import Counter

import pytest

from cspdash.findings.bivariate import with_change, with_deprivation
from cspdash.findings.deprivation import Deprivation
from cspdash.findings.localities import Moved
from cspdash.findings.windows import Scale
from tests.charts.invented import localities_of

THIRDS = Scale((10.0, 30.0), False, 20, True)
FOUND = localities_of([5, 10, 29, 30, 80, 2, 4], [1000] * 6 + [None])
CODES = [f"E0101{n:04}" for n in range(7)]


def deprived(measure: str, values: list[float]) -> Deprivation:
    return Deprivation(measure, 2019, "A source", dict(zip(CODES, values, strict=False)), {})


def test_rates_are_in_the_classes_of_the_scale_and_deprivation_in_thirds() -> None:
    found = with_deprivation(FOUND, THIRDS, deprived("score", [10, 20, 30, 40, 50, 60]))
    at = {row.code: (row.across, row.up) for row in found.rows}
    assert [at[code] for code in CODES[:6]] == [(0, 0), (1, 0), (1, 1), (2, 1), (2, 2), (0, 2)]
    assert Counter(row.up for row in found.rows) == {0: 2, 1: 2, 2: 2}
    assert found.without == ("Locality 6",)
    assert (found.problem, found.source) == ("", "A source")
    assert sum(found.count(across, up) for across in range(3) for up in range(3)) == 6


@pytest.mark.parametrize("measure", ["rank", "decile"])
def test_a_low_rank_or_tenth_is_the_most_deprived(measure: str) -> None:
    found = with_deprivation(FOUND, THIRDS, deprived(measure, [1, 2, 3, 4, 5, 6]))
    up = {row.code: row.up for row in found.rows}
    assert [up[code] for code in CODES[:6]] == [2, 2, 1, 1, 0, 0]


def test_change_is_down_undetected_or_up_and_too_few_is_undetected() -> None:
    verdicts = ["up", "down", "no detectable change", "too few to compare", "up", "down"]
    moves = {code: Moved(code, 10, 20, verdict) for code, verdict in zip(CODES, verdicts, strict=False)}
    found = with_change(FOUND, THIRDS, moves, 12)
    up = {row.code: row.up for row in found.rows}
    assert [up[code] for code in CODES[:6]] == [2, 0, 1, 1, 2, 0]
    assert found.rows[0].said == f"10 to 20: {verdicts[CODES.index(found.rows[0].code)]}"
    assert found.months == 12


def test_what_is_missing_is_a_problem_and_no_map() -> None:
    assert with_deprivation(FOUND, THIRDS, None).problem == "no deprivation"
    assert with_deprivation(FOUND, None, deprived("score", [1])).problem == "no rates"
    assert with_change(FOUND, THIRDS, {}, 0).problem == "no year before"
    assert with_change(FOUND, None, {}, 0).problem == "no rates"
    assert with_deprivation(FOUND, THIRDS, Deprivation("score", 2019, "", {}, {})).problem == "no area with both"


def test_values_that_are_all_equal_are_one_class() -> None:
    found = with_deprivation(FOUND, THIRDS, deprived("score", [5] * 6))
    assert len({row.up for row in found.rows}) == 1


def test_half_a_year_is_classed_at_the_pace_of_a_whole_one() -> None:
    half = localities_of([20], [1000], months=6)
    (row,) = with_deprivation(half, THIRDS, deprived("score", [5])).rows
    assert row.across == 2
    assert row.rate == 20
