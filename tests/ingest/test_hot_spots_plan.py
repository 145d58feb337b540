"""Which runs a release needs, from the months that are held."""

import itertools
from dataclasses import replace
from datetime import date

from cspdash import catalogue, settings
from cspdash.ingest.hot_spots_plan import (
    ORIGINS,
    PERIODS,
    Stretch,
    counted_months,
    newest_year,
    origins,
    quarters,
    subjects,
)
from cspdash.periods import add_months, month_range
from tests import small_catalogue


def months(*spans: tuple[str, str]) -> list[date]:
    return [
        month
        for first, last in spans
        for month in month_range(date.fromisoformat(f"{first}-01"), date.fromisoformat(f"{last}-01"))
    ]


DURHAM = months(("2014-01", "2014-09"), ("2018-10", "2019-01"), ("2021-03", "2022-02"), ("2024-01", "2024-04"),
                ("2025-01", "2025-06"))  # fmt: skip


def test_the_months_held_of_durham() -> None:
    assert newest_year(DURHAM) == Stretch(date(2021, 3, 1), date(2022, 2, 1))
    firsts = [quarter.first for quarter in quarters(DURHAM)]
    assert [f"{first:%Y-%m}" for first in firsts] == [
        "2014-01", "2014-04", "2014-07", "2018-10", "2021-04", "2021-07", "2021-10", "2024-01", "2025-01", "2025-04",
    ]  # fmt: skip
    assert origins(DURHAM) == [Stretch(date(2021, 3, 1), date(2021, 8, 1), date(2022, 2, 1))]


def test_an_unbroken_series_has_the_newest_of_everything() -> None:
    held = months(("2010-12", "2026-03"))
    assert newest_year(held) == Stretch(date(2025, 4, 1), date(2026, 3, 1))
    found = quarters(held)
    assert len(found) == PERIODS
    assert found[-1] == Stretch(date(2026, 1, 1), date(2026, 3, 1))
    assert all(one.first == add_months(before.first, 3) for before, one in itertools.pairwise(found))
    tests = origins(held)
    assert len(tests) == ORIGINS
    assert tests[0] == Stretch(date(2024, 10, 1), date(2025, 9, 1), date(2026, 3, 1))
    for newer, older in itertools.pairwise(tests):
        assert newer.last == older.test_last  # each test is part of the next fit, and no two tests overlap
    assert all(len(one.months) == 12 and one.test_last == add_months(one.last, 6) for one in tests)


def test_the_fit_is_six_months_where_twelve_are_not_held() -> None:
    found = origins(months(("2020-01", "2021-09")))
    assert [(len(one.months), one.first, one.test_last) for one in found] == [
        (12, date(2020, 4, 1), date(2021, 9, 1)),
        (6, date(2020, 4, 1), date(2021, 3, 1)),
    ]


def test_too_few_months_give_nothing() -> None:
    for held in ([], months(("2022-01", "2022-11")), months(("2021-01", "2021-06"), ("2021-08", "2022-02"))):
        assert newest_year(held) is None
        assert origins(held) == []
    assert quarters(months(("2022-02", "2022-05"))) == []


def test_the_subjects_are_those_that_the_content_names() -> None:
    shipped = catalogue.load(settings.content_dir())
    named = [one.slug for one in subjects(shipped)]
    assert named == ["asb", "crime-without-asb", "violence", "criminal-damage", "burglary", "drug-offences"]
    assert set(named) == set(shipped.partnership.hot_spots)


def test_without_names_they_are_the_first_that_the_police_count_for_localities() -> None:
    able = [small_catalogue.indicator(f"one-{at}") for at in range(8)]
    other = [
        small_catalogue.indicator("of-districts", geography="district"),
        small_catalogue.indicator("restricted", disclosure="R"),
        small_catalogue.indicator("a-partner-s", ("Fly-tipping",)),
    ]
    content = replace(small_catalogue.catalogue(), indicators=(*other, *able))
    assert [one.slug for one in subjects(content)] == [one.slug for one in able[:6]]


def test_months_before_a_category_existed_do_not_count() -> None:
    content, burglary = small_catalogue.catalogue(), small_catalogue.indicator("burglary", ("Burglary",))
    assert counted_months(content, burglary, months(("2013-03", "2013-06"))) == months(("2013-05", "2013-06"))
