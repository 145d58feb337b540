"""What the plans printed of their projects: the named ones are there, counts are recomputed, reasons are right."""

from dataclasses import replace
from datetime import date

import pytest

from cspdash import catalogue, settings
from cspdash.catalogue import Intervention, Result
from cspdash.findings.intervention_printed import events_needed, printed_projects, printed_result
from cspdash.stats.change import change
from cspdash.stats.rates import proportion
from cspdash.store.connection import Store
from tests import small_catalogue

CONTENT = catalogue.load(settings.content_dir())
SMALL = small_catalogue.catalogue()


@pytest.mark.parametrize(
    ("slug", "number"),
    [
        ("belmont-stay-safe", -43),
        ("peterlee-asda-safe-stores", -33),
        ("peterlee-asda-safe-stores", -59),
        ("total-home-safety", 4563),
        ("darlington-street-conference", -90),
    ],
)
def test_the_projects_with_a_printed_number(slug: str, number: float) -> None:
    assert number in [result.value for result in CONTENT.intervention(slug).results]


def test_neighbourhood_watch_restorative_justice_and_taxi_marshals() -> None:
    [covered] = [r for r in CONTENT.intervention("darlington-2012-neighbourhood-watch").results if r.before]
    assert (covered.before, covered.after, covered.unit) == (21.6, 50, "percent")
    offended = CONTENT.intervention("darlington-2012-restorative-justice").results[0]
    assert (offended.numerator, offended.denominator) == (7, 68)
    assert CONTENT.intervention("bishop-auckland-taxi-marshals").results[0].value is None


def test_every_plan_that_reports_projects_has_them(store: Store) -> None:
    found = printed_projects(store, CONTENT)
    assert len(found) == len(CONTENT.interventions)
    assert [one.plan.slug for one in found if one.plan] == sorted(
        (one.plan.slug for one in found if one.plan), key=[plan.slug for plan in CONTENT.plans].index
    )
    durham = printed_projects(store, CONTENT, "safe-durham-2011-14")
    assert {one.intervention.plan for one in durham} == {"safe-durham-2011-14"}
    assert all(result.result.section for one in found for result in one.results)
    assert all(result.result.why or result.result.testable for one in found for result in one.results)


def test_counts_are_recomputed() -> None:
    for unit in (None, "count"):
        found = printed_result(SMALL, Result("Fell.", "1", before=120, after=80, unit=unit))
        assert found.change == change(120, 80)
    money = printed_result(SMALL, Result("Fell.", "1", before=439529, after=173647, unit="pounds"))
    shares = printed_result(SMALL, Result("Rose.", "1", before=21.6, after=50, unit="percent"))
    assert money.change is shares.change is None


def test_shares_have_their_interval() -> None:
    found = printed_result(SMALL, Result("7 of 68.", "1", numerator=7, denominator=68, unit="percent"))
    assert found.share is not None
    expected = proportion(7, 68)
    assert (found.share.value, found.share.low, found.share.high) == (expected.value, expected.low, expected.high)


@pytest.mark.parametrize("percent", [-90, -59, -43, -33, -10, 10, 35, 100])
def test_the_events_that_a_printed_change_needs(percent: float) -> None:
    needed = events_needed(percent)
    assert needed is not None
    ratio = 1 + percent / 100
    assert change(needed, round(needed * ratio)).verdict == ("down" if percent < 0 else "up")
    # With three quarters of them it would not do.
    fewer = round(needed * 0.75)
    assert change(fewer, round(fewer * ratio)).verdict not in {"up", "down"}


@pytest.mark.parametrize("percent", [-4, 0, 9.9, -100])
def test_changes_for_which_no_number_is_said(percent: float) -> None:
    assert events_needed(percent) is None


def test_what_is_missing_for_a_test_with_the_months_held(store: Store) -> None:
    ready = Intervention(
        "lights", "Lights", "Lamps.", "E06000005", indicators=("asb",), starts=date(2021, 6, 1),
        treated_area_codes=("E01012304",), comparison_area_codes=("E01012316",),
    )  # fmt: skip
    cases = {
        "ready": ready,
        "no start": replace(ready, starts=None),
        "nothing counted": replace(ready, indicators=()),
        "not held yet": replace(ready, starts=date(2024, 1, 1)),
        "before the months held": replace(ready, starts=date(2010, 11, 1)),
        "no treated area": replace(ready, treated_area_codes=()),
        "no comparison area": replace(ready, comparison_area_codes=()),
    }
    content = replace(SMALL, interventions=tuple(cases.values()))
    found = printed_projects(store, content)
    assert [one.testable for one in found] == list(cases)
    assert found[0].district == "Darlington"
    assert found[0].held == (date(2020, 5, 1), date(2023, 8, 1))
    recent = replace(ready, starts=date(2020, 6, 1))
    assert printed_projects(store, replace(SMALL, interventions=(recent,)))[0].testable == "ready"
    first = replace(ready, starts=date(2019, 6, 1))
    assert printed_projects(store, replace(SMALL, interventions=(first,)))[0].testable == "before the months held"
