"""Files of an invented borough, Northwick Vale: boundaries, residents and police months, all made up.

Every month has, in each of four localities: ASB 9 (12 in the first year), bicycle thefts 3, burglaries 2;
and rows of another district of its force, which belong to nobody here.
"""

import json
import re
import shlex
from datetime import date
from pathlib import Path

from cspdash.periods import month_range
from cspdash.settings import ROOT
from tests.making import Row, asb_row, crime_id, street_row, write_file, write_month

README = ROOT / "README.md"
CODE, NAME, FORCE = "E06999991", "Northwick Vale", "norland"
LOCALITIES = [(f"E0199999{n}", f"{NAME} 001{letter}") for n, letter in enumerate("ABCD", start=1)]
NEIGHBOUR = ("E01999999", "Otherton 001A")
FIRST, LAST = date(2024, 4, 1), date(2026, 3, 1)
TURN = date(2025, 4, 1)
PERSONS = 1500
# Over the newest twelve months, and the twelve before.
ASB_AFTER, ASB_BEFORE, BICYCLES = 9 * 4 * 12, 12 * 4 * 12, 3 * 4 * 12
ELSEWHERE = 12 * (12 + 5) + 12 * (9 + 5)
WEST, SOUTH, SIDE = 0.5, 52.0, 0.02


def square(n: int) -> list[list[float]]:
    """Return the outline of the n-th locality: four squares in a row."""
    west, east, north = WEST + n * SIDE, WEST + (n + 1) * SIDE, SOUTH + SIDE
    return [[west, SOUTH], [east, SOUTH], [east, north], [west, north], [west, SOUTH]]


def write_boundaries(folder: Path) -> Path:
    """Write the localities' outlines as ONS names the columns; districts follow from the localities' names."""
    features = [
        {
            "type": "Feature",
            "properties": {"LSOA21CD": code, "LSOA21NM": name},
            "geometry": {"type": "Polygon", "coordinates": [square(n)]},
        }
        for n, (code, name) in enumerate(LOCALITIES)
    ]
    return write_file(
        folder / "lsoa21.geojson", json.dumps({"type": "FeatureCollection", "features": features}).encode()
    )


def write_population(folder: Path) -> Path:
    """Write the residents of each locality."""
    lines = ["LSOA21CD,year,persons", *(f"{code},2024,{PERSONS}" for code, _ in LOCALITIES), ""]
    return write_file(folder / "residents.csv", "\n".join(lines).encode())


def month_rows(month: date) -> list[Row]:
    """Return the rows of one month."""
    text = f"{month:%Y-%m}"
    common = {"month": text, "reported_by": "Norland Police", "falls_within": "Norland Police"}
    rows: list[Row] = []
    for n, (code, name) in enumerate([*LOCALITIES, NEIGHBOUR]):
        where = {"lsoa_code": code, "lsoa_name": name, "latitude": f"{SOUTH + SIDE / 2:.6f}"}
        where |= common | {"longitude": f"{WEST + (n + 0.5) * SIDE:.6f}"}
        rows += [asb_row(**where) for _ in range(9 if month >= TURN else 12)]
        for crime, times in (("Bicycle theft", 3), ("Burglary", 2)):
            rows += [
                street_row(crime_type=crime, crime_id=crime_id(text, code, crime, i), **where) for i in range(times)
            ]
    return rows


def write_months(folder: Path) -> Path:
    """Write two years of police months."""
    for month in month_range(FIRST, LAST):
        write_month(folder, month_rows(month), f"{month:%Y-%m}", force=FORCE)
    return folder


def example() -> dict[str, str]:
    """Return the README's example: the text of each file that it shows, by path."""
    found = re.findall(r"\*\*`([^`]+)`\*\*\n\n```\w+\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    return dict(found)


def example_commands() -> tuple[dict[str, str], list[list[str]]]:
    """Return the environment and the command lines (without `python -m cspdash`) that the README gives for it."""
    text = README.read_text(encoding="utf-8")
    [block] = [found for found in re.findall(r"```sh\n(.*?)```", text, re.DOTALL) if "CSPDASH_CONTENT=" in found]
    first, *lines = [shlex.split(line, comments=True) for line in block.splitlines()]
    assert first[0] == "export"
    assert all(line[:3] == ["python", "-m", "cspdash"] for line in lines)
    return dict(part.split("=", 1) for part in first[1:]), [line[3:] for line in lines]


def write_all(folder: Path) -> None:
    """Write the README's example as it stands there, and the data that its commands name."""
    for path, text in example().items():
        write_file(folder / path, text.encode())
    write_months(folder / "months")
    write_boundaries(folder)
    write_population(folder)
