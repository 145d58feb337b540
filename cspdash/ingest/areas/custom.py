"""Areas that a partnership draws itself: one GeoJSON file with names and outlines, or names and lists of localities.

A feature's `name` becomes a code, X-town-centre, which is no ONS code and cannot be taken for one. Its outline is in
longitude and latitude (EPSG:4326), or its `localities` are the codes of the localities that it is made of.
"""

import json
import math
import re
import unicodedata
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import shape

from cspdash.ingest import RefusedFile
from cspdash.ingest.areas.shapes import DECIMALS, WINDOW

MOST_BYTES, MOST_CORNERS, MOST_AREAS, LONGEST_NAME = 1_000_000, 5_000, 50, 60
PREFIX = "X-"
POLYGONS = {"Polygon", "MultiPolygon"}
NAME = re.compile(r"[^\W_][\w '&.,()/-]*")
GEOJSON = "Save the outline as GeoJSON in longitude and latitude (EPSG:4326), as geojson.io or QGIS do"
DEGREES_ONLY = ("CRS84", "4326")


@dataclass(frozen=True, slots=True)
class CustomArea:
    """One area as drawn: either an outline (WKB, EPSG:4326, exterior clockwise) or the localities that make it up."""

    area_code: str
    area_name: str
    outline: bytes | None
    localities: tuple[str, ...] = ()

    def as_geojson(self) -> str:
        """Return the area as the text of a file of its own, which `read_custom` reads back as the same area."""
        drawn = shapely.to_geojson(shapely.from_wkb(self.outline)) if self.outline else None
        named: dict[str, object] = {"name": self.area_name}
        if self.localities:
            named["localities"] = list(self.localities)
        feature = {"type": "Feature", "properties": named, "geometry": json.loads(str(drawn)) if drawn else None}
        return json.dumps(feature, ensure_ascii=False) + "\n"


def code_of(name: str) -> str:
    """Return the code of an area by its name: 'Town centre' gives X-town-centre."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return PREFIX + re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def read_custom(path: Path, name: str | None = None) -> tuple[CustomArea, ...]:
    """Return the areas of a file; raise RefusedFile, saying what and why, for one that cannot be used.

    `name` names the area of a file with one feature that has no name, or another name.
    """
    if not path.is_file():
        raise RefusedFile(str(path), "there is no such file", "Check the path")
    if path.stat().st_size > MOST_BYTES:
        raise _refused(path.name, f"it is larger than {MOST_BYTES // 1_000_000} MB", "Simplify it, or draw it anew")
    return areas_in(path.read_bytes(), path.name, name)


def areas_in(text: bytes, file: str, name: str | None = None) -> tuple[CustomArea, ...]:
    """Return the areas of a GeoJSON text, as `read_custom`; `file` is what a refusal calls it."""
    features = _features(file, _parsed(file, text))
    if name and len(features) > 1:
        raise _refused(file, f"it has {len(features)} areas, and one name is given", "Name them in the file instead")
    found = tuple(_area(file, feature, name) for feature in features)
    codes = [area.area_code for area in found]
    double = next((area.area_name for area in found if codes.count(area.area_code) > 1), None)
    if double:
        raise _refused(file, f"the name '{double}' stands twice", "Give each area a name of its own")
    return found


def _refused(file: str, reason: str, remedy: str = GEOJSON) -> RefusedFile:
    return RefusedFile(file, reason, remedy)


def _parsed(file: str, text: bytes) -> Any:
    """Return a text's JSON value; raise RefusedFile for one that is no JSON."""

    def no_number(word: str) -> Any:
        raise ValueError(f"{word} is no number")

    try:
        return json.loads(text.decode("utf-8-sig"), parse_constant=no_number)
    except (ValueError, RecursionError) as error:
        raise _refused(file, f"it is not JSON ({str(error)[:80] or 'nested too deeply'})") from error


def _features(file: str, value: Any) -> list[dict[str, Any]]:
    """Return the features of a GeoJSON value, whichever of its kinds it is."""
    kind = value.get("type") if isinstance(value, dict) else None
    _check_crs(file, value if isinstance(value, dict) else {})
    if kind == "FeatureCollection":
        features = value.get("features")
        if not isinstance(features, list) or not features:
            raise _refused(file, "it has no area in it")
        if len(features) > MOST_AREAS:
            raise _refused(file, f"it has {len(features)} areas, more than {MOST_AREAS}", "Give them in several files")
        if not all(isinstance(one, dict) and one.get("type") == "Feature" for one in features):
            raise _refused(file, "one of its features is none")
        return features
    if kind == "Feature":
        return [value]
    if isinstance(kind, str) and "coordinates" in value:
        return [{"type": "Feature", "properties": {}, "geometry": value}]
    raise _refused(file, "it is JSON, but not GeoJSON")


