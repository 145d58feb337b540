"""The real areas that the demonstration is laid over: the LSOAs of 2011 that ship with the project."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from cspdash.demo.draws import Draws, Floats
from cspdash.settings import REFERENCE, SHAPEFILES

DARLINGTON = "E06000005"
COUNTY_DURHAM = "E06000047"
DISTRICTS = (DARLINGTON, COUNTY_DURHAM)

BOUNDARIES = SHAPEFILES / "lsoa11_darlington_county_durham.geojson"
CENSUS = REFERENCE / "census2011_lsoa11.csv"

POINTS_PER_AREA = 16
TRIES_AT_ONCE = 256
POINT_STREAM = 1


@dataclass(frozen=True)
class Area:
    """One LSOA: ONS code and name, its district, residents, hectares, and its edges as drawn."""

    area_code: str
    area_name: str
    parent_code: str
    persons: float
    hectares: float
    edges: Floats
    """(number of edges, 4): longitude and latitude of each edge's start and end, holes included."""


def _edges(geometry: dict[str, object]) -> Floats:
    """Return every edge of a Polygon or MultiPolygon; even-odd counting makes holes come out right."""
    shape = geometry["coordinates"]
    polygons = [shape] if geometry["type"] == "Polygon" else shape
    rings = [np.asarray(ring)[:, :2] for polygon in polygons for ring in polygon]  # type: ignore[attr-defined]
    return np.concatenate([np.hstack([ring[:-1], ring[1:]]) for ring in rings])


def shipped_areas(boundaries: Path = BOUNDARIES, census: Path = CENSUS) -> tuple[Area, ...]:
    """Return the areas of a boundary file (GeoJSON, EPSG:4326) with a census table, in order of code.

    The boundaries carry area_code, area_name and parent_code; the table area_code, persons and hectares.
    An area without census figures raises KeyError with its code.
    """
    with census.open(encoding="utf-8", newline="") as file:
        people = {row["area_code"]: row for row in csv.DictReader(file)}
    features = json.loads(boundaries.read_text(encoding="utf-8"))["features"]
    found = [
        Area(
            area_code=feature["properties"]["area_code"],
            area_name=feature["properties"]["area_name"],
            parent_code=feature["properties"]["parent_code"],
            persons=float(people[feature["properties"]["area_code"]]["persons"]),
            hectares=float(people[feature["properties"]["area_code"]]["hectares"]),
            edges=_edges(feature["geometry"]),
        )
        for feature in features
    ]
    return tuple(sorted(found, key=lambda area: area.area_code))


def inside(edges: Floats, points: Floats) -> np.ndarray:
    """Return which points (n, 2) lie inside the edges (m, 4), by counting crossings to the east."""
    x, y = points[:, :1], points[:, 1:]
    x0, y0, x1, y1 = edges.T
    straddles = (y0 > y) != (y1 > y)
    rise = np.where(y1 == y0, 1.0, y1 - y0)
    crossing = x0 + (y - y0) * (x1 - x0) / rise
    return np.asarray((straddles & (x < crossing)).sum(axis=1) % 2 == 1)


def snap_points(area: Area, seed: int, number: int) -> Floats:
    """Return the POINTS_PER_AREA invented map points (longitude, latitude) of an area, six decimals.

    `number` is the area's place in the list: each area has its own stream of random numbers.
    """
    draws = Draws(seed, POINT_STREAM, number)
    west, south = area.edges[:, :2].min(axis=0)
    east, north = area.edges[:, :2].max(axis=0)
    kept = np.empty((0, 2))
    while len(kept) < POINTS_PER_AREA:
        tries = draws.uniform(TRIES_AT_ONCE, 2) * (east - west, north - south) + (west, south)
        tries = np.round(tries, 6)
        kept = np.concatenate([kept, tries[inside(area.edges, tries)]])
    return kept[:POINTS_PER_AREA]
