"""What stands behind the numbers, as tables: months, files, quarantine, areas, people."""

from cspdash.charts.once import once
from cspdash.charts.tables import Cell, Table, number, plain_table, text
from cspdash.findings.sources import Sources
from cspdash.periods import runs_of_months, span_words

LEVELS = {"lsoa": "LSOA", "ward": "Ward", "district": "District", "partnership": "Partnership", "force": "Police force",
          "custom": "Own area"}  # fmt: skip
PLACES = {"none": "Without location", "elsewhere": "Outside the districts"}


def spans(months: tuple) -> str:
    """Return months as spans in words, or 'none'."""
    return "; ".join(span_words(*run) for run in runs_of_months(months)) or "none"


@once
def months_table(found: Sources) -> Table:
    """Return the months held and missing by force, and by partner whose events are held."""
    rows = tuple(
        (text(force.force), number(len(force.held)), text(spans(force.held)), number(len(force.missing)),
         text(spans(force.missing)))
        for force in found.forces
    )  # fmt: skip
    columns = ("Force or partner", "Months held", "Which", "Months missing between", "Which are missing")
    return Table("Months held and missing", columns, rows, frozenset({1, 3}))


@once
def files_table(found: Sources) -> Table:
    """Return every file loaded, newest first, with its rows in, kept and rejected."""
    rows = tuple(
        (
            text(load["file_name"]), text(load["kind"]), text(load["status"]), number(load["rows_read"]),
            number(load["rows_kept"]), number(load["rows_rejected"]),
            text(f"{load['loaded_at']:%Y-%m-%d %H:%M}"), text(load["sha256"][:12]),
            text("; ".join(load["notes"]) + (" replaced" if load["replaced_by"] else "")),
        )
        for load in reversed(found.ledger)
    )  # fmt: skip
    columns = ("File", "Kind", "Status", "Rows read", "Kept", "Rejected", "Loaded (UTC)", "sha256", "Notes")
    return Table("Files loaded", columns, rows, frozenset({3, 4, 5}))


@once
def rejects_table(found: Sources) -> Table:
    """Return the reasons for which rows were quarantined."""
    columns = ("File", "Reason", "Rows", "First line")
    return plain_table("Rows in quarantine, by reason", columns, found.reasons, (2, 3))


@once
def placed_table(found: Sources, names: dict[str, str]) -> Table:
    """Return where the incidents lie: by district, outside them, or without location."""
    total = sum(found.placed.values())
    rows = tuple(
        (text(PLACES.get(code) or names.get(code, code)), number(n), Cell(round(n / total, 4), f"{n / total:.1%}"))
        for code, n in sorted(found.placed.items(), key=lambda pair: -pair[1])
    )
    return Table("Where the incidents lie", ("Place", "Incidents", "Share"), rows, frozenset({1, 2}))


@once
def areas_table(found: Sources) -> Table:
    """Return the areas known by level and vintage, and how many have an outline."""
    rows = tuple(
        (text(LEVELS.get(level, level)), Cell(vintage, str(vintage) if vintage else "–"), number(n), number(drawn))
        for level, vintage, n, drawn in found.areas
    )
    return Table("Areas and boundaries", ("Level", "Vintage", "Areas", "With outline"), rows, frozenset({2, 3}))


@once
def people_table(found: Sources) -> Table:
    """Return the populations held."""
    rows = tuple((Cell(year, str(year)), number(n), number(persons)) for year, n, persons in found.populations)
    return Table("Residents", ("Year", "Areas", "Persons"), rows, frozenset({1, 2}))
