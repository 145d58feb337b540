"""What a release holds, as one hash a table: the same for the same files in any order, on any machine.

Rows are hashed one by one (md5 of their values as text) and summed, so that their order does not count but every
repetition does. What only says when, or in which order, files came (load_id, loaded_at, built_at) is left out or
replaced: a row is known by its file's sha256 and its line, a category by its text. MD5 because it means the same in
every version of DuckDB, whose own hash() need not, and is fast; against a forger stands the sha256 of the file. Derived
decimal numbers are told to twelve significant digits: a sum taken in another order may differ in the sixteenth.
"""

import hashlib

from cspdash.store.connection import Store

TABLES = "SELECT table_name FROM duckdb_tables() WHERE NOT internal AND NOT temporary ORDER BY table_name"
COLUMNS = "SELECT column_name FROM duckdb_columns() WHERE table_name = $name AND NOT internal ORDER BY column_index"

# Held in numbers, shown in words by views, which are hashed in their place.
IN_NUMBERS = ("incident_", "outcome_", "monthly_", "counted_")
VIEWS = ("incident", "outcome", "monthly", "counted")
# The dictionary of the numbers, and what says only when a release was built.
LEFT_OUT = {"term", "release"}

# No parts that are put together: a table's rows, with the file's sha256 for its number where they have one.
PLAIN = """
SELECT count(*), coalesce(sum(md5_number_lower(line)), 0), coalesce(sum(md5_number_upper(line)), 0)
FROM (SELECT concat_ws(chr(31), *COLUMNS(*)) AS line FROM (
    SELECT coalesce(CASE WHEN typeof(COLUMNS(*)) = 'DOUBLE'
        THEN printf('%.12g', TRY_CAST(CAST(COLUMNS(*) AS VARCHAR) AS DOUBLE))
        ELSE CAST(COLUMNS(*) AS VARCHAR) END, chr(0)) FROM query_table($name)))"""
BY_FILE = """
SELECT count(*), coalesce(sum(md5_number_lower(line)), 0), coalesce(sum(md5_number_upper(line)), 0)
FROM (SELECT concat_ws(chr(31), *COLUMNS(*)) AS line FROM (
    SELECT coalesce(CAST(COLUMNS(*) AS VARCHAR), chr(0)) FROM (
        SELECT ledger.sha256 AS file, held.* EXCLUDE (load_id)
        FROM query_table($name) AS held JOIN ledger ON ledger.load_id = held.load_id)))"""
COVERAGE = """
SELECT count(*), coalesce(sum(md5_number_lower(line)), 0), coalesce(sum(md5_number_upper(line)), 0)
FROM (SELECT concat_ws(chr(31), *COLUMNS(*)) AS line FROM (
    SELECT coalesce(CAST(COLUMNS(*) AS VARCHAR), chr(0)) FROM (
        SELECT ledger.sha256 AS file, held.* EXCLUDE (load_id, replaced_by), other.sha256 AS replaced_by
        FROM coverage AS held JOIN ledger ON ledger.load_id = held.load_id
        LEFT JOIN ledger AS other ON other.load_id = held.replaced_by)))"""
MENDED = """
SELECT count(*), coalesce(sum(md5_number_lower(line)), 0), coalesce(sum(md5_number_upper(line)), 0)
FROM (SELECT concat_ws(chr(31), *COLUMNS(*)) AS line FROM (
    SELECT coalesce(CAST(COLUMNS(*) AS VARCHAR), chr(0)) FROM (
        SELECT ledger.sha256 AS file, held.* EXCLUDE (load_id, by_load), other.sha256 AS by_file
        FROM mended AS held JOIN ledger ON ledger.load_id = held.load_id
        LEFT JOIN ledger AS other ON other.load_id = held.by_load)))"""
LEDGER = """
SELECT count(*), coalesce(sum(md5_number_lower(line)), 0), coalesce(sum(md5_number_upper(line)), 0)
FROM (SELECT concat_ws(chr(31), *COLUMNS(*)) AS line FROM (
    SELECT coalesce(CAST(COLUMNS(*) AS VARCHAR), chr(0)) FROM (
        SELECT own.* EXCLUDE (load_id, loaded_at, replaced_by), other.sha256 AS replaced_by
        FROM ledger AS own LEFT JOIN ledger AS other ON other.load_id = own.replaced_by)))"""

# Tables that name loads in another column too.
OF_LOADS = {"ledger": LEDGER, "coverage": COVERAGE, "mended": MENDED}


def content_hash(store: Store) -> dict[str, str]:
    """Return a hash in hexadecimal for each table of what a release holds, by name; the views for rows of events."""
    names = tables(store)
    plain = [name for name in names if name not in LEFT_OUT and not name.startswith(IN_NUMBERS)]
    views = [view for view in VIEWS if any(name.startswith(f"{view}_") for name in names)]
    return {name: hash_of(store, name) for name in sorted([*plain, *views])}


def tables(store: Store) -> list[str]:
    """Return the names of all tables of a release."""
    return [str(row[0]) for row in store.rows(TABLES)]


def total(hashes: dict[str, str]) -> str:
    """Return one hash over those of all tables."""
    text = "\n".join(f"{name} {hashes[name]}" for name in sorted(hashes))
    return hashlib.sha256(text.encode()).hexdigest()


def hash_of(store: Store, name: str) -> str:
    """Return the hash of one table or view: of its columns' names, and its rows in no order."""
    columns = [row[0] for row in store.rows(COLUMNS, name=name)]
    if name in OF_LOADS:
        found = store.rows(OF_LOADS[name])
    else:
        found = store.rows(BY_FILE if "load_id" in columns else PLAIN, name=name)
    return hashlib.sha256(f"{name} {columns} {found[0]}".encode()).hexdigest()
