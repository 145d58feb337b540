from dataclasses import replace
from datetime import date

import pytest

from cspdash.findings.places import Place
from cspdash.findings.points import MapPoint, Points, points
from cspdash.findings.repeats import SHOWN, repeats
from cspdash.store.connection import Store
from tests import small_catalogue
from tests.making import ASB
from tests.recounts import DARLINGTON_CODE, counted

DARLINGTON = Place(DARLINGTON_CODE, "Darlington", "district", (DARLINGTON_CODE,))
JANUARY, FEBRUARY = date(2023, 1, 1), date(2023, 2, 1)


@pytest.fixture(scope="module")
def held(store: Store) -> Points:
    return points(store, small_catalogue.catalogue(), DARLINGTON, "ASB", [ASB])


def point(n: int, street: str | None, east: float | None = -1.5, *months: date) -> MapPoint:
    north = None if east is None else 54.5
    return MapPoint(east, north, street, "E01012304", "Darlington 012A", frozenset(months or (JANUARY,)), n)


def test_locations_of_the_sample_equal_the_recount(held: Points) -> None:
    found = repeats(held)
    expected: dict[str, list[int]] = {}
    for (district, locality, month, category), n in counted().items():
        if district == DARLINGTON_CODE and category == ASB and month in held.months:
            expected.setdefault(locality, []).append(n)
    by_area = sorted(((sum(counts), len(counts)) for counts in expected.values()), reverse=True)
    assert sorted(((row.n, row.months) for row in found.rows), reverse=True) == by_area
    assert found.locations == 3
    assert found.located == held.total


def test_points_of_one_street_are_told_apart_by_number(held: Points) -> None:
    found = repeats(replace(held, rows=(point(5, "A Street"), point(9, "A Street", -1.6), point(2, "B Street", -1.7))))
    assert [(row.street, row.number, row.n) for row in found.rows] == [
        ("A Street", 1, 9), ("A Street", 2, 5), ("B Street", None, 2),
    ]  # fmt: skip
    assert [round(row.share, 4) for row in found.rows] == [0.5625, 0.3125, 0.125]


def test_addresses_of_one_street_without_points_are_one_location(held: Points) -> None:
    rows = (point(2, "A Street", None, JANUARY), point(3, "A Street", None, JANUARY, FEBRUARY))
    found = repeats(replace(held, rows=rows))
    assert [(row.street, row.number, row.n, row.months) for row in found.rows] == [("A Street", None, 5, 2)]


def test_half_is_the_fewest_locations_that_hold_half(held: Points) -> None:
    rows = tuple(point(n, f"Street {n}", -1.5 - n / 100) for n in (4, 3, 2, 1))
    found = repeats(replace(held, rows=rows))
    assert (found.half, found.located, found.once) == (2, 10, 1)
    assert repeats(replace(held, rows=rows[:1])).half == 1


def test_events_without_a_street_are_no_location(held: Points) -> None:
    found = repeats(replace(held, rows=(point(7, None), point(3, "A Street"))))
    assert (found.located, found.locations, found.points.total) == (3, 1, 10)
    empty = repeats(replace(held, rows=()))
    assert (empty.rows, empty.half, empty.located) == ((), 0, 0)


def test_only_the_first_are_listed_and_all_are_counted(held: Points) -> None:
    rows = tuple(point(100 - n, f"Street {n}", -1.5 - n / 1000) for n in range(60))
    found = repeats(replace(held, rows=rows))
    assert len(found.rows) == SHOWN
    assert found.locations == 60
