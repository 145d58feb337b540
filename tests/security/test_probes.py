"""What SQL could do if anyone ever got some past the binding: 28 probes with fixed verdicts, for each DuckDB to come.

Refused: an error at once. Cut: stopped by the time limit. Allowed: DuckDB has no switch against it, so that values are
bound and every SQL text is a literal (test_sql.py); each leaves the store and its folder as they were.
"""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from cspdash.store.connection import Store
from cspdash.store.release import building, current_release, release_path

REFUSED, CUT, ALLOWED = "refused", "cut", "allowed"
PROBES = {
    "read a CSV of the machine": ("SELECT * FROM read_csv('/etc/passwd')", REFUSED),
    "read a text of the machine": ("SELECT * FROM read_text('/etc/passwd')", REFUSED),
    "read bytes of the machine": ("SELECT * FROM read_blob('/etc/passwd')", REFUSED),
    "list a folder": ("SELECT * FROM glob('/etc/*')", REFUSED),
    "sniff a file": ("SELECT * FROM sniff_csv('/etc/passwd')", REFUSED),
    "name a file as a table": ("SELECT * FROM '/etc/passwd'", REFUSED),
    "ask another machine": ("SELECT * FROM read_parquet('https://192.0.2.1/x.parquet')", REFUSED),
    "copy out": ("COPY population TO '{folder}/leak.csv'", REFUSED),
    "copy in": ("COPY population FROM '/etc/passwd'", REFUSED),
    "export the database": ("EXPORT DATABASE '{folder}/leak'", REFUSED),
    "attach a file": ("ATTACH '{folder}/other.duckdb'", REFUSED),
    "attach memory": ("ATTACH ':memory:' AS other", REFUSED),
    "install an extension": ("INSTALL httpfs", REFUSED),
    "load an extension": ("LOAD httpfs", REFUSED),
    "open the way out again": ("SET enable_external_access = true", REFUSED),
    "take the time limit away": ("SET max_execution_time = 0", REFUSED),
    "take more memory": ("SET memory_limit = '100GB'", REFUSED),
    "insert": ("INSERT INTO population VALUES ('E01000009', 2021, 9, NULL)", REFUSED),
    "create a table": ("CREATE TABLE mine (n INTEGER)", REFUSED),
    "keep a secret on the disk": ("CREATE PERSISTENT SECRET mine (TYPE s3)", REFUSED),
    "read the environment": ("SELECT getenv('PATH')", REFUSED),
    "scan a variable of the program": ("SELECT * FROM frame", REFUSED),
    "a runaway join": ("SELECT sum(sqrt(a.range * b.range)) FROM range(10000000) AS a, range(10000000) AS b", CUT),
    "a runaway recursion": (
        "WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT (n * 7 + 1) % 1000003 FROM t WHERE n >= 0) "
        "SELECT count(*) FROM t", CUT,
    ),
    "a temporary table": ("CREATE TEMP TABLE mine AS SELECT * FROM population", ALLOWED),
    "two statements in one text": ("SELECT 1; SELECT 2", ALLOWED),
    "a query in a text": ("SELECT * FROM query('SELECT 2')", ALLOWED),
    "the path of the file": ("PRAGMA database_list", ALLOWED),
}  # fmt: skip
assert len(PROBES) == 28


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("store")
    with building(target) as build:
        build.con.execute("INSERT INTO population SELECT 'E0100000' || range, 2021, range, NULL FROM range(1, 4)")
    return target


@pytest.fixture(scope="module")
def store(folder: Path) -> Iterator[Store]:
    """The store as readers have it, but cut after a fifth of a second."""
    opened = Store(release_path(folder, str(current_release(folder))), seconds=0.2)
    yield opened
    opened.close()


def files(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def verdict(store: Store, sql: str) -> str:
    frame = pd.DataFrame({"secret": [1]})
    try:
        store.rows(sql)
    except duckdb.InterruptException:
        return CUT
    except duckdb.Error:
        return REFUSED
    assert len(frame) == 1
    return ALLOWED


@pytest.mark.parametrize("name", PROBES)
def test_a_probe_has_its_verdict_and_leaves_all_as_it_was(name: str, folder: Path, store: Store) -> None:
    sql, expected = PROBES[name]
    before = files(folder)
    assert verdict(store, sql.replace("{folder}", str(folder))) == expected
    assert store.rows("SELECT count(*), sum(persons) FROM main.population") == [(3, 6)]
    assert files(folder) == before


def test_what_is_bound_is_a_value_whatever_stands_in_it(store: Store) -> None:
    for sql, _ in PROBES.values():
        assert store.rows("SELECT $text, count(*) FROM main.population WHERE area_code = $text", text=sql) == [(sql, 0)]
