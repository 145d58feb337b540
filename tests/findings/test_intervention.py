"""A store in which it is known what happened: the test must find it, and nothing where nothing is."""

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from cspdash.findings.intervention import Trial, effect_of, verdict_of
from cspdash.findings.intervention_design import Design, Unfit
from cspdash.periods import month_range
from cspdash.stats.intervention import weighted_displacement
from cspdash.store.connection import Store, open_store
from tests import intervention_store as made
from tests import small_catalogue
from tests.recounts import residents

CATALOGUE = small_catalogue.catalogue(
    breaks=(
        small_catalogue.line(date(2020, 6, 1), "inside"),
        small_catalogue.line(date(2018, 6, 1), "long-before"),
        small_catalogue.line(date(2020, 1, 1), "passing", until=date(2020, 12, 1)),
        small_catalogue.line(date(2022, 3, 1), "afterwards"),
    )
)
AROUND = {"displacement": (made.AROUND,), "displacement_comparison": (made.AROUND_COMPARISON,)}


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = open_store(made.fill(tmp_path_factory.mktemp("worked"), tmp_path_factory.mktemp("months")))
    yield opened
    opened.close()


def trial(store: Store, design: Design) -> Trial:
    found = effect_of(store, CATALOGUE, design)
    assert isinstance(found, Trial), found
    return found


def reasons(store: Store, design: Design) -> list[str]:
    found = effect_of(store, CATALOGUE, design)
    assert not isinstance(found, Trial)
    return [one.reason for one in found]


def test_it_fell_more_than_the_comparison(worked: Store) -> None:
    found = trial(worked, made.design())
    assert [(one.before, one.after) for one in found.arms] == [(12 * 11, 6 * 11), (11 * 11, 11 * 11)]
    assert (found.effect.value, found.verdict, found.alike) == (-66, "fell more", "alike")
    assert found.effect.se == pytest.approx(math.sqrt(132 + 66 + 121 + 121))
    assert (found.arms[0].change.verdict, found.arms[1].change.verdict) == ("down", "no detectable change")  # type: ignore[union-attr]
    assert found.windows.missing == (made.MISSING,)
    assert (found.displaced, found.whole, found.displacement_verdict) == (None, None, None)
    assert [one.persons for one in found.arms] == [residents()[one.places[0].code] for one in found.arms]
    assert not found.unreliable
    with pytest.raises(KeyError):
        found.arm("displacement")


def test_the_years_before_are_tested_over_the_same_months(worked: Store) -> None:
    found = trial(worked, made.design())
    assert found.moved_before is not None
    assert found.moved_before.value == 0
    assert found.moved_months == found.windows.before
    assert [(one.earlier, one.earlier_before) for one in found.arms] == [(132, 132), (121, 121)]
    fallen = trial(worked, made.design(indicator=made.BURGLARY))
    assert (fallen.arms[0].earlier, fallen.arms[0].before) == (110, 44)
    assert fallen.alike == "not alike"


def test_nothing_around_moved(worked: Store) -> None:
    found = trial(worked, made.design(**AROUND))
    assert found.displaced is not None
    assert found.whole is not None
    assert (found.displaced.value, found.displacement_verdict) == (0, "no detectable effect")
    pairs = [(one.before, one.after) for one in found.arms]
    assert found.whole == weighted_displacement(*pairs)


def test_what_moved_next_door_is_seen(worked: Store) -> None:
    # The locality that fell stands as the area around, and as what it is compared with.
    fell = made.design(treated=(made.AROUND,), comparison=(made.AROUND_COMPARISON,))
    spread = replace(fell, displacement=(made.TREATED,), displacement_comparison=(made.COMPARISON,))
    moved = replace(fell, displacement=(made.COMPARISON,), displacement_comparison=(made.TREATED,))
    assert trial(worked, spread).displacement_verdict == "fell more"
    assert trial(worked, moved).displacement_verdict == "rose more"
    assert trial(worked, moved).verdict == "no detectable effect"


def test_the_other_way_round_it_rose_more(worked: Store) -> None:
    found = trial(worked, made.design(treated=(made.COMPARISON,), comparison=(made.TREATED,)))
    assert (found.effect.value, found.verdict) == (66, "rose more")


def test_several_areas_count_together(worked: Store) -> None:
    found = trial(worked, made.design(treated=(made.TREATED, made.AROUND)))
    assert (found.arms[0].before, found.arms[0].after) == (19 * 11, 13 * 11)
    assert found.arms[0].names == "Darlington 012A and Darlington 010B"


