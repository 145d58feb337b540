"""Own areas in a release: which incidents are theirs, in which districts they lie, who lives there, their outlines."""

import duckdb
import geopandas as gpd
import numpy as np
import pyarrow as pa
import shapely

from cspdash.ingest.areas.custom import CustomArea
from cspdash.ingest.areas.shapes import DEGREES, METRES, inside_points

HELD = "SELECT area_code, area_name, kind, drawn FROM custom_area JOIN area USING (area_code) ORDER BY area_code"
FORGET = (
    "DELETE FROM custom_point",
    "DELETE FROM custom_member",
    "DELETE FROM custom_monthly",
    "DELETE FROM outline WHERE area_code IN (SELECT area_code FROM custom_area)",
)
FORGET_AREA = (
    "DELETE FROM area WHERE level = 'custom' AND area_code = $code",
    "DELETE FROM custom_area WHERE area_code = $code",
    "DELETE FROM outline WHERE area_code = $code",
)
ADD_AREA = """
INSERT INTO area VALUES ($code, $name, 'custom', NULL, NULL, $outline, NULL, NULL)"""
ADD_CUSTOM = """
INSERT INTO custom_area VALUES ($code, $kind, $drawn, [], NULL, NULL)"""
ADD_MEMBERS = """
INSERT INTO custom_member SELECT DISTINCT $code, common_code FROM area_common
WHERE list_contains($localities, area_code) ORDER BY common_code"""
OUTLINES_OF = """
SELECT outline.geojson FROM outline JOIN custom_member ON custom_member.common_code = outline.area_code
WHERE custom_member.area_code = $code ORDER BY outline.area_code"""
POINTS = """
SELECT DISTINCT longitude, latitude FROM incident_row
WHERE longitude BETWEEN $west AND $east AND latitude BETWEEN $south AND $north ORDER BY ALL"""
ADD_POINTS = "INSERT INTO custom_point SELECT $code, longitude, latitude FROM arrived"
COUNT_POINTS = """
INSERT INTO custom_monthly
SELECT custom_point.area_code, incident_row.month, term.term, count(*)
FROM incident_row JOIN custom_point USING (longitude, latitude)
JOIN term ON term.term_id = incident_row.category_id
GROUP BY ALL ORDER BY ALL"""
# As a locality's own count: its rows within the districts of its members.
COUNT_MEMBERS = """
INSERT INTO custom_monthly
SELECT custom_member.area_code, monthly.month, monthly.category, sum(monthly.n)
FROM monthly JOIN custom_member USING (common_code)
JOIN area ON area.area_code = custom_member.common_code AND area.parent_code = monthly.district_code
GROUP BY ALL ORDER BY ALL"""
# A district with next to no event inside is only brushed by an outline that follows its border.
DISTRICTS_BY_POINTS = """
SELECT district, n FROM (
    SELECT CASE WHEN area.level = 'district' THEN area.area_code ELSE area.parent_code END AS district, count(*) AS n
    FROM incident_row JOIN custom_point USING (longitude, latitude)
    JOIN term ON term.term_id = incident_row.area_id
    JOIN area ON area.area_code = term.term AND area.level IN ('lsoa', 'ward', 'district')
    WHERE custom_point.area_code = $code GROUP BY district)
WHERE district IS NOT NULL QUALIFY n * 100 >= sum(n) OVER () ORDER BY district"""
DISTRICTS_BY_MEMBERS = """
SELECT DISTINCT area.parent_code FROM custom_member JOIN area ON area.area_code = custom_member.common_code
WHERE custom_member.area_code = $code AND area.parent_code IS NOT NULL ORDER BY ALL"""
GROUND = """
SELECT outline.geojson, people.persons, people.year, area.parent_code FROM outline
JOIN area ON area.area_code = outline.area_code AND area.level = 'lsoa'
LEFT JOIN (SELECT * FROM common_population QUALIFY row_number() OVER (PARTITION BY area_code ORDER BY year DESC) = 1)
    AS people ON people.area_code = outline.area_code
WHERE outline.area_code IN (SELECT common_code FROM area_common) ORDER BY outline.area_code"""
PEOPLE_OF_MEMBERS = """
SELECT CASE WHEN count(persons) = count(*) THEN CAST(sum(persons) AS BIGINT) END, max(year)
FROM custom_member LEFT JOIN (
    SELECT * FROM common_population QUALIFY row_number() OVER (PARTITION BY area_code ORDER BY year DESC) = 1
) AS people ON people.area_code = custom_member.common_code
WHERE custom_member.area_code = $code"""
SETTLE = """
UPDATE custom_area SET districts = $districts, persons = $persons, year = $year WHERE area_code = $code"""
PLACE = """
UPDATE area SET parent_code = $parent, geometry = $outline, longitude = $longitude, latitude = $latitude
WHERE level = 'custom' AND area_code = $code"""
DRAW = "INSERT INTO outline VALUES ($code, $geojson)"
COUNTED = "SELECT CAST(coalesce(sum(n), 0) AS BIGINT) FROM custom_monthly WHERE area_code = $code"


def write_custom(con: duckdb.DuckDBPyConnection, area: CustomArea) -> None:
    """Put an own area into the store in place of one with the same code; `rebuild_custom` works out what follows."""
    remove_custom(con, area.area_code)
    kind = "outline" if area.outline else "localities"
    con.execute(ADD_AREA, {"code": area.area_code, "name": area.area_name, "outline": area.outline})
    con.execute(ADD_CUSTOM, {"code": area.area_code, "kind": kind, "drawn": area.as_geojson()})


