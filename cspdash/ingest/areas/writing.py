"""Areas, outlines and links into the store, each with a count of what is new and what is changed."""

from collections.abc import Iterable, Sequence

import duckdb
import pyarrow as pa

from cspdash.ingest.areas.boundaries import Area
from cspdash.ingest.areas.common import Link

AREAS = pa.schema(
    [("area_code", pa.string()), ("area_name", pa.string()), ("level", pa.string()), ("parent_code", pa.string()),
     ("vintage", pa.int32()), ("geometry", pa.binary()), ("longitude", pa.float64()), ("latitude", pa.float64())]
)  # fmt: skip
LINKS = pa.schema(
    [("from_code", pa.string()), ("to_code", pa.string()), ("kind", pa.string()), ("weight", pa.float64())]
)

ADDED = "SELECT count(*) FROM arrived WHERE area_code NOT IN (SELECT area_code FROM area)"
# An older vintage never takes the place of a newer one: the areas that both have keep the newer outline.
CHANGED = """
SELECT count(*) FROM arrived JOIN area USING (area_code)
LEFT JOIN boundary ON boundary.area_code = arrived.area_code AND boundary.vintage = arrived.vintage
WHERE CASE WHEN arrived.level = 'lsoa' THEN boundary.geometry IS DISTINCT FROM arrived.geometry
    WHEN coalesce(arrived.vintage, 0) < coalesce(area.vintage, 0) THEN FALSE
    ELSE area.geometry IS DISTINCT FROM coalesce(arrived.geometry, area.geometry)
        OR area.area_name <> arrived.area_name
        OR area.parent_code IS DISTINCT FROM coalesce(arrived.parent_code, area.parent_code)
    END
    OR (area.parent_code IS NULL AND arrived.parent_code IS NOT NULL)"""
UPDATE = """
UPDATE area SET area_name = arrived.area_name, parent_code = coalesce(arrived.parent_code, area.parent_code),
    vintage = coalesce(arrived.vintage, area.vintage), geometry = coalesce(arrived.geometry, area.geometry),
    longitude = coalesce(arrived.longitude, area.longitude), latitude = coalesce(arrived.latitude, area.latitude)
FROM arrived
WHERE area.area_code = arrived.area_code AND coalesce(arrived.vintage, 0) >= coalesce(area.vintage, 0)"""
ADOPT_OLDER = """
UPDATE area SET parent_code = arrived.parent_code FROM arrived
WHERE area.area_code = arrived.area_code AND area.parent_code IS NULL AND arrived.parent_code IS NOT NULL"""
INSERT = "INSERT INTO area SELECT * FROM arrived WHERE area_code NOT IN (SELECT area_code FROM area)"
FORGET_BOUNDARIES = """
DELETE FROM boundary WHERE EXISTS (SELECT 1 FROM arrived
    WHERE arrived.area_code = boundary.area_code AND arrived.vintage = boundary.vintage AND arrived.level = 'lsoa')"""
KEEP_BOUNDARIES = """
INSERT INTO boundary SELECT area_code, vintage, geometry FROM arrived WHERE level = 'lsoa' AND geometry IS NOT NULL"""

# A lookup says everything about the areas it starts from, and an official one beats what was inferred.
LINKS_LOST = """
DELETE FROM area_link WHERE kind IN (SELECT kind FROM arrived) AND (
    from_code IN (SELECT from_code FROM arrived)
    OR (kind = 'lsoa11_lsoa21' AND to_code IN (SELECT to_code FROM arrived)))"""
LINKS_DIFFER = """
SELECT (SELECT count(*) FROM arrived ANTI JOIN area_link USING (from_code, to_code, kind)),
    (SELECT count(*) FROM arrived JOIN area_link USING (from_code, to_code, kind)
        WHERE arrived.weight <> area_link.weight),
    (SELECT count(*) FROM area_link ANTI JOIN arrived USING (from_code, to_code, kind)
        WHERE kind IN (SELECT kind FROM arrived) AND from_code IN (SELECT from_code FROM arrived)),
    (SELECT count(*) FROM arrived JOIN area_link_origin AS known USING (from_code, to_code, kind)
        WHERE known.origin <> $origin)"""
KEEP_LINKS = "INSERT INTO area_link SELECT from_code, to_code, kind, weight FROM arrived"
KEEP_ORIGINS = "INSERT INTO area_link_origin SELECT kind, from_code, to_code, $origin FROM arrived"
TIDY_ORIGINS = """
DELETE FROM area_link_origin WHERE NOT EXISTS (SELECT 1 FROM area_link
    WHERE area_link.kind = area_link_origin.kind AND area_link.from_code = area_link_origin.from_code
        AND area_link.to_code = area_link_origin.to_code)"""


def write_areas(con: duckdb.DuckDBPyConnection, areas: Sequence[Area]) -> tuple[int, int]:
    """Put areas into the store, one row a code; return how many are new and how many are changed."""
    con.register("arrived", _table(areas, AREAS))
    added, changed = (int(con.execute(count).fetchall()[0][0]) for count in (ADDED, CHANGED))
    for statement in (UPDATE, ADOPT_OLDER, INSERT, FORGET_BOUNDARIES, KEEP_BOUNDARIES):
        con.execute(statement)
    con.unregister("arrived")
    return added, changed


def write_links(con: duckdb.DuckDBPyConnection, links: Sequence[Link], origin: str) -> tuple[int, int, int]:
    """Put links into the store in place of those of the same areas; return how many are new, changed and gone."""
    con.register("arrived", _table(links, LINKS))
    added, heavier, removed, confirmed = con.execute(LINKS_DIFFER, {"origin": origin}).fetchall()[0]
    con.execute(LINKS_LOST)
    con.execute(TIDY_ORIGINS)
    con.execute(KEEP_LINKS)
    con.execute(KEEP_ORIGINS, {"origin": origin})
    con.unregister("arrived")
    return int(added), int(max(heavier, confirmed)), int(removed)


def _table(rows: Iterable[Area] | Iterable[Link], schema: pa.Schema) -> pa.Table:
    """Return dataclass rows as an Arrow table with the schema's columns."""
    return pa.Table.from_pylist([{name: getattr(row, name) for name in schema.names} for row in rows], schema)
