"""Does what was loaded belong to the partnership of the content? A dashboard of zeros is the worst way to find out."""

import duckdb

from cspdash.catalogue import Partnership

FORCES = """
SELECT DISTINCT force FROM ledger
WHERE kind = 'street' AND replaced_by IS NULL AND force IS NOT NULL ORDER BY force"""
PLACED = "SELECT 1 FROM monthly WHERE list_contains($districts, district_code) LIMIT 1"
OUTCOMES = "SELECT 1 FROM ledger WHERE kind = 'outcomes' AND replaced_by IS NULL LIMIT 1"
SHOWN = 5
NO_STREET = "outcomes are held, and no street file: the pages show nothing before the months of incidents are loaded"


def misfit(con: duckdb.DuckDBPyConnection, partnership: Partnership) -> str | None:
    """Return why the months held cannot be shown for a partnership, with what to mend; None when they can."""
    forces = [row[0] for row in con.execute(FORCES).fetchall()]
    if not forces:
        return NO_STREET if con.execute(OUTCOMES).fetchall() else None
    slug = partnership.force.slug
    if slug not in forces:
        others = ", ".join(forces[:SHOWN]) + (" and others" if len(forces) > SHOWN else "")
        return f"no month held is of the force {slug!r} of partnership.toml: they are of {others}"
    if con.execute(PLACED, {"districts": [found.area_code for found in partnership.districts]}).fetchall():
        return None
    names = ", ".join(repr(found.name) for found in partnership.districts)
    return f"no incident lies in {names}: a district's name in partnership.toml is how its LSOAs' names begin"
