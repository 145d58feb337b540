"""Which common areas touch: queen contiguity of the outlines held, a corner in common being enough."""

import duckdb
import numpy as np
import pyarrow as pa
import shapely

OUTLINES = "SELECT area_code, geojson FROM outline ORDER BY area_code"
TOUCHING = "INSERT INTO neighbour SELECT area_code, other_code FROM arrived ORDER BY area_code, other_code"


def rebuild_neighbours(con: duckdb.DuckDBPyConnection) -> None:
    """Work out again which of the common areas with an outline touch, and keep it both ways round."""
    con.execute("DELETE FROM neighbour")
    rows = con.execute(OUTLINES).fetchall()
    pairs = touching([row[1] for row in rows])
    if not pairs:
        return
    codes = [row[0] for row in rows]
    table = {"area_code": [codes[one] for one, _ in pairs], "other_code": [codes[other] for _, other in pairs]}
    con.register("arrived", pa.table(table))
    con.execute(TOUCHING)
    con.unregister("arrived")


def touching(outlines: list[str]) -> list[tuple[int, int]]:
    """Return the places (from 0) of outlines (GeoJSON) that share a point, each pair both ways round."""
    if not outlines:
        return []
    shapes = np.asarray(shapely.from_geojson(outlines))
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    return [(int(a), int(b)) for a, b in zip(one, other, strict=True) if a != b]
