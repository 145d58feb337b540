"""Map points, hexagons and repeat locations of the real Durham months against a plain recount of the files."""

import csv
from collections import Counter
from pathlib import Path

import h3
import pytest

from cspdash import catalogue, settings
from cspdash.findings.hexagons import hexagons
from cspdash.findings.places import Place
from cspdash.findings.points import Points, points
from cspdash.findings.repeats import repeats
from cspdash.store.connection import Store
from tests.making import ASB
from tests.recounts import DARLINGTON_CODE

DARLINGTON = Place(DARLINGTON_CODE, "Darlington", "district", (DARLINGTON_CODE,))
MONTHS = [f"2021-{n:02}" for n in range(3, 13)] + ["2022-01", "2022-02"]


@pytest.fixture(scope="module")
def recorded(real_data: Path) -> list[dict[str, str]]:
    """Return the ASB rows of Darlington's localities in twelve months, by the localities' names."""
    found = []
    for month in MONTHS:
        (path,) = (real_data / "police-uk").rglob(f"{month}-durham-street.csv")
        with path.open(encoding="utf-8", newline="") as stream:
            found += [
                row
                for row in csv.DictReader(stream)
                if row["Crime type"] == ASB and row["LSOA name"].startswith("Darlington ")
            ]
    return found


@pytest.fixture(scope="module")
def found(real_store: Store) -> Points:
    return points(real_store, catalogue.load(settings.content_dir()), DARLINGTON, "ASB", [ASB], "12-2022-02")


def test_map_points_and_hexagons_equal_the_recount(found: Points, recorded: list[dict[str, str]]) -> None:
    assert found.total == found.placed == len(recorded) > 2000
    cells = Counter(h3.latlng_to_cell(float(row["Latitude"]), float(row["Longitude"]), 9) for row in recorded)
    assert {row.cell: row.n for row in hexagons(found, 9).rows} == dict(cells)


def test_the_locations_with_most_equal_the_recount(found: Points, recorded: list[dict[str, str]]) -> None:
    at = Counter((row["Location"], row["Longitude"], row["Latitude"]) for row in recorded)
    most = repeats(found)
    assert [row.n for row in most.rows] == sorted(at.values(), reverse=True)[: len(most.rows)]
    assert most.rows[0].street == max(at, key=lambda key: at[key])[0]
    assert most.locations == len(at)
