"""Supplied values before they are protected: what becomes a cell, what stays away, and the reason that is printed."""

from datetime import date
from typing import Any

import pytest

from cspdash.catalogue import Indicator
from cspdash.periods import add_months
from cspdash.publish.atoms import Ladder, period_end
from cspdash.publish.protect import OVER, PRODUCTION
from cspdash.publish.supplied import Supplied, supplied_values
from cspdash.store.observations import Observation
from tests import small_catalogue

DISTRICT, OTHER, PARTNERSHIP = "E06000005", "E06000047", "E22000072"
SMALL = tuple(f"E0101230{n}" for n in range(6))
LADDER = Ladder(
    {DISTRICT: PARTNERSHIP, **dict.fromkeys(SMALL, DISTRICT)},
    {DISTRICT: "district", OTHER: "district", PARTNERSHIP: "partnership", **dict.fromkeys(SMALL, "lsoa")},
    {DISTRICT: SMALL},
)
YEAR = date(2024, 4, 1)


def given(slug: str = "given", **changes: Any) -> Indicator:
    """An indicator that a partner supplies."""
    facts: dict[str, Any] = {
        "categories": (),
        "counted_from": "observations",
        "disclosure": "R",
        "over": "people asked",
        "source": "The fire service",
    }
    return small_catalogue.indicator(slug, **(facts | changes))


def row(
    area: str = DISTRICT, start: date = YEAR, months: int = 12, *, numerator: float | None = None,
    denominator: float | None = None, value: float | None = None, note: str | None = None, source: str = "File",
) -> Observation:  # fmt: skip
    end = period_end(start, months)
    return Observation("given", area, start, end, numerator, denominator, value, source, note)


def become(one: Indicator, *rows: Observation) -> Supplied:
    """What becomes of the rows of one indicator."""
    return supplied_values(rows, small_catalogue.catalogue(indicators=(one,)), LADDER, PRODUCTION, {})


def test_a_class_x_indicator_and_one_without_a_class_stay_away_by_name() -> None:
    hidden = become(given(disclosure="X"), row(value=80))
    assert (hidden.cells, hidden.open, hidden.left_out) == ([], [], {"given": "it is of class X"})
    assert become(given("another"), row(value=80)).left_out == {"given": "it has no class"}


def test_a_table_of_something_that_is_counted_from_events_stays_away() -> None:
    counted = given(categories=("Fire",), counted_from="incidents")
    assert become(counted, row(value=80)).left_out == {"given": "it is counted from events"}


@pytest.mark.parametrize(
    ("measure", "why"),
    [
        ("share", "its numerators and denominators are not given, or its areas are too small for its class"),
        ("rate", "its numerators and denominators are not given, or its areas are too small for its class"),
        ("value", "no counts stand behind its values"),
    ],
)
def test_a_value_without_the_counts_behind_it_cannot_be_protected(measure: str, why: str) -> None:
    found = become(given(measure=measure, per=1000.0 if measure == "rate" else None), row(value=0.4))
    assert (found.cells, found.left_out) == ([], {"given": why})


def test_class_s_has_no_cell_of_a_locality() -> None:
    found = become(given(disclosure="S"), row(SMALL[0], value=80))
    assert (found.cells, found.left_out) == ([], {"given": "its areas are too small for its class"})


def test_three_months_of_a_quarter_become_one_cell_and_two_do_not() -> None:
    months = [row(start=add_months(date(2024, 4, 1), n), months=1, value=10 + n) for n in range(5)]
    found = become(given(frequency="month"), *months)
    assert [(cell.key.start, cell.key.end, cell.count) for cell in found.cells] == [
        (date(2024, 4, 1), date(2024, 6, 30), 33)
    ]
    # July and August alone are no quarter, and neither are April to June with one of them withheld.
    withheld = row(start=date(2024, 5, 1), months=1, note="suppressed")
    alone = become(given(frequency="month"), months[0], withheld, months[2], *months[3:])
    assert (alone.cells, list(alone.left_out)) == ([], ["given"])


def test_three_months_from_february_are_no_quarter() -> None:
    months = [row(start=add_months(date(2024, 2, 1), n), months=1, value=40) for n in range(3)]
    assert become(given(frequency="month"), *months).cells == []


def test_what_is_published_by_year_has_no_quarters() -> None:
    months = [row(start=add_months(YEAR, n), months=1, value=40) for n in range(3)]
    found = become(given(frequency="year"), *months)
    assert found.cells == []
    assert "too short for its class" in found.left_out["given"]


def test_a_partnership_of_one_district_is_no_second_name_for_it() -> None:
    both = become(given(), row(value=80), row(PARTNERSHIP, value=80))
    assert [cell.key.area_code for cell in both.cells] == [DISTRICT]
    assert [cell.key.area_code for cell in become(given(), row(PARTNERSHIP, value=80)).cells] == [PARTNERSHIP]


@pytest.mark.parametrize(("localities", "shown"), [(4, []), (5, list(SMALL[:5]))])
def test_few_localities_are_not_shown_beside_their_total(localities: int, shown: list[str]) -> None:
    found = become(given(), row(value=300), *(row(code, value=60) for code in SMALL[:localities]))
    assert [cell.key.area_code for cell in found.cells if cell.key.area_code != DISTRICT] == shown
    assert DISTRICT in {cell.key.area_code for cell in found.cells}


def test_a_locality_that_is_not_on_common_areas_is_not_shown() -> None:
    off = "E01099999"
    assert become(given(), row(off, value=60), row(OTHER, value=90)).cells[0].key.area_code == OTHER
    assert len(become(given(), row(off, value=60), row(OTHER, value=90)).cells) == 1


def test_a_total_over_few_districts_goes_and_the_districts_stay() -> None:
    ladder = Ladder({DISTRICT: PARTNERSHIP, OTHER: PARTNERSHIP}, LADDER.levels, {})
    one = given()
    rows = [row(value=80), row(OTHER, value=90), row(PARTNERSHIP, value=170)]
    found = supplied_values(rows, small_catalogue.catalogue(indicators=(one,)), ladder, PRODUCTION, {})
    assert sorted(cell.key.area_code for cell in found.cells) == [DISTRICT, OTHER]


@pytest.mark.parametrize(("counted", "withheld"), [(190, False), (191, True), (200, True), (9, False), (10, False)])
def test_a_share_of_nearly_all_is_withheld_as_one_of_nearly_none_is_hidden(counted: int, withheld: bool) -> None:
    share, base = become(given(measure="share"), row(numerator=counted, denominator=200)).cells
    assert (share.count, share.withheld) == (counted, withheld)
    assert (base.key.indicator, base.count, base.withheld) == ("given" + OVER, 200, False)


def test_a_number_withheld_by_the_partner_stays_withheld() -> None:
    [cell] = become(given(), row(note="suppressed: fewer than 5")).cells
    assert (cell.withheld, cell.count) == (True, 0)


def test_open_values_lose_the_files_own_words() -> None:
    found = become(
        given(disclosure="O"), row(value=7, note="call the officer"), row(OTHER, value=8, source="The fire service"),
        row(SMALL[0], note="suppressed by hand"),
    )  # fmt: skip
    assert [(one.area_code, one.source, one.note) for one in found.open] == [
        (DISTRICT, "The fire service (series 2)", None),
        (OTHER, "The fire service", None),
        (SMALL[0], "The fire service (series 2)", "suppressed"),
    ]
