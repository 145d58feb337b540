"""What a reader gives as an outline, as the text of a GeoJSON file: lines drawn, corners typed, localities listed."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

CORNER = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*[,; \t]\s*(-?\d+(?:\.\d+)?)\s*")
DECIMALS = 6
# A longer line is no corner, and is not tried: blanks without end can be matched in very many ways.
LONGEST_LINE = 80


def polygon(rings: Sequence[Sequence[tuple[float, float]]]) -> str:
    """Return rings of (longitude, latitude) as a polygon, several as a multipolygon; each is closed."""
    closed = [[*ring, ring[0]] if ring and ring[0] != ring[-1] else [*ring] for ring in rings]
    rounded = [[[round(east, DECIMALS), round(north, DECIMALS)] for east, north in ring] for ring in closed]
    if len(rounded) == 1:
        return _feature({"type": "Polygon", "coordinates": rounded})
    return _feature({"type": "MultiPolygon", "coordinates": [[ring] for ring in rounded]})


def of_localities(codes: Sequence[str]) -> str:
    """Return an area made of localities."""
    return json.dumps({"type": "Feature", "properties": {"localities": list(codes)}, "geometry": None})


def typed(text: str) -> str:
    """Return typed text as GeoJSON: GeoJSON as it is, or one corner a line, longitude before latitude.

    Raise ValueError, saying which line, for a line that is no corner, and for fewer than three.
    """
    if text.lstrip()[:1] in ("{", "["):
        return text
    corners = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        found = CORNER.fullmatch(line) if len(line) <= LONGEST_LINE else None
        if not found:
            raise ValueError(
                f"Line {number} is no corner: give longitude, a comma and latitude, such as -1.553, 54.527."
            )
        corners.append((float(found[1]), float(found[2])))
    if len(set(corners)) < 3:
        raise ValueError(f"An outline needs three corners or more, one a line; there are {len(set(corners))}.")
    return polygon([corners])


def drawn(event: Mapping[str, Any] | None) -> list[list[tuple[float, float]]]:
    """Return the rings that were drawn on a map, from the selection that the browser reports; none for none."""
    lassos = ((event or {}).get("selection") or {}).get("lasso") or []
    rings = [list(zip(one.get("x", []), one.get("y", []), strict=False)) for one in lassos]
    return [ring for ring in rings if len(set(ring)) >= 3]


def _feature(geometry: dict[str, Any]) -> str:
    return json.dumps({"type": "Feature", "properties": {}, "geometry": geometry})
