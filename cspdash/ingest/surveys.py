"""Survey tables: one row a question, wave and area, with the number asked, as a tidy CSV.

A file is loaded whole or refused whole, with every problem in it by line and column. A wave loaded again is
replaced; one that overlaps another wave of its question and area is refused, as the same people could be in both.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow as pa

from cspdash.catalogue import Catalogue
from cspdash.catalogue.nations import NATIONS
from cspdash.ingest import LoadReport, RefusedFile, Source, Status
from cspdash.ingest.ledger import enter
from cspdash.ingest.observation_cells import CellProblem
from cspdash.ingest.observations import known_areas, listed_problems
from cspdash.ingest.reading import Text, header_of, read_rows, read_text
from cspdash.ingest.survey_cells import FIGURES, shares_under_percent
from cspdash.ingest.survey_notes import notes_on
from cspdash.ingest.survey_rows import SurveyRow, overlapping, survey_row
from cspdash.store.observations import PRINTED

SOURCE = Source("surveys", "Survey answers", "the partnership", "As agreed with each owner")
NEEDED = ["survey", "question", "wave_start", "wave_end", "area_code", "n"]
OPTIONAL = [*FIGURES, "design_effect", "source", "wording", "method"]
MEND = "Mend the file and load it again"
SCHEMA = pa.schema(
    [("line", pa.int64()), ("survey", pa.string()), ("question", pa.string()), ("wave_start", pa.date32()),
     ("wave_end", pa.date32()), ("area_code", pa.string()), ("n", pa.int64()), ("share", pa.float64()),
     ("design_effect", pa.float64()), ("source", pa.string()), ("wording", pa.string()), ("method", pa.string())]
)  # fmt: skip

OVERLAPS = """
SELECT fresh.line, held.wave_start, held.wave_end, held.source
FROM incoming_answer AS fresh JOIN survey_answer AS held USING (survey, question, area_code)
WHERE held.wave_start <= fresh.wave_end AND held.wave_end >= fresh.wave_start
    AND (held.wave_start <> fresh.wave_start OR held.wave_end <> fresh.wave_end)
    AND NOT starts_with(held.source, $printed)
ORDER BY fresh.line, held.wave_start"""
DIFFERENCE = """
SELECT count(*) FILTER (held.survey IS NULL), count(*) FILTER (held.survey IS NOT NULL AND (
    held.n IS DISTINCT FROM fresh.n OR held.share IS DISTINCT FROM fresh.share OR held.source <> fresh.source
    OR held.design_effect IS DISTINCT FROM fresh.design_effect OR said.wording IS DISTINCT FROM fresh.wording
    OR said.method IS DISTINCT FROM fresh.method))
FROM incoming_answer AS fresh
LEFT JOIN survey_answer AS held ON held.survey = fresh.survey AND held.question = fresh.question
    AND held.area_code = fresh.area_code AND held.wave_start = fresh.wave_start AND held.wave_end = fresh.wave_end
    AND NOT starts_with(held.source, $printed)