def remove_custom(con: duckdb.DuckDBPyConnection, code: str) -> None:
    """Take an own area out of the store; nothing happens where it has none of this code."""
    for statement in FORGET_AREA:
        con.execute(statement, {"code": code})


def rebuild_custom(con: duckdb.DuckDBPyConnection, areas: list[CustomArea]) -> None:
    """Work out again what is in each own area: points, counts, districts, residents and outline."""
    for statement in FORGET:
        con.execute(statement)
    ground = Ground(con) if areas else None
    for area in areas:
        if area.outline:
            _find_points(con, area)
        else:
            con.execute(ADD_MEMBERS, {"code": area.area_code, "localities": list(area.localities)})
    con.execute(COUNT_POINTS)
    con.execute(COUNT_MEMBERS)
    for area in areas:
        if ground:
            _settle(con, area, ground)


def incidents_of(con: duckdb.DuckDBPyConnection, code: str) -> int:
    """Return how many incidents of all months and categories an own area has."""
    return int(con.execute(COUNTED, {"code": code}).fetchall()[0][0])


def _find_points(con: duckdb.DuckDBPyConnection, area: CustomArea) -> None:
    """Write the map points inside an outline; one on its edge is inside."""
    drawn = shapely.from_wkb(area.outline)
    west, south, east, north = (float(edge) for edge in drawn.bounds)
    found = con.execute(POINTS, {"west": west, "south": south, "east": east, "north": north}).fetchnumpy()
    shapely.prepare(drawn)
    inside = shapely.intersects_xy(drawn, found["longitude"], found["latitude"])
    con.register("arrived", pa.table({name: np.asarray(found[name])[inside] for name in ("longitude", "latitude")}))
    con.execute(ADD_POINTS, {"code": area.area_code})
    con.unregister("arrived")


def _settle(con: duckdb.DuckDBPyConnection, area: CustomArea, ground: "Ground") -> None:
    """Write an own area's districts, residents, place and outline."""
    code = {"code": area.area_code}
    if area.outline:
        drawn = shapely.from_wkb(area.outline)
        districts = [row[0] for row in con.execute(DISTRICTS_BY_POINTS, code).fetchall()]
        persons, year = ground.residents(drawn)
        districts = districts or ground.districts(drawn)
    else:
        shapes = shapely.from_geojson([row[0] for row in con.execute(OUTLINES_OF, code).fetchall()])
        whole = shapely.union_all(shapes)
        drawn = shapely.orient_polygons(whole, exterior_cw=True) if not whole.is_empty else None
        districts = [row[0] for row in con.execute(DISTRICTS_BY_MEMBERS, code).fetchall()]
        persons, year = con.execute(PEOPLE_OF_MEMBERS, code).fetchall()[0]
    con.execute(SETTLE, {**code, "districts": districts, "persons": persons, "year": year if persons else None})
    if drawn is None:
        return
    longitude, latitude = inside_points(np.array([drawn]))[0]
    parent = districts[0] if len(districts) == 1 else None
    place = {"parent": parent, "outline": shapely.to_wkb(drawn), "longitude": longitude, "latitude": latitude}
    con.execute(PLACE, {**code, **place})
    con.execute(DRAW, {**code, "geojson": str(shapely.to_geojson(drawn))})


class Ground:
    """The outlines, residents and districts of the common areas, to lay own areas over."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        """Read what the store holds; areas in square metres."""
        rows = con.execute(GROUND).fetchall()
        shapes = shapely.from_geojson([row[0] for row in rows]) if rows else []
        self.shapes = np.asarray(gpd.GeoSeries(shapes, crs=DEGREES).to_crs(METRES).array) if rows else np.array([])
        self.people = [(row[1], row[2]) for row in rows]
        self.parents = [row[3] for row in rows]

    def residents(self, drawn: shapely.Geometry) -> tuple[int | None, int | None]:
        """Return (persons, year) inside an outline: of each common area the share of its ground that lies inside.

        None where a part of the outline lies on no common area, or on one without residents held.
        """
        metres, shares = self._shares(drawn)
        inside = [(share, *self.people[index]) for index, share in shares.items()]
        covered = sum(share * self.shapes[index].area for index, share in shares.items())
        if not inside or covered < 0.95 * metres.area or any(persons is None for _, persons, _ in inside):
            return None, None
        return round(sum(share * persons for share, persons, _ in inside)), max(year for _, _, year in inside)

    def districts(self, drawn: shapely.Geometry) -> list[str]:
        """Return the districts that an outline lies over."""
        return sorted({self.parents[index] for index in self._shares(drawn)[1]} - {None})

    def _shares(self, drawn: shapely.Geometry) -> tuple[shapely.Geometry, dict[int, float]]:
        metres = gpd.GeoSeries([drawn], crs=DEGREES).to_crs(METRES).array[0]
        touched = [int(at) for at in np.flatnonzero(shapely.intersects(self.shapes, metres))] if self.parents else []
        shares = {at: self.shapes[at].intersection(metres).area / self.shapes[at].area for at in touched}
        return metres, {at: share for at, share in shares.items() if share > 0}
