"""The layouts that data.police.uk publishes, and what its file names say."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from cspdash.periods import parse_month

SHARED = [
    "Crime ID",
    "Month",
    "Reported by",
    "Falls within",
    "Longitude",
    "Latitude",
    "Location",
    "LSOA code",
    "LSOA name",
]
COLUMNS = {
    "street": [*SHARED, "Crime type", "Last outcome category", "Context"],
    "outcomes": [*SHARED, "Outcome type"],
}
# Kinds that are published and not loaded, with what is said of them.
SKIPPED = {
    "stop-and-search": "stop and search is not loaded",
    "neighbourhood": "counts by neighbourhood (2010 to 2012) are not loaded: its street file has the rows",
}
NEIGHBOURHOOD = {"Month", "Force", "Neighbourhood"}
STOP_AND_SEARCH = {"Type", "Date", "Part of a policing operation", "Legislation"}
FILE_NAME = re.compile(
    r"^(\d{4}-\d{2})-([a-z][a-z-]*?)-(street|outcomes|stop-and-search|neighbourhood)\.csv$", re.IGNORECASE
)
# Left out of a force's name to give its data.police.uk id, but for those that differ altogether.
NAME_PARTS = re.compile(r"\b(constabulary|police|service)\b")
OTHER_IDS = {
    "British Transport Police": "btp",
    "Police Service of Northern Ireland": "northern-ireland",
    "Hampshire and Isle of Wight Constabulary": "hampshire",
}


@dataclass(frozen=True, slots=True)
class NamedFile:
    """What a file's name says: month (None when it is no month), force id and kind."""

    month_text: str
    month: date | None
    force: str
    kind: str


def named(file: str) -> NamedFile | None:
    """Return what the name of a published file says, or None when it is not named like one."""
    found = FILE_NAME.match(PurePosixPath(file.replace("\\", "/")).name)
    if not found:
        return None
    return NamedFile(found[1], parse_month(found[1]), found[2].lower(), found[3].lower())


def kind_of(header: list[str]) -> str | None:
    """Return the kind of file that a header belongs to, or None."""
    if "Crime type" in header:
        return "street"
    if "Outcome type" in header:
        return "outcomes"
    if set(header) >= NEIGHBOURHOOD:
        return "neighbourhood"
    return "stop-and-search" if set(header) >= STOP_AND_SEARCH else None


def force_id(name: str) -> str:
    """Return the data.police.uk id of a force from its full name: Durham Constabulary -> durham."""
    if name in OTHER_IDS:
        return OTHER_IDS[name]
    short = NAME_PARTS.sub(" ", name.lower().replace("&", " and "))
    return re.sub(r"[^a-z]+", "-", short).strip("-")
