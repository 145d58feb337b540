"""Reading a release: one hardened, read-only connection, a cursor for every question.

A release never changes, so that short answers are remembered by query and parameters: a page asks many questions that
need the same months, areas and totals, and so does the next choice of its reader.
"""

from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from cspdash.remembering import Remembered
from cspdash.settings import READER_MEMORY, READER_SECONDS, READER_THREADS
from cspdash.store.pointer import StoreDamaged, StoreProblem, damage, release_path, to_serve
from cspdash.store.release import SCHEMA_VERSION
from cspdash.store.upgrade import other_schema

HARDENED = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_persistent_secrets": "false",
    "python_enable_replacements": "false",
    "max_temp_directory_size": "0GB",
    "memory_limit": READER_MEMORY,
    "threads": str(READER_THREADS),
    "lock_configuration": "true",
}
# A table of 15 years by category is 3,000 rows; what is longer is an export or an archive, read once.
MOST_ANSWERS, MOST_ROWS = 400, 4000
READ = Remembered(MOST_ANSWERS)
# Of each choice of districts a block of all their counts (store/counts.py), some megabytes.
MOST_BLOCKS = 16
BLOCKS = Remembered(MOST_BLOCKS)


def forget() -> None:
    """Forget what was read of every release: for measuring and tests."""
    READ.clear()
    BLOCKS.clear()


def connect(path: Path, seconds: float | None) -> duckdb.DuckDBPyConnection:
    """Open a file hardened and read-only; a query that runs longer than `seconds` is cut, None sets no limit.

    A process can have a file open with one configuration only: where it has, that one's limit holds here too.
    """
    try:
        return _connect(path, seconds)
    except duckdb.ConnectionException:
        return _connect(path, None if seconds else READER_SECONDS)


def _connect(path: Path, seconds: float | None) -> duckdb.DuckDBPyConnection:
    limit = {"max_execution_time": str(int((seconds or 0) * 1000))}
    return duckdb.connect(str(path), read_only=True, config={**HARDENED, **limit})


class Store:
    """One release, open for reading. Safe to share between threads: every query takes its own cursor."""

    def __init__(self, path: Path, seconds: float | None = READER_SECONDS, *, older: bool = False) -> None:
        """Open a release file; raise StoreProblem when it is damaged or of another schema.

        A query that runs longer than `seconds` is cut; None sets no limit (reading a whole release takes long).
        With `older` an earlier schema will do, for tables that are the same in all of them.
        """
        self.path, self.release = path, path.stem
        self._own = object()  # what is remembered of this release, not of another at the same path
        self.wrong = ""  # why it is served in place of another, see open_store
        if path.with_suffix(".duckdb.wal").exists():
            raise StoreProblem(f"{path.name} has a write-ahead log beside it: it was never a finished release.")
        try:
            self._con = connect(path, seconds)
            found = self.rows("SELECT edition, built_at, schema_version, parent_sha256 FROM release")
        except duckdb.Error as error:
            raise StoreProblem(f"{path.name} cannot be read as a store: {error}") from error
        self.edition, self.built_at, version, self.parent = found[0]
        if version != SCHEMA_VERSION and not (older and version < SCHEMA_VERSION):
            self._con.close()
            raise StoreProblem(other_schema(self.release, version, SCHEMA_VERSION))

    def rows(self, sql: str, **parameters: Any) -> list[tuple[Any, ...]]:
        """Return a query's rows as tuples; `parameters` are bound to the query's $names."""
        bound = tuple((name, tuple(value) if isinstance(value, list) else value) for name, value in parameters.items())
        key = self._own, sql, bound
        found: list[tuple[Any, ...]] = READ.get(key, lambda: self._asked(sql, parameters))
        if len(found) > MOST_ROWS:
            READ.drop(key)
            return found
        return list(found)

    def _asked(self, sql: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
        with self._con.cursor() as cursor:
            return list(cursor.execute(sql, parameters).fetchall())

    def once(self, name: Hashable, work_out: Callable[[], Any], memory: Remembered = READ) -> Any:
        """Return what is worked out from the release alone, remembered by its name; it must not be changed."""
        return memory.get((self._own, name), work_out)

    def arrays(self, sql: str, **parameters: Any) -> dict[str, Any]:
        """Return a query's columns as arrays by name; `parameters` are bound to the query's $names."""
        with self._con.cursor() as cursor:
            found: dict[str, Any] = cursor.execute(sql, parameters).fetchnumpy()
            return found

    def table(self, sql: str) -> pa.Table:
        """Return a query's rows as an Arrow table, for exports."""
        with self._con.cursor() as cursor:
            return cursor.sql(sql).to_arrow_table()

    def close(self) -> None:
        """Close the connection."""
        self._con.close()


def schema_of(path: Path) -> tuple[str, int]:
    """Return a release's edition and the version of its schema, whichever that is; StoreProblem when it has none."""
    try:
        con = connect(path, READER_SECONDS)
        try:
            ((edition, version),) = con.execute("SELECT edition, schema_version FROM release").fetchall()
        finally:
            con.close()
    except duckdb.Error as error:
        raise StoreProblem(f"{path.name} cannot be read as a store: {error}") from error
    return str(edition), int(version)


def open_release(folder: Path, name: str, seconds: float | None = READER_SECONDS) -> Store:
    """Open one of the releases that are kept; raise StoreDamaged when its file is not whole."""
    if wrong := damage(folder, name):
        raise StoreDamaged(wrong)
    return Store(release_path(folder, name), seconds)


def open_store(
    folder: Path, seconds: float | None = READER_SECONDS, *, older: bool = False, glance: bool = True
) -> Store:
    """Open the release that a store folder serves; raise StoreProblem when there is none.

    Its file is read whole where it is not on record as whole, and without `glance`. Where the pointer or its release is
    damaged it is the newest whole one served before, and `.wrong` says so.
    """
    found = to_serve(folder, glance=glance)
    if found is None:
        raise StoreProblem(f"there is no store in {folder} yet: run 'cspdash demo' or 'cspdash ingest'.")
    store = Store(release_path(folder, found.release), seconds, older=older)
    store.wrong = found.wrong
    return store