LEFT JOIN survey_wave AS said ON said.survey = fresh.survey AND said.question = fresh.question
    AND said.area_code = fresh.area_code AND said.wave_start = fresh.wave_start AND said.wave_end = fresh.wave_end"""
FORGET = """
DELETE FROM survey_answer USING incoming_answer AS fresh
WHERE survey_answer.survey = fresh.survey AND survey_answer.question = fresh.question
    AND survey_answer.area_code = fresh.area_code AND survey_answer.wave_start = fresh.wave_start
    AND survey_answer.wave_end = fresh.wave_end AND NOT starts_with(survey_answer.source, $printed)"""
FORGET_SAID = """
DELETE FROM survey_wave USING incoming_answer AS fresh
WHERE survey_wave.survey = fresh.survey AND survey_wave.question = fresh.question
    AND survey_wave.area_code = fresh.area_code AND survey_wave.wave_start = fresh.wave_start
    AND survey_wave.wave_end = fresh.wave_end"""
KEEP = """
INSERT INTO survey_answer SELECT survey, question, wave_start, wave_end, area_code, n, share, design_effect, source
FROM incoming_answer"""
KEEP_SAID = """
INSERT INTO survey_wave SELECT survey, question, wave_start, wave_end, area_code, wording, method
FROM incoming_answer WHERE wording IS NOT NULL OR method IS NOT NULL"""


@dataclass(slots=True)
class Survey:
    """A file's rows, and what to say of them."""

    text: Text
    rows: list[SurveyRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_survey(path: Path, catalogue: Catalogue, areas: Collection[str]) -> Survey:
    """Return the rows of a survey table; `areas` are the codes that it may name.

    Raises RefusedFile, with every problem by line and column (the first 20, then how many more), when anything
    in the file is not as it should be.
    """
    text = read_text(path)
    header = header_of(text)
    if not set(FIGURES) & set(header):
        columns = ", ".join([*NEEDED, "share (or percent, or count)"])
        raise RefusedFile(path.name, "line 1: no column share, percent or count", f"Expected are: {columns}")
    found = read_rows(text, [*NEEDED, *(name for name in OPTIONAL if name in header)])
    survey = Survey(text, notes=[*text.notes, *found.notes])
    problems = [(line, f"line {line}: {reason}. Write one row a wave") for line, reason, _ in found.rejects]
    percents: list[tuple[int, str]] = []
    for cells in found.table.to_pylist():
        line = cells.pop("line")
        row = {column: text.strip() for column, text in cells.items()}
        try:
            survey.rows.append(survey_row(line, row, areas, path.name))
            percents.append((line, row.get("percent", "")))
        except CellProblem as problem:
            problems.append((line, f"line {line}, {problem}"))
    problems += overlapping(survey.rows)
    if suspect := shares_under_percent(percents):
        reason = f"'{suspect[1]}' under percent is below 1%, as is every figure of the file"
        problems.append((suspect[0], f"line {suspect[0]}, percent: {reason}. Name the column share if it holds shares"))
    if problems:
        raise RefusedFile(path.name, listed_problems(problems), MEND)
    survey.notes += notes_on(survey.rows, catalogue)
    return survey


def areas_for(con: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> frozenset[str]:
    """Return the codes that a survey may name: the store's and the content's areas, nations and regions."""
    return known_areas(con, catalogue) | frozenset(NATIONS)


def load_survey(con: duckdb.DuckDBPyConnection, path: Path, catalogue: Catalogue) -> LoadReport:
    """Load a survey table into the store that `con` is building; return its report.

    Raises RefusedFile as `read_survey` does, and for a wave that overlaps one already held; OSError when the
    file cannot be read.
    """
    found = read_survey(path, catalogue, areas_for(con, catalogue))
    values = [{name: getattr(row, name) for name in SCHEMA.names} for row in found.rows]
    con.register("incoming_answer", pa.Table.from_pylist(values, SCHEMA))
    printed = {"printed": PRINTED}
    try:
        clashes = [
            (line, f"line {line}, wave_start: the wave overlaps {start} to {end}, held from '{source}'. "
                   "Load one of the two, or give it another question")
            for line, start, end, source in con.execute(OVERLAPS, printed).fetchall()
        ]  # fmt: skip
        if clashes:
            raise RefusedFile(path.name, listed_problems(clashes), MEND)
        added, changed = con.execute(DIFFERENCE, printed).fetchall()[0]
        status: Status = "unchanged" if not added + changed else "revised" if added < len(values) else "loaded"
        report = LoadReport(
            found.text.file, status, found.text.sha256, len(values), len(values), 0, "survey",
            rows_added=added, rows_changed=changed, notes=tuple(found.notes), bytes=found.text.size,
        )  # fmt: skip
        if status != "unchanged":
            con.execute(FORGET, printed)
            con.execute(FORGET_SAID)
            con.execute(KEEP)
            con.execute(KEEP_SAID)
            enter(con, SOURCE.name, report)
    finally:
        con.unregister("incoming_answer")
    return report
