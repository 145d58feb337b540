"""Which counts of events can be published at all, and over which periods."""

from datetime import date

import pytest

from cspdash.catalogue import POLICE
from cspdash.publish.atoms import chosen_periods, partner_indicators
from tests import small_catalogue
from tests.publish import microdata

QUARTER, YEAR = (date(2024, 4, 1), date(2024, 6, 30)), (date(2024, 4, 1), date(2025, 3, 31))


def test_an_indicator_that_adds_open_counts_to_a_partners_is_left_out_by_name() -> None:
    content = microdata.partners(sets=1)
    [partners] = [one for one in content.categories if one.source != POLICE][:1]
    police = next(one for one in content.categories if one.source == POLICE)
    both = small_catalogue.indicator("both", (partners.name, police.name), disclosure="R")
    content = small_catalogue.catalogue(categories=content.categories, indicators=(both,))
    assert partner_indicators(content) == ([], {"both": "it adds police.uk's counts, which are open, to a partner's"})


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
