"""Boundary files: a shapefile (also zipped), a GeoPackage or GeoJSON in any CRS, read as areas.

Columns are known by the names that ONS gives them (LSOA21CD, lsoa21_code, WD24CD) or by ours
(area_code, area_name, parent_code). The smallest areas with a code column are the areas of the file.
"""

import re
import tempfile
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio

from cspdash.ingest import RefusedFile
from cspdash.ingest.archives import unpack
from cspdash.ingest.area_codes import (
    LEVELS,
    AreaColumn,
    area_columns,
    level_of,
    lsoa_vintage,
    year_in_file_name,
)
from cspdash.ingest.areas.shapes import TOLERANCE, outside_window, prepare

SUFFIXES = (".shp", ".gpkg", ".geojson", ".json")
KINDS = "Give a shapefile (.shp, or all its parts in a .zip), a GeoPackage (.gpkg) or GeoJSON (.geojson)"
CODES = "Areas are LSOAs (E01, W01), wards (E05, W05), districts (E06 to E09, W06), partnerships (E22) or forces (E23)"
OURS = {"code": "area_code", "name": "area_name", "parent": "parent_code"}
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Area:
    """A row of `area`: geometry is WKB in EPSG:4326; the point lies inside the area."""

    area_code: str
    area_name: str
    level: str
    parent_code: str | None
    vintage: int | None
    geometry: bytes | None = None
    longitude: float | None = None
    latitude: float | None = None


@dataclass(frozen=True, slots=True)
class Boundaries:
    """The areas of a file, the areas above them that it names, and notes on what was done to the outlines."""

    areas: tuple[Area, ...]
    notes: tuple[str, ...]
    parents: tuple[Area, ...] = ()


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which columns of a file carry code, name and parent, and the year that they or the file name."""

    code: str
    name: str | None
    parent: str | None
    parent_name: str | None
    vintage: int | None


def read_boundaries(path: Path, tolerance: float = TOLERANCE) -> Boundaries:
    """Return the areas of a boundary file; raise RefusedFile, saying why, for a file that is none.

    `tolerance` (metres) is how much of the borders' detail is dropped, 0 for nothing; see `shapes.prepare`.
    """
    frame = _open(path)
    columns = _columns(path, [str(name) for name in frame.columns if name != frame.geometry.name])
    codes = _codes(path, frame, columns.code)
    _check_outlines(path, frame, codes)
    shapes = prepare(frame.geometry, tolerance)
    names = _texts(frame, columns.name) or codes
    parents = _texts(frame, columns.parent) or [""] * len(codes)
    areas = tuple(
        Area(code, name or code, str(level_of(code)), parent or None, vintage, outline, *point)
        for code, name, parent, vintage, outline, point in zip(
            codes, names, parents, _vintages(codes, columns.vintage), shapes.outlines, shapes.points, strict=True
        )
    )
    return Boundaries(areas, shapes.notes, _named_parents(parents, _texts(frame, columns.parent_name)))


def _named_parents(codes: list[str], names: list[str] | None) -> tuple[Area, ...]:
    """Return the areas that a file names as parents, without outlines; none when it gives no names."""
    known = {code: name for code, name in zip(codes, names or [], strict=False) if name}
    return tuple(
        Area(code, name, level, None, None) for code, name in sorted(known.items()) if (level := level_of(code))
    )


def _open(path: Path) -> gpd.GeoDataFrame:
    """Return a file's only layer with polygons; raise RefusedFile when there is no such file, layer or row."""
    if not path.is_file():
        raise RefusedFile(str(path), "there is no such file", "Check the path")
    with ExitStack() as held:
        return _polygons(path, _place(path, held))


def _polygons(path: Path, place: Path) -> gpd.GeoDataFrame:
    try:
        layers = [str(name) for name, kind in pyogrio.list_layers(place) if kind and "Point" not in kind]
        if len(layers) > 1:
            named = ", ".join(layers[:SHOWN])
            raise RefusedFile(path.name, f"it has {len(layers)} layers with outlines: {named}", "Save one alone")
        found = gpd.read_file(place, layer=layers[0]) if layers else pd.DataFrame()
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, UnicodeError, ValueError) as error:
        if isinstance(error, RefusedFile):
            raise
        raise RefusedFile(path.name, f"not a boundary file that can be read ({_short(error)})", KINDS) from error
    if not isinstance(found, gpd.GeoDataFrame):
        raise RefusedFile(path.name, "it has no polygons", "Ask for the boundaries, not for centre points or a table")
    if found.empty:
        raise RefusedFile(path.name, "it has no areas", "Download it again")
    return found


