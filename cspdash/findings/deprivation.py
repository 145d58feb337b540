"""How deprived is an area? The English Indices of Deprivation as loaded for LSOAs, on common areas."""

from collections.abc import Sequence
from dataclasses import dataclass

from cspdash.findings.units import Unit
from cspdash.store import locality_queries, queries
from cspdash.store.connection import Store

# Slug of the indicator: what it measures. The first that is held of the newest year is the one that ranks.
MEASURES = {"imd-score": "score", "imd-rank": "rank", "imd-decile": "decile"}


@dataclass(frozen=True, slots=True)
class Deprivation:
    """The Index of Multiple Deprivation of areas: `values[code]`, in a `measure` of which `year` says the edition.

    `others` holds, by measure, what else is held of the same edition. A high score is deprived; a rank of 1 and a
    decile of 1 are the most deprived in England.
    """

    measure: str
    year: int
    source: str
    values: dict[str, float]
    others: dict[str, dict[str, float]]

    @property
    def worst_first(self) -> dict[str, float]:
        """Return values that are higher where deprivation is higher, whatever the measure."""
        return self.values if self.measure == "score" else {code: -value for code, value in self.values.items()}

    def of(self, code: str) -> dict[str, float]:
        """Return what is held of one area, by measure."""
        every = {self.measure: self.values, **self.others}
        return {measure: every[measure][code] for measure in MEASURES.values() if code in every.get(measure, {})}


def deprivation(store: Store, areas: Sequence[Unit]) -> Deprivation | None:
    """Return the newest deprivation held of areas, or None where none is.

    A locality that was split or merged has the mean of its members, a ward or district the mean of its localities
    weighted by their residents; one of which a locality lacks its value has none.
    """
    districts = sorted({unit.district for unit in areas})
    rows = locality_queries.common_observed(store, districts, list(MEASURES))
    if not rows:
        return None
    newest = max(end for _, _, end, _, _ in rows)
    held: dict[str, dict[str, float]] = {}
    for slug, code, end, value, _ in rows:
        if end == newest:
            held.setdefault(MEASURES[slug], {})[code] = value
    people = {code: float(persons or 1) for code, persons in _persons(store, districts).items()}
    made = {
        measure: {unit.code: mean for unit in areas if (mean := _mean(unit, held[measure], people)) is not None}
        for measure in MEASURES.values()
        if measure in held
    }
    first = next(iter(made))
    source = next(source for _, _, end, _, source in rows if end == newest)
    return Deprivation(first, newest.year, source, made.pop(first), made)


def _persons(store: Store, districts: list[str]) -> dict[str, int | None]:
    return {row[0]: row[6] for row in queries.common_areas(store, districts)}


def _mean(unit: Unit, values: dict[str, float], people: dict[str, float]) -> float | None:
    """Return the mean over an area's localities weighted by residents, or None where one lacks its value."""
    if any(code not in values for code in unit.members):
        return None
    weights = [people.get(code, 1.0) for code in unit.members]
    return sum(weight * values[code] for weight, code in zip(weights, unit.members, strict=True)) / sum(weights)
