"""What a release worked out about hot spots: its runs, what they found of each area, and who touches whom."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from cspdash.store.connection import Store

SUBJECTS = "SELECT DISTINCT subject FROM hot_spot_run ORDER BY subject"

RUNS = """
SELECT part, first_month, last_month, test_month, areas, permutations, seed, level, note FROM hot_spot_run
WHERE subject = $subject AND measure = $measure ORDER BY part, first_month"""

FOUND = """
SELECT first_month, area_code, n, persons, z, p, hot, cold FROM hot_spot
WHERE subject = $subject AND measure = $measure AND part = $part ORDER BY first_month, area_code"""

TOUCHING = """
SELECT neighbour.area_code, count(*) AS n FROM neighbour JOIN area ON area.area_code = neighbour.area_code
WHERE area.level = 'lsoa' AND list_contains($districts, area.parent_code)
GROUP BY neighbour.area_code ORDER BY neighbour.area_code"""


@dataclass(frozen=True, slots=True)
class Run:
    """A run: part 'window', 'period' or 'origin', its months, how it was made, and why it was not (`note`)."""

    part: str
    first: date | None
    last: date | None
    test_last: date | None
    areas: int
    permutations: int
    seed: int
    level: float
    note: str


class Found(NamedTuple):
    """What a run that begins in a month found of an area: z of Gi*, two-sided p, and the corrected flags."""

    first: date
    area_code: str
    n: int
    persons: int | None
    z: float
    p: float | None
    hot: bool | None
    cold: bool | None


def hot_spot_subjects(store: Store) -> list[str]:
    """Return the slugs of the indicators that hot spots were asked of."""
    return [row[0] for row in store.rows(SUBJECTS)]


def hot_spot_runs(store: Store, subject: str, measure: str) -> list[Run]:
    """Return the runs of a subject and measure (count or rate), oldest first within each part."""
    return [Run(*row) for row in store.rows(RUNS, subject=subject, measure=measure)]


def hot_spot_found(store: Store, subject: str, measure: str, part: str) -> list[Found]:
    """Return what the runs of a part found; of periods only the areas that were hot or cold."""
    return [Found(*row) for row in store.rows(FOUND, subject=subject, measure=measure, part=part)]


def neighbour_counts(store: Store, districts: list[str]) -> dict[str, int]:
    """Return how many areas each common area of some districts touches; one that touches none is absent."""
    return dict(store.rows(TOUCHING, districts=districts))
