"""ONS codes and the column names that carry them: level, vintage, district part of a name.

A code says its level by its first three characters, and an LSOA code says by its number whether it
existed before the census of 2021. ONS files name a code column for the level and the year, in one
of several styles: LSOA21CD, lsoa21_code, WD2024CD, ladcode19.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

LEVEL_OF_PREFIX = {
    "E01": "lsoa", "W01": "lsoa",
    "E05": "ward", "W05": "ward",
    "E06": "district", "E07": "district", "E08": "district", "E09": "district", "W06": "district",
    "E22": "partnership", "W22": "partnership",
    "E23": "force", "W15": "force",
}  # fmt: skip
LEVELS = ("lsoa", "ward", "district", "partnership", "force")
# The last code of the 2011 census geography; ONS numbers new areas upwards and never uses a code again.
LAST_LSOA_2011 = {"E": "E01033768", "W": "W01001958"}
CODE = re.compile(r"[EW]\d{8}")
NAME = re.compile(r"(.+) \d{3}[A-Z]")

STEMS = {
    "lsoa": "lsoa", "wd": "ward", "ward": "ward",
    "lad": "district", "ltla": "district", "la": "district",
    "csp": "partnership", "pfa": "force",
}  # fmt: skip
# The year stands before or after the word for code or name: LSOA21CD, lsoa21_code, ladcode19, LSOA CODE.
COLUMN = re.compile(
    rf"(?P<stem>{'|'.join(STEMS)})[ _]?(?P<year>\d{{4}}|\d{{2}})?[ _]?"
    r"(?P<part>code|cd|name|nm)[ _]?(?P<late>\d{4}|\d{2})?",
    re.IGNORECASE,
)
FILE_YEAR = re.compile(r"(?:lsoa|wards?|wd|lad|ltla|csp|pfa)s?[ _-]?(?P<year>20\d\d|\d\d)(?!\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AreaColumn:
    """A column that carries ONS codes or names: its name, level, year (None when unsaid) and the name column."""

    code: str
    level: str
    vintage: int | None
    name: str | None = None


def level_of(code: str) -> str | None:
    """Return the level of an ONS code (lsoa, ward, district, partnership, force), or None for any other text."""
    return LEVEL_OF_PREFIX.get(code[:3]) if CODE.fullmatch(code) else None


def lsoa_vintage(code: str) -> int:
    """Return 2021 for an LSOA code that the 2021 census brought, 2011 for one that was there before it.

    Most LSOAs were not changed: their code is in both geographies and counts as 2011 here.
    """
    return 2021 if code > LAST_LSOA_2011.get(code[:1], code) else 2011


def district_part(lsoa_name: str) -> str | None:
    """Return the district in an LSOA's name: 'Darlington' of 'Darlington 012A'; None when it is no such name."""
    found = NAME.fullmatch(lsoa_name.strip())
    return found[1] if found else None


def area_columns(names: Iterable[str]) -> list[AreaColumn]:
    """Return the code columns among a file's column names, smallest areas first, each with its name column."""
    found: dict[tuple[str, int | None], dict[str, str]] = {}
    for name in names:
        match = COLUMN.fullmatch(name.strip())
        if match:
            key = (STEMS[match["stem"].lower()], full_year(match["year"] or match["late"]))
            part = "code" if match["part"].lower() in {"code", "cd"} else "name"
            found.setdefault(key, {}).setdefault(part, name)
    columns = [
        AreaColumn(parts["code"], level, vintage, parts.get("name"))
        for (level, vintage), parts in found.items()
        if "code" in parts
    ]
    return sorted(columns, key=lambda column: (LEVELS.index(column.level), column.vintage or 0))


def full_year(text: str | None) -> int | None:
    """Return a year written with two or four digits, or None for none."""
    if not text:
        return None
    return int(text) if len(text) == 4 else 2000 + int(text)


def year_in_file_name(name: str) -> int | None:
    """Return the year that a file's name gives its areas (lsoa11_darlington.geojson: 2011), or None."""
    found = FILE_YEAR.search(name)
    return full_year(found["year"]) if found else None
