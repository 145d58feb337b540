"""Which 2011 areas a 2021 LSOA is made of, worked out from the map points of its own incidents.

police.uk snaps every incident to one of its map points and writes the LSOA beside it. The points that
carry a 2021 code therefore lie, nearly all of them, in the 2011 areas that the 2021 area came from.
On the real Durham months (2024 and 2025) any two or more of them in a row give the 33 links of the ONS
lookup and no other; a single month gives up to two links too few or too many.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import geopandas as gpd
import numpy as np
import shapely

from cspdash.ingest.area_codes import lsoa_vintage
from cspdash.ingest.areas.common import LSOA_KIND, Link
from cspdash.ingest.areas.shapes import DEGREES, METRES

# From this month police.uk's files carry the LSOAs of 2021.
CHANGE = date(2023, 6, 1)
# Generalised borders put some points into a neighbour: less than this share of an area's points is noise.
# Of the shares tried (0.08 to 0.20) only this one makes no mistake on any run of two or more real months.
LEAST_SHARE = 0.14


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A distinct point of the police map that carries a code."""

    area_code: str
    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True)
class OldArea:
    """An LSOA of 2011 with its outline (WKB, EPSG:4326) and its district."""

    area_code: str
    district_code: str
    geometry: bytes


def infer_links(
    points: Iterable[MapPoint],
    old_areas: Iterable[OldArea],
    district_of: Mapping[str, str],
    seen: Iterable[tuple[str, date]],
) -> list[Link]:
    """Return the links from 2011 LSOAs to the 2021 LSOAs that `points` belong to.

    `district_of` gives the district of every code in `points`; `seen` is every (LSOA code, month)
    that has incidents. An LSOA of 2011 that is seen in months of the new geography goes on as it was; only the
    others can have become something else. Points of codes that are not 2021-only are left aside. The weight is
    the share of the 2011 area's points.
    """
    by_district = _by_district(old_areas)
    settled = {code for code, month in seen if month >= CHANGE}
    grouped: dict[str, list[MapPoint]] = {}
    for point in sorted(set(points), key=lambda each: (each.area_code, each.longitude, each.latitude)):
        district = district_of.get(point.area_code)
        if district in by_district and lsoa_vintage(point.area_code) == 2021:
            grouped.setdefault(str(district), []).append(point)
    kept: Counter[tuple[str, str]] = Counter()
    for district, own in sorted(grouped.items()):
        retired = [area for area in by_district[district] if area.area_code not in settled]
        kept.update(_links_of(own, retired or by_district[district]))
    from_points: Counter[str] = Counter()
    for (from_code, _), count in kept.items():
        from_points[from_code] += count
    return [Link(*pair, LSOA_KIND, count / from_points[pair[0]]) for pair, count in sorted(kept.items())]


def _by_district(areas: Iterable[OldArea]) -> dict[str, list[OldArea]]:
    """Return the 2011 areas of each district, in order of code."""
    found: dict[str, list[OldArea]] = {}
    for area in sorted(areas, key=lambda each: each.area_code):
        if lsoa_vintage(area.area_code) == 2011:
            found.setdefault(area.district_code, []).append(area)
    return found


def _links_of(points: list[MapPoint], candidates: list[OldArea]) -> dict[tuple[str, str], int]:
    """Return how many points each (2011, 2021) pair shares, for pairs with enough of the 2021 area's points."""
    places = gpd.GeoSeries.from_xy(
        [point.longitude for point in points], [point.latitude for point in points], crs=DEGREES
    )
    outlines = gpd.GeoSeries(shapely.from_wkb([area.geometry for area in candidates]), crs=DEGREES)
    tree = shapely.STRtree(np.asarray(outlines.to_crs(METRES).array))
    nearest = tree.nearest(np.asarray(places.to_crs(METRES).array))
    pairs = Counter(
        (candidates[place].area_code, point.area_code) for point, place in zip(points, nearest, strict=True)
    )
    total = Counter(point.area_code for point in points)
    return {pair: count for pair, count in pairs.items() if count >= LEAST_SHARE * total[pair[1]]}
