"""Points, moments and events without an area, against the sample's rows counted in plain Python."""

from collections import defaultdict
from datetime import date

import pytest

from cspdash.store import point_queries
from cspdash.store.connection import Store
from tests.making import ASB, CRIMES, MONTHS, month_rows
from tests.recounts import COUNTY_DURHAM_CODE, DARLINGTON_CODE, DISTRICT, WHOLE

YEAR = MONTHS[-12:]


def recount(districts: set[str], categories: set[str]) -> dict[tuple[float, float, str], tuple[int, set[date]]]:
    """Return events and months by point and common area."""
    found: dict[tuple[float, float, str], list[date]] = defaultdict(list)
    for month in YEAR:
        for row in month_rows(month):
            code = WHOLE.get(row["LSOA code"], row["LSOA code"])
            if DISTRICT.get(code) in districts and row["Crime type"] in categories and row["Longitude"]:
                found[float(row["Longitude"]), float(row["Latitude"]), code].append(month)
    return {key: (len(months), set(months)) for key, months in found.items()}


@pytest.mark.parametrize("districts", [[DARLINGTON_CODE], [DARLINGTON_CODE, COUNTY_DURHAM_CODE]])
@pytest.mark.parametrize("categories", [[ASB], CRIMES[:2]])
def test_points_equal_the_recount(store: Store, districts: list[str], categories: list[str]) -> None:
    found = point_queries.points(store, districts, categories, YEAR)
    held = {(row[0], row[1], row[3]): (row[6], set(row[5])) for row in found if row[0] is not None}
    assert held == recount(set(districts), set(categories))
    assert len(held) > 2
    assert [row[6] for row in found] == sorted((row[6] for row in found), reverse=True)


def test_events_without_any_area_are_counted_apart(store: Store) -> None:
    burglaries = sum(not row["LSOA code"] and row["Crime type"] == "Burglary" for m in YEAR for row in month_rows(m))
    assert burglaries == len(YEAR)
    assert point_queries.nowhere(store, ["Burglary"], YEAR) == burglaries
    assert point_queries.nowhere(store, [ASB], YEAR) == 0
    assert point_queries.nowhere(store, ["Burglary"], []) == 0


def test_the_police_publish_no_moments(store: Store) -> None:
    found = point_queries.moments(store, [DARLINGTON_CODE], [ASB], YEAR)
    n = sum(count for count, _ in recount({DARLINGTON_CODE}, {ASB}).values())
    assert found == [(None, None, n)]
