"""Residents and households by area and year, from a CSV with ONS or our own column names.

A rate is only as good as its denominator: a file with one figure that cannot be right is refused whole.
Rows for areas of other kinds (countries, regions, Scotland) are set aside with line and reason.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa

from cspdash.ingest import LoadReport, RefusedFile, Source, Status
from cspdash.ingest.area_codes import area_columns, level_of
from cspdash.ingest.ledger import enter
from cspdash.ingest.reading import Reject, Text, header_of, read_rows, read_text
from cspdash.periods import FIRST_YEAR, LAST_YEAR

SOURCE = Source(
    "ONS population",
    "Residents and households by area",
    "Office for National Statistics",
    "Open Government Licence v3.0",
)
CODE_NAMES = ("area_code", "code", "geography code", "geo_code")
PERSONS_NAMES = ("persons", "population", "total_population", "total_residents", "residents", "usual_residents",
                 "all_ages", "total")  # fmt: skip
HOUSEHOLDS_NAMES = ("households", "total_households", "all_households")
YEAR_NAMES = ("year",)
LAYOUT = "Give a CSV with area_code, year, persons and, if known, households"
MOST_PERSONS = 100_000_000
SHOWN = 5

DIFFER = """
SELECT count(*) FILTER (population.persons IS NULL),
    count(*) FILTER (population.persons <> arrived.persons
        OR (population.persons IS NOT NULL AND population.households IS DISTINCT FROM arrived.households))
FROM arrived LEFT JOIN population USING (area_code, year)"""
FORGET = """
DELETE FROM population WHERE EXISTS (SELECT 1 FROM arrived
    WHERE arrived.area_code = population.area_code AND arrived.year = population.year)"""
KEEP = "INSERT INTO population SELECT area_code, year, persons, households FROM arrived"
UNKNOWN = "SELECT count(DISTINCT area_code) FROM arrived WHERE area_code NOT IN (SELECT area_code FROM area)"
SET_ASIDE = "INSERT INTO reject SELECT $load_id, line, reason, raw FROM aside"
SCHEMA = pa.schema(
    [("area_code", pa.string()), ("year", pa.int32()), ("persons", pa.int64()), ("households", pa.int64())]
)


@dataclass(frozen=True, slots=True)
class Population:
    """Residents of an area in a year, and households where they are known."""

    area_code: str
    year: int
    persons: int
    households: int | None = None


@dataclass(frozen=True, slots=True)
class Populations:
    """The rows of a file, rows set aside as (line, reason, raw text), and notes."""

    rows: tuple[Population, ...]
    rejects: tuple[Reject, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Columns:
    """The names of a file's columns; None where it has none."""

    code: str
    persons: str
    households: str | None
    year: str | None


def read_population(path: Path, year: int | None = None) -> Populations:
    """Return the populations of a CSV; `year` is for files without a year column.

    Raise RefusedFile with line, column and reason for any figure that is not a whole number above zero.
    """
    if not path.is_file():
        raise RefusedFile(str(path), "there is no such file", "Check the path")
    text = read_text(path)
    columns = _columns(path.name, header_of(text), year)
    table = read_rows(text, header_of(text))
    if table.rejects:
        line, reason, _ = table.rejects[0]
        raise RefusedFile(path.name, f"line {line}: {reason}", LAYOUT)
    rows: list[Population] = []
    rejects: list[Reject] = []
    for row in table.table.to_pylist():
        code = row[columns.code].strip()
        if level_of(code) is None:
            rejects.append((row["line"], _aside(path.name, row["line"], columns.code, code), _raw(text, row["line"])))
        else:
            rows.append(_population(path.name, row, columns, year))
    _refuse_doubles(path.name, rows)
    if not rows:
        raise RefusedFile(path.name, f"column {columns.code}: no row is for an area that is held here", LAYOUT)
    return Populations(tuple(rows), tuple(rejects), (f"residents from the column {columns.persons}",))


def _columns(file: str, header: list[str], year: int | None) -> _Columns:
    """Return which columns carry what; raise RefusedFile when code, residents or year cannot be found."""
    lower = {name.strip().lower(): name for name in header}

    def first(names: Sequence[str]) -> str | None:
        return next((lower[name] for name in names if name in lower), None)

    known = area_columns(header)
    code = first(CODE_NAMES[:1]) or (known[0].code if known else first(CODE_NAMES))
    persons, years = first(PERSONS_NAMES), first(YEAR_NAMES)
    found = ", ".join(header)[:200]
    if code is None or persons is None:
        wanted = "ONS codes" if code is None else "residents"
        raise RefusedFile(file, f"line 1: no column carries {wanted}; its columns are: {found}", LAYOUT)
    if years is None and year is None:
        raise RefusedFile(file, f"line 1: no column carries the year; its columns are: {found}", "Say it with --year")
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        raise RefusedFile(file, f"{year} is no year from {FIRST_YEAR} to {LAST_YEAR}", "Say another with --year")
    return _Columns(code, persons, first(HOUSEHOLDS_NAMES), years)


