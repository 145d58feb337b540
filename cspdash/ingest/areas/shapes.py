"""Outlines made fit for a map: valid, small, with the borders that two areas share kept shared.

Work is done in metres on the British National Grid; results are WKB in longitude and latitude.
"""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely

METRES = "EPSG:27700"
DEGREES = "EPSG:4326"
DECIMALS = 5  # about one metre
# Roughly the square root of the area, in metres, of the corners that are cut off.
TOLERANCE = 25.0
# Borders of published files miss each other by centimetres; beyond this they are meant to differ.
GAP = 5.0
MOST_CHANGE = 0.02
# Great Britain with its coasts, as (west, south, east, north).
WINDOW = (-9.0, 49.0, 2.5, 61.5)


@dataclass(frozen=True, slots=True)
class Shapes:
    """Outlines (WKB, EPSG:4326, exteriors clockwise), a point inside each, and notes on what was done."""

    outlines: list[bytes]
    points: list[tuple[float, float]]
    notes: tuple[str, ...]


def prepare(outlines: gpd.GeoSeries, tolerance: float = TOLERANCE) -> Shapes:
    """Return polygons of any CRS as outlines for a map.

    `tolerance` is in metres, 0 keeps every corner. Invalid polygons are repaired; areas that do not fit
    together (overlaps, gaps) are not simplified, for their borders could not be kept shared.
    """
    notes: list[str] = []
    metres = polygons_only(shapely.force_2d(np.asarray(outlines.to_crs(METRES).array)))
    broken = int((~shapely.is_valid(np.asarray(outlines.array))).sum())
    if broken:
        notes.append(f"invalid outlines repaired: {broken}")
    if tolerance > 0:
        fitted = fit_together(metres)
        if fitted is None:
            notes.append("the areas overlap: their outlines are kept as they are, not simplified")
        else:
            metres = shapely.coverage_simplify(fitted, tolerance)
    degrees = gpd.GeoSeries(metres, crs=METRES).to_crs(DEGREES).array
    rounded = shapely.transform(np.asarray(degrees), lambda points: points.round(DECIMALS))
    final = shapely.orient_polygons(polygons_only(rounded), exterior_cw=True)
    return Shapes(list(shapely.to_wkb(final)), inside_points(final), tuple(notes))


def polygons_only(shapes: np.ndarray) -> np.ndarray:
    """Return shapes made valid, without the lines and points that repairing can leave."""
    fixed = np.where(shapely.is_valid(shapes), shapes, shapely.make_valid(shapes, method="structure"))
    mixed = np.isin(shapely.get_type_id(fixed), (3, 6), invert=True)
    for place in np.flatnonzero(mixed):
        parts = [part for part in shapely.get_parts(fixed[place]) if part.geom_type in {"Polygon", "MultiPolygon"}]
        fixed[place] = shapely.union_all(parts)
    return fixed


def fit_together(metres: np.ndarray) -> np.ndarray | None:
    """Return shapes whose shared borders have the same corners on both sides, or None when they overlap in earnest."""
    exact = polygons_only(shapely.transform(metres, np.round))
    if shapely.coverage_is_valid(exact):
        return exact
    cleaned = shapely.coverage_clean(metres, gap_width=GAP)
    before, after = shapely.area(metres), shapely.area(cleaned)
    if not shapely.coverage_is_valid(cleaned) or np.any(np.abs(after - before) > MOST_CHANGE * before):
        return None
    return cleaned


def inside_points(shapes: np.ndarray) -> list[tuple[float, float]]:
    """Return (longitude, latitude) of a point inside each shape."""
    points = shapely.point_on_surface(shapes)
    pairs = zip(shapely.get_x(points).round(DECIMALS), shapely.get_y(points).round(DECIMALS), strict=True)
    return [(float(longitude), float(latitude)) for longitude, latitude in pairs]


def outside_window(outlines: gpd.GeoSeries) -> bool:
    """Tell whether polygons with a CRS lie, even in part, outside Great Britain."""
    west, south, east, north = outlines.to_crs(DEGREES).total_bounds
    inside = west >= WINDOW[0] and south >= WINDOW[1] and east <= WINDOW[2] and north <= WINDOW[3]
    return not inside


def joined(outlines: list[bytes]) -> tuple[bytes, tuple[float, float]]:
    """Return the union of outlines (WKB, EPSG:4326, exterior clockwise) and a point inside it."""
    whole = shapely.union_all(shapely.from_wkb(outlines))
    turned = np.array([shapely.orient_polygons(whole, exterior_cw=True)])
    return bytes(shapely.to_wkb(turned[0])), inside_points(turned)[0]
