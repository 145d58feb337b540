from datetime import date
from typing import Literal

import numpy as np
import pytest

from cspdash.demo.areas import shipped_areas
from cspdash.demo.draws import Floats
from cspdash.demo.weights import KINDS, Planted, area_weights, read_places

AREAS = shipped_areas()
PLACES = read_places()
WEIGHTS = area_weights(AREAS, PLACES, 2026)
CODES = [area.area_code for area in AREAS]


def shares(kind: str, month: date) -> Floats:
    weights = WEIGHTS.in_month(month)[KINDS.index(kind)]
    return weights / weights.sum()


def test_places_named_are_areas_that_ship() -> None:
    assert set(PLACES.town_centres) <= set(CODES)
    assert {spot.area_code for spot in PLACES.planted} <= set(CODES)
    assert not {place.area_code for place in PLACES.elsewhere} & set(CODES)


def test_a_tenth_of_the_areas_holds_about_a_third_and_most_of_shop_theft() -> None:
    def top_tenth(kind: str) -> float:
        return np.sort(shares(kind, date(2018, 4, 1)))[::-1][: len(AREAS) // 10].sum()

    assert 0.22 < top_tenth("disorder") < 0.42
    assert 0.22 < top_tenth("violence") < 0.42
    assert top_tenth("shops") > 0.55


def test_hot_areas_last_and_drift_slowly() -> None:
    early, next_year, late = (np.log(shares("damage", date(year, 6, 1))) for year in (2012, 2013, 2022))
    assert np.corrcoef(early, next_year)[0, 1] > 0.97
    assert 0.7 < np.corrcoef(early, late)[0, 1] < 0.97


@pytest.mark.parametrize("spot", PLACES.planted, ids=lambda spot: f"{spot.course} {spot.area_code}")
def test_each_planted_spot_can_be_seen_in_its_area(spot: Planted) -> None:
    at = CODES.index(spot.area_code)
    quiet, hot = {"emerging": (spot.first, spot.last), "fading": (spot.last, spot.first)}.get(
        spot.course, (date(spot.first.year - 1, spot.first.month, 1), spot.first)
    )
    assert shares(spot.kind, hot)[at] > 0.5 * spot.times * shares(spot.kind, quiet)[at]


@pytest.mark.parametrize(
    ("course", "expected"), [("emerging", [1, 2, 4]), ("fading", [4, 2, 1]), ("passing", [1, 4, 1])]
)
def test_the_courses_of_a_planted_spot(course: Literal["emerging", "fading", "passing"], expected: list[float]) -> None:
    spot = Planted("E01012304", course, "disorder", 4.0, date(2020, 1, 1), date(2020, 3, 1))
    months = (date(2019, 6, 1), date(2020, 2, 1), date(2021, 1, 1))
    assert [spot.factor(month) for month in months] == pytest.approx(expected)
