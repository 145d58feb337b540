from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cspdash import catalogue, settings
from cspdash.catalogue import Break, Indicator, Plan, Target
from cspdash.findings.indicator.parts import Around, evidence
from cspdash.findings.indicator.points import Point
from cspdash.findings.indicator.targets import Judged, judge, steady_level, window
from tests.findings.indicator.making import DARLINGTON, indicator, point, share, year

COUNT, SHARE = indicator(), share()


@pytest.fixture(scope="module")
def plan() -> Plan:
    return replace(
        catalogue.load(settings.content_dir()).plans[0], period_start=date(2012, 4, 1), period_end=date(2015, 3, 31)
    )


def target(kind: str, **changes: Any) -> Target:
    given: dict[str, Any] = {"period": "2013/14", "by": date(2014, 3, 31)} | changes
    return Target("sample", kind, "A promise", "Section 1", **given)  # type: ignore[arg-type]


def judged(
    wanted: Target, plan: Plan, points: Sequence[Point], kind: Indicator = COUNT, breaks: Sequence[Break] = ()
) -> Judged:
    return judge(wanted, plan, evidence(kind, None, points, Around(DARLINGTON, None, breaks, ())))


def test_the_window_is_the_targets_own_year(plan: Plan) -> None:
    assert window(target("monitor"), plan) == (date(2013, 4, 1), date(2014, 3, 31))
    assert window(target("monitor", period="2016"), plan) == (date(2016, 1, 1), date(2016, 12, 31))
    assert window(target("monitor", period="2012 to 2015"), plan) == (date(2012, 4, 1), date(2014, 3, 31))
    assert window(target("monitor", period="", by=None), plan) == (date(2012, 4, 1), date(2015, 3, 31))


def test_what_sets_no_level_is_not_judged(plan: Plan) -> None:
    for kind in ("monitor", "to_be_confirmed"):
        assert judged(target(kind), plan, [year(COUNT, 2013, 5)]).verdict == "no target to judge"


@pytest.mark.parametrize(
    ("kind", "level", "value", "verdict"),
    [
        ("at_most", 372, 372, "met"),
        ("at_most", 372, 373, "not met"),
        ("at_least", 372, 372, "met"),
        ("at_least", 372, 371, "not met"),
        ("reduce", 372, 300, "met"),
        ("increase", 372, 300, "not met"),
    ],
)
def test_a_level_is_judged_by_the_value_of_its_year(
    plan: Plan, kind: str, level: float, value: float, verdict: str
) -> None:
    points = [year(COUNT, 2012, 1), year(COUNT, 2013, value), year(COUNT, 2014, 1)]
    assert judged(target(kind, value=level), plan, points).verdict == verdict


def test_a_share_is_compared_in_its_own_scale(plan: Plan) -> None:
    wanted = target("at_most", value=28, unit="percent")
    assert judged(wanted, plan, [year(SHARE, 2013, 11, 55)], SHARE).verdict == "met"
    assert judged(wanted, plan, [year(SHARE, 2013, 22, 55)], SHARE).verdict == "not met"
    assert judged(target("at_most", value=28), plan, [year(SHARE, 2013, 11, 55)], SHARE).reason.startswith("the target")


def test_no_value_of_the_period_is_said(plan: Plan) -> None:
    found = judged(target("at_most", value=5), plan, [year(COUNT, 2012, 5)])
    assert (found.verdict, found.reason) == ("cannot tell", "no value is held for its period (2013/14)")
    assert judged(target("at_most", value=5), plan, [year(COUNT, 2013, None)]).reason == "the number is withheld"


def test_part_of_a_year_can_miss_a_ceiling_but_not_keep_it(plan: Plan) -> None:
    half = point(COUNT, date(2013, 4, 1), date(2013, 9, 30), 100)
    assert judged(target("at_most", value=90), plan, [half]).verdict == "not met"
    assert judged(target("at_most", value=200), plan, [half]).verdict == "cannot tell"
    assert judged(target("at_least", value=90), plan, [half]).verdict == "met"
    assert judged(target("at_least", value=200), plan, [half]).verdict == "cannot tell"


def test_a_goal_not_reached_before_it_is_due_is_not_missed(plan: Plan) -> None:
    wanted = target("at_least", value=275, period="2012 to 2015", by=date(2015, 3, 31))
    found = judged(wanted, plan, [year(COUNT, 2012, 49)])
    assert found.verdict == "cannot tell"
    assert found.reason == "not reached yet: the value runs to March 2013, the target to March 2015"
    assert judged(wanted, plan, [year(COUNT, 2014, 49)]).verdict == "not met"
    assert "so far" in judged(wanted, plan, [year(COUNT, 2012, 300)]).reason


