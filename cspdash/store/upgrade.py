"""From an earlier schema of this project to today's, on a copy: the release that was stays as it is.

A step says what has to move when a version is left; most have nothing to say, for a table that is new begins empty.
What the step leaves is then held against today's schema, table by table: what is missing is made, an empty table of
another shape is made anew, and anything else that differs stops the upgrade.
"""

import duckdb

from cspdash.store.pointer import StoreProblem

# By the version that is left. Views are gone while a step runs; what is worked out of other tables may be left empty,
# for it is worked out again before anything is published.
STEPS = {
    # The first releases had outlines in area alone.
    1: """
CREATE TABLE IF NOT EXISTS boundary (area_code VARCHAR NOT NULL, vintage INTEGER NOT NULL, geometry BLOB NOT NULL);
INSERT INTO boundary
SELECT area_code, vintage, geometry FROM area
WHERE level = 'lsoa' AND vintage IS NOT NULL AND geometry IS NOT NULL
    AND area_code NOT IN (SELECT area_code FROM boundary)""",
    2: "",
    3: "",
    # Crime IDs of 64 digits became two UUIDs; the mart became cells of numbers under a view, counted anew.
    4: """
ALTER TABLE incident_identifier RENAME TO identifier_before;
CREATE TABLE incident_identifier (
    load_id INTEGER NOT NULL, line BIGINT NOT NULL, first_half UUID NOT NULL, second_half UUID NOT NULL
);
CREATE TABLE incident_identifier_text (load_id INTEGER NOT NULL, line BIGINT NOT NULL, crime_id VARCHAR NOT NULL);
INSERT INTO incident_identifier
SELECT load_id, line, CAST(crime_id[1:32] AS UUID), CAST(crime_id[33:64] AS UUID) FROM identifier_before
WHERE regexp_full_match(crime_id, '[0-9a-f]{64}') ORDER BY load_id, line;
INSERT INTO incident_identifier_text
SELECT load_id, line, crime_id FROM identifier_before
WHERE NOT regexp_full_match(crime_id, '[0-9a-f]{64}') ORDER BY load_id, line;
DROP TABLE identifier_before;
DROP TABLE monthly""",
    # Sizes and parsers of earlier files are not known: NULL, never 0.
    5: """
ALTER TABLE ledger ADD COLUMN bytes BIGINT;
ALTER TABLE ledger ADD COLUMN parser INTEGER""",
}

VIEWS = "SELECT view_name FROM duckdb_views() WHERE NOT internal AND database_name = current_database()"
SHAPES = """
SELECT tables.table_name, tables.sql, list([columns.column_name, columns.data_type] ORDER BY columns.column_index)
FROM duckdb_tables() AS tables JOIN duckdb_columns() AS columns
    ON columns.database_name = tables.database_name AND columns.table_name = tables.table_name
WHERE tables.database_name = current_database() AND NOT tables.internal AND NOT tables.temporary GROUP BY ALL"""
HELD = "SELECT count(*) FROM query_table($name)"

Shapes = dict[str, tuple[str, list[list[str]]]]


def other_schema(name: str, version: int, ours: int) -> str:
    """Return what to say of a release of another schema."""
    if version < ours:
        return (
            f"release {name} has schema {version}, this program works with {ours}: run 'cspdash upgrade' once, for a "
            "public edition 'cspdash publish'."
        )
    return (
        f"release {name} has schema {version}, newer than this program's, {ours}: use the cspdash that wrote it, or a "
        "newer one. Nothing was changed."
    )


def bring_up(con: duckdb.DuckDBPyConnection, name: str, version: int, ours: int, schema: str, views: str) -> None:
    """Bring a draft that is a copy of release `name` from an earlier schema to ours; StoreProblem when it cannot be.

    `schema` and `views` are the SQL of today's tables and views.
    """
    if version > ours:
        raise StoreProblem(other_schema(name, version, ours))
    for (view,) in con.execute(VIEWS).fetchall():
        con.execute(f"DROP VIEW {plain_name(view)}")
    for step in range(version, ours):
        if STEPS[step]:
            con.execute(STEPS[step])
    wanted = shapes_of(schema)
    for table, (_, columns) in shapes(con).items():
        if wanted.get(table, ("", []))[1] != columns:
            if con.execute(HELD, {"name": table}).fetchall()[0][0]:
                raise StoreProblem(f"release {name} of schema {version} holds a table {table} that is not known.")
            con.execute(f"DROP TABLE {plain_name(table)}")
    held = shapes(con)
    for table, (sql, _) in wanted.items():
        if table not in held:
            con.execute(sql)
    con.execute(views)


def plain_name(name: str) -> str:
    """Return a name as it can stand in SQL, which takes no parameter there; StoreProblem for anything but a word."""
    if not (name.isascii() and name.isidentifier()):
        raise StoreProblem(f"the release holds something named '{name[:40]}', which no cspdash made.")
    return f'"{name}"'


def shapes(con: duckdb.DuckDBPyConnection) -> Shapes:
    """Return the tables of a database: by name the SQL that makes one, and its columns with their types."""
    return {name: (sql, columns) for name, sql, columns in con.execute(SHAPES).fetchall()}


def shapes_of(schema: str) -> Shapes:
    """Return the tables that a schema makes."""
    fresh = duckdb.connect()
    try:
        fresh.execute(schema)
        return shapes(fresh)
    finally:
        fresh.close()
