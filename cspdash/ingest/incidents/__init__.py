"""Partners' event extracts: one row an event, from the fire service, a council, the ambulance service.

The content's mapping says which column is what; no other column is ever kept, not even of a row in quarantine. An
extract replaces what earlier ones of its source hold in the months that it covers. A month that it covers and that has
no event is zero; a month that no extract covers is a gap.
"""

import csv
import io
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb
import pyarrow as pa

from cspdash.catalogue import Mapping
from cspdash.ingest import LoadReport, RefusedFile, many_rejected
from cspdash.ingest.areas.placing import areas_at, usable
from cspdash.ingest.incidents import settling
from cspdash.ingest.incidents.rows import Event, Judge, RowProblem, Span
from cspdash.ingest.ledger import enter
from cspdash.ingest.police_uk.staging import quarantine
from cspdash.ingest.reading import (
    AGAIN,
    OTHER_ORDER,
    Reject,
    Rows,
    Text,
    header_of,
    quarantine_last,
    read_rows,
    read_text,
    truncation,
)
from cspdash.periods import month_range, runs_of_months, span_words

NAME_MONTHS = "Name the months that it covers with --from and --to"
# So many months in a row without an event are more likely one wrong date than a quiet year.
MOST_EMPTY = 12
MOST_VALUES = 10
OUTLINES = "SELECT area_code, vintage, geometry FROM boundary ORDER BY area_code, vintage"
KNOWN_AREAS = "SELECT DISTINCT area_code FROM area"
TYPES = {"line": pa.int64(), "month": pa.date32(), "occurred_from": pa.timestamp("us"),
         "occurred_to": pa.timestamp("us"), "category": pa.string(), "crime_id": pa.string(), "outcome": pa.string(),
         "location": pa.string(), "area_code": pa.string(), "longitude": pa.float64(),
         "latitude": pa.float64()}  # fmt: skip
PARTS = ("line", "month", "occurred_from", "occurred_to", "category", "crime_id", "outcome", "location")


@dataclass(slots=True)
class Extracted:
    """A file's events and rejects, with everything to be said of them."""

    text: Text
    events: list[Event] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    of_date: int = 0
    counted: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)


def load_incidents(
    con: duckdb.DuckDBPyConnection, path: Path, mapping: Mapping, *, span: Span | None = None,
    accept_partial: bool = False, today: date | None = None,
) -> LoadReport:  # fmt: skip
    """Load a partner's extract into the store that `con` is building; return its report.

    `span` is the first and last month that the extract covers; without it, those of its first and last event. Raises
    RefusedFile when no row can be kept, when most dates cannot be read or when the file is damaged; OSError when it
    cannot be read.
    """
    found = read_extract(path, mapping, span, accept_partial, today or datetime.now(UTC).date())
    months = months_covered(found, span)
    extract = settling.Extract(mapping.source, mapping.publisher, mapping.categories, months)
    con.register("event", as_table(found, place(con, found, mapping), mapping))
    try:
        return _settled(con, found, extract)
    finally:
        con.unregister("event")


def read_extract(path: Path, mapping: Mapping, span: Span | None, accept_partial: bool, today: date) -> Extracted:
    """Return the events of a file; every row is an event or a reject with line and reason."""
    text = read_text(path, str(path))
    header = header_of(text)
    spaced = {" ".join(name.split()): name for name in header}
    rows = read_rows(text, [name if name in header else spaced.get(name, name) for name in mapping.columns])
    said = [note for note in rows.notes if note != OTHER_ORDER]
    found = Extracted(text, notes=[*text.notes, *said, *_damage(text, rows, accept_partial)])
    # A line that is no row may have anything in it: its number and the reason are kept, its text is not.
    found.rejects = [(line, reason, "") for line, reason, _ in rows.rejects]
    judge = Judge(mapping, today, span)
    columns = [rows.table.column(place).to_pylist() for place in range(rows.table.num_columns)]
    for *cells, line in zip(*columns, strict=True):
        try:
            found.events.append(judge.event(dict(zip(mapping.columns, cells, strict=True)), line))
        except RowProblem as problem:
            found.of_date += problem.of_date
            found.rejects.append((line, str(problem), _judged_cells(cells, mapping)))
    found.rejects.sort()
    found.counted = judge.counted
    if judge.unknown:
        values = [f"'{value[:40]}' ({n:,})" for value, n in judge.unknown.most_common(MOST_VALUES)]
        more = f" and {len(judge.unknown) - MOST_VALUES:,} more" if len(judge.unknown) > MOST_VALUES else ""
        found.notes.append(f"not in the mapping: {', '.join(values)}{more}")
    _refuse_hopeless(found, mapping)
    return found


def _damage(text: Text, rows: Rows, accept_partial: bool) -> list[str]:
    """Return notes on damage that was accepted; raise RefusedFile when it was not."""
    cut = truncation(text, rows)
    damage = [*text.damaged, *([cut] if cut else [])]
    if damage and not accept_partial:
        raise RefusedFile(text.file, "; ".join(damage), AGAIN)
    if cut:
        quarantine_last(text, rows)
    return damage


