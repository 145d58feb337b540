"""Whose rows are in a file? Its name says one force; each row says who reported it and in whose area it lies."""

from cspdash.ingest import RefusedFile
from cspdash.ingest.police_uk.columns import force_id
from cspdash.ingest.reading import Rows

# Every force that data.police.uk publishes, by its id there.
FORCES = {
    "avon-and-somerset", "bedfordshire", "btp", "cambridgeshire", "cheshire", "city-of-london", "cleveland",
    "cumbria", "derbyshire", "devon-and-cornwall", "dorset", "durham", "dyfed-powys", "essex", "gloucestershire",
    "greater-manchester", "gwent", "hampshire", "hertfordshire", "humberside", "kent", "lancashire", "leicestershire",
    "lincolnshire", "merseyside", "metropolitan", "norfolk", "north-wales", "north-yorkshire", "northamptonshire",
    "northern-ireland", "northumbria", "nottinghamshire", "south-wales", "south-yorkshire", "staffordshire",
    "suffolk", "surrey", "sussex", "thames-valley", "warwickshire", "west-mercia", "west-midlands", "west-yorkshire",
    "wiltshire",
}  # fmt: skip
MOST_NAMES = 5


def reported_elsewhere(rows: Rows, force: str) -> dict[str, int]:
    """Return, by the name that they give, how many rows neither were reported by a force nor lie in its area."""
    pairs = rows.table.group_by(["Reported by", "Falls within"]).aggregate([([], "count_all")]).to_pylist()
    found: dict[str, int] = {}
    for pair in sorted(pairs, key=lambda each: -int(each["count_all"])):
        name = str(pair["Reported by"])
        if force not in (force_id(name), force_id(str(pair["Falls within"]))):
            found[name] = found.get(name, 0) + int(pair["count_all"])
    return found


def check_force(file: str, rows: Rows, force: str) -> list[str]:
    """Return a note on rows that are not of a file's force; raise RefusedFile when most are another known force's.

    A few are legitimate: what British Transport Police or a neighbour recorded. `force` is a data.police.uk id.
    """
    elsewhere = reported_elsewhere(rows, force)
    for name, n in elsewhere.items():
        other = force_id(name)
        if other in FORCES and 2 * n > rows.table.num_rows:
            reason = f"it is named for '{force}', but {n:,} of {rows.table.num_rows:,} rows are reported by {name}"
            raise RefusedFile(file, reason, f"If it is that force's file, put '{other}' into its name")
    said = [f"{name[:60] or 'nobody'} ({n:,})" for name, n in list(elsewhere.items())[:MOST_NAMES]]
    more = [f"{len(elsewhere) - MOST_NAMES:,} more"] if len(elsewhere) > MOST_NAMES else []
    return [f"rows reported by others than '{force}': {', '.join([*said, *more])}"] if said else []
