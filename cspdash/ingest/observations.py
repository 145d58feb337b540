"""Indicator tables: one row an indicator, area and period, from any partner, as a tidy CSV.

A file is loaded whole or refused whole, with every problem in it by line and column. A withheld number is
kept as a row without numbers that says so. Loading an (indicator, area, period, source) again replaces it.
"""

import csv
import io
from collections.abc import Collection
from dataclasses import astuple, dataclass, field, fields, replace
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from cspdash.catalogue import Catalogue, Indicator
from cspdash.catalogue.reader import did_you_mean
from cspdash.ingest import LoadReport, RefusedFile, Source, Status
from cspdash.ingest.ledger import enter
from cspdash.ingest.observation_cells import CellProblem, is_withheld, numbers, span
from cspdash.ingest.reading import Rows, Text, header_of, read_rows, read_text
from cspdash.store.observations import PRINTED, SUPPRESSED, Observation

SOURCE = Source("observations", "Indicator tables of the partners", "the partnership", "As agreed with each owner")
COLUMNS = ["indicator", "area_code", "period_start", "period_end", "numerator", "denominator", "value", "note"]
OPTIONAL = "source"
MOST_SHOWN = 20
FIELDS = [spec.name for spec in fields(Observation)]
TYPES = [pa.string(), pa.string(), pa.date32(), pa.date32(), pa.float64(), pa.float64(), pa.float64(), pa.string(),
         pa.string()]  # fmt: skip

DIFFERENCE = """
SELECT count(*) FILTER (held.indicator IS NULL) AS added, count(*) FILTER (held.indicator IS NOT NULL AND (
    held.numerator IS DISTINCT FROM fresh.numerator OR held.denominator IS DISTINCT FROM fresh.denominator
    OR held.value IS DISTINCT FROM fresh.value OR held.note IS DISTINCT FROM fresh.note)) AS changed
FROM incoming_observation AS fresh LEFT JOIN observation AS held
    ON held.indicator = fresh.indicator AND held.area_code = fresh.area_code AND held.source = fresh.source
    AND held.period_start = fresh.period_start AND held.period_end = fresh.period_end"""
REMOVE = """
DELETE FROM observation USING incoming_observation AS fresh
WHERE observation.indicator = fresh.indicator AND observation.area_code = fresh.area_code
    AND observation.source = fresh.source AND observation.period_start = fresh.period_start
    AND observation.period_end = fresh.period_end"""
KNOWN_AREAS = "SELECT DISTINCT area_code FROM area"


@dataclass(slots=True)
class Observations:
    """A file's rows, each with what to say of it."""

    text: Text
    rows: list[Observation] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_observations(path: Path, catalogue: Catalogue, known_areas: Collection[str]) -> Observations:
    """Return the rows of an indicator table.

    Raises RefusedFile, with every problem by line and column (the first 20, then how many more), when anything
    in the file is not as it should be.
    """
    text = read_text(path)
    columns = [*COLUMNS, OPTIONAL] if OPTIONAL in header_of(text) else COLUMNS
    rows = read_rows(text, columns)
    found = Observations(text, notes=[*text.notes, *rows.notes])
    problems = [(line, f"line {line}: {reason}. Write a row as in the template") for line, reason, _ in rows.rejects]
    problems += _take_rows(found, rows, catalogue, known_areas)
    if problems:
        raise RefusedFile(path.name, listed_problems(problems), "Mend the file and load it again")
    return found


def _take_rows(
    found: Observations, rows: Rows, catalogue: Catalogue, known_areas: Collection[str]
) -> list[tuple[int, str]]:
    """Add each good row to `found`; return the problems of the others by line."""
    problems: list[tuple[int, str]] = []
    indicators = {indicator.slug: indicator for indicator in catalogue.indicators}
    seen: dict[tuple[object, ...], int] = {}
    for cells in rows.table.to_pylist():
        line = cells.pop("line")
        row = {column: text.strip() for column, text in cells.items()}
        try:
            taken = _row(row, indicators, known_areas)
            key = (taken.indicator, taken.area_code, taken.period_start, taken.period_end, taken.source)
            if key in seen:
                raise CellProblem("indicator", f"the row says again what line {seen[key]} says", "Keep one of them")
            seen[key] = line
            found.rows.append(taken)
            if taken.suppressed:
                found.notes.append(f"line {line}: {_withheld(row)} kept as suppressed, without a number")
        except CellProblem as problem:
            problems.append((line, f"line {line}, {problem}"))
    return problems


