"""What a release holds, in the pieces that two releases are compared by."""

from datetime import date

from cspdash.store.connection import Store

VALUES = """
SELECT indicator, area_code, period_start, period_end, source, value FROM observation
ORDER BY indicator, area_code, source, period_end, period_start"""

ANSWERS = """
SELECT survey, question, area_code, wave_start, wave_end, source, share FROM survey_answer
ORDER BY survey, question, area_code, source, wave_end, wave_start"""

FILES = "SELECT load_id FROM ledger WHERE replaced_by IS NULL ORDER BY load_id"

# Subject, area_code, first and last day, source.
Key = tuple[str, str, date, date, str]


def values(store: Store) -> dict[Key, float | None]:
    """Return every indicator value by indicator, area, period and source."""
    return {(row[0], row[1], row[2], row[3], row[4]): row[5] for row in store.rows(VALUES)}


def answers(store: Store) -> dict[Key, float | None]:
    """Return every survey share by "survey: question", area, wave and source."""
    return {(f"{row[0]}: {row[1]}", row[2], row[3], row[4], row[5]): row[6] for row in store.rows(ANSWERS)}


def files(store: Store) -> list[int]:
    """Return the numbers of the loads whose rows stand in a release, oldest first."""
    return [row[0] for row in store.rows(FILES)]
