"""The layout of 2010 to 2012: a point as easting and northing, and neither Crime ID nor LSOA.

Easting and northing (British National Grid, OSGB36) become longitude and latitude by the transformation that comes
with PROJ without a grid file, right to about 5 m. The LSOA is the one whose outline, as held, has the point; where no
outline is held there is none. Outlines are simplified: with those that ship, 2,101 of 18,913 points of four real months
came to another LSOA than their file says, the one next to it, and none to another district. Finer outlines do better.
"""

from collections.abc import Iterable

import duckdb
import pyarrow as pa

from cspdash.ingest import LoadReport
from cspdash.ingest.areas.placing import Point, areas_at, usable
from cspdash.ingest.police_uk.columns import COLUMNS
from cspdash.ingest.reading import Rows, Text, header_of, read_rows

BEFORE_POINT, POINT = ["Month", "Reported by", "Falls within"], ["Easting", "Northing"]
LAYOUTS = {
    "street": [*BEFORE_POINT, *POINT, "Location", "Crime type", "Context"],
    "outcomes": [*BEFORE_POINT, *POINT, "Location", "Outcome type"],
}
SAID = "the layout of 2010 to 2012"
ABOUT = (
    "the layout of 2010 to 2012 names no localities: they are those of the outlines held, round each map point. With "
    "the outlines that ship about one point in nine comes to the locality next to its own; districts are right"
)
# Metres: nothing on land lies so near the grid's origin, where degrees in a column of metres would be.
LEAST = 1_000.0
# These months are nearest to the oldest census geography that is held.
OUTLINES = """
SELECT area_code, vintage, geometry FROM boundary WHERE vintage = (SELECT min(vintage) FROM boundary)
ORDER BY area_code"""
NOTES = "SELECT notes FROM ledger WHERE load_id = $load_id"


def is_older(text: Text) -> bool:
    """Tell whether a file gives its points as easting and northing."""
    header = header_of(text)
    return set(POINT) <= set(header) and not {"Longitude", "Latitude"} & set(header)


def read_older(con: duckdb.DuckDBPyConnection, text: Text, kind: str) -> Rows:
    """Return a file's rows with the columns of today; what the layout lacks is empty, a point that cannot be is 'x'.

    Raises RefusedFile as `reading.read_rows` does.
    """
    layout, header = LAYOUTS[kind], header_of(text)
    rows = read_rows(text, [*layout, *(name for name in COLUMNS[kind] if name in header and name not in layout)])
    table = rows.table
    pairs = [_metres(*pair) for pair in zip(*(table.column(name).to_pylist() for name in POINT), strict=True)]
    found = _places(con, sorted({pair for pair in pairs if pair}))
    degrees = [found[pair][0] if pair else None for pair in pairs]
    written = [any(pair) for pair in zip(*(table.column(name).to_pylist() for name in POINT), strict=True)]
    made = {
        "Longitude": _texts(degrees, written, 0),
        "Latitude": _texts(degrees, written, 1),
        "LSOA code": [(found[pair][1] or "") if pair else "" for pair in pairs],
    }
    empty = [""] * table.num_rows
    arrays = [
        table.column(name) if name in table.column_names else pa.array(made.get(name, empty), pa.string())
        for name in COLUMNS[kind]
    ]
    rows.table = pa.Table.from_arrays([*arrays, table.column("line")], names=[*COLUMNS[kind], "line"])
    points, inside = sum(map(bool, degrees)), sum(map(bool, made["LSOA code"]))
    rows.notes.append(
        f"{SAID}: {points:,} rows have a point, {inside:,} of these lie in a locality whose outline is held"
    )
    return rows


def placed_as_before(con: duckdb.DuckDBPyConnection, load_id: int, notes: list[str]) -> bool:
    """Tell whether a file's points lie in as many outlines as when it was loaded: outlines may have come since."""
    held = con.execute(NOTES, {"load_id": load_id}).fetchall()[0][0]
    return all(note in held for note in notes if note.startswith(SAID))


def said_of_older(reports: Iterable[LoadReport]) -> list[str]:
    """Return what has to be known of localities when any of the files that were loaded has the older layout."""
    return [ABOUT] if any(note.startswith(SAID) for report in reports for note in report.notes) else []


def _metres(easting: str, northing: str) -> Point | None:
    """Return easting and northing, or None where they are none."""
    try:
        point = float(easting), float(northing)
    except ValueError:
        return None
    return point if min(point) >= LEAST else None


def _places(con: duckdb.DuckDBPyConnection, points: list[Point]) -> dict[Point, tuple[Point | None, str | None]]:
    """Return longitude and latitude, and the LSOA, of each distinct point."""
    degrees = usable(points, grid=True)
    outlines = [(code, year, bytes(shape)) for code, year, shape in con.execute(OUTLINES).fetchall()]
    around = areas_at(degrees, outlines) if outlines and any(degrees) else [None] * len(points)
    return dict(zip(points, zip(degrees, around, strict=True), strict=True))


def _texts(degrees: list[Point | None], written: list[bool], part: int) -> list[str]:
    """Return one coordinate of each row as text: empty where nothing was written, 'x' where it is no point."""
    return [
        f"{point[part]:.6f}" if point else "x" if said else "" for point, said in zip(degrees, written, strict=True)
    ]
