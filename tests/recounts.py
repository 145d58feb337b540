"""The slow second answer: the sample months counted in plain Python, row by row."""

import csv
from collections import Counter
from collections.abc import Collection
from datetime import date
from functools import cache

from cspdash.settings import REFERENCE
from tests.making import COUNTY_DURHAM, DARLINGTON, MONTHS, SPLIT_IN_2021, month_rows

DARLINGTON_CODE, COUNTY_DURHAM_CODE, FORCE_CODE = "E06000005", "E06000047", "E23000008"
DISTRICT = {
    **{area[0]: DARLINGTON_CODE for area in DARLINGTON},
    **{area[0]: COUNTY_DURHAM_CODE for area in COUNTY_DURHAM},
}
WHOLE = {piece[0]: code for code, piece in SPLIT_IN_2021.items()}
WITHIN = {DARLINGTON_CODE: {DARLINGTON_CODE}, COUNTY_DURHAM_CODE: {COUNTY_DURHAM_CODE}}
WITHIN[FORCE_CODE] = {DARLINGTON_CODE, COUNTY_DURHAM_CODE}


@cache
def counted() -> Counter[tuple[str | None, str, date, str]]:
    """Return the sample's incidents by district, locality (of 2011), month and category."""
    found: Counter[tuple[str | None, str, date, str]] = Counter()
    for month in MONTHS:
        for row in month_rows(month):
            locality = WHOLE.get(row["LSOA code"], row["LSOA code"])
            found[DISTRICT.get(locality), locality, month, row["Crime type"]] += 1
    return found


def monthly(code: str, categories: Collection[str]) -> dict[date, int]:
    """Return the incidents of some categories in a district, the force area or a locality; a month held has a count."""
    found = dict.fromkeys(MONTHS, 0)
    for (district, locality, month, category), n in counted().items():
        if category in categories and (locality == code or district in WITHIN.get(code, set())):
            found[month] += n
    return found


def categories_of(code: str) -> set[str]:
    """Return the categories of which a place has any incident."""
    return {category for _, _, _, category in counted() if sum(monthly(code, [category]).values())}


@cache
def residents() -> dict[str, int]:
    """Return the residents of every locality as the reference data gives them."""
    with (REFERENCE / "census2011_lsoa11.csv").open(encoding="utf-8") as stream:
        return {row["area_code"]: int(row["persons"]) for row in csv.DictReader(stream)}
