"""The survey figures that the plans print, as answers: each with its document and section as source.

Targets stay in the content alone: they are nobody's answers. They are loaded anew whenever the content's figures
have changed.
"""

from dataclasses import astuple

import duckdb
import pyarrow as pa

from cspdash.catalogue import Catalogue, PrintedWave, SurveyQuestion
from cspdash.ingest import LoadReport, Source
from cspdash.ingest.ledger import restate
from cspdash.store.observations import PRINTED, Answer

SOURCE = Source("plans", "Survey figures printed in the plans", "the partnerships", "As published")
KIND, NAME = "printed survey", "survey figures printed in the plans"
SCHEMA = pa.schema(
    [("survey", pa.string()), ("question", pa.string()), ("wave_start", pa.date32()), ("wave_end", pa.date32()),
     ("area_code", pa.string()), ("n", pa.int64()), ("share", pa.float64()), ("design_effect", pa.float64()),
     ("source", pa.string())]
)  # fmt: skip

REMOVE = "DELETE FROM survey_answer WHERE starts_with(source, $printed)"
KEEP = "INSERT INTO survey_answer SELECT * FROM printed_answer"


def as_answer(question: SurveyQuestion, wave: PrintedWave) -> Answer:
    """Return a printed wave as a row of `survey_answer`."""
    source = f"{PRINTED}{wave.document}, {wave.section}"
    return Answer(
        question.survey, question.question, wave.wave_start, wave.wave_end, wave.area_code, wave.n, wave.share, None,
        source,
    )  # fmt: skip


def printed_answers(catalogue: Catalogue) -> list[Answer]:
    """Return every printed wave that is an answer, in a fixed order."""
    rows = [
        as_answer(question, wave)
        for question in catalogue.questions
        for wave in question.waves
        if wave.role != "target" and not wave.place
    ]
    return sorted(rows, key=lambda row: tuple(str(part) for part in astuple(row)))


def load_printed_waves(con: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> LoadReport:
    """Put the content's printed waves into the store that `con` is building, unless it has just these."""
    rows = printed_answers(catalogue)

    def write() -> None:
        con.execute(REMOVE, {"printed": PRINTED})
        values = [{name: getattr(row, name) for name in SCHEMA.names} for row in rows]
        con.register("printed_answer", pa.Table.from_pylist(values, SCHEMA))
        con.execute(KEEP)
        con.unregister("printed_answer")

    return restate(con, SOURCE, KIND, NAME, rows, write)
