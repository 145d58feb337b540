"""Indicator values that were not counted from incidents: supplied in files, printed in plans, or asked in surveys.

Both supplied and printed values stand in `observation`; the source of a printed one starts with PRINTED,
which no file may use, so that the two are never taken for one another.
"""

from dataclasses import dataclass
from datetime import date

from cspdash.store.connection import Store

PRINTED = "Printed in "
SUPPRESSED = "suppressed"
# Why the public edition gives no number, as its notes say it.
FEWER, ON_REQUEST = "fewer than 10", "hidden on request"

SUPPLIED = """
SELECT indicator, area_code, period_start, period_end, numerator, denominator, value, source, note FROM observation
WHERE list_contains($indicators, indicator) AND NOT starts_with(source, $printed)
ORDER BY indicator, area_code, source, period_end, period_start"""

ANSWERS = """
SELECT survey, question, wave_start, wave_end, area_code, n, share, design_effect, source FROM survey_answer
WHERE list_contains($surveys, survey) ORDER BY survey, question, area_code, source, wave_end, wave_start"""


@dataclass(frozen=True, slots=True)
class Observation:
    """One supplied row: `value` in the indicator's own scale (a share from 0 to 1), None when suppressed."""

    indicator: str
    area_code: str
    period_start: date
    period_end: date
    numerator: float | None
    denominator: float | None
    value: float | None
    source: str
    note: str | None

    @property
    def suppressed(self) -> bool:
        """Tell whether the number was withheld so that no person can be found."""
        return self.value is None and (self.note or "").startswith(SUPPRESSED)


@dataclass(frozen=True, slots=True)
class Answer:
    """One survey question in one wave and area: the share (0 to 1) of `n` asked."""

    survey: str
    question: str
    wave_start: date
    wave_end: date
    area_code: str
    n: int | None
    share: float | None
    design_effect: float | None
    source: str


def supplied(store: Store, indicators: list[str]) -> list[Observation]:
    """Return the observations of some indicators that came from files, by area, source and period."""
    return [Observation(*row) for row in store.rows(SUPPLIED, indicators=indicators, printed=PRINTED)]


def answers(store: Store, surveys: list[str]) -> list[Answer]:
    """Return the answers of some surveys, by question, area, source and wave."""
    return [Answer(*row) for row in store.rows(ANSWERS, surveys=surveys)]
