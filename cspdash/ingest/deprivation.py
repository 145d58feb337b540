"""The English Indices of Deprivation by LSOA, as published: one row an LSOA, columns for rank, decile and score.

It is loaded by `ingest observations`, which knows it by its columns. Only the store's own LSOAs are kept, so the file
for all of England can be given as it is. The edition (2019, 2025) is read from the file's name, which must say it.
"""

import re
from pathlib import Path
from typing import Any

import duckdb

from cspdash.catalogue import Catalogue
from cspdash.ingest import LoadReport, RefusedFile
from cspdash.ingest.area_codes import area_columns
from cspdash.ingest.observation_cells import CellProblem, day, number
from cspdash.ingest.observations import Observations, listed_problems, write_observations
from cspdash.ingest.reading import header_of, read_rows, read_text
from cspdash.store.observations import Observation

# The published "Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)", and short forms: IMD_rank.
MEASURE = re.compile(r"(index of multiple deprivation.*|imd[ _]?)(?P<measure>score|rank|decile)\b.*", re.IGNORECASE)
BARE_CODE = re.compile(r"lsoa[ _]?(20)?(11|21)?[ _]?(code|cd).*", re.IGNORECASE)
EDITION = re.compile(r"(?:imd|iod|deprivation)\D{0,12}(20\d\d)|(20\d\d)\D{0,12}(?:imd|iod|deprivation)", re.IGNORECASE)
LSOAS = "SELECT area_code FROM area WHERE level = 'lsoa'"
DECILES = range(1, 11)


def is_deprivation(header: list[str]) -> bool:
    """Tell whether a CSV's column names are those of the Indices of Deprivation by LSOA."""
    return _code_column(header) is not None and bool(_measures(header))


def _code_column(header: list[str]) -> str | None:
    """Return the column of LSOA codes: LSOA code (2019), lsoa11_code, LSOA21CD."""
    known = [column.code for column in area_columns(header) if column.level == "lsoa"]
    return next(iter([*known, *(name for name in header if BARE_CODE.fullmatch(name.strip()))]), None)


def _measures(header: list[str]) -> dict[str, str]:
    """Return the column of each measure of the whole index that a file has."""
    found: dict[str, str] = {}
    for name in header:
        match = MEASURE.fullmatch(name.strip())
        if match:
            found.setdefault(f"imd-{match['measure'].lower()}", name)
    return found


def read_deprivation(path: Path, catalogue: Catalogue, lsoas: set[str]) -> Observations:
    """Return an observation for each measure of each of some LSOAs.

    Raises RefusedFile when the file's name says no edition, a value is none, an LSOA stands twice, none of the store's
    is there, or the content has no indicator for it.
    """
    text = read_text(path)
    header = header_of(text)
    code_column, measures = _code_column(header), _measures(header)
    if code_column is None or not measures:
        raise RefusedFile(path.name, "it has no columns of LSOA codes and of the index", "Give the file as published")
    year = _edition(path)
    _check_content(path, catalogue, measures)
    rows = read_rows(text, list(dict.fromkeys([code_column, *measures.values()])))
    problems = [(line, f"line {line}: {reason}") for line, reason, _ in rows.rejects]
    found = Observations(text, notes=[*text.notes, *rows.notes])
    every = rows.table.to_pylist()
    inside = [cells for cells in every if cells[code_column].strip() in lsoas]
    problems += _take_rows(found, inside, code_column, measures, year)
    if problems:
        raise RefusedFile(path.name, listed_problems(problems), "Mend the file and load it again")
    if not inside:
        raise RefusedFile(path.name, "none of the store's LSOAs is in it", "Give the file that covers them")
    if len(every) > len(inside):
        found.notes.append(f"{len(every) - len(inside):,} LSOAs that this store does not have were left out")
    return found


def _edition(path: Path) -> str:
    """Return the year of the index from a file's name."""
    edition = EDITION.search(path.stem)
    if not edition:
        raise RefusedFile(path.name, "its name does not say of which year the index is", "Name it as imd2019.csv")
    return edition[1] or edition[2]


def _check_content(path: Path, catalogue: Catalogue, measures: dict[str, str]) -> None:
    """Raise RefusedFile when the content has no indicator for a measure."""
    slugs = {indicator.slug for indicator in catalogue.indicators}
    missing = [slug for slug in measures if slug not in slugs]
    if missing:
        remedy = "Copy cspdash/content/indicators/deprivation.toml into the content's indicators"
        raise RefusedFile(path.name, f"the content has no indicator {', '.join(missing)}", remedy)


def _take_rows(
    found: Observations, rows: list[dict[str, Any]], code_column: str, measures: dict[str, str], year: str
) -> list[tuple[int, str]]:
    """Add the values of each LSOA to `found`; return the problems of the others by line."""
    span = (day("period_start", f"{year}-01-01"), day("period_end", f"{year}-12-31"))
    source, seen = f"English Indices of Deprivation {year}, MHCLG", set[str]()
    problems: list[tuple[int, str]] = []
    for cells in rows:
        code, line = cells[code_column].strip(), cells["line"]
        try:
            if code in seen:
                raise CellProblem(code_column, f"{code} stands twice", "Keep one of them")
            seen.add(code)
            for slug, column in measures.items():
                value = _value(slug, column, cells[column].strip())
                found.rows.append(Observation(slug, code, *span, None, None, value, source, None))
        except CellProblem as problem:
            problems.append((line, f"line {line}, {problem}"))
    return problems


def _value(slug: str, column: str, text: str) -> float:
    """Return a score (0 or more), rank (1 or more) or decile (1 to 10); raise CellProblem for anything else."""
    found = number(column, text.replace(",", "") if slug == "imd-rank" else text)
    if found is None:
        raise CellProblem(column, "the number is missing", "Every LSOA of England has one")
    least = 0 if slug == "imd-score" else 1
    whole = slug == "imd-score" or found == int(found)
    if found < least or not whole or (slug == "imd-decile" and found not in DECILES):
        raise CellProblem(column, f"{text} is no {slug.removeprefix('imd-')}", "Give the file as published")
    return found


def load_deprivation(con: duckdb.DuckDBPyConnection, path: Path, catalogue: Catalogue) -> LoadReport:
    """Load the Indices of Deprivation into the store that `con` is building; raise RefusedFile as the reader does."""
    lsoas = {row[0] for row in con.execute(LSOAS).fetchall()}
    return write_observations(con, read_deprivation(path, catalogue, lsoas))