def _aside(file: str, line: int, column: str, code: str) -> str:
    """Return why a row is set aside; raise RefusedFile when its code has not the form of an ONS code."""
    if len(code) == 9 and code[0].isalpha() and code[1:].isdigit():
        return "the code is of no kind of area that is held here"
    raise RefusedFile(file, f"line {line}, column {column}: {code!r} is no ONS code", LAYOUT)


def _population(file: str, row: dict[str, str], columns: _Columns, year: int | None) -> Population:
    """Return one row; raise RefusedFile for a figure that cannot be right."""
    line = int(row["line"])
    stated = year
    if columns.year:
        stated = _whole(file, line, columns.year, row[columns.year], FIRST_YEAR, LAST_YEAR)
        if year not in {None, stated}:
            raise RefusedFile(file, f"line {line}, column {columns.year}: {stated} is not {year}", "Leave out --year")
    persons = _whole(file, line, columns.persons, row[columns.persons], 1, MOST_PERSONS)
    households = None
    if columns.households and row[columns.households].strip():
        households = _whole(file, line, columns.households, row[columns.households], 0, persons)
    return Population(row[columns.code].strip(), int(stated or 0), persons, households)


def _whole(file: str, line: int, column: str, text: str, least: int, most: int) -> int:
    """Return a whole number (1563, 1,563 or 1563.0) between two others; raise RefusedFile for anything else."""
    plain = text.strip().replace(",", "")
    digits = plain[:-2] if plain.endswith(".0") else plain
    if not (digits.isascii() and digits.isdigit()) or not least <= int(digits) <= most:
        raise RefusedFile(
            file, f"line {line}, column {column}: {text!r} is no whole number from {least:,} to {most:,}", LAYOUT
        )
    return int(digits)


def _raw(text: Text, line: int) -> str:
    """Return a line of a file as it stands there."""
    return text.data.split(b"\n")[line - 1].decode().rstrip("\r")


def _refuse_doubles(file: str, rows: list[Population]) -> None:
    """Raise RefusedFile when an area stands twice in one year."""
    counted = Counter((row.area_code, row.year) for row in rows)
    double = [f"{code} in {year}" for (code, year), times in counted.items() if times > 1]
    if double:
        raise RefusedFile(file, f"areas that stand twice: {', '.join(double[:SHOWN])}", "Keep one row an area and year")


def write_population(con: duckdb.DuckDBPyConnection, rows: Sequence[Population]) -> tuple[int, int, int]:
    """Put populations in place of those of the same area and year; return (new, changed, areas not known)."""
    values = [{name: getattr(row, name) for name in SCHEMA.names} for row in rows]
    con.register("arrived", pa.Table.from_pylist(values, SCHEMA))
    added, changed = con.execute(DIFFER).fetchall()[0]
    unknown = con.execute(UNKNOWN).fetchall()[0][0]
    con.execute(FORGET)
    con.execute(KEEP)
    con.unregister("arrived")
    return int(added), int(changed), int(unknown)


def load_population(con: duckdb.DuckDBPyConnection, path: Path, year: int | None = None) -> LoadReport:
    """Load a population file; areas and years that are held are replaced. Raise RefusedFile as `read_population`.

    Populations of common areas follow from `areas.refresh`, which every command runs at its end.
    """
    found = read_population(path, year)
    added, changed, unknown = write_population(con, found.rows)
    status: Status = "revised" if changed else "loaded" if added else "unchanged"
    notes = (*found.notes, *((f"areas that are not known here: {unknown}",) if unknown else ()))
    text = read_text(path)
    report = LoadReport(
        str(path), status, text.sha256,
        len(found.rows) + len(found.rejects), len(found.rows), len(found.rejects), "population",
        rows_added=added, rows_changed=changed, notes=notes,
        reasons=dict(Counter(reason for _, reason, _ in found.rejects)), bytes=text.size,
    )  # fmt: skip
    if status == "unchanged":
        return report
    load_id = enter(con, SOURCE.name, report)
    if found.rejects:
        lines, reasons, raws = (list(values) for values in zip(*found.rejects, strict=True))
        con.register("aside", pa.table({"line": lines, "reason": reasons, "raw": raws}))
        con.execute(SET_ASIDE, {"load_id": load_id})
        con.unregister("aside")
    return report