def test_per_resident_scales_to_the_treated_area(worked: Store) -> None:
    found = trial(worked, made.design(per_resident=True, comparison=(made.DURHAM_PLACE,)))
    durham = sum(n for code, n in residents().items() if code[:5] in {"E0102", "E0103"} and found.arms[1].persons)
    treated, whole = residents()[made.TREATED.code], found.arms[1].persons
    assert whole is not None
    assert whole <= durham
    pairs = [(one.before, one.after) for one in found.arms]
    assert found.effect == weighted_displacement(pairs[0], pairs[1], weights=(1, whole / treated))


def test_a_mid_month_start_and_shorter_windows(worked: Store) -> None:
    found = trial(worked, made.design(starts=date(2021, 2, 10), wanted=6))
    assert found.windows.after == tuple(m for m in month_range(date(2021, 3, 1), date(2021, 8, 1)) if m != made.MISSING)
    assert found.months[0] == made.FIRST


def test_the_months_before_give_the_range_expected(worked: Store) -> None:
    found = trial(worked, made.design())
    assert found.expected is not None
    assert (found.expected.mean, found.expected.lower, found.expected.upper) == (12, 12, 12)
    assert (found.months[0], found.months[-1]) == (made.FIRST, made.LAST)
    early = trial(worked, made.design(starts=date(2020, 3, 1), wanted=3))
    assert early.alike == "not held"
    assert (early.moved_before, early.moved_months) == (None, ())


def test_changes_in_counting_within_the_months_compared_are_told(worked: Store) -> None:
    assert [line.slug for line in trial(worked, made.design()).breaks] == ["passing", "inside"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"treated": (), "comparison": (), "starts": None}, ["no treated area", "no comparison area", "no start"]),
        ({"ends": date(2020, 1, 1)}, ["dates reversed"]),
        ({"comparison": (made.TREATED,)}, ["same area twice"]),
        ({"comparison": (made.DARLINGTON_PLACE,)}, ["areas overlap"]),
        ({"treated": (made.DARLINGTON_PLACE,)}, ["areas overlap"]),
        ({"treated": (made.DARLINGTON_PLACE,), "comparison": (made.FORCE_PLACE,)}, ["areas overlap"]),
        ({"displacement": (made.AROUND,)}, ["displacement alone"]),
        ({"displacement_comparison": (made.AROUND,)}, ["displacement comparison alone"]),
        ({"starts": date(2022, 3, 1)}, ["begins after"]),
        ({"starts": date(2022, 1, 1)}, ["too recent"]),
        ({"starts": date(2018, 1, 1)}, ["begins before"]),
        ({"starts": date(2019, 3, 1)}, ["year before missing"]),
        ({"comparison": (made.QUIET,)}, ["no events"]),
        ({"treated": (made.QUIET,)}, ["no events"]),
    ],
)
def test_why_there_is_no_test(worked: Store, changes: dict[str, object], expected: list[str]) -> None:
    assert reasons(worked, made.design(**changes)) == expected


def test_an_area_without_residents_is_named(worked: Store) -> None:
    nowhere = replace(made.COMPARISON, code=made.COMPARISON.code, districts=(made.COUNTY_DURHAM_CODE,))
    found = effect_of(worked, CATALOGUE, made.design(per_resident=True, comparison=(nowhere,)))
    assert found == (
        Unfit("no events", ("comparison",), (nowhere.name,)),
        Unfit("no residents", ("comparison",), (nowhere.name,)),
    )


def test_a_store_without_months_says_so(tmp_path_factory: pytest.TempPathFactory) -> None:
    from cspdash import catalogue, settings
    from cspdash.ingest import run
    from cspdash.store.release import building

    folder = tmp_path_factory.mktemp("nothing")
    with building(folder) as build:
        content = catalogue.load(settings.content_dir())
        run.prepare(build, content)
        run.derive(build.con, content)
    opened = open_store(folder)
    assert reasons(opened, made.design()) == ["no months"]
    opened.close()


@pytest.mark.parametrize(
    ("pairs", "verdict"),
    [
        ([(9, 0), (100, 100)], "too few events to tell"),
        ([(100, 50), (9, 100)], "too few events to tell"),
        ([(100, 50), (100, 9)], "too few events to tell"),
        ([(40, 0), (40, 40)], "fell more"),
        ([(10, 60), (10, 10)], "rose more"),
        ([(10, 10), (10, 10)], "no detectable effect"),
    ],
)
def test_the_rule_of_ten(pairs: list[tuple[int, int]], verdict: str) -> None:
    assert verdict_of(weighted_displacement(*pairs), pairs) == verdict


def test_below_twenty_is_unreliable(worked: Store) -> None:
    found = trial(worked, made.design(indicator=made.BURGLARY, wanted=3))
    assert found.arms[0].after == 6
    assert found.unreliable
