"""Synthetic police.uk months: rows with defaults, files made of rows, and a small store's worth of months.

Area codes are real (ONS), everything else is invented.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path

from cspdash.periods import month_range

SHARED = ["Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code",
          "LSOA name"]  # fmt: skip
STREET = [*SHARED, "Crime type", "Last outcome category", "Context"]
OUTCOMES = [*SHARED, "Outcome type"]
FIELDS = {
    "crime_id": "Crime ID", "month": "Month", "reported_by": "Reported by", "falls_within": "Falls within",
    "longitude": "Longitude", "latitude": "Latitude", "location": "Location", "lsoa_code": "LSOA code",
    "lsoa_name": "LSOA name", "crime_type": "Crime type", "outcome": "Last outcome category", "context": "Context",
    "outcome_type": "Outcome type",
}  # fmt: skip
ASB = "Anti-social behaviour"
# Code, name and a point inside, of LSOAs of 2011.
DARLINGTON = [
    ("E01012304", "Darlington 012A", "-1.543000", "54.524500"),
    ("E01012305", "Darlington 012B", "-1.542400", "54.520500"),
    ("E01012316", "Darlington 010B", "-1.566800", "54.525400"),
]
COUNTY_DURHAM = [
    ("E01020634", "County Durham 001A", "-1.762000", "54.901000"),
    ("E01020644", "County Durham 014D", "-1.848500", "54.847400"),
]
# The pieces of 2021 that two of them were split into (one each), used in months from June 2023.
SPLIT_IN_2021 = {
    "E01012316": ("E01035185", "Darlington 010D"),
    "E01020644": ("E01034489", "County Durham 014F"),
}
ELSEWHERE = ("E01012681", "Blackpool 006A")
FIRST, LAST, MISSING = date(2020, 5, 1), date(2023, 8, 1), date(2023, 2, 1)
MONTHS = [month for month in month_range(FIRST, LAST) if month != MISSING]
CRIMES = ["Violence and sexual offences", "Criminal damage and arson", "Burglary", "Vehicle crime"]

Row = dict[str, str]


def crime_id(*parts: object) -> str:
    """Return a made-up Crime ID: 64 hexadecimal digits, the same for the same parts."""
    return sha256("/".join(map(str, parts)).encode()).hexdigest()


def street_row(**changes: str) -> Row:
    """Return one row of a street file; keywords are FIELDS' short names."""
    row = {
        "Crime ID": crime_id("any"),
        "Month": "2023-01",
        "Reported by": "Durham Constabulary",
        "Falls within": "Durham Constabulary",
        "Longitude": "-1.543000",
        "Latitude": "54.524500",
        "Location": "On or near Sample Street",
        "LSOA code": "E01012304",
        "LSOA name": "Darlington 012A",
        "Crime type": "Burglary",
        "Last outcome category": "Under investigation",
        "Context": "",
    }
    return row | {FIELDS[name]: value for name, value in changes.items()}


def asb_row(**changes: str) -> Row:
    """Return one anti-social behaviour row: no Crime ID, no outcome."""
    return street_row(**{"crime_id": "", "crime_type": ASB, "outcome": ""} | changes)


def of_force(name: str, rows: Iterable[Row]) -> list[Row]:
    """Return rows as another force would report them."""
    return [row | {"Reported by": name, "Falls within": name} for row in rows]


def outcome_row(**changes: str) -> Row:
    """Return one row of an outcomes file."""
    row = street_row(**changes)
    for name in STREET[9:]:
        del row[name]
    return {"Outcome type": "Suspect charged"} | row


def police_csv(rows: Iterable[Row], columns: Sequence[str] = STREET, line_end: str = "\r\n") -> bytes:
    """Return a file's bytes: a header and the rows, quoted only where needed, as published."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, columns, lineterminator=line_end, extrasaction="ignore", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()


def write_month(
    folder: Path, rows: Iterable[Row], month: str = "2023-01", *, force: str = "durham", kind: str = "street"
) -> Path:
    """Write a month as published, folder/2023-01/2023-01-durham-street.csv; return the file's path."""
    columns = OUTCOMES if kind == "outcomes" else STREET
    return write_file(folder / month / f"{month}-{force}-{kind}.csv", police_csv(rows, columns))


def write_file(path: Path, data: bytes) -> Path:
    """Write bytes to a file, making its folder; return the path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def many_rows(count: int, month: str = "2023-01") -> list[Row]:
    """Return rows of which every third is anti-social behaviour, and those repeat one another."""
    crimes = (street_row(month=month, crime_id=crime_id(month, n)) for n in range(count))
    return [asb_row(month=month) if n % 3 == 2 else row for n, row in enumerate(crimes)]


def month_rows(month: date) -> list[Row]:
    """Return the rows of one month of the sample store, the same on every call."""
    index, text = (month.year - 2020) * 12 + month.month, f"{month:%Y-%m}"
    rows: list[Row] = []
    switched = SPLIT_IN_2021 if month >= date(2023, 6, 1) else {}
    for place, area in enumerate([*DARLINGTON, *COUNTY_DURHAM]):
        code, name = switched.get(area[0], area[:2])
        where = {"month": text, "lsoa_code": code, "lsoa_name": name, "longitude": area[2], "latitude": area[3]}
        rows += [asb_row(**where) for _ in range(2 + (index + place) % 4)]
        rows += [
            street_row(crime_type=crime, crime_id=crime_id(text, code, crime, n), **where)
            for kind, crime in enumerate(CRIMES)
            for n in range(1 + (index + place + kind) % 2)
        ]
    rows.append(asb_row(month=text, lsoa_code=ELSEWHERE[0], lsoa_name=ELSEWHERE[1]))
    nowhere = {"longitude": "", "latitude": "", "location": "No Location", "lsoa_code": "", "lsoa_name": ""}
    rows.append(street_row(month=text, crime_id=crime_id(text, "nowhere"), **nowhere))
    return rows


def outcome_rows(month: date) -> list[Row]:
    """Return the outcomes of one month of the sample store: one for every burglary."""
    burglaries = [row for row in month_rows(month) if row["Crime type"] == "Burglary"]
    return [outcome_row(month=f"{month:%Y-%m}", crime_id=row["Crime ID"]) for row in burglaries]


def write_months(folder: Path) -> Path:
    """Write the sample store's months (May 2020 to August 2023, February 2023 missing) as an archive would."""
    for month in MONTHS:
        write_month(folder, month_rows(month), f"{month:%Y-%m}")
        if month.year == 2023:
            write_month(folder, outcome_rows(month), f"{month:%Y-%m}", kind="outcomes")
    return folder


def served(folder: Path) -> tuple[str, str]:
    """Return what a store serves: the release's name and the sha256 of its file."""
    name = (folder / "CURRENT").read_text(encoding="ascii").strip()
    return name, sha256((folder / "releases" / f"{name}.duckdb").read_bytes()).hexdigest()
