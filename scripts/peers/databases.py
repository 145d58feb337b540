"""The same rows in a database: SQLite with an index, DuckDB with texts in the order of the files, and datasette.

One SQL for the three: what differs is how the rows lie.
"""

import csv
import json
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from operator import itemgetter
from pathlib import Path
from typing import Any

from scripts.peers.questions import COLUMNS, OFTEN, SUFFIX, Answer, Asked

SERIES = """
SELECT month, category, count(*) AS n FROM incident WHERE district = $district
GROUP BY month, category ORDER BY month, category"""

MAP = """
SELECT lsoa, count(*) AS n FROM incident
WHERE district = $district AND month BETWEEN $first AND $last AND category = $category
GROUP BY lsoa ORDER BY lsoa"""

RANKING = """
SELECT lsoa, now, before FROM (
    SELECT lsoa, count(*) FILTER (WHERE month BETWEEN $now_first AND $last) AS now,
        count(*) FILTER (WHERE month BETWEEN $before_first AND $before_last) AS before
    FROM incident WHERE district = $district GROUP BY lsoa
) AS counted WHERE now + before > 0 ORDER BY now DESC, lsoa"""

# Half a cell less and rounded is rounded down: the casts of SQLite and DuckDB differ.
GRID = """
SELECT x, y, count(*) AS n FROM (
    SELECT CAST(round(CAST(longitude AS DOUBLE) * 200 + 99999.5) AS BIGINT) AS x,
        CAST(round(CAST(latitude AS DOUBLE) * 200 + 99999.5) AS BIGINT) AS y
    FROM incident WHERE district = $district AND month BETWEEN $first AND $last AND category = $category
) AS cell GROUP BY x, y ORDER BY x, y"""

# Datasette binds texts: the count is cast.
REPEATS = """
SELECT n, location, CAST(longitude AS DOUBLE) AS x, CAST(latitude AS DOUBLE) AS y FROM (
    SELECT location, longitude, latitude, count(*) AS n FROM incident
    WHERE district = $district AND month BETWEEN $first AND $last AND category = $repeated
    GROUP BY location, longitude, latitude
) AS place WHERE n >= CAST($often AS BIGINT) ORDER BY n DESC, location, x, y"""

OUTCOMES = """
SELECT category, outcome, count(*) AS n FROM incident
WHERE district = $district AND month BETWEEN $first AND $last
GROUP BY category, outcome ORDER BY category, outcome"""

TABLE = """
CREATE TABLE incident (month TEXT, longitude REAL, latitude REAL, location TEXT, lsoa TEXT, lsoa_name TEXT,
    category TEXT, outcome TEXT, district TEXT)"""
INSERT = "INSERT INTO incident VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
INDEX = "CREATE INDEX place_and_time ON incident (district, month)"

TEXTS = """
CREATE TABLE incident AS SELECT Month AS month, Longitude AS longitude, Latitude AS latitude, Location AS location,
    "LSOA code" AS lsoa, "LSOA name" AS lsoa_name, "Crime type" AS category,
    coalesce("Last outcome category", '') AS outcome, "LSOA name"[:-6] AS district
FROM read_csv($files, all_varchar = true, header = true, union_by_name = true)"""

PATIENCE = 60.0


class Database:
    """The questions in SQL; a peer says how they are asked."""

    def __init__(self, asked: Asked) -> None:
        before = asked.before or ("9999-99",)
        self.values = {
            "district": asked.district, "first": asked.year[0], "last": asked.held[-1], "now_first": asked.now[0],
            "before_first": before[0], "before_last": before[-1], "category": asked.category,
            "repeated": asked.repeated, "often": OFTEN,
        }  # fmt: skip

    def rows(self, sql: str, values: dict[str, Any]) -> Answer:
        """Return what a query gives."""
        raise NotImplementedError

    def answer(self, sql: str) -> Answer:
        """Ask with the values that the query names."""
        return self.rows(sql, {name: value for name, value in self.values.items() if f"${name}" in sql})

    def series(self) -> Answer:
        """Answer as Peer says."""
        return self.answer(SERIES)

    def map(self) -> Answer:
        """Answer as Peer says."""
        return self.answer(MAP)

    def ranking(self) -> Answer:
        """Answer as Peer says."""
        return self.answer(RANKING)

    def grid(self) -> Answer:
        """Answer as Peer says."""
        return self.answer(GRID)

    def repeats(self) -> Answer:
        """Answer as Peer says."""
        return self.answer(REPEATS)

    def outcomes(self) -> Answer:
        """Answer as Peer says."""
        return self.answer(OUTCOMES)


