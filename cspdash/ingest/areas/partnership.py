"""The areas that a partnership's content names: its districts, the partnerships that cover them, the police force."""

import duckdb

from cspdash.catalogue import Partnership
from cspdash.ingest.areas.boundaries import Area
from cspdash.ingest.areas.writing import write_areas

HELD = "SELECT area_code, area_name FROM area"


def named_areas(partnership: Partnership) -> list[Area]:
    """Return districts, partnerships and force as areas without outline, each code once.

    A district that gives its own code as its partnership's lies directly in the force area.
    """
    force = partnership.force
    found = {force.area_code: Area(force.area_code, force.name, "force", None, None)}
    for district in partnership.districts:
        above = force.area_code
        if district.partnership_code != district.area_code:
            above = district.partnership_code
            found[above] = Area(above, district.partnership_name, "partnership", force.area_code, None)
        found[district.area_code] = Area(district.area_code, district.name, "district", above, None)
    return list(found.values())


def load_named(con: duckdb.DuckDBPyConnection, partnership: Partnership) -> int:
    """Add the areas that the content names and the store lacks, and give districts the content's names.

    Return how many were written. A district's name matters: LSOAs are told to belong to it by theirs.
    """
    held = dict(con.execute(HELD).fetchall())
    wanted = [
        area
        for area in named_areas(partnership)
        if area.area_code not in held or (area.level == "district" and held[area.area_code] != area.area_name)
    ]
    if wanted:
        write_areas(con, wanted)
    return len(wanted)
