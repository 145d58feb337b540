"""Hours against events counted one by one, from a partner's extract; the season against months made by hand."""

import shutil
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from cspdash.catalogue import Catalogue
from cspdash.findings.places import Place
from cspdash.findings.times import YEARS, Times, season, times
from cspdash.ingest import run
from cspdash.periods import month_range
from cspdash.store.connection import Store, open_store
from tests import partner_extracts
from tests.making import ASB
from tests.partner_extracts import WINDOWED, WINDOWED_COLUMNS, windowed_row, write_extract
from tests.recounts import DARLINGTON_CODE, monthly

DARLINGTON = Place(DARLINGTON_CODE, "Darlington", "district", (DARLINGTON_CODE,))
KNOWN: Catalogue = partner_extracts.catalogue(WINDOWED)
NOISE = "Noise complaint"
SPAN = (date(2023, 1, 1), date(2023, 6, 1))
# 6 March 2023 was a Monday.
ROWS = [
    *[windowed_row(**{"From": "06/03/2023", "At": "21:15"})] * 3,
    windowed_row(**{"From": "07/03/2023", "At": "23:00", "To": "08/03/2023", "Until": "03:00"}),
    windowed_row(**{"From": "11/03/2023", "At": "10:30", "To": "11/03/2023", "Until": "11:30"}),
    windowed_row(**{"From": "12/03/2023"}),
    windowed_row(**{"From": "13/03/2023", "To": "13/03/2023"}),
    windowed_row(**{"From": "14/03/2023", "To": "14/04/2023"}),
    windowed_row(**{"From": "02/05/2023", "At": "07:00", "Kind": "Fly tip"}),
]


@pytest.fixture(scope="module")
def timed(store_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The sample store with an extract of events that have times, spans, days alone, and one of a month."""
    folder = tmp_path_factory.mktemp("timed")
    target = Path(shutil.copytree(store_folder, folder / "store"))
    path = write_extract(folder / "noise.csv", ROWS, WINDOWED_COLUMNS)
    assert not run.extract(target, path, KNOWN, WINDOWED, span=SPAN).refused
    opened = open_store(target)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def noise(timed: Store) -> Times:
    return times(timed, KNOWN, DARLINGTON, "Noise", [NOISE], "6-2023-06")


def test_every_event_is_in_an_hour_or_said_to_be_in_none(noise: Times) -> None:
    assert noise.hours is not None
    assert noise.total == 8
    assert (noise.untimed, noise.midnight, noise.hours.too_long) == (0, 1, 1)
    assert noise.hours.placed == noise.total - noise.midnight - noise.hours.too_long
    assert (noise.hours.exact, noise.hours.spread) == (3, 3)


def test_the_hours_equal_the_events_counted_one_by_one(noise: Times) -> None:
    assert noise.hours is not None
    expected = {(0, 21): 3.0, (1, 23): 0.25, (2, 0): 0.25, (2, 1): 0.25, (2, 2): 0.25, (5, 10): 0.5, (5, 11): 0.5}
    whole_day = 1 / 24
    for day in range(7):
        for hour in range(24):
            n = expected.get((day, hour), 0) + (whole_day if day == 0 else 0)
            assert noise.hours.weights[day, hour] == pytest.approx(n, abs=1e-4), (day, hour)


def test_only_the_categories_and_months_asked_for_count(timed: Store) -> None:
    tips = times(timed, KNOWN, DARLINGTON, "Fly-tipping", ["Fly-tipping"], "3-2023-06")
    assert tips.hours is not None
    assert tips.hours.weights[1, 7] == tips.total == 1
    assert times(timed, KNOWN, DARLINGTON, "Fly-tipping", ["Fly-tipping"], "3-2023-03").hours is None


def test_the_police_publish_no_times_and_have_a_season(timed: Store) -> None:
    found = times(timed, KNOWN, DARLINGTON, "ASB", [ASB], "12")
    assert found.hours is None
    assert (
        found.untimed
        == found.total
        == sum(n for month, n in monthly(DARLINGTON_CODE, [ASB]).items() if month in found.months)
    )
    # February 2023 is missing, so the unbroken years end with January 2023.
    assert found.season is not None
    assert found.season.years == (
        (date(2021, 2, 1), date(2022, 1, 1)), (date(2022, 2, 1), date(2023, 1, 1)),
    )  # fmt: skip


def test_the_season_equals_months_set_against_their_own_year() -> None:
    first, last = date(2021, 4, 1), date(2023, 3, 1)
    # The second year is three times the first, and July twice any other month, per day, in both.
    counts = {
        month: monthrange(month.year, month.month)[1] * (3 if month >= date(2022, 4, 1) else 1)
        * (2 if month.month == 7 else 1)
        for month in month_range(first, last)
    }  # fmt: skip
    found = season(counts)
    assert found is not None
    assert found.years == ((first, date(2022, 3, 1)), (date(2022, 4, 1), last))
    average = (365 + 31) / 365
    for row in found.months:
        index = (2 if row.number == 7 else 1) / average
        assert (row.index, row.low, row.high) == pytest.approx((index, index, index))
        assert row.a_day == pytest.approx(4 if row.number == 7 else 2)


def test_a_gap_starts_the_years_anew_and_only_five_are_used() -> None:
    counts = dict.fromkeys(month_range(date(2010, 1, 1), date(2019, 12, 1)), 5)
    del counts[date(2019, 6, 1)]
    found = season(counts)
    assert found is not None
    assert len(found.years) == YEARS
    assert found.years[-1] == (date(2018, 6, 1), date(2019, 5, 1))
    assert found.years[0][0] == date(2014, 6, 1)


@pytest.mark.parametrize("months", [0, 11])
def test_less_than_a_year_has_no_season(months: int) -> None:
    assert season(dict.fromkeys(month_range(date(2022, 1, 1), date(2022, 12, 1))[:months], 4)) is None


def test_a_year_without_an_event_has_no_season() -> None:
    assert season(dict.fromkeys(month_range(date(2022, 1, 1), date(2022, 12, 1)), 0)) is None


def test_a_span_over_midnight_is_one_event(noise: Times) -> None:
    assert noise.hours is not None
    start = datetime.fromisoformat("2023-03-07T23:00")
    shared = [start + timedelta(hours=n) for n in range(4)]
    assert sum(noise.hours.weights[at.weekday(), at.hour] for at in shared) == pytest.approx(1)


def test_nothing_held_has_no_hours(timed: Store) -> None:
    found = times(timed, replace(KNOWN), DARLINGTON, "Noise", [NOISE], "12-2015-01")
    assert (found.total, found.months, found.hours) == (0, (), None)
