"""The outlines of a place's localities, and the borders of its wards and districts, as one GeoJSON collection.

The collection's text is the same wherever it is made from the same release, so it can be named by its hash, served
under that name by any process, and kept by a browser for good.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any

from cspdash.findings.places import Place
from cspdash.findings.units import units
from cspdash.store import queries
from cspdash.store.connection import Store

Corner = tuple[float, ...]
Ring = list[Corner]
Shape = dict[str, Any]
DIGITS = 16


class Outlines(Mapping[str, str]):
    """GeoJSON geometries (EPSG:4326, exteriors clockwise) of localities by code, and of what is summed from them."""

    def __init__(
        self,
        texts: Mapping[str, str],
        members: Mapping[str, Sequence[str]] | None = None,
        names: Mapping[str, str] | None = None,
    ) -> None:
        """`members` are the localities of each ward and district whose border may be drawn, `names` those of all."""
        self._texts, self._members = dict(texts), dict(members or {})
        # A name that could be read as a tag stays out of the file: what draws it shows tags.
        self.names = {code: name for code, name in (names or {}).items() if "<" not in name}
        self._shapes: dict[str, Shape] = {}
        self._boxes: dict[str, tuple[float, float, float, float]] = {}
        # Where a browser finds the collection; None where it must be sent with the figure.
        self.address: str | None = None

    def __getitem__(self, code: str) -> str:
        return self._texts[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def shape(self, code: str) -> Shape:
        """Return the geometry of a locality."""
        if code not in self._shapes:
            self._shapes[code] = json.loads(self._texts[code])
        return self._shapes[code]

    def box(self, codes: Sequence[str]) -> tuple[float, float, float, float] | None:
        """Return (west, south, east, north) of localities; None where none of them has an outline."""
        boxes = [self._box(code) for code in codes if code in self._texts]
        if not boxes:
            return None
        west, south, east, north = zip(*boxes, strict=True)
        return min(west), min(south), max(east), max(north)

    def _box(self, code: str) -> tuple[float, float, float, float]:
        if code not in self._boxes:
            corners = [corner for ring in _exteriors(self.shape(code)) for corner in ring]
            east, north = [corner[0] for corner in corners], [corner[1] for corner in corners]
            self._boxes[code] = min(east), min(north), max(east), max(north)
        return self._boxes[code]

    def collection(self, codes: Sequence[str]) -> Shape:
        """Return localities as a GeoJSON collection of their own."""
        return {"type": "FeatureCollection", "features": [_feature(code, self.shape(code)) for code in codes]}

    def borders(self, members: Mapping[str, Sequence[str]]) -> Shape:
        """Return the borders of areas by code, each summed from its localities, as a collection."""
        features = [_feature(code, self._border(parts)) for code, parts in members.items()]
        return {"type": "FeatureCollection", "features": features}

    def parts(self, codes: Sequence[str]) -> Shape:
        """Return areas of the collection, localities or what is summed from them, as a collection of their own."""
        return self.borders({code: (code,) if code in self._texts else self._members[code] for code in codes})

    def _border(self, members: Sequence[str]) -> Shape:
        held = [code for code in members if code in self._texts]
        return self.shape(held[0]) if len(held) == 1 else border_of([self.shape(code) for code in held])

    @cached_property
    def text(self) -> str:
        """Return the whole collection as text: every locality, ward and district by its code."""
        borders = {code: json.dumps(self._border(self._members[code]), separators=(",", ":"))
                   for code in self.codes[len(self._texts) :]}  # fmt: skip
        shapes = self._texts | borders
        features = ",".join(
            f'{{"type":"Feature","id":{json.dumps(code)},"properties":{json.dumps(self._properties(code, number))},'
            f'"geometry":{shapes[code]}}}'
            for number, code in enumerate(self.codes, start=1)
        )
        return f'{{"type":"FeatureCollection","features":[{features}]}}'

    def _properties(self, code: str, number: int) -> dict[str, Any]:
        return {"number": number, **({"name": self.names[code]} if code in self.names else {})}

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Return the codes of the collection's areas in its order: localities, then wards and districts."""
        wholes = (
            code for code, members in self._members.items()
            if code not in self._texts and any(member in self._texts for member in members)
        )  # fmt: skip
        return (*sorted(self._texts), *sorted(wholes))

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Return each area's number in the collection, from 1, by which a figure names it in few bytes."""
        return {code: number for number, code in enumerate(self.codes, start=1)}

    @cached_property
    def digest(self) -> str:
        """Return the hash that names the collection: the first 16 hex digits of its sha256."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:DIGITS]


def outlines_of(store: Store, districts: Sequence[str]) -> Outlines:
    """Return the outlines of the localities of districts, with the borders of their wards and of themselves."""
    place = Place("", "", "force", tuple(districts))
    wholes = [unit for level in ("ward", "district") for unit in units(store, place, level)]
    names = {unit.code: unit.name for unit in (*units(store, place), *wholes)}
    return Outlines(queries.outlines(store, list(districts)), {unit.code: unit.members for unit in wholes}, names)


def border_of(shapes: Sequence[Shape]) -> Shape:
    """Return the border of several areas together: the sides that no two of them share, joined into rings.

    Areas are simplified together, so a side that two share has the same corners in both, in the opposite order.
    """
    sides = [side for shape in shapes for ring in _rings(shape) for side in pairwise(map(tuple, ring))]
    times = Counter(frozenset(side) for side in sides)
    onward: dict[Corner, list[Corner]] = {}
    for start, end in sides:
        if times[frozenset((start, end))] == 1:
            onward.setdefault(start, []).append(end)
    rings = []
    while onward:
        ring = [next(iter(onward))]
        while len(ring) == 1 or ring[-1] != ring[0]:
            ends = onward[ring[-1]]
            start = ring[-1]
            ring.append(ends.pop())
            if not ends:
                del onward[start]
        rings.append(ring)
    return {"type": "MultiPolygon", "coordinates": _polygons(rings)}


def _polygons(rings: Sequence[Ring]) -> list[list[list[list[float]]]]:
    """Return rings as polygons: one that runs anticlockwise is a hole in the first that reaches round it."""
    polygons = [([list(corner) for corner in ring], [ring]) for ring in rings if _clockwise(ring)]
    made = [[exterior] for exterior, _ in polygons]
    for ring in rings:
        if not _clockwise(ring):
            at = next((at for at, (_, [outer]) in enumerate(polygons) if _reaches_round(outer, ring)), None)
            if at is not None:
                made[at].append([list(corner) for corner in ring])
    return made


def _clockwise(ring: Ring) -> bool:
    return sum((x2 - x1) * (y2 + y1) for (x1, y1), (x2, y2) in pairwise(ring)) > 0


def _reaches_round(outer: Ring, inner: Ring) -> bool:
    return all(
        min(corner[axis] for corner in outer) <= min(corner[axis] for corner in inner)
        and max(corner[axis] for corner in inner) <= max(corner[axis] for corner in outer)
        for axis in (0, 1)
    )


def _rings(shape: Shape) -> list[Any]:
    """Return all rings of a polygon or of several, holes too: an area that fills one shares its sides."""
    return [ring for piece in _pieces(shape) for ring in piece]


def _exteriors(shape: Shape) -> list[Any]:
    """Return the outer rings of a polygon or of several."""
    return [piece[0] for piece in _pieces(shape)]


def _pieces(shape: Shape) -> list[Any]:
    pieces: list[Any] = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    return pieces


def _feature(code: str, shape: Shape) -> Shape:
    return {"type": "Feature", "id": code, "properties": {}, "geometry": shape}
