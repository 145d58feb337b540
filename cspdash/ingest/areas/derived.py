"""What follows from boundaries, links and populations together: common areas, their outlines and residents."""

import duckdb
import pyarrow as pa
import shapely

from cspdash.ingest.area_codes import district_part, lsoa_vintage
from cspdash.ingest.areas.common import Link, common_areas
from cspdash.ingest.areas.shapes import joined

LINKS = "SELECT from_code, to_code, kind, weight FROM area_link WHERE kind = 'lsoa11_lsoa21'"
LSOAS = "SELECT area_code FROM area WHERE level = 'lsoa'"
DISTRICTS = "SELECT area_name, area_code FROM area WHERE level = 'district'"
ORPHANS = "SELECT area_code, area_name FROM area WHERE level = 'lsoa' AND parent_code IS NULL"
ADOPT = "UPDATE area SET parent_code = arrived.parent_code FROM arrived WHERE area.area_code = arrived.area_code"
COMMON = "INSERT INTO area_common SELECT area_code, common_code FROM member ORDER BY common_code, area_code"

# Both censuses have figures for the areas that changed only in part; a sum is made of one census, the newest whole one.
PEOPLE = """
INSERT INTO common_population
SELECT common_code, year, sum(persons), CASE WHEN count(households) = count(*) THEN sum(households) END
FROM (SELECT *, count(*) OVER (PARTITION BY common_code, vintage) AS members FROM member) AS member
JOIN population USING (area_code)
GROUP BY common_code, vintage, year, members HAVING count(*) = members
QUALIFY row_number() OVER (PARTITION BY common_code, year ORDER BY vintage DESC) = 1
ORDER BY common_code, year"""

NEWEST = "SELECT area_code, geometry FROM boundary ORDER BY area_code, vintage"
# An LSOA without an outline of its own has none, or that of the common area which carries its code.
UNPLACED = """
UPDATE area SET geometry = NULL, longitude = NULL, latitude = NULL
WHERE level = 'lsoa' AND geometry IS NOT NULL AND area_code NOT IN (SELECT area_code FROM boundary)"""
PLACED = """
UPDATE area SET geometry = arrived.geometry, longitude = arrived.longitude, latitude = arrived.latitude
FROM arrived WHERE area.area_code = arrived.area_code AND area.level = 'lsoa'"""
DRAWN = "INSERT INTO outline SELECT area_code, geojson FROM arrived ORDER BY area_code"


def refresh(con: duckdb.DuckDBPyConnection) -> None:
    """Work out again everything that follows from the areas, links, outlines and populations held."""
    adopt(con)
    links = [Link(*row) for row in con.execute(LINKS).fetchall()]
    common = common_areas(links, [row[0] for row in con.execute(LSOAS).fetchall()])
    con.execute("DELETE FROM area_common")
    con.execute("DELETE FROM common_population")
    if not common:
        return
    codes = list(common)
    vintages = [lsoa_vintage(code) for code in codes]
    con.register("member", pa.table({"area_code": codes, "common_code": list(common.values()), "vintage": vintages}))
    con.execute(COMMON)
    con.execute(PEOPLE)
    con.unregister("member")
    draw(con, common)


def adopt(con: duckdb.DuckDBPyConnection) -> None:
    """Give LSOAs without a parent the district that their name starts with, when it is known."""
    districts = dict(con.execute(DISTRICTS).fetchall())
    named = [(code, districts.get(district_part(name) or "")) for code, name in con.execute(ORPHANS).fetchall()]
    found = {code: parent for code, parent in named if parent}
    if found:
        con.register("arrived", pa.table({"area_code": list(found), "parent_code": list(found.values())}))
        con.execute(ADOPT)
        con.unregister("arrived")


def draw(con: duckdb.DuckDBPyConnection, common: dict[str, str]) -> None:
    """Work out the outline of every common area; an LSOA without its own outline takes that of its code."""
    own: dict[str, bytes] = {code: bytes(shape) for code, shape in con.execute(NEWEST).fetchall()}
    outlines = common_outlines(common, own)
    con.execute("DELETE FROM outline")
    con.execute(UNPLACED)
    if not outlines:
        return
    texts = [str(text) for text in shapely.to_geojson(shapely.from_wkb(list(outlines.values())))]
    con.register("arrived", pa.table({"area_code": list(outlines), "geojson": texts}))
    con.execute(DRAWN)
    con.unregister("arrived")
    joint = [code for code in outlines if code not in own]
    if joint:
        points = [joined([outlines[code]])[1] for code in joint]
        east, north = (list(numbers) for numbers in zip(*points, strict=True))
        shapes = [outlines[code] for code in joint]
        con.register(
            "arrived", pa.table({"area_code": joint, "geometry": shapes, "longitude": east, "latitude": north})
        )
        con.execute(PLACED)
        con.unregister("arrived")


def common_outlines(common: dict[str, str], own: dict[str, bytes]) -> dict[str, bytes]:
    """Return the outline (WKB) of every common area that can be drawn.

    It is the union of the members' outlines: of the newest census of which every member has one.
    """
    members: dict[str, dict[int, list[str]]] = {}
    for code, common_code in common.items():
        members.setdefault(common_code, {}).setdefault(lsoa_vintage(code), []).append(code)
    found: dict[str, bytes] = {}
    for common_code, by_vintage in sorted(members.items()):
        for _, codes in sorted(by_vintage.items(), reverse=True):
            if all(code in own for code in codes):
                shapes = [own[code] for code in sorted(codes)]
                found[common_code] = shapes[0] if len(shapes) == 1 else joined(shapes)[0]
                break
    return found
