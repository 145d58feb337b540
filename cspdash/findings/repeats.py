"""Which places come back? The map points with the most events, as streets in their area, never as addresses."""

from collections import Counter
from dataclasses import dataclass

from cspdash.findings.points import MapPoint, Points

SHOWN = 30


@dataclass(frozen=True, slots=True)
class Repeat:
    """One recorded location: `number` tells points of the same street and area apart, None where it is alone."""

    street: str
    area_name: str
    number: int | None
    n: int
    months: int
    share: float


@dataclass(frozen=True, slots=True)
class Repeats:
    """The locations with most events: the first SHOWN of `locations`, and how the events lie over all of them.

    `located` are the events with a named location, `half` the fewest locations that hold half of them, `once` the
    locations with one event.
    """

    points: Points
    rows: tuple[Repeat, ...]
    locations: int
    located: int
    half: int
    once: int


def repeats(points: Points) -> Repeats:
    """Return the locations of some points, most events first; one without a named street is not a location."""
    named = _merged([row for row in points.rows if row.street])
    located = sum(row.n for row in named)
    alike = Counter((row.street, row.area_name) for row in named)
    seen: Counter[tuple[str | None, str]] = Counter()
    rows = []
    for row in named[:SHOWN]:
        key = (row.street, row.area_name)
        seen[key] += 1
        number = seen[key] if alike[key] > 1 else None
        rows.append(Repeat(row.street or "", row.area_name, number, row.n, len(row.months), row.n / located))
    half = running = 0
    while running * 2 < located:
        running += named[half].n
        half += 1
    return Repeats(points, tuple(rows), len(named), located, half, sum(row.n == 1 for row in named))


def _merged(rows: list[MapPoint]) -> list[MapPoint]:
    """Join rows of one place: an extract without points may write one street as several addresses."""
    found: dict[tuple[object, ...], MapPoint] = {}
    for row in rows:
        key = (row.longitude, row.latitude, row.street, row.area_code)
        same = found.get(key)
        months, n = (same.months | row.months, same.n + row.n) if same else (row.months, row.n)
        found[key] = MapPoint(row.longitude, row.latitude, row.street, row.area_code, row.area_name, months, n)
    return sorted(found.values(), key=lambda row: (-row.n, row.street, row.area_code, row.longitude or 0.0))