@pytest.mark.parametrize(
    ("kind", "before", "after", "verdict"),
    [
        ("reduce", 500, 300, "met"),
        ("reduce", 500, 700, "not met"),
        ("reduce", 500, 495, "cannot tell"),
        ("reduce", 5, 2, "cannot tell"),
        ("increase", 500, 700, "met"),
        ("increase", 500, 300, "not met"),
    ],
)
def test_a_promise_to_move_is_judged_by_the_test(
    plan: Plan, kind: str, before: float, after: float, verdict: str
) -> None:
    found = judged(target(kind), plan, [year(COUNT, 2012, before), year(COUNT, 2013, after)])
    assert found.verdict == verdict
    assert found.movement is not None and found.movement.before == before


def test_a_promised_size_must_be_reached(plan: Plan) -> None:
    points = [year(COUNT, 2012, 1000), year(COUNT, 2013, 850)]
    assert judged(target("reduce", change_percent=-15), plan, points).verdict == "met"
    found = judged(target("reduce", change_percent=20), plan, points)
    assert (found.verdict, found.reason) == ("not met", "it moved by 15.0% of the 20% promised")


def test_a_plan_long_promise_is_compared_with_the_time_before_it(plan: Plan) -> None:
    wanted = target("reduce", period="2012 to 2015", by=date(2015, 3, 31))
    points = [year(COUNT, 2011, 1000), year(COUNT, 2013, 500), year(COUNT, 2014, 600)]
    found = judged(wanted, plan, points)
    assert (found.verdict, found.movement and found.movement.before) == ("met", 1000)


def test_a_printed_baseline_is_what_a_count_is_compared_with(plan: Plan) -> None:
    found = judged(target("reduce", baseline=7262), plan, [year(COUNT, 2013, 5114)])
    assert found.verdict == "met"
    half = point(COUNT, date(2013, 4, 1), date(2013, 9, 30), 100)
    assert judged(target("reduce", baseline=7262), plan, [half]).verdict == "cannot tell"


@pytest.mark.parametrize(("yes", "verdict"), [(150, "met"), (80, "not met"), (116, "cannot tell")])
def test_a_share_is_set_against_a_baseline_by_its_interval(plan: Plan, yes: float, verdict: str) -> None:
    wanted = target("increase", baseline=57.6, unit="percent")
    assert judged(wanted, plan, [year(SHARE, 2013, yes, 200)], SHARE).verdict == verdict


def test_a_share_without_n_cannot_be_set_against_a_baseline(plan: Plan) -> None:
    bare = point(SHARE, date(2013, 4, 1), date(2014, 3, 31), 0.9)
    found = judged(target("increase", baseline=57.6, unit="percent"), plan, [bare], SHARE)
    assert (found.verdict, found.reason) == ("cannot tell", "the value has no interval to set against the baseline")


def test_a_comparator_that_moves_is_judged_only_where_it_was_printed(plan: Plan) -> None:
    points = [year(SHARE, 2013, 11, 55)]
    wanted = target("below_comparator", comparator="the national average")
    assert judged(wanted, plan, points, SHARE).reason == "no figure is held of the national average"
    assert judged(replace(wanted, value=28.0, unit="percent"), plan, points, SHARE).verdict == "met"
    assert judged(replace(wanted, value=20.0, unit="percent"), plan, points, SHARE).verdict == "not met"


def test_a_year_out_of_the_ordinary_is_no_baseline(plan: Plan) -> None:
    strange = Break("s", "Strange times", date(2012, 6, 1), "R", "E", "A", until=date(2012, 9, 1))
    points = [year(COUNT, 2012, 1000), year(COUNT, 2013, 850)]
    found = judged(target("reduce"), plan, points, breaks=[strange])
    assert found.verdict == "cannot tell"
    assert "Strange times" in found.reason
    later = replace(strange, starts=date(2013, 6, 1), until=date(2013, 9, 1))
    found = judged(target("reduce"), plan, points, breaks=[later])
    assert found.verdict == "met"
    assert "Strange times" not in found.reason


def test_the_level_of_a_yearly_count_is_spread_over_its_periods() -> None:
    levels = [target("at_most", value=100), target("at_most", value=120), target("monitor")]
    assert steady_level(levels, COUNT, 1) == 10
    assert steady_level(levels, COUNT, 3) == 30
    assert steady_level(levels, COUNT, None) is None
    assert steady_level([target("at_least", value=28, unit="percent")], SHARE, 3) == 0.28
    assert steady_level([target("reduce", value=28)], COUNT, 1) is None
    assert steady_level(levels, SHARE, 1) is None
