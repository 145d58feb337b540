"""Areas into the store: one file, the reference data that ship, and what the police files themselves tell."""

from collections.abc import Collection, Sequence
from pathlib import Path

import duckdb

from cspdash.ingest import LoadReport, RefusedFile, Source, Status
from cspdash.ingest.area_codes import district_part, level_of, lsoa_vintage
from cspdash.ingest.areas.area_lists import COLUMNS, is_area_list, read_area_list
from cspdash.ingest.areas.boundaries import KINDS, Area, read_boundaries
from cspdash.ingest.areas.derived import refresh
from cspdash.ingest.areas.inference import CHANGE, MapPoint, OldArea, infer_links
from cspdash.ingest.areas.links import LOOKUP, is_lookup, read_links
from cspdash.ingest.areas.shapes import TOLERANCE
from cspdash.ingest.areas.writing import write_areas, write_links
from cspdash.ingest.ledger import enter
from cspdash.ingest.population import read_population, write_population
from cspdash.ingest.reading import header_of, read_text
from cspdash.settings import REFERENCE, SHAPEFILES
from cspdash.store.release import file_sha256

SOURCE = Source(
    "ONS areas",
    "Boundaries, lookups and names of areas",
    "Office for National Statistics",
    "Open Government Licence v3.0",
)
BOUNDARIES = SHAPEFILES / "lsoa11_darlington_county_durham.geojson"
OFFICIAL, INFERRED = "ONS lookup", "inferred from map points"

SEEN = """
SELECT area_code, area_name FROM area_seen WHERE area_code NOT IN (SELECT area_code FROM area) ORDER BY area_code"""
HOLDS = "SELECT 1 FROM area WHERE level = 'lsoa' AND list_contains($districts, parent_code) LIMIT 1"
DISTRICTS = "SELECT area_name, area_code FROM area WHERE level = 'district'"
UNLINKED = """
SELECT area_code, parent_code FROM area
WHERE level = 'lsoa' AND parent_code IS NOT NULL AND area_code NOT IN (
    SELECT to_code FROM area_link_origin WHERE kind = 'lsoa11_lsoa21' AND origin = $official)
ORDER BY area_code"""
FORGET_INFERRED = """
DELETE FROM area_link WHERE EXISTS (SELECT 1 FROM area_link_origin AS known
    WHERE known.kind = area_link.kind AND known.from_code = area_link.from_code
        AND known.to_code = area_link.to_code AND known.origin = $inferred)"""
FORGET_ORIGIN = "DELETE FROM area_link_origin WHERE origin = $inferred"
# Only police.uk writes map points with the codes of their day; a partner's points and codes say nothing of the change.
POINTS = """
SELECT DISTINCT term.term, incident_row.longitude, incident_row.latitude
FROM incident_row JOIN term ON term.term_id = incident_row.area_id
WHERE list_contains($codes, term.term) AND incident_row.longitude IS NOT NULL
    AND incident_row.load_id NOT IN (SELECT load_id FROM ledger WHERE kind = 'incidents')
UNION
SELECT area_code, longitude, latitude FROM seen_point WHERE list_contains($codes, area_code)"""
SEEN_SINCE = """
SELECT DISTINCT term.term, incident_row.month
FROM incident_row JOIN term ON term.term_id = incident_row.area_id
JOIN area ON area.area_code = term.term AND area.level = 'lsoa'
WHERE incident_row.month >= $change AND list_contains($districts, area.parent_code)
    AND incident_row.load_id NOT IN (SELECT load_id FROM ledger WHERE kind = 'incidents')
UNION
SELECT term.term, counted_cell.month
FROM counted_cell JOIN term ON term.term_id = counted_cell.area_id
JOIN area ON area.area_code = term.term AND area.level = 'lsoa'
WHERE counted_cell.month >= $change AND list_contains($districts, area.parent_code)"""
OLD_AREAS = """
SELECT area_code, parent_code, geometry FROM area
WHERE level = 'lsoa' AND geometry IS NOT NULL AND list_contains($districts, parent_code)"""


