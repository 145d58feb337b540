"""Where an area stands: every value, average, standing and rank against a slow second answer."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspdash.findings.compare import Row, average_of, compare, compared
from cspdash.findings.compare_values import Value
from cspdash.findings.peers import LOCALITIES, peers
from cspdash.findings.places import Place
from cspdash.stats.funnel import funnel
from cspdash.store.connection import Store
from tests import small_catalogue
from tests.compare_made import Area, compared_of, slow_limits, slow_standing, values_of
from tests.findings.test_localities import YEAR
from tests.making import ASB, MISSING
from tests.recounts import COUNTY_DURHAM_CODE, DARLINGTON_CODE, monthly, residents

CATALOGUE = small_catalogue.catalogue()
INDICATOR = CATALOGUE.indicator("asb")
# Usual residents at the census of 2011.
CENSUS = {DARLINGTON_CODE: 105_564, COUNTY_DURHAM_CODE: 513_242}
AREAS = st.lists(st.tuples(st.integers(0, 300), st.one_of(st.none(), st.integers(400, 3000))), min_size=2, max_size=14)
KNOWN = st.lists(st.tuples(st.integers(0, 300), st.integers(400, 3000)), min_size=3, max_size=14)


def place_of(name: str) -> Place:
    code = {"Darlington": DARLINGTON_CODE, "County Durham": COUNTY_DURHAM_CODE}[name]
    return Place(code, name, "district", (code,))


def row_of(found: list[Row], code: str) -> Row:
    return next(row for row in found if row.value.code == code)


@pytest.mark.parametrize("average", ["mean", "pooled"])
def test_localities_equal_the_recount(store: Store, average: str) -> None:
    group = peers(store, CATALOGUE, place_of("Darlington"), LOCALITIES, "E01012304")
    found = compare(store, CATALOGUE, INDICATOR, group, average)  # type: ignore[arg-type]
    people = residents()
    assert len(found.rows) == 65
    counts = {row.value.code: sum(monthly(row.value.code, [ASB])[month] for month in YEAR) for row in found.rows}
    rates = {code: 1000 * n / people[code] for code, n in counts.items()}
    plain = sum(rates.values()) / 65
    pooled = 1000 * sum(counts.values()) / sum(people[code] for code in counts)
    expected = plain if average == "mean" else pooled
    assert found.average == pytest.approx(expected)
    assert found.average_of == 65
    for row in found.rows:
        n, persons = counts[row.value.code], people[row.value.code]
        assert (row.value.n, row.value.denominator) == (n, persons)
        assert row.value.value == pytest.approx(rates[row.value.code])
        limits = [1000 * limit / persons for level in (0.95, 0.998) for limit in slow_limits(n, level)]
        held = (row.value.low, row.value.high, row.value.low998, row.value.high998)
        assert held == pytest.approx(limits, abs=1e-6)
        assert row.standing == slow_standing(n, persons, expected)
        assert row.rank == 1 + sum(other > rates[row.value.code] for other in rates.values())
    assert found.own
    assert found.own.value.code == "E01012304"
    assert (found.values.months, found.values.span) == (11, 12), f"{MISSING} is not held"


def test_a_district_is_set_against_the_other_alone(store: Store) -> None:
    group = peers(store, CATALOGUE, place_of("Darlington"), "districts")
    found = compare(store, CATALOGUE, INDICATOR, group)
    n = sum(monthly(COUNTY_DURHAM_CODE, [ASB])[month] for month in YEAR)
    assert found.average == pytest.approx(1000 * n / CENSUS[COUNTY_DURHAM_CODE])
    assert found.average_of == 1
    assert found.own
    own = sum(monthly(DARLINGTON_CODE, [ASB])[month] for month in YEAR)
    persons = CENSUS[DARLINGTON_CODE]
    assert (found.own.value.n, found.own.value.denominator) == (own, persons)
    assert found.own.standing == slow_standing(own, persons, found.average or 0)
    assert row_of(list(found.rows), COUNTY_DURHAM_CODE).standing == "not judged"
    assert found.funnel is None


@given(AREAS, st.sampled_from(["lower", "higher", "more_reports", "none"]), st.sampled_from(["mean", "pooled"]))
def test_standings_equal_the_slow_ones_and_only_polarity_says_better(
    areas: list[Area], polarity: str, average: str
) -> None:
    found = compared_of(areas, polarity, average=average)  # type: ignore[arg-type]
    known = [(n, persons) for n, persons in areas if persons]
    if not known:
        assert found.average is None
        return
    rates = [1000 * n / persons for n, persons in known]
    pooled = 1000 * sum(n for n, _ in known) / sum(persons for _, persons in known)
    expected = sum(rates) / len(rates) if average == "mean" else pooled
    assert found.average == pytest.approx(expected)
    for row in found.rows:
        n, persons = areas[int(row.value.code[-4:])]
        if persons is None:
            assert (row.standing, row.meaning, row.rank) == ("no value", "", None)
            continue
        assert row.standing == slow_standing(n, persons, found.average or 0)
        worse = {"lower": "higher", "higher": "lower"}.get(polarity)
        if worse is None or not row.standing.startswith(("higher", "lower")):
            assert row.meaning == ""
        else:
            assert row.meaning == ("worse" if row.standing.startswith(worse) else "better")
        assert not (n < 10 and row.meaning)


@given(KNOWN)
def test_the_funnel_is_of_the_same_areas(areas: list[tuple[int, int]]) -> None:
    found = compared_of(areas)
    assert found.funnel
    by_code = {row.value.code: row.value for row in found.ranked}
    events = [by_code[code].n or 0 for code in found.funnel_codes]
    sizes = [by_code[code].denominator or 0 for code in found.funnel_codes]
    again = funnel(events, sizes)
    assert found.funnel.standings == again.standings
    assert found.funnel.baseline == pytest.approx(sum(n for n, _ in areas) / sum(size for _, size in areas))
    assert sorted(found.funnel_codes) == sorted(by_code)


def test_rank_intervals_agree_with_a_simulation_in_plain_python() -> None:
    areas = [(12, 1500), (30, 1500), (33, 1500), (60, 1500), (64, 1600), (200, 1500)]
    found = compared_of(areas)
    draw = random.Random(7)
    ranks: dict[int, list[int]] = {at: [] for at in range(len(areas))}
    for _ in range(3000):
        drawn = [draw.gammavariate(n + 0.5, 1) / persons for n, persons in areas]
        for at, value in enumerate(drawn):
            ranks[at].append(1 + sum(other > value for other in drawn))
    for at, every in ranks.items():
        every.sort()
        row = row_of(list(found.rows), f"E0101{at:04}")
        assert row.rank == 1 + sum(n / persons > areas[at][0] / areas[at][1] for n, persons in areas)
        assert (row.rank_low, row.rank_high) == (every[75], every[2924])


def test_without_a_choice_the_highest_is_read() -> None:
    assert compared_of([(5, 900), (80, 900), (20, 900)], chosen=None).chosen == "E01010001"


def test_the_peers_average_leaves_the_chosen_district_out() -> None:
    areas = [(400, 1000), (100, 1000), (600, 3000)]
    assert compared_of(areas, level="district").average == pytest.approx((100 + 200) / 2)
    assert compared_of(areas, level="district", average="pooled").average == pytest.approx(700 / 4)
    assert compared_of(areas).average == pytest.approx((400 + 100 + 200) / 3)


def test_one_area_alone_has_no_average() -> None:
    found = compared_of([(400, 1000)], level="district")
    assert (found.average, found.average_of) == (None, 0)
    assert found.why == "No other area of the group has a value, so there is no average."
    assert found.own
    assert found.own.standing == "not judged"


def test_equal_areas_are_all_similar_and_share_a_rank() -> None:
    found = compared_of([(50, 1000)] * 5)
    assert {row.standing for row in found.rows} == {"similar"}
    assert {row.rank for row in found.rows} == {1}


def test_values_without_counts_are_not_judged_and_never_pooled() -> None:
    plain = values_of([(50, 1000), (60, 1000), (70, 1000)])
    rows = tuple(Value(row.code, row.name, value=row.value) for row in plain.rows)
    bare = replace(plain, kind="value", rows=rows)
    assert {row.standing for row in compared(bare).rows} == {"not judged"}
    assert compared(bare).average == pytest.approx(60)
    assert compared(bare, "pooled").average is None
    assert compared(bare).funnel is None
    assert average_of([], "mean", 1000) is None


def test_a_reason_stops_everything() -> None:
    found = compared(replace(values_of([(50, 1000), (5, 1000), (50, 900)]), why="Because."))
    assert (found.average, found.funnel, found.why) == (None, None, "Because.")
    assert {row.meaning for row in found.rows} == {""}


def test_an_empty_store_says_that_no_month_is_held(store: Store) -> None:
    other = replace(small_catalogue.PARTNERSHIP, force=replace(small_catalogue.PARTNERSHIP.force, slug="cleveland"))
    content = small_catalogue.catalogue(partnership=other)
    group = peers(store, content, place_of("Darlington"), LOCALITIES)
    assert "No month of this indicator is held" in compare(store, content, INDICATOR, group).why


def test_a_category_that_nobody_has_is_nothing_to_compare(store: Store) -> None:
    group = peers(store, CATALOGUE, place_of("Darlington"), LOCALITIES)
    found = compare(store, CATALOGUE, CATALOGUE.indicator("robbery"), group)
    assert found.why == "Nothing was recorded in any of the 65 areas in these months, so there is nothing to compare."
    assert found.average is None
