"""A store of one force with a year of whole months and a month after it that lacks something."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path

from cspdash.catalogue import Catalogue
from cspdash.ingest import completeness, derive, police_uk
from cspdash.periods import month_range
from cspdash.store.connection import Store, open_store
from cspdash.store.release import building
from tests import making
from tests.making import ASB, Row
from tests.recounts import COUNTY_DURHAM_CODE, DARLINGTON_CODE

YEAR = month_range(date(2022, 1, 1), date(2022, 12, 1))
AFTER = date(2023, 1, 1)
AREA = "INSERT INTO area VALUES ($code, 'Darlington 001A', 'lsoa', $parent, 2011, NULL, NULL, NULL)"
CODES = [f"E010123{n:02}" for n in range(30)]


def rows_of(month: date, each: int = 10) -> list[Row]:
    """Return a month's rows in order of locality, as published: the first and last categories are rarer than ASB."""
    found = []
    for place, code in enumerate(CODES):
        for n in range(each + (place + month.month) % 3):
            crime = "Robbery" if n == 0 else "Burglary" if n == 1 else ASB
            identity = making.crime_id(month, code, n)
            found.append(
                making.street_row(
                    month=f"{month:%Y-%m}", lsoa_code=code, lsoa_name="Darlington 001A", crime_type=crime,
                    crime_id=identity,
                )
            )  # fmt: skip
    return found


def filled(
    folder: Path, scratch: Path, months: Mapping[date, Sequence[Row]], catalogue: Catalogue,
    elsewhere: Collection[str] = (), **options: bool,
) -> Store:  # fmt: skip
    """Return a store of some months, as the ingest fills it and judges it; `elsewhere` lies in County Durham."""
    paths = [making.write_month(scratch, rows, f"{month:%Y-%m}") for month, rows in months.items()]
    known = [category.name for category in catalogue.categories]
    with building(folder) as build:
        done = police_uk.load(build.con, paths, known)
        assert not done.refusals
        build.con.executemany(AREA, [
            {"code": code, "parent": COUNTY_DURHAM_CODE if code in elsewhere else DARLINGTON_CODE} for code in CODES
        ])  # fmt: skip
        derive.rebuild_monthly(build.con)
        completeness.rebuild(build.con, catalogue)
    return open_store(folder)
