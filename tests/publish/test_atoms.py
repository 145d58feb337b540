"""Which counts of events can be published at all, and over which periods."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cspdash.catalogue import POLICE
from cspdash.publish.atoms import chosen_periods, event_cells, events_of, ladder_of, partner_indicators
from cspdash.publish.protect import Rules
from cspdash.store.connection import open_store
from tests import small_catalogue
from tests.publish import microdata
from tests.publish.microdata import DARLINGTON, LOCALITIES

QUARTER, YEAR = (date(2024, 4, 1), date(2024, 6, 30)), (date(2024, 4, 1), date(2025, 3, 31))


def test_an_indicator_that_adds_open_counts_to_a_partners_is_left_out_by_name() -> None:
    content = microdata.partners(sets=1)
    [partners] = [one for one in content.categories if one.source != POLICE][:1]
    police = next(one for one in content.categories if one.source == POLICE)
    both = small_catalogue.indicator("both", (partners.name, police.name), disclosure="R")
    content = small_catalogue.catalogue(categories=content.categories, indicators=(both,))
    assert partner_indicators(content) == ([], {"both": "it adds police.uk's counts, which are open, to a partner's"})


def test_why_counts_of_partners_events_are_left_out_and_the_first_of_two_stands() -> None:
    content = microdata.partners(sets=3)
    first = next(one for one in content.indicators if one.categories == (microdata.category(0),))
    again = replace(first, slug="again")
    secret = replace(first, slug="secret", categories=(microdata.category(1),), disclosure="X")
    kind = (microdata.category(2),)
    rate = replace(first, slug="rate", categories=kind, measure="rate", per=1000.0, over="residents")
    content = replace(content, indicators=(first, again, secret, rate))
    found, why = partner_indicators(content)
    assert found == [(first, "R")]
    assert why == {
        "again": f"it shares a category with {first.slug}",
        "secret": "it is of class X, or a category of it has no class",
        "rate": "only counts of events are published",
    }


@pytest.mark.parametrize(
    ("disclosure", "by_year", "chosen"),
    [("R", False, {QUARTER}), ("R", True, {YEAR}), ("S", True, {YEAR}), ("S", False, {YEAR})],
)
def test_of_overlapping_periods_one_is_published(
    disclosure: str, by_year: bool, chosen: set[tuple[date, date]]
) -> None:
    month = (date(2025, 4, 1), date(2025, 4, 30))
    assert chosen_periods([QUARTER, YEAR, month], disclosure, by_year, []) == chosen


def test_what_is_published_already_comes_first() -> None:
    assert chosen_periods([QUARTER, YEAR], "R", False, [YEAR]) == {YEAR}


def test_days_that_are_no_whole_months_are_no_period() -> None:
    assert chosen_periods([(date(2024, 4, 2), date(2025, 4, 1))], "R", True, []) == set()


def test_events_that_are_known_by_district_alone_count_there(tmp_path: Path) -> None:
    content, quarter = microdata.partners(sets=1), microdata.QUARTERS[0]
    events = {(LOCALITIES[0], quarter): 12, (DARLINGTON, quarter): 14, ("", quarter): 16}
    store = open_store(microdata.fill(tmp_path / "store", microdata.Data((events,))))
    cells = event_cells(events_of(store), content, ladder_of(store), Rules(), {})
    store.close()
    found = {cell.key.area_code: cell.count for cell in cells if cell.key.start == quarter}
    assert (found[DARLINGTON], found[LOCALITIES[0]], found[LOCALITIES[1]]) == (26, 12, 0)
