"""One row of a survey table, and which rows of a file cannot stand together."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from cspdash.catalogue.reader import did_you_mean
from cspdash.ingest.observation_cells import CellProblem, span
from cspdash.ingest.survey_cells import asked, design_effect, share_of, words
from cspdash.store.observations import PRINTED


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """One row of a file: `share` (0 to 1) of `n` asked; n is None where the file leaves it empty."""

    line: int
    survey: str
    question: str
    wave_start: date
    wave_end: date
    area_code: str
    n: int | None
    share: float
    design_effect: float | None
    source: str
    wording: str | None
    method: str | None

    @property
    def place(self) -> tuple[str, str, str]:
        """Return what its waves must not overlap in: survey, question and area."""
        return self.survey, self.question, self.area_code


def survey_row(line: int, row: dict[str, str], areas: Collection[str], file: str) -> SurveyRow:
    """Return one row; raise CellProblem for the first thing that is wrong with it."""
    survey, question = words("survey", row["survey"]), words("question", row["question"])
    start, end = span(("wave_start", "wave_end"), (row["wave_start"], row["wave_end"]), "wave")
    area = row["area_code"]
    if area not in areas:
        remedy = did_you_mean(area, sorted(areas))[:200] if area else "Write the ONS code, as E06000005"
        raise CellProblem("area_code", f"no area has the code '{area}'", remedy)
    source = words("source", row.get("source", ""), needed=False) or file
    if source.startswith(PRINTED.strip()):
        raise CellProblem("source", f"'{PRINTED.strip()} …' is kept for figures printed in plans", "Name the source")
    n = asked(row["n"])
    return SurveyRow(
        line, survey, question, start, end, area, n, share_of(row, n), design_effect(row.get("design_effect", "")),
        source, words("wording", row.get("wording", ""), needed=False) or None,
        words("method", row.get("method", ""), needed=False) or None,
    )  # fmt: skip


def overlapping(rows: list[SurveyRow]) -> list[tuple[int, str]]:
    """Return a problem, by line, for each row whose wave is that of an earlier row, or overlaps it."""
    problems = []
    ordered = sorted(rows, key=lambda row: (row.place, row.wave_start, row.wave_end, row.line))
    latest: dict[tuple[str, str, str], SurveyRow] = {}
    for row in ordered:
        before = latest.get(row.place)
        if before is not None and row.wave_start <= before.wave_end:
            same = (row.wave_start, row.wave_end) == (before.wave_start, before.wave_end)
            said = "says again the wave" if same else f"{row.wave_start} to {row.wave_end} overlaps the wave"
            reason = f"{said} {before.wave_start} to {before.wave_end} of line {before.line}"
            remedy = "Keep one of them" if same else "Give each wave once, and leave out figures of several together"
            problems.append((row.line, f"line {row.line}, wave_start: {reason}. {remedy}"))
        if before is None or row.wave_end > before.wave_end:
            latest[row.place] = row
    return problems
