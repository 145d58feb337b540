"""In which area does a point lie? For events that come with a point and without an ONS code."""

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import shapely

from cspdash.ingest.areas.shapes import DEGREES, METRES, WINDOW

Point = tuple[float, float]
Outline = tuple[str, int, bytes]
DECIMALS = 6
# The British National Grid, in metres east and north.
GRID = (0.0, 0.0, 700_000.0, 1_300_000.0)


def usable(points: Sequence[Point | None], grid: bool = False) -> list[Point | None]:
    """Return points as (longitude, latitude), or None for those that are swapped, at (0, 0) or outside Great Britain.

    `grid` says that they come as easting and northing in metres (EPSG:27700) and not in degrees (EPSG:4326).
    """
    found: list[Point | None] = [None] * len(points)
    west, south, east, north = GRID if grid else WINDOW
    fit = [n for n, point in enumerate(points) if point and west <= point[0] <= east and south <= point[1] <= north]
    fit = [n for n in fit if points[n] != (0.0, 0.0)]
    pairs = [point for n in fit if (point := points[n])]
    if grid and pairs:
        series = gpd.GeoSeries.from_xy([point[0] for point in pairs], [point[1] for point in pairs], crs=METRES)
        degrees = series.to_crs(DEGREES)
        pairs = [(float(x), float(y)) for x, y in zip(degrees.x, degrees.y, strict=True)]
    for n, (longitude, latitude) in zip(fit, pairs, strict=True):
        found[n] = (round(longitude, DECIMALS), round(latitude, DECIMALS))
    return found


def areas_at(points: Sequence[Point | None], outlines: Sequence[Outline]) -> list[str | None]:
    """Return the code of the area around each point (longitude, latitude), None where none is.

    `outlines` are (code, vintage, WKB in EPSG:4326). The newest vintage that has the point decides, and on a shared
    border the lower code. Outlines are simplified for maps, so that a point within metres of a border can lie on its
    other side.
    """
    found: list[str | None] = [None] * len(points)
    for vintage in sorted({outline[1] for outline in outlines}, reverse=True):
        own = sorted((code, shape) for code, year, shape in outlines if year == vintage)
        tree = shapely.STRtree(shapely.from_wkb([shape for _, shape in own]))
        waiting = [n for n, point in enumerate(points) if point and found[n] is None]
        pairs = [point for n in waiting if (point := points[n])]
        places, areas = tree.query(shapely.points(np.array(pairs).reshape(-1, 2)), predicate="intersects")
        for place, area in sorted(zip(places.tolist(), areas.tolist(), strict=True), reverse=True):
            found[waiting[place]] = own[area][0]
    return found
