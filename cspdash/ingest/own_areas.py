"""Areas that the partnership drew itself, kept as files beside the store: added, removed, and found again.

`custom-areas/` beside the releases holds one GeoJSON file an area. A release holds their texts too: a file that is
new comes into the next release, and a text whose file is gone (a store put back from a copy) is written out again.
Only `remove` takes an area away.
"""

from collections.abc import Sequence
from pathlib import Path

import duckdb

from cspdash.ingest import LoadReport, RefusedFile, Source
from cspdash.ingest.areas.custom import CustomArea, areas_in, read_custom
from cspdash.ingest.areas.custom_counting import HELD, incidents_of, rebuild_custom, remove_custom, write_custom
from cspdash.ingest.ledger import enter
from cspdash.store.own_area_queries import file_of, files
from cspdash.store.release import file_sha256

SOURCE = Source("own areas", "Areas drawn by the partnership", "The partnership", "The partnership's own")
KIND = "own areas"
NAMED = "SELECT area_code, area_name FROM area"
KNOWN = "SELECT area_code FROM area_common"
ANY_ROW = "SELECT 1 FROM incident_row WHERE longitude IS NOT NULL LIMIT 1"
FOUND = """
SELECT custom_area.persons, custom_area.year,
    (SELECT count(*) FROM custom_point WHERE custom_point.area_code = custom_area.area_code),
    (SELECT count(*) FROM custom_member WHERE custom_member.area_code = custom_area.area_code)
FROM custom_area WHERE custom_area.area_code = $code"""


def take_up(con: duckdb.DuckDBPyConnection, store: Path) -> list[str]:
    """Take up the own areas whose files lie beside the store; return a sentence for each that cannot be used."""
    held = {code: drawn for code, _, _, drawn in con.execute(HELD).fetchall()}
    notes = []
    for path in files(store):
        try:
            area = read_custom(path)[0]
        except (RefusedFile, OSError) as error:
            notes.append(f"own area left as it was: {error}")
            continue
        if area.area_code != path.stem:
            notes.append(
                f"own area left out: {path.name} names '{area.area_name}', whose file is {area.area_code}.geojson"
            )
        elif area.as_geojson() != held.get(area.area_code):
            write_custom(con, area)
    for code, drawn in held.items():
        if not file_of(store, code).exists():
            _save(file_of(store, code), drawn)
    return notes


def rebuild(con: duckdb.DuckDBPyConnection) -> None:
    """Work out again what every own area that the store holds has in it."""
    rebuild_custom(con, _held(con))


def add(con: duckdb.DuckDBPyConnection, store: Path, path: Path, name: str | None = None) -> LoadReport:
    """Add the own areas of a GeoJSON file; raise RefusedFile, with all files as they were, for one of no use."""
    areas = read_custom(path, name)
    _check_new(con, path, areas)
    for area in areas:
        write_custom(con, area)
    rebuild(con)
    notes = tuple(_found(con, path, area) for area in areas)
    report = LoadReport(path.name, "loaded", file_sha256(path), len(areas), len(areas), 0, KIND,
                        rows_added=len(areas), notes=notes, bytes=path.stat().st_size)  # fmt: skip
    enter(con, SOURCE.name, report)
    for area in areas:
        _save(file_of(store, area.area_code), area.as_geojson())
    return report


def remove(con: duckdb.DuckDBPyConnection, store: Path, code: str) -> LoadReport:
    """Remove an own area from the store and its file; raise RefusedFile when there is none with this code."""
    held = {area.area_code: area for area in _held(con)}
    if code not in held:
        raise RefusedFile(code[:80], "there is no own area with this code", f"There are: {', '.join(held) or 'none'}")
    remove_custom(con, code)
    rebuild(con)
    note = (f"{held[code].area_name} ({code}) removed",)
    report = LoadReport(f"{code}.geojson", "revised", "", 0, 0, 0, KIND, rows_removed=1, notes=note)
    enter(con, SOURCE.name, report)
    file_of(store, code).unlink(missing_ok=True)
    return report


def _held(con: duckdb.DuckDBPyConnection) -> list[CustomArea]:
    return [areas_in(drawn.encode(), code)[0] for code, _, _, drawn in con.execute(HELD).fetchall()]


def _check_new(con: duckdb.DuckDBPyConnection, path: Path, areas: Sequence[CustomArea]) -> None:
    """Raise RefusedFile for a name or code that an area has already, and for localities that are not known."""
    held = con.execute(NAMED).fetchall()
    codes, names = {code for code, _ in held}, {name.casefold() for _, name in held}
    known = {row[0] for row in con.execute(KNOWN).fetchall()}
    for area in areas:
        if area.area_code in codes or area.area_name.casefold() in names:
            reason = f"there is an area with the name '{area.area_name}' already"
            raise RefusedFile(path.name, reason, "Choose another name, or remove the other one first")
        strange = [code for code in area.localities if code not in known]
        if strange:
            reason = f"'{area.area_name}' lists localities that are not known: {', '.join(strange)[:200]}"
            raise RefusedFile(path.name, reason, "List ONS codes of LSOAs of this store")


def _found(con: duckdb.DuckDBPyConnection, path: Path, area: CustomArea) -> str:
    """Return what an area holds as a sentence; raise RefusedFile where nothing was ever recorded in it."""
    n = incidents_of(con, area.area_code)
    if not n:
        held = con.execute(ANY_ROW).fetchall()
        reason = f"no incident that the store holds lies in '{area.area_name}'" if held else "the store has no months"
        remedy = "Check where it lies: an area without any event has nothing to show" if held else "Load months first"
        raise RefusedFile(path.name, reason, remedy)
    persons, _, points, members = con.execute(FOUND, {"code": area.area_code}).fetchall()[0]
    where = f"in {members} localities" if members else f"at {points:,} map points"
    about = "" if members else "about "
    people = "residents not known" if persons is None else f"{about}{persons:,} residents"
    return f"{area.area_name} ({area.area_code}): {n:,} incidents {where}, {people}"


def _save(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)
