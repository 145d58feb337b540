"""Where do events gather? Map points counted in hexagons of one size (H3), free of the edges of any area."""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

import h3

from cspdash.findings.points import MapPoint, Points

SIZES = (7, 8, 9)
USUAL = 8


@dataclass(frozen=True, slots=True)
class Hexagon:
    """One hexagon: its H3 cell, events, map points with an event, and the street and area with most of them."""

    cell: str
    n: int
    points: int
    street: str | None
    area_name: str


@dataclass(frozen=True, slots=True)
class Hexagons:
    """The hexagons of a place that have an event, most first, and the points that they were counted from."""

    points: Points
    size: int
    rows: tuple[Hexagon, ...]

    @property
    def across(self) -> float:
        """Return how wide a hexagon is, in kilometres between opposite sides (an average over the world)."""
        return h3.average_hexagon_edge_length(self.size, unit="km") * 3**0.5


def hexagons(points: Points, size: int = USUAL) -> Hexagons:
    """Return map points counted in hexagons; `size` is an H3 resolution of SIZES, larger numbers are smaller."""
    if size not in SIZES:
        raise ValueError(f"size {size} is none of {SIZES}")
    inside: dict[str, list[MapPoint]] = {}
    for row in points.rows:
        if row.longitude is not None and row.latitude is not None:
            inside.setdefault(_cell(row.latitude, row.longitude, size), []).append(row)
    rows = [_hexagon(cell, held) for cell, held in inside.items()]
    return Hexagons(points, size, tuple(sorted(rows, key=lambda row: (-row.n, row.cell))))


@lru_cache(maxsize=65_536)
def _cell(latitude: float, longitude: float, size: int) -> str:
    return str(h3.latlng_to_cell(latitude, longitude, size))


def _hexagon(cell: str, rows: list[MapPoint]) -> Hexagon:
    streets: Counter[tuple[str, str]] = Counter()
    areas: Counter[str] = Counter()
    for row in rows:
        areas[row.area_name] += row.n
        if row.street:
            streets[row.street, row.area_name] += row.n
    most = min(areas, key=lambda name: (-areas[name], name))
    street, area = min(streets, key=lambda key: (-streets[key], key)) if streets else (None, most)
    points = len({(row.longitude, row.latitude) for row in rows})
    return Hexagon(cell, sum(row.n for row in rows), points, street, area)
