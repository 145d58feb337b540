"""The areas that the partnership drew itself: what is in each."""

from dataclasses import dataclass
from pathlib import Path

from cspdash.findings.places import OWN, Place
from cspdash.store import own_area_queries
from cspdash.store.connection import Store


@dataclass(frozen=True, slots=True)
class OwnArea:
    """An own area with its incidents of all months, and its residents (an estimate for one with an outline)."""

    place: Place
    n: int
    persons: int | None
    year: int | None
    outline: str | None
    drawn: str


def own_areas(store: Store) -> tuple[OwnArea, ...]:
    """Return the own areas of a release, by name; `drawn` is the text of an area's file."""
    outlines, totals = own_area_queries.own_outlines(store), own_area_queries.own_totals(store)
    return tuple(
        OwnArea(
            Place(code, name, OWN, tuple(districts), kind),
            totals.get(code, 0),
            persons,
            year,
            outlines.get(code),
            drawn,
        )
        for code, name, kind, districts, persons, year, drawn in own_area_queries.own_areas(store)
    )


def waiting(store: Store, folder: Path) -> tuple[str, ...]:
    """Return the codes of areas whose files lie beside the store and that this release does not have."""
    held = {code for code, *_ in own_area_queries.own_areas(store)}
    return tuple(path.stem for path in own_area_queries.files(folder) if path.stem not in held)
