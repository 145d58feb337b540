from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspdash.findings.places import Place
from cspdash.findings.points import points, street_of, usual, window_of, windows
from cspdash.periods import add_months, month_range
from cspdash.store.connection import Store
from tests import small_catalogue
from tests.making import ASB, MISSING, MONTHS
from tests.recounts import COUNTY_DURHAM_CODE, DARLINGTON_CODE, FORCE_CODE, monthly

CATALOGUE = small_catalogue.catalogue()
DARLINGTON = Place(DARLINGTON_CODE, "Darlington", "district", (DARLINGTON_CODE,))
FORCE = Place(FORCE_CODE, "Force", "force", (DARLINGTON_CODE, COUNTY_DURHAM_CODE))


@pytest.mark.parametrize("place", [DARLINGTON, FORCE], ids=lambda place: place.name)
@pytest.mark.parametrize("code", ["3", "12", "12-2022-08"])
def test_points_hold_every_event_of_the_window(store: Store, place: Place, code: str) -> None:
    found = points(store, CATALOGUE, place, "ASB", [ASB], code)
    assert found.window is not None
    expected = {month: n for month, n in monthly(place.code, [ASB]).items() if month in found.window.months}
    assert found.months == tuple(expected)
    assert found.total == found.placed == sum(expected.values())
    assert found.provenance.held == len(expected)
    assert found.nowhere == 0


def test_a_month_that_is_missing_is_not_in_the_months(store: Store) -> None:
    found = points(store, CATALOGUE, DARLINGTON, "ASB", [ASB])
    assert found.window is not None
    assert MISSING in found.window.months
    assert MISSING not in found.months
    assert len(found.months) == 11


def test_events_without_an_area_belong_to_no_place_and_are_said(store: Store) -> None:
    found = points(store, CATALOGUE, DARLINGTON, "Burglary", ["Burglary"])
    assert found.nowhere == 11
    assert found.total == sum(n for month, n in monthly(DARLINGTON_CODE, ["Burglary"]).items() if month in found.months)


def test_a_window_without_months_held_is_empty(store: Store) -> None:
    found = points(store, CATALOGUE, DARLINGTON, "ASB", [ASB], "12-2015-01")
    assert (found.rows, found.total, found.months) == ((), 0, ())


def test_windows_cover_what_is_held_and_no_more() -> None:
    held = month_range(date(2020, 5, 1), date(2023, 8, 1))
    found = {window.code: (window.first, window.last) for window in windows(held)}
    assert list(found) == ["3", "6", "12", "36", "12-2022-08", "12-2021-08"]
    assert found["12-2021-08"] == (date(2020, 9, 1), date(2021, 8, 1))
    # February 2023 is missing, so the newest year that is whole ends with the month before.
    assert [window.code for window in windows(MONTHS)] == [
        "3",
        "6",
        "12",
        "36",
        "12-2023-01",
        "12-2022-08",
        "12-2021-08",
    ]
    assert (usual(MONTHS), usual(held), usual(MONTHS[-2:]), usual([])) == ("12-2023-01", "12", "12", "12")
    assert windows([]) == ()
    assert [window.code for window in windows(MONTHS[-2:])] == ["12"]


@given(st.text(max_size=12))
def test_a_code_that_names_no_window_gives_the_newest_year(code: str) -> None:
    found = window_of(code, MONTHS)
    assert found is not None
    if found.code != code:
        assert (found.first, found.last) == (add_months(MONTHS[-1], -11), MONTHS[-1])


def test_a_code_names_its_months() -> None:
    found = window_of("6-2022-03", MONTHS)
    assert found is not None
    assert found.months == tuple(month_range(date(2021, 10, 1), date(2022, 3, 1)))
    assert window_of("12", []) is None


@pytest.mark.parametrize(
    ("recorded", "shown"),
    [
        ("On or near Sample Street", "On or near Sample Street"),
        ("On or near Demonstration Street 329", "On or near Demonstration Street 329"),
        ("12 Sample Street", "Sample Street"),
        ("12a Sample Street", "Sample Street"),
        ("12-14 Sample Street", "Sample Street"),
        ("Flat 3, 12 Sample Street, DL1 5QX", "Sample Street"),
        ("Flat 2b 7 Sample Street DL15QX", "Sample Street"),
        ("Unit 4, Sample Yard", "Sample Yard"),
        ("Room 2, Flat 9, 3/1 Sample Court", "Sample Court"),
        ("5th Avenue", "5th Avenue"),
        ("Park East", "Park East"),
        ("No Location", None),
        ("12", None),
        ("DL1 5QX", None),
        ("", None),
        (None, None),
    ],
)
def test_a_location_never_shows_a_house(recorded: str | None, shown: str | None) -> None:
    assert street_of(recorded) == shown