class Sqlite(Database):
    """A SQLite file with an index on district and month; one that is there already is taken as it is."""

    def __init__(self, files: list[Path], asked: Asked, scratch: Path) -> None:
        super().__init__(asked)
        path = scratch / "incident.sqlite"
        there = path.exists()
        self.con = sqlite3.connect(path)
        if not there:
            self.con.execute(TABLE)
            for file in files:
                self.con.executemany(INSERT, lines(file))
            self.con.execute(INDEX)
            self.con.commit()

    def rows(self, sql: str, values: dict[str, Any]) -> Answer:
        """Return what a query gives."""
        return self.con.execute(sql, values).fetchall()


def lines(file: Path) -> Iterator[tuple[Any, ...]]:
    """Yield the columns of each row that are asked for, and its district."""
    with file.open(newline="", encoding="utf-8") as stream:
        rows = csv.reader(stream)
        head = next(rows)
        pick, name = itemgetter(*map(head.index, COLUMNS)), head.index("LSOA name")
        for row in rows:
            yield (*pick(row), row[name][:-SUFFIX])


class Duckdb(Database):
    """A DuckDB file as `CREATE TABLE … AS SELECT … FROM read_csv` gives it: texts, in the order of the files."""

    def __init__(self, files: list[Path], asked: Asked, scratch: Path) -> None:
        import duckdb  # noqa: PLC0415 - each peer loads its own library alone

        super().__init__(asked)
        self.con = duckdb.connect(scratch / "texts.duckdb", config={"threads": 2})
        self.con.execute("SET enable_progress_bar = false")
        self.con.execute(TEXTS, {"files": [str(file) for file in files]})

    def rows(self, sql: str, values: dict[str, Any]) -> Answer:
        """Return what a query gives."""
        return self.con.execute(sql, values).fetchall()


class Datasette(Database):
    """Datasette's server over the SQLite file, asked by HTTP for JSON."""

    def __init__(self, files: list[Path], asked: Asked, scratch: Path) -> None:
        super().__init__(asked)
        Sqlite(files, asked, scratch).con.close()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        limits = ["--setting", "max_returned_rows", "100000", "--setting", "sql_time_limit_ms", "60000"]
        command = [sys.executable, "-m", "datasette", "serve", str(scratch / "incident.sqlite"), "-p", str(port)]
        self.url = f"http://127.0.0.1:{port}/incident.json"
        self.server = subprocess.Popen([*command, *limits], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        started = time.monotonic()
        while not self.answers():
            if self.server.poll() is not None or time.monotonic() - started > PATIENCE:
                raise RuntimeError("datasette did not start")
            time.sleep(0.1)

    def answers(self) -> bool:
        """Tell whether the server answers."""
        try:
            return self.rows("SELECT 1", {}) == [(1,)]
        except OSError:
            return False

    def rows(self, sql: str, values: dict[str, Any]) -> Answer:
        """Return what a query gives."""
        asked = {"sql": sql.replace("$", ":"), "_shape": "arrays", **values}
        with urllib.request.urlopen(f"{self.url}?{urllib.parse.urlencode(asked)}") as answer:
            found = json.load(answer)
        if found.get("truncated"):
            raise RuntimeError("datasette cut an answer off")
        return [tuple(row) for row in found["rows"]]

    def close(self) -> None:
        """End the server."""
        self.server.terminate()
        self.server.wait(20)