def _judged_cells(cells: list[str], mapping: Mapping) -> str:
    """Return what a row was judged by, as a line of CSV: neither its place nor its outcome."""
    out = io.StringIO()
    kept = (cell for column, cell in zip(mapping.columns, cells, strict=True) if column in mapping.judged_by)
    csv.writer(out, lineterminator="").writerow(kept)
    return out.getvalue()


def _refuse_hopeless(found: Extracted, mapping: Mapping) -> None:
    """Raise RefusedFile when no row of a file can be kept, or most have no date that can be read."""
    if found.events and found.of_date <= len(found.events):
        return
    reasons = Counter(reason for _, reason, _ in found.rejects)
    said = ", ".join(f"{reason} ({n:,} rows)" for reason, n in reasons.most_common())
    raise RefusedFile(found.text.file, said, f"Check that this is '{mapping.title}', and mappings/{mapping.slug}.toml")


def months_covered(found: Extracted, span: Span | None) -> tuple[date, ...]:
    """Return every month that an extract covers, noting where it may not cover the first and last whole.

    Raises RefusedFile when nobody named the months and a year and more of them has no event.
    """
    if span:
        return tuple(month_range(*span))
    months = sorted({event.month for event in found.events})
    whole = month_range(months[0], months[-1])
    empty = runs_of_months([month for month in whole if month not in set(months)])
    wide = [run for run in empty if len(month_range(*run)) >= MOST_EMPTY]
    if wide:
        said = "; ".join(span_words(*run) for run in wide)
        remedy = f"If that is right, name the months with --from {months[0]:%Y-%m} --to {months[-1]:%Y-%m}"
        raise RefusedFile(found.text.file, f"there is no event in {said}: a date outside may be wrong", remedy)
    days = [event.occurred_from.date() for event in found.events]
    found.notes.append(
        f"events from {min(days)} to {max(days)}: {span_words(months[0], months[-1])} counted as whole months. "
        f"{NAME_MONTHS} if the extract covers others, or some of these in part"
    )
    return tuple(whole)


def place(con: duckdb.DuckDBPyConnection, found: Extracted, mapping: Mapping) -> list[tuple[float, float] | None]:
    """Return each event's point in degrees, and give events without a code that is known the LSOA around it."""
    points = usable([event.point for event in found.events], grid=bool(mapping.easting_column))
    known = {row[0] for row in con.execute(KNOWN_AREAS).fetchall()}
    asked = [None if event.area_code in known else point for event, point in zip(found.events, points, strict=True)]
    outlines = [(code, year, bytes(shape)) for code, year, shape in con.execute(OUTLINES).fetchall()]
    around = areas_at(asked, outlines) if any(asked) else [None] * len(asked)
    for n, (event, code) in enumerate(zip(found.events, around, strict=True)):
        if event.point and not points[n]:
            found.counted["unusable_point"] += 1
        if asked[n] and not code:
            found.counted["outside_areas"] += 1
        if code:
            found.events[n] = replace(event, area_code=code)
        elif event.area_code is None:
            found.counted["no_area"] += 1
        elif event.area_code not in known:
            found.counted["unmapped_area"] += 1
    return points


def as_table(found: Extracted, points: list[tuple[float, float] | None], mapping: Mapping) -> pa.Table:
    """Return the events as a table; points are in it only where the mapping keeps them."""
    kept = points if mapping.keep_points else [None] * len(points)
    columns: dict[str, list[object]] = {name: [getattr(event, name) for event in found.events] for name in PARTS}
    columns["area_code"] = [event.area_code for event in found.events]
    columns["longitude"] = [point[0] if point else None for point in kept]
    columns["latitude"] = [point[1] if point else None for point in kept]
    return pa.table({name: pa.array(columns[name], kind) for name, kind in TYPES.items()})


def _settled(con: duckdb.DuckDBPyConnection, found: Extracted, extract: settling.Extract) -> LoadReport:
    """Put the events into the store, unless they are there; return the report."""
    kept, rejected = len(found.events), len(found.rejects)
    found.notes += many_rejected(rejected, kept + rejected)
    change = settling.difference(con, extract)
    same = not any(change) and settling.is_held(con, extract, found.text.sha256)
    replaced = settling.loads_to_replace(con, extract)
    report = LoadReport(
        found.text.file, "unchanged" if same else "revised" if replaced else "loaded", found.text.sha256,
        kept + rejected, kept, rejected, "incidents", None, None, *change,
        reasons=dict(Counter(reason for _, reason, _ in found.rejects)), counted=dict(found.counted),
        notes=tuple(found.notes), bytes=found.text.size,
    )  # fmt: skip
    if not same:
        new = enter(con, extract.source, report)
        settling.settle(con, extract, new, replaced)
        quarantine(con, new, found.rejects)
    return report
