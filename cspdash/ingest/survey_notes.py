"""What is said of a survey table that is loaded: rows without a number asked, small bases, changes of wording."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from cspdash.catalogue import Catalogue
from cspdash.catalogue.reader import did_you_mean
from cspdash.catalogue.surveys import LEAST_BASE
from cspdash.ingest.survey_rows import SurveyRow

LINES_SHOWN = 10


def notes_on(rows: Sequence[SurveyRow], catalogue: Catalogue) -> list[str]:
    """Return what a reader of the load report must know, in sentences; nothing here refuses a file."""
    return [*_bases(rows), *_unknown(rows, catalogue), *_changes(rows)]


def _bases(rows: Sequence[SurveyRow]) -> list[str]:
    unknown = [row.line for row in rows if row.n is None]
    small = [row.line for row in rows if row.n is not None and row.n < LEAST_BASE]
    notes = []
    if unknown:
        notes.append(f"no number asked in {_lines(unknown)}: kept, shown without interval and without verdict")
    if small:
        notes.append(f"fewer than {LEAST_BASE} asked in {_lines(small)}: kept, but too small a base to be shown")
    return notes


def _unknown(rows: Sequence[SurveyRow], catalogue: Catalogue) -> list[str]:
    known = {question.slug for question in catalogue.questions}
    known |= {f"{one.survey}/{one.question}" for one in catalogue.indicators if one.counted_from == "survey"}
    asked = dict.fromkeys((row.survey, row.question) for row in rows)
    return [
        f"the content does not describe {survey}/{question}: kept, and listed without a direction. "
        f"{did_you_mean(f'{survey}/{question}', sorted(known))[:200]}"
        for survey, question in asked
        if f"{survey}/{question}" not in known
    ]


def _changes(rows: Sequence[SurveyRow]) -> list[str]:
    notes = []
    ordered = sorted(rows, key=lambda row: (row.survey, row.question, row.area_code, row.wave_start))
    for before, after in pairwise(ordered):
        if (before.survey, before.question, before.area_code) != (after.survey, after.question, after.area_code):
            continue
        for what in ("wording", "method"):
            first, second = getattr(before, what), getattr(after, what)
            if first and second and first != second:
                notes.append(f"the {what} changes from line {before.line} to line {after.line}: never joined or tested")
    return notes


def _lines(numbers: Iterable[int]) -> str:
    found = sorted(numbers)
    more = f" and {len(found) - LINES_SHOWN:,} more" if len(found) > LINES_SHOWN else ""
    return f"line{'s' if len(found) > 1 else ''} {', '.join(map(str, found[:LINES_SHOWN]))}{more}"