def load_areas(con: duckdb.DuckDBPyConnection, path: Path, tolerance: float = TOLERANCE) -> LoadReport:
    """Load boundaries, an ONS lookup (CSV) or a list of areas (CSV); raise RefusedFile for anything else.

    Areas that are held are replaced where the file's vintage is as new; a file that changes nothing is 'unchanged'.
    """
    if not path.is_file():
        raise RefusedFile(str(path), "there is no such file", "Check the path")
    if path.suffix.lower() == ".csv":
        count, notes, change = _load_table(con, path)
    else:
        found = read_boundaries(path, tolerance)
        known = {row[0] for row in con.execute("SELECT area_code FROM area").fetchall()}
        parents = [area for area in found.parents if area.area_code not in known]
        added, changed = write_areas(con, [*parents, *found.areas])
        count, notes, change = len(found.areas), found.notes, (added, changed, 0)
    new, changed, removed = change
    status: Status = "unchanged" if not any(change) else "revised" if changed or removed else "loaded"
    report = LoadReport(
        str(path), status, file_sha256(path), count, count, 0, "areas",
        rows_added=new, rows_changed=changed, rows_removed=removed, notes=notes, bytes=path.stat().st_size,
    )  # fmt: skip
    if status != "unchanged":
        refresh(con)
        enter(con, SOURCE.name, report)
    return report


def _load_table(con: duckdb.DuckDBPyConnection, path: Path) -> tuple[int, tuple[str, ...], tuple[int, int, int]]:
    """Load a lookup or a list of areas; return its rows, notes and (new, changed, gone)."""
    header = header_of(read_text(path))
    if is_lookup(header):
        links = read_links(path)
        return len(links), (), write_links(con, links, OFFICIAL)
    if is_area_list(header):
        areas = read_area_list(path)
        return len(areas), (), (*write_areas(con, areas), 0)
    remedy = f"{LOOKUP}, or a list with {', '.join(COLUMNS)}. {KINDS}"
    raise RefusedFile(path.name, f"line 1: neither a lookup nor a list of areas: {', '.join(header)[:200]}", remedy)


def load_reference(con: duckdb.DuckDBPyConnection, districts: Collection[str] | None = None) -> None:
    """Give a store the areas, outlines and Census 2011 residents that ship.

    Nothing is loaded when `districts` (ONS codes) names none of those that ship, or when LSOAs of those are held.
    """
    listed = read_area_list(REFERENCE / "areas.csv")
    shipped = [area.area_code for area in listed if area.level == "district"]
    elsewhere = districts is not None and not set(shipped) & set(districts)
    if elsewhere or con.execute(HOLDS, {"districts": shipped}).fetchall():
        return
    write_areas(con, [*listed, *read_boundaries(BOUNDARIES, tolerance=0).areas])
    write_population(con, read_population(REFERENCE / "census2011_lsoa11.csv", 2011).rows)
    refresh(con)


def register_seen(con: duckdb.DuckDBPyConnection) -> int:
    """Add the LSOAs that incidents name in districts that are known; return how many were added."""
    districts = dict(con.execute(DISTRICTS).fetchall())
    return write_areas(con, seen_areas(con.execute(SEEN).fetchall(), districts))[0]


def seen_areas(seen: Sequence[tuple[str, str]], districts: dict[str, str]) -> list[Area]:
    """Return LSOAs without outline for the (code, name) pairs whose name starts with a district's name."""
    named = [(code, name, districts.get(district_part(name) or "")) for code, name in seen]
    return [
        Area(code, name, "lsoa", parent, lsoa_vintage(code))
        for code, name, parent in named
        if parent and level_of(code) == "lsoa"
    ]


def link_unlinked(con: duckdb.DuckDBPyConnection) -> int:
    """Infer the links of 2021 LSOAs that no ONS lookup names, and refresh what follows; return how many links."""
    con.execute(FORGET_INFERRED, {"inferred": INFERRED})
    con.execute(FORGET_ORIGIN, {"inferred": INFERRED})
    waiting = {
        code: parent
        for code, parent in con.execute(UNLINKED, {"official": OFFICIAL}).fetchall()
        if lsoa_vintage(code) == 2021
    }
    links = []
    if waiting:
        districts = sorted(set(waiting.values()))
        points = [MapPoint(*row) for row in con.execute(POINTS, {"codes": list(waiting)}).fetchall()]
        seen = con.execute(SEEN_SINCE, {"change": CHANGE, "districts": districts}).fetchall()
        rows = con.execute(OLD_AREAS, {"districts": districts}).fetchall()
        old = [OldArea(code, parent, bytes(shape)) for code, parent, shape in rows if lsoa_vintage(code) == 2011]
        links = infer_links(points, old, waiting, seen)
        write_links(con, links, INFERRED)
    refresh(con)
    return len(links)