def _check_crs(file: str, value: dict[str, Any]) -> None:
    """Raise RefusedFile for a file that says that its coordinates are no longitude and latitude."""
    crs = value.get("crs")
    named = str((crs.get("properties") or {}).get("name", crs) if isinstance(crs, dict) else crs)
    if crs is not None and not any(word in named for word in DEGREES_ONLY):
        raise _refused(file, f"its coordinates are in {named[:60]}")


def _area(file: str, feature: dict[str, Any], name: str | None) -> CustomArea:
    properties = feature.get("properties")
    properties = properties if isinstance(properties, dict) else {}
    named = _name(file, name or properties.get("name"))
    listed = properties.get("localities")
    if listed is not None:
        if not isinstance(listed, list) or not listed or not all(isinstance(code, str) for code in listed):
            raise _refused(file, f"the localities of '{named}' are no list of codes", "List ONS codes of LSOAs")
        return CustomArea(code_of(named), named, None, tuple(sorted(set(listed))))
    return CustomArea(code_of(named), named, _outline(file, named, feature.get("geometry")))


def _name(file: str, name: Any) -> str:
    """Return a name without outer blanks; raise RefusedFile for none, or one that is more than a name."""
    if not isinstance(name, str) or not name.strip():
        raise _refused(file, "the area has no name", "Give it a name: a property 'name' in the file, or --name")
    text = " ".join(unicodedata.normalize("NFC", name).split())
    if len(text) > LONGEST_NAME:
        raise _refused(file, f"its name is longer than {LONGEST_NAME} letters", "Shorten it")
    if not NAME.fullmatch(text) or code_of(text) == PREFIX:
        remedy = "Use letters, figures, blanks and - ' & . , ( ) / alone, starting with a letter or a figure"
        raise _refused(file, f"its name cannot be used: {text!r}", remedy)
    return text


def _outline(file: str, name: str, geometry: Any) -> bytes:
    """Return a polygon as WKB; raise RefusedFile for anything that has no inside, or whose inside is unclear."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if geometry is None or (kind in POLYGONS and not geometry.get("coordinates")):
        raise _refused(file, f"the outline of '{name}' is empty")
    if kind not in POLYGONS:
        raise _refused(
            file, f"'{name}' is a {str(kind)[:30]}, which has no inside", "Draw a closed outline (a polygon)"
        )
    _check_numbers(file, name, geometry)
    try:
        drawn = shapely.force_2d(shape(geometry))
    except (ValueError, TypeError, AttributeError, shapely.errors.ShapelyError) as error:
        reason = f"the outline of '{name}' cannot be read"
        raise _refused(file, reason, "Each ring needs four corners or more, the last the same as the first") from error
    drawn = shapely.transform(drawn, lambda corners: corners.round(DECIMALS + 1))
    if drawn.is_empty or drawn.convex_hull.area == 0:
        raise _refused(file, f"the outline of '{name}' encloses nothing", "Draw it around an area")
    if not drawn.is_valid:
        why = shapely.is_valid_reason(drawn)
        where = re.search(r"\[(\S+) (\S+)\]", why)
        near = f" near longitude {float(where[1]):.4f}, latitude {float(where[2]):.4f}" if where else ""
        what = "crosses itself" if "Self-intersection" in why else f"is not one clear outline ({why.split('[')[0]})"
        raise _refused(file, f"the outline of '{name}' {what}{near}", "Draw it so that no two of its sides cross")
    return bytes(shapely.to_wkb(shapely.orient_polygons(drawn, exterior_cw=True)))


def _check_numbers(file: str, name: str, geometry: dict[str, Any]) -> None:
    """Raise RefusedFile for corners that are no pairs of numbers, too many, or not in Great Britain."""
    try:
        parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        pairs = [(float(corner[0]), float(corner[1])) for corner in chain.from_iterable(chain.from_iterable(parts))]
    except (TypeError, ValueError, IndexError, KeyError, OverflowError) as error:
        raise _refused(file, f"the corners of '{name}' are not pairs of numbers") from error
    if not pairs:
        raise _refused(file, f"the outline of '{name}' is empty")
    if len(pairs) > MOST_CORNERS:
        reason = f"'{name}' has {len(pairs):,} corners, more than {MOST_CORNERS:,}"
        raise _refused(file, reason, "Simplify the outline, or draw it anew")
    if not all(math.isfinite(number) for pair in pairs for number in pair):
        raise _refused(file, f"the corners of '{name}' are not pairs of numbers")
    if any(abs(east) > 180 or abs(north) > 90 for east, north in pairs):
        reason = f"the corners of '{name}' look like eastings and northings, not like longitude and latitude"
        raise _refused(file, reason)
    if all(_within(north, east) for east, north in pairs):
        raise _refused(file, f"in '{name}' latitude comes before longitude", "Give longitude first, then latitude")
    if not all(_within(east, north) for east, north in pairs):
        raise _refused(file, f"'{name}' lies outside Great Britain", "Check its corners: longitude first")


def _within(longitude: float, latitude: float) -> bool:
    west, south, east, north = WINDOW
    return west <= longitude <= east and south <= latitude <= north
