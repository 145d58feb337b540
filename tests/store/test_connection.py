from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from cspdash.settings import READER_SECONDS
from cspdash.store.connection import Store, forget, open_store
from cspdash.store.release import StoreProblem, building, current_release, release_path

RUNAWAY = "SELECT sum(sqrt(a.range * b.range)) FROM range(10000000) AS a, range(10000000) AS b"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with three rows of population."""
    target = tmp_path_factory.mktemp("store")
    with building(target) as build:
        build.con.execute("INSERT INTO population SELECT 'E0100000' || range, 2021, range, NULL FROM range(1, 4)")
    return target


@pytest.fixture
def path(folder: Path) -> Path:
    """The file of its release."""
    name = current_release(folder)
    assert name
    return release_path(folder, name)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM glob('/etc/*')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM read_parquet('https://example.org/x.parquet')",
        "COPY population TO '/tmp/leak.csv'",
        "COPY population FROM '/etc/passwd'",
        "EXPORT DATABASE '/tmp/leak'",
        "IMPORT DATABASE '/tmp/leak'",
        "ATTACH '/tmp/other.duckdb'",
        "ATTACH ':memory:' AS other",
        "SET enable_external_access = true",
        "SET memory_limit = '100GB'",
        "SET max_execution_time = 0",
        "RESET max_execution_time",
        "PRAGMA threads = 8",
        "INSTALL httpfs",
        "LOAD httpfs",
        "INSERT INTO population VALUES ('E01000009', 2021, 9, NULL)",
        "UPDATE population SET persons = 0",
        "DELETE FROM population",
        "DROP TABLE population",
        "CREATE TABLE mine (n INTEGER)",
        "CREATE SECRET (TYPE s3)",
        "CREATE PERSISTENT SECRET mine (TYPE s3)",
        "SELECT getenv('PATH')",
        "SELECT * FROM sniff_csv('/etc/passwd')",
    ],
)
def test_a_reader_can_neither_change_nor_reach_anything_else(path: Path, sql: str) -> None:
    store = Store(path)
    try:
        with pytest.raises(duckdb.Error):
            store.rows(sql)
        assert store.rows("SELECT count(*), sum(persons) FROM population") == [(3, 6)]
    finally:
        store.close()


def test_a_reader_finds_no_variables_of_the_program(path: Path) -> None:
    import pandas as pd

    frame = pd.DataFrame({"secret": [1]})
    store = Store(path)
    with pytest.raises(duckdb.Error, match="frame"):
        store.rows("SELECT * FROM frame")
    store.close()
    assert len(frame) == 1


@pytest.mark.fault("F34")
def test_a_runaway_query_is_cut_and_the_store_goes_on(path: Path) -> None:
    store = Store(path, seconds=0.2)
    for ask in (store.rows, store.arrays, store.table):
        with pytest.raises(duckdb.Error, match=r"(?i)interrupt"):
            ask(RUNAWAY)
    assert store.rows("SELECT count(*) FROM population") == [(3,)]
    store.close()


@pytest.mark.parametrize(("seconds", "limit"), [(READER_SECONDS, int(READER_SECONDS * 1000)), (None, 0)])
def test_the_time_limit_holds_for_every_question(path: Path, seconds: float | None, limit: int) -> None:
    store = Store(path, seconds)
    for _ in range(2):
        assert store.rows("SELECT current_setting('max_execution_time')") == [(limit,)]
    store.close()


def test_answers_come_as_tuples_arrays_and_arrow_tables(path: Path) -> None:
    store = Store(path)
    sql = "SELECT area_code, persons FROM population WHERE persons >= $least ORDER BY area_code"
    assert store.rows(sql, least=2) == [("E01000002", 2), ("E01000003", 3)]
    columns = store.arrays(sql, least=3)
    assert {name: list(values) for name, values in columns.items()} == {"area_code": ["E01000003"], "persons": [3]}
    assert store.table("SELECT max(persons) AS most FROM population").to_pylist() == [{"most": 3}]
    store.close()


def test_an_answer_is_remembered_until_it_is_forgotten_and_may_be_changed_by_who_got_it(path: Path) -> None:
    sql = "SELECT area_code FROM population WHERE list_contains($codes, area_code) ORDER BY area_code"
    store = Store(path)
    first = store.rows(sql, codes=["E01000002", "E01000003"])
    expected = list(first)
    first.clear()
    store.close()
    assert store.rows(sql, codes=["E01000002", "E01000003"]) == expected, "asked of nobody"
    forget()
    with pytest.raises(duckdb.Error):
        store.rows(sql, codes=["E01000002", "E01000003"])


def test_what_one_release_holds_is_not_taken_for_another_at_its_path(path: Path) -> None:
    one, other = Store(path), Store(path)
    assert (one.once("what", lambda: 1), other.once("what", lambda: 2), one.once("what", lambda: 3)) == (1, 2, 1)
    one.close()
    other.close()


def test_long_answers_are_not_kept(path: Path) -> None:
    store = Store(path)
    long = "SELECT * FROM range(5000)"
    assert store.rows(long) is not store.rows(long)
    store.close()
    with pytest.raises(duckdb.Error):
        store.rows(long)


def test_values_are_bound_never_run(path: Path) -> None:
    store = Store(path)
    hostile = "'; DROP TABLE population; --"
    assert store.rows("SELECT count(*) FROM population WHERE area_code = $code", code=hostile) == [(0,)]
    assert store.rows("SELECT $code", code=hostile) == [(hostile,)]
    store.close()


def test_threads_may_share_a_store(path: Path) -> None:
    store = Store(path)
    with ThreadPoolExecutor(4) as pool:
        sums = list(pool.map(lambda n: store.rows("SELECT sum(persons) + $n FROM population", n=n)[0][0], range(40)))
    assert sums == [6 + n for n in range(40)]
    store.close()


def test_no_store_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(StoreProblem, match="run 'cspdash demo' or 'cspdash ingest'"):
        open_store(tmp_path)


def test_a_release_with_a_log_beside_it_is_refused(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / path.name
    copy.write_bytes(path.read_bytes())
    (tmp_path / f"{path.name}.wal").write_bytes(b"log")
    with pytest.raises(StoreProblem, match="write-ahead log"):
        Store(copy)


@pytest.mark.parametrize("keep", [0, 100, 5_000])
def test_a_cut_release_is_refused(path: Path, tmp_path: Path, keep: int) -> None:
    copy = tmp_path / path.name
    copy.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(StoreProblem, match="cannot be read as a store"):
        Store(copy)


def test_another_database_is_no_store(tmp_path: Path) -> None:
    other = tmp_path / "0123456789abcdef.duckdb"
    duckdb.connect(str(other)).close()
    with pytest.raises(StoreProblem, match="cannot be read as a store"):
        Store(other)
