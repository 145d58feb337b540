from datetime import date

from cspdash.findings.indicator.movement import month_end
from cspdash.findings.indicator.parts import Around, as_series, evidence, from_points, from_series, grid
from cspdash.findings.indicator.points import Point
from cspdash.findings.series import Series
from cspdash.periods import add_months, month_range
from tests.findings.indicator.making import DARLINGTON, indicator, point, rebase, share, year

COUNT, SHARE = indicator(), share()
AROUND = Around(DARLINGTON, None, (), ())
MONTHS = tuple(month_range(date(2020, 1, 1), date(2022, 12, 1)))


def series(missing: tuple[date, ...] = (), last_year: int = 30) -> Series:
    return Series(
        MONTHS, tuple(None if m in missing else (last_year if m.year == 2022 else 20) + m.month % 2 for m in MONTHS)
    )


def monthly(month: date, value: float | None) -> Point:
    return point(COUNT, month, month_end(month), value)


def test_a_monthly_series_gives_a_year_and_its_change() -> None:
    found = from_series(COUNT, series(), AROUND)
    assert found.point is not None and found.movement is not None
    assert (found.point.value, found.movement.before, found.movement.verdict) == (366, 246, "up")
    assert (found.months_held, found.newest_month, found.caveats) == (12, date(2022, 12, 1), ())
    assert len(found.spark) == 36


def test_missing_months_are_said_and_never_zero() -> None:
    found = from_series(COUNT, series((date(2022, 3, 1), date(2021, 5, 1))), AROUND)
    assert found.point is not None and found.movement is not None
    assert (found.months_held, found.point.value) == (11, 335)
    assert (found.movement.months, found.movement.before, found.movement.after) == (10, 204, 304)
    assert found.spark[MONTHS.index(date(2022, 3, 1))] is None
    assert [line.split()[0] for line in found.caveats] == ["Only", "The", "2"]


def test_a_year_is_not_compared_across_a_new_way_to_count() -> None:
    found = from_series(COUNT, series(), Around(DARLINGTON, None, [rebase(date(2022, 1, 1))], ()))
    assert found.movement is None
    assert "A new way to count" in found.movement_why


def test_an_empty_series_has_no_parts() -> None:
    assert from_series(COUNT, Series(MONTHS, (None,) * 36), AROUND).point is None
    assert from_points(COUNT, (), AROUND).point is None


def test_supplied_monthly_counts_become_a_series() -> None:
    points = [monthly(date(2022, 1, 1), 5), monthly(date(2022, 3, 1), 7), monthly(date(2022, 4, 1), None)]
    found = as_series(COUNT, points)
    assert found is not None
    assert found.months == tuple(month_range(date(2022, 1, 1), date(2022, 4, 1)))
    assert found.counts == (5, None, 7, None)


def test_only_monthly_counts_that_were_supplied_become_a_series() -> None:
    assert as_series(COUNT, [year(COUNT, 2012, 5)]) is None
    assert as_series(COUNT, [point(COUNT, date(2012, 1, 1), date(2012, 1, 31), 5, printed=True)]) is None
    assert as_series(SHARE, [point(SHARE, date(2012, 1, 1), date(2012, 1, 31), 5, 50)]) is None


def test_single_values_are_compared_and_trended() -> None:
    found = from_points(COUNT, [year(COUNT, 2010 + step, 1000 + 200 * step) for step in range(5)], AROUND)
    assert found.point is not None and found.movement is not None
    assert (found.point.value, found.movement.verdict, found.trend) == (1800, "up", "increasing")
    assert found.spark == (1000, 1200, 1400, 1600, 1800)
    assert found.months_held is None


def test_a_lone_value_says_that_there_is_nothing_to_compare_with() -> None:
    found = from_points(COUNT, [year(COUNT, 2012, 5)], AROUND)
    assert found.movement is None
    assert found.movement_why == "no earlier value of the same source and length is held"
    assert found.control is not None and found.control.variation == "too few points"


def test_a_missing_period_is_a_gap_in_the_grid() -> None:
    points = [year(COUNT, first, first) for first in (2010, 2011, 2013)]
    periods, values = grid(points, points[-1])
    assert [period.year for period in periods] == [2010, 2011, 2012, 2013]
    assert values == [2010, 2011, None, 2013]


def test_other_lengths_stay_off_the_grid() -> None:
    points = [year(COUNT, 2012, 5), point(COUNT, date(2013, 4, 1), date(2013, 6, 30), 2), year(COUNT, 2013, 6)]
    assert grid(points, points[-1])[1] == [5, 6]


def test_thirteen_quarters_get_limits() -> None:
    starts = [add_months(date(2018, 1, 1), 3 * step) for step in range(14)]
    points = [
        point(SHARE, start, month_end(add_months(start, 2)), 20 + step % 2, 100) for step, start in enumerate(starts)
    ]
    found = from_points(SHARE, points, AROUND)
    assert found.control is not None
    assert found.control.variation == "common cause"


def test_targets_find_the_year_of_their_window() -> None:
    found = evidence(COUNT, series(), (), AROUND)
    inside = found.within(date(2021, 1, 1), date(2021, 12, 31))
    assert inside is not None
    assert (inside.value, inside.period_end) == (246, date(2021, 12, 31))
    before = found.before(inside, date(2021, 1, 1))
    assert before is not None and before.period_end == date(2020, 12, 31)
    assert found.within(date(2030, 1, 1), date(2030, 12, 31)) is None


def test_a_year_that_is_not_over_gives_its_part() -> None:
    found = evidence(COUNT, series(), (), AROUND).within(date(2022, 4, 1), date(2023, 3, 31))
    assert found is not None
    assert (found.period_start, found.months) == (date(2022, 4, 1), 9)


def test_missing_months_are_the_reason_why_there_is_no_year() -> None:
    found = evidence(COUNT, series((date(2021, 5, 1),)), (), AROUND)
    assert found.within(date(2021, 1, 1), date(2021, 12, 31)) is None
    assert found.missing(date(2021, 1, 1), date(2021, 12, 31)) == (
        "not every month of the twelve to December 2021 is held"
    )
    assert found.missing(date(2010, 1, 1), date(2010, 12, 31)) == ""


def test_printed_values_answer_where_the_months_do_not_reach() -> None:
    old = year(COUNT, 2011, 6802, printed=True, series="A plan")
    new = year(COUNT, 2012, 3851, printed=True, series="A plan")
    found = evidence(COUNT, series(), [old, new], AROUND)
    assert found.within(date(2012, 4, 1), date(2013, 3, 31)) is new
    assert found.before(new, date(2012, 4, 1)) is old
