"""What a motivated intruder has: a public folder with its releases, the published populations, and the content."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cspdash.catalogue import Catalogue
from cspdash.store.connection import Store
from cspdash.store.release import current_release, release_path, releases

BASE, HIDDEN = " / base", "hidden on request"
LARGE = 10**9
CELLS = "SELECT indicator, area_code, period_start, period_end, published, flag, disclosure FROM protected_cell"
VALUES = "SELECT indicator, area_code, period_start, numerator, denominator, value FROM observation"
ANSWERS = """
SELECT survey || '/' || question, area_code, wave_start, n, share FROM survey_answer
WHERE NOT starts_with(source, 'Printed in ')"""
COLUMNS = "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal ORDER BY ALL"
AREAS = "SELECT area_code, level, parent_code FROM area"
HOUSEHOLDS = "SELECT area_code, max_by(households, year) FROM common_population GROUP BY area_code"
TEXTS = {
    "an e-mail address": re.compile(rb"[\w.+-]{2,}@[\w-]{2,}\.(?:uk|com|org|net)\b"),
    "a street": re.compile(rb"On or near ", re.IGNORECASE),
    "a postcode": re.compile(rb"\b(?:DL|DH|TS)\d{1,2} \d[A-Z]{2}\b"),
    "a telephone number": re.compile(rb"\b0\d{3,4} \d{3} \d{3,4}\b"),
}


@dataclass(frozen=True)
class Cell:
    """A protected cell as anyone can read it."""

    indicator: str
    area: str
    start: date
    end: date
    published: int | None
    flag: str
    disclosure: str

    @property
    def low(self) -> int:
        """Return the least count that can stand behind it."""
        return max(self.published - 2, 10) if self.published is not None else 0

    @property
    def high(self) -> int:
        """Return the greatest."""
        if self.published is not None:
            return self.published + 2
        return 9 if self.flag == "fewer than 10" else LARGE


class Intruder:
    """What an intruder has: the current release, the earlier ones kept beside it, and the plans' content."""

    def __init__(self, folder: Path, content: Catalogue) -> None:
        self.folder, self.content = folder, content
        name = current_release(folder)
        if name is None:
            raise SystemExit(f"there is no release in {folder}")
        self.path = release_path(folder, name)
        self.store = Store(self.path, seconds=None)
        self.cells = [Cell(*row) for row in self.store.rows(CELLS)]
        self.earlier = [release_path(folder, one) for one in releases(folder) if one != name]

    def counts(self) -> list[Cell]:
        """Return the cells that count events or people, not what these are out of."""
        return [cell for cell in self.cells if not cell.indicator.endswith(BASE)]

    def special(self, words: tuple[str, ...]) -> list[Cell]:
        """Return the cells of indicators whose name has one of some words."""
        return [cell for cell in self.counts() if any(word in cell.indicator for word in words)]