def _place(path: Path, held: ExitStack) -> Path:
    """Return what the reader opens: the file, or the one boundary file of a zip, unpacked until `held` is closed."""
    if path.suffix.lower() != ".zip":
        if path.suffix.lower() not in SUFFIXES:
            raise RefusedFile(path.name, f"'{path.suffix}' is no boundary file's ending", KINDS)
        return path
    folder = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="boundaries-")))
    inside = [file for file in unpack(path, folder) if file.suffix.lower() in SUFFIXES]
    if len(inside) != 1:
        raise RefusedFile(path.name, f"it holds {len(inside)} boundary files where one is expected", KINDS)
    return inside[0]


def _columns(path: Path, names: list[str]) -> _Columns:
    """Return which columns carry what; raise RefusedFile when none carries ONS codes."""
    lower = {name.lower(): name for name in names}
    known = area_columns(names)
    if OURS["code"] in lower:
        parent = lower.get(OURS["parent"])
        return _Columns(lower[OURS["code"]], lower.get(OURS["name"]), parent, None, year_in_file_name(path.name))
    if not known:
        found = ", ".join(names) or "none"
        wanted = "It needs a column like LSOA21CD, WD24CD, LAD24CD, CSP24CD, PFA24CD or area_code"
        raise RefusedFile(path.name, f"no column carries ONS codes; its columns are: {found}", wanted)
    own = known[0]
    above = _column_above(own, known)
    year = own.vintage or year_in_file_name(path.name)
    return _Columns(own.code, own.name, above.code if above else None, above.name if above else None, year)


def _column_above(own: AreaColumn, known: list[AreaColumn]) -> AreaColumn | None:
    """Return the column of the next level up; an LSOA and a ward belong to a district, never one to the other."""
    above = LEVELS[max(LEVELS.index(own.level) + 1, LEVELS.index("district")) :]
    return next((column for column in known if column.level in above), None)


def _codes(path: Path, frame: gpd.GeoDataFrame, column: str) -> list[str]:
    """Return the codes of a file's rows; raise RefusedFile for one that is no ONS code, or stands twice."""
    codes = _texts(frame, column) or []
    wrong = [(row, code) for row, code in enumerate(codes, start=1) if level_of(code) is None]
    if wrong:
        shown = ", ".join(f"{code!r} in row {row}" for row, code in wrong[:SHOWN])
        raise RefusedFile(path.name, f"column {column}: {len(wrong)} are no ONS codes that are known: {shown}", CODES)
    double = [code for code, times in Counter(codes).items() if times > 1]
    if double:
        shown = ", ".join(double[:SHOWN])
        raise RefusedFile(path.name, f"column {column}: codes that stand twice: {shown}", "Join the parts of an area")
    return codes


def _texts(frame: gpd.GeoDataFrame, column: str | None) -> list[str] | None:
    """Return a column's values as trimmed text, empty where there is none; None for no column."""
    if column is None:
        return None
    return ["" if pd.isna(value) else str(value).strip() for value in frame[column]]


def _check_outlines(path: Path, frame: gpd.GeoDataFrame, codes: list[str]) -> None:
    """Raise RefusedFile for rows without a polygon, a file without CRS, and coordinates that are elsewhere."""
    outlines = frame.geometry
    kinds = outlines.geom_type.isin(("Polygon", "MultiPolygon")) & ~outlines.is_empty
    if not kinds.any():
        raise RefusedFile(path.name, "it has no polygons", "Ask for the boundaries, not for centre points")
    if not kinds.all():
        without = ", ".join(code for code, is_polygon in zip(codes, kinds, strict=True) if not is_polygon)
        raise RefusedFile(path.name, f"areas without a polygon: {without[:200]}", "Ask for a whole file")
    if outlines.crs is None:
        remedy = "Keep the .prj file beside the .shp, or save the file with its CRS"
        raise RefusedFile(path.name, "it does not say its coordinate reference system (CRS)", remedy)
    if outside_window(outlines):
        reason = f"read as {outlines.crs.to_string()[:40]}, its coordinates lie outside Great Britain"
        raise RefusedFile(path.name, reason, "The CRS that the file gives is probably wrong")


def _vintages(codes: list[str], stated: int | None) -> list[int | None]:
    """Return the vintage of each area: the year stated, else for LSOAs the census that their codes belong to."""
    if stated is not None:
        return [stated] * len(codes)
    census = max((lsoa_vintage(code) for code in codes if level_of(code) == "lsoa"), default=None)
    return [census if level_of(code) == "lsoa" else None for code in codes]


def _short(error: Exception) -> str:
    """Return the first line of an error, without folders."""
    return re.sub(r"\S*/", "", str(error).split("\n", 1)[0])[:120]
