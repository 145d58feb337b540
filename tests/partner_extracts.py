"""Partners' event extracts, invented: rows by the mappings that ship, and the slow second answer to what they hold."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from cspdash.catalogue import Catalogue, Category, Mapping
from cspdash.catalogue.mappings import Value
from tests import small_catalogue
from tests.making import DARLINGTON, write_file

FIRE, DWELLING = "Deliberate secondary fire", "Dwelling fire"
FIRE_COLUMNS = ["Incident Number", "Date of Call", "Time of Call", "Fire Category", "Easting 100m", "Northing 100m",
                "Ward", "LSOA Code (2021)", "Caller", "Notes"]  # fmt: skip
SECRET = "0191 498 0000 lives at 1 Sample Street"
CATEGORIES = (
    Category(FIRE, crime=False, source="Fire service"),
    Category(DWELLING, crime=False, source="Fire service"),
    Category("Fly-tipping", crime=False, source="Council"),
    Category("Noise complaint", crime=False, source="Council"),
)
WINDOWED = Mapping(
    "noise", "Noise", "Council", "The council", "Agreed", "R", "From", ("%d/%m/%Y",),
    time_column="At", end_date_column="To", end_time_column="Until",
    category_column="Kind",
    values=(Value(("Noise",), "Noise complaint"), Value(("Tip", "Fly tip"), "Fly-tipping")),
    left_out=("Pothole",), outcome_column="Result", longitude_column="Lon", latitude_column="Lat",
)  # fmt: skip
WINDOWED_COLUMNS = ["From", "At", "To", "Until", "Kind", "Result", "Lon", "Lat"]

Row = dict[str, str]


def fire_mapping(**changes: Any) -> Mapping:
    """Return the fire service's mapping, shortened; keywords replace single parts."""
    given: dict[str, Any] = {
        "slug": "fire", "title": "Fires", "source": "Fire service", "publisher": "The service", "licence": "Agreed",
        "disclosure": "R", "date_column": "Date of Call", "date_formats": ("%d/%m/%Y",),
        "category_column": "Fire Category", "values": (Value((FIRE,), FIRE), Value((DWELLING,), DWELLING)),
        "identifier_column": "Incident Number", "location_column": "Ward", "area_column": "LSOA Code (2021)",
    }  # fmt: skip
    return Mapping(**(given | changes))


def catalogue(*mappings: Mapping) -> Catalogue:
    """Return the small catalogue with partners' categories and some mappings."""
    return small_catalogue.catalogue(categories=(*small_catalogue.CATEGORIES, *CATEGORIES), mappings=mappings)


def fire_row(number: int = 1, day: date = date(2023, 3, 5), changes: Row | None = None) -> Row:
    """Return one row of the fire service's extract, with columns that are not to be loaded."""
    row = {
        "Incident Number": f"F{number}", "Date of Call": f"{day:%d/%m/%Y}", "Time of Call": "21:15",
        "Fire Category": FIRE, "Easting 100m": "", "Northing 100m": "", "Ward": "Park East",
        "LSOA Code (2021)": DARLINGTON[0][0], "Caller": SECRET, "Notes": SECRET,
    }  # fmt: skip
    return row | (changes or {})


def windowed_row(**changes: str) -> Row:
    """Return one row of an extract with from and to, points in degrees and no identifier."""
    row = {"From": "05/03/2023", "At": "", "To": "", "Until": "", "Kind": "Noise", "Result": "Closed",
           "Lon": DARLINGTON[0][2], "Lat": DARLINGTON[0][3]}  # fmt: skip
    return row | changes


def extract_csv(rows: Iterable[Row], columns: Sequence[str] = FIRE_COLUMNS) -> bytes:
    """Return the bytes of a CSV of rows."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, lineterminator="\r\n", extrasaction="ignore", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def write_extract(path: Path, rows: Iterable[Row], columns: Sequence[str] = FIRE_COLUMNS) -> Path:
    """Write an extract; return its path."""
    return write_file(path, extract_csv(rows, columns))


def fire_rows(first: date, last: date) -> list[Row]:
    """Return some fires on every third day of a span, a third of them in homes, in three localities by turns."""
    days = [first + timedelta(days=n) for n in range(0, (last - first).days + 1, 3)]
    rows = []
    for n, day in enumerate(days):
        kind, code = DWELLING if n % 3 == 2 else FIRE, DARLINGTON[day.toordinal() % 3][0]
        rows.append(fire_row(day.toordinal(), day, {"Fire Category": kind, "LSOA Code (2021)": code}))
    return rows


def recount(rows: Iterable[Row]) -> Counter[tuple[str, date, str]]:
    """Return fires by LSOA as written, month and category."""
    found: Counter[tuple[str, date, str]] = Counter()
    for row in rows:
        _, month, year = row["Date of Call"].split("/")
        found[row["LSOA Code (2021)"], date(int(year), int(month), 1), row["Fire Category"]] += 1
    return found