def _row(row: dict[str, str], indicators: dict[str, Indicator], known_areas: Collection[str]) -> Observation:
    """Return one row as an observation; raise CellProblem for the first thing that is wrong with it."""
    slug, area, source = row["indicator"], row["area_code"], row.get(OPTIONAL, "")
    if slug not in indicators:
        remedy = did_you_mean(slug, list(indicators)) if slug else "Name one in every row"
        raise CellProblem("indicator", f"there is no indicator '{slug}'", remedy[:300])
    if area not in known_areas:
        raise CellProblem("area_code", f"no area has the code '{area}'", "Write the ONS code, as E06000005")
    start, end = span(("period_start", "period_end"), (row["period_start"], row["period_end"]), "period")
    if source.startswith(PRINTED.strip()):
        raise CellProblem("source", f"'{PRINTED.strip()} …' is kept for figures printed in plans", "Name the source")
    indicator = indicators[slug]
    held = Observation(slug, area, start, end, None, None, None, source or indicator.source, row["note"] or None)
    if _withheld(row):
        said = row["note"].removeprefix(SUPPRESSED).lstrip(": ")
        return replace(held, note=f"{SUPPRESSED}: {said}" if said else SUPPRESSED)
    numerator, denominator, value = numbers(indicator, row["numerator"], row["denominator"], row["value"])
    return replace(held, numerator=numerator, denominator=denominator, value=value)


def _withheld(row: dict[str, str]) -> str:
    """Return the sign by which a row says that a number is withheld, quoted, or nothing."""
    cells = [row[column] for column in ("numerator", "denominator", "value")]
    signs = [cell for cell in cells if is_withheld(cell)]
    if not any(cells) and row["note"].startswith(SUPPRESSED):
        signs = [SUPPRESSED]
    return f"'{signs[0]}'" if signs else ""


def listed_problems(problems: list[tuple[int, str]]) -> str:
    """Return the problems in the order of lines, the first of them in full."""
    texts = [text for _, text in sorted(problems, key=lambda problem: problem[0])]
    more = [f"and {len(texts) - MOST_SHOWN:,} more"] if len(texts) > MOST_SHOWN else []
    if len(texts) == 1:
        return texts[0]
    return "\n  ".join([f"{len(texts):,} problems", *texts[:MOST_SHOWN], *more])


def known_areas(con: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> frozenset[str]:
    """Return the codes that a row may name: the store's areas and those that the content names."""
    held = {row[0] for row in con.execute(KNOWN_AREAS).fetchall()}
    named = {code for district in catalogue.partnership.districts for code in catalogue.lies_in(district.area_code)}
    peers = {member.area_code for group in catalogue.peer_groups for member in group.members}
    return frozenset(held | named | peers | {figure.area_code for figure in catalogue.figures})


def load_observations(con: duckdb.DuckDBPyConnection, path: Path, catalogue: Catalogue) -> LoadReport:
    """Load an indicator table into the store that `con` is building; return its report.

    Raises RefusedFile as `read_observations` does; OSError when the file cannot be read.
    """
    return write_observations(con, read_observations(path, catalogue, known_areas(con, catalogue)))


def write_observations(con: duckdb.DuckDBPyConnection, found: Observations) -> LoadReport:
    """Put a file's rows into the store in place of those of the same indicators, areas, periods and sources."""
    con.register("incoming_observation", as_table(found.rows))
    try:
        added, changed = con.execute(DIFFERENCE).fetchall()[0]
        status: Status = "unchanged" if not added + changed else "revised" if added < len(found.rows) else "loaded"
        report = LoadReport(
            found.text.file, status, found.text.sha256, len(found.rows), len(found.rows), 0, "observations",
            rows_added=added, rows_changed=changed, notes=tuple(found.notes[:MOST_SHOWN]), bytes=found.text.size,
        )  # fmt: skip
        if added + changed:
            con.execute(REMOVE)
            con.execute("INSERT INTO observation SELECT * FROM incoming_observation")
            enter(con, SOURCE.name, report)
    finally:
        con.unregister("incoming_observation")
    return report


def as_table(rows: list[Observation]) -> pa.Table:
    """Return rows as a table with the columns of `observation`."""
    columns = list(zip(*(astuple(row) for row in rows), strict=True)) or [()] * len(FIELDS)
    return pa.Table.from_arrays(
        [pa.array(column, kind) for column, kind in zip(columns, TYPES, strict=True)], names=FIELDS
    )


def template(
    indicator: Indicator, area_code: str = "", period_start: date | None = None, period_end: date | None = None
) -> str:
    """Return a CSV to fill in: the header and one row without numbers, which is refused until it has some."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*COLUMNS, OPTIONAL])
    days = [given.isoformat() if given else "" for given in (period_start, period_end)]
    writer.writerow([indicator.slug, area_code, *days, "", "", "", "", indicator.source])
    return out.getvalue()
