"""A made year in which anti-social behaviour clusters in one part of Darlington, with its plain second answers."""

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cache

from cspdash.catalogue import Catalogue
from cspdash.ingest.areas.loading import BOUNDARIES
from cspdash.periods import month_range
from tests import small_catalogue
from tests.making import Row, asb_row
from tests.recounts import DARLINGTON_CODE

YEAR = month_range(date(2022, 1, 1), date(2022, 12, 1))
LATER = date(2023, 2, 1)  # January is missing, so it is in no complete twelve months
SLUG = "asb"


def content() -> Catalogue:
    """Return a catalogue of one district, whose ASB and burglary are asked for hot spots."""
    found = small_catalogue.catalogue()
    darlington = replace(small_catalogue.PARTNERSHIP, districts=small_catalogue.PARTNERSHIP.districts[:1])
    indicators = (small_catalogue.indicator(), small_catalogue.indicator("burglary", ("Burglary",)))
    return replace(found, partnership=darlington, indicators=indicators)


@cache
def localities() -> dict[str, tuple[str, tuple[float, float]]]:
    """Return the name and first corner of each of Darlington's localities, by code, from the file that ships."""
    with BOUNDARIES.open(encoding="utf-8") as stream:
        features = json.load(stream)["features"]
    found = {}
    for feature in features:
        about, rings = feature["properties"], feature["geometry"]["coordinates"]
        if about["parent_code"] == DARLINGTON_CODE:
            corner = rings[0][0] if feature["geometry"]["type"] == "Polygon" else rings[0][0][0]
            found[about["area_code"]] = (about["area_name"], (corner[0], corner[1]))
    return found


@cache
def hot() -> frozenset[str]:
    """Return the nine localities nearest to one corner of the town: those that are made hot."""
    east, north = localities()["E01012304"][1]
    return frozenset(sorted(localities(), key=lambda code: (localities()[code][1][0] - east) ** 2
                            + (localities()[code][1][1] - north) ** 2)[:9])  # fmt: skip


def events(code: str, month: date) -> int:
    """Return how many incidents a locality has in a month: one to three, and nine more where it is hot."""
    place = sorted(localities()).index(code)
    return 1 + (place * 7 + month.month * 3) % 3 + (9 if code in hot() else 0)


def month_rows(month: date) -> list[Row]:
    """Return the rows of a month's file."""
    return [
        asb_row(month=f"{month:%Y-%m}", lsoa_code=code, lsoa_name=name)
        for code, (name, _) in sorted(localities().items())
        for _ in range(events(code, month))
    ]


def counted(months: list[date]) -> Counter[str]:
    """Return the incidents of each locality over some months."""
    return Counter({code: sum(events(code, month) for month in months) for code in localities()})
