from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from cspdash.findings.series import Series
from cspdash.findings.year import YearOnYear, year_on_year
from cspdash.periods import add_months, month_range
from cspdash.stats.change import change

LAST = date(2024, 3, 1)
COUNTS = st.lists(st.one_of(st.none(), st.integers(0, 300)), min_size=1, max_size=40)


def series(counts: list[int | None]) -> Series:
    """Return counts as a series that ends with March 2024."""
    return Series(tuple(month_range(add_months(LAST, 1 - len(counts)), LAST)), tuple(counts))


def found_for(counts: list[int | None]) -> YearOnYear:
    found = year_on_year(series(counts))
    assert found
    return found


@given(COUNTS)
def test_the_same_months_of_two_years_are_compared(counts: list[int | None]) -> None:
    held = {month: n for month, n in zip(*_columns(counts), strict=True) if n is not None}
    found = year_on_year(series(counts))
    if not held:
        assert found is None
        return
    assert found
    newest = max(held)
    total = before = after = months = 0
    compared = []
    for step in range(-11, 1):
        month = add_months(newest, step)
        earlier = add_months(month, -12)
        total += held.get(month, 0)
        months += month in held
        if month in held and earlier in held:
            compared.append(month)
            before += held[earlier]
            after += held[month]
    assert (found.last, found.total, found.held) == (newest, total, months)
    assert (found.compared, found.before, found.after) == (tuple(compared), before, after)
    assert found.complete == (len(compared) == 12)
    assert found.compared_before == tuple(add_months(month, -12) for month in compared)
    assert found.change == (change(before, after) if before + after else None)


def _columns(counts: list[int | None]) -> tuple[tuple[date, ...], tuple[int | None, ...]]:
    made = series(counts)
    return made.months, made.counts


def test_a_gap_in_either_year_is_left_out_of_both() -> None:
    earlier: list[int | None] = [100] * 12
    later: list[int | None] = [100] * 12
    earlier[3] = later[7] = None
    found = found_for(earlier + later)
    assert (found.before, found.after, len(found.compared)) == (1000, 1000, 10)
    assert (found.total, found.held, found.complete) == (1100, 11, False)
    assert found.change
    assert found.change.verdict == "no detectable change"


def test_without_a_year_before_nothing_is_tested() -> None:
    found = found_for([20] * 12)
    assert (found.total, found.compared, found.change) == (240, (), None)


def test_nothing_in_either_year_is_compared_but_not_tested() -> None:
    found = found_for([0] * 24)
    assert (found.before, found.after, len(found.compared), found.change) == (0, 0, 12, None)


def test_newest_months_that_are_gaps_do_not_move_the_year() -> None:
    found = found_for([*[10] * 24, None, None])
    assert (found.last, found.total, found.complete) == (add_months(LAST, -2), 120, True)


def test_a_series_of_gaps_has_no_year() -> None:
    assert year_on_year(series([None, None])) is None
    assert year_on_year(Series((), ())) is None
