"""Marts of a police.uk archive by Apache Spark, or by DuckDB with the same SELECTs: python -m scripts.spark_marts

    python -m scripts.spark_marts ARCHIVE OUT [--engine spark|duckdb] [--master local[2]] [--keep-going]

ARCHIVE is a folder of months as published; every worker must see it under the same path, and must have cspdash with
its packages. OUT is a folder that does not exist yet; `python -m cspdash ingest marts OUT` makes a release of it.
Spark needs Java 17 and `pip install --no-deps --require-hashes -r requirements-spark.txt`. Exit 3: a file was refused
or rows do not add up, and nothing was written.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from cspdash import settings
from cspdash.ingest.marts import statement
from cspdash.ingest.marts.arriving import ARRIVED, arrived, shares, street_files
from cspdash.ingest.marts.writing import folder_of, write, write_manifest

REFUSED = 3
SHARE_BYTES = 32 << 20
COLUMNS = (
    "what STRING, force STRING, month DATE, area_code STRING, category STRING, longitude DOUBLE, latitude DOUBLE, "
    "text STRING"
)
VIEWS = {
    "kept": "SELECT force, month, area_code, category FROM arrived WHERE what = 'row'",
    "placed": "SELECT area_code, longitude, latitude FROM arrived WHERE what = 'point'",
    "named": "SELECT area_code, text AS area_name FROM arrived WHERE what = 'area'",
}


class Spark:
    """Apache Spark: shares are read by its workers, rows wait as Parquet between the reading and the counting."""

    def __init__(self, master: str, scratch: Path) -> None:
        from pyspark.sql import SparkSession  # noqa: PLC0415 - installed only where it is used

        os.environ["PYSPARK_PYTHON"] = sys.executable
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(settings.ROOT), os.environ.get("PYTHONPATH")]))
        builder = SparkSession.builder.appName("cspdash marts").master(master)
        if master.startswith("local"):
            builder = builder.config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1")
        self.session = (
            builder.config("spark.ui.enabled", "false").config("spark.ui.showConsoleProgress", "false").getOrCreate()
        )
        self.session.sparkContext.setLogLevel("ERROR")
        self.session.conf.set("spark.sql.shuffle.partitions", 2 * self.session.sparkContext.defaultParallelism)
        self.name = f"Apache Spark {self.session.version}"
        self.workers = int(self.session.sparkContext.defaultParallelism)
        self.scratch = scratch / "arrived"

    def read(self, dealt: list[list[Path]], content: Path) -> None:
        """Have the workers read every share, and keep what arrives as the view `arrived`."""
        told = [(json.dumps([str(path) for path in share]),) for share in dealt]
        shared = self.session.sparkContext.parallelize(told, len(told))

        def of_share(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
            for batch in batches:
                for files in batch.column(0).to_pylist():
                    yield from arrived([Path(file) for file in json.loads(files)], content)

        frame = self.session.createDataFrame(shared, "files STRING").mapInArrow(of_share, COLUMNS)
        frame.write.parquet(str(self.scratch))
        self.session.read.parquet(str(self.scratch)).createOrReplaceTempView("arrived")
        for view, select in VIEWS.items():
            self.session.sql(select).createOrReplaceTempView(view)

    def told(self, what: str) -> list[dict[str, Any]]:
        """Return the records of a kind, which are few."""
        found = self.session.table("arrived").where(f"what = '{what}'").select("text").toLocalIterator()
        return [json.loads(row.text) for row in found]

    def table(self, name: str, rows: pa.Table) -> None:
        """Make a small table known by a name."""
        self.session.createDataFrame(rows).createOrReplaceTempView(name)

    def keep(self, name: str, select: str) -> None:
        """Make a SELECT's result known by a name, worked out once."""
        self.session.sql(select).cache().createOrReplaceTempView(name)

    def rows(self, select: str) -> list[dict[str, Any]]:
        """Return the rows of a SELECT."""
        return [row.asDict() for row in self.session.sql(select).toLocalIterator()]

    def write(self, name: str, folder: Path) -> None:
        """Write a table that is known by a name as Parquet."""
        self.session.table(name).write.parquet(str(folder))

    def close(self) -> None:
        """End the session."""
        self.session.stop()


class DuckDB:
    """DuckDB in this process, with a file for what does not fit into memory."""

    def __init__(self, scratch: Path) -> None:
        import duckdb  # noqa: PLC0415 - one engine at a time

        self.con = duckdb.connect(str(scratch / "arrived.duckdb"))
        self.name, self.workers = f"DuckDB {duckdb.__version__}", 1

    def read(self, dealt: list[list[Path]], content: Path) -> None:
        """Read every share, and keep what arrives as the table `arrived`."""
        self.con.register("batch", ARRIVED.empty_table())
        self.con.execute("CREATE TABLE arrived AS SELECT * FROM batch")
        for share in dealt:
            # Read to its end first: the reading has a DuckDB of its own, and one must not wait inside the other.
            self.con.register("batch", pa.Table.from_batches(list(arrived(share, content)), ARRIVED))
            self.con.execute("INSERT INTO arrived SELECT * FROM batch")
        self.con.unregister("batch")
        for view, select in VIEWS.items():
            self.con.execute(f"CREATE VIEW {view} AS {select}")

    def told(self, what: str) -> list[dict[str, Any]]:
        """Return the records of a kind, which are few."""
        found = self.con.execute("SELECT text FROM arrived WHERE what = $what", {"what": what}).fetchall()
        return [json.loads(text) for (text,) in found]

    def table(self, name: str, rows: pa.Table) -> None:
        """Make a small table known by a name."""
        self.con.register(name, rows)

    def keep(self, name: str, select: str) -> None:
        """Make a SELECT's result known by a name, worked out once."""
        self.con.execute(f"CREATE TABLE {name} AS {select}")

    def rows(self, select: str) -> list[dict[str, Any]]:
        """Return the rows of a SELECT."""
        return list(self.con.sql(select).to_arrow_table().to_pylist())

    def write(self, name: str, folder: Path) -> None:
        """Write a table that is known by a name as Parquet."""
        folder.mkdir()
        self.con.execute(f"COPY {name} TO '{folder}/part-0.parquet' (FORMAT parquet)")

    def close(self) -> None:
        """Close the connection."""
        self.con.close()


def typed(record: dict[str, Any]) -> dict[str, Any]:
    """Return a file's record with its month as a date."""
    return {**record, "month": date.fromisoformat(record["month"])}


def made(engine: Spark | DuckDB, archive: Path, out: Path, keep_going: bool) -> list[str]:
    """Write the mart of an archive; return why not, one line each, when a file is refused or rows do not add up."""
    files, left_out = street_files(archive)
    if not files:
        return [f"{archive}: there is no month in it"]
    engine.read(shares(files, SHARE_BYTES, 2 * engine.workers), settings.content_dir())
    refusals = [f"{one['file']}: {one['reason']}" for one in engine.told("refused")]
    if refusals and not keep_going:
        return refusals
    listed = sorted(map(typed, engine.told("file")), key=lambda file: (file["force"], file["month"], file["load_id"]))
    columns = ("force", "month", "file_name", "rows_kept", "replaced")
    engine.table("source_file", pa.Table.from_pylist([{name: file[name] for name in columns} for file in listed]))
    engine.keep("mart", statement("recorded"))
    engine.keep("point", statement("points"))
    wrong = [
        *(f"{one['one']} and {one['other']} are of one force and month" for one in engine.rows(statement("twice"))),
        *(f"{one['file_name']}: {one['rows_kept']} rows kept, {one['rows_counted']} counted"
          for one in engine.rows(statement("unbalanced"))),
    ]  # fmt: skip
    if wrong:
        return wrong
    with folder_of(out) as folder:
        engine.write("mart", folder / "monthly")
        engine.write("point", folder / "points")
        write(folder, "files", listed)
        write(folder, "rejects", engine.told("reject"))
        write(folder, "areas", engine.rows(statement("seen")))
        cells = int(engine.rows("SELECT count(*) AS n FROM mart")[0]["n"])
        told = write_manifest(folder, engine.name, listed, cells)
    print(json.dumps({**told, "left_out": len(left_out), "refused": refusals}, ensure_ascii=False))
    return []


def main() -> int:
    """Read the command line and write the mart; return the exit code."""
    parser = argparse.ArgumentParser(description="Marts of a police.uk archive, for `ingest marts`.")
    parser.add_argument("archive", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--engine", choices=["spark", "duckdb"], default="spark")
    parser.add_argument("--master", default=f"local[{os.cpu_count()}]", help="Spark's master; this machine by itself")
    parser.add_argument("--keep-going", action="store_true", help="count the rest when a file is refused")
    given = parser.parse_args()
    archive, out = given.archive.resolve(), given.out.resolve()
    out.parent.mkdir(parents=True, exist_ok=True)
    # Beside the result, not in the machine's temporary folder: on a cluster every worker writes there.
    scratch = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        engine = Spark(given.master, scratch) if given.engine == "spark" else DuckDB(scratch)
        try:
            wrong = made(engine, archive, out, given.keep_going)
        finally:
            engine.close()
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    for line in wrong:
        print(line, file=sys.stderr)
    return REFUSED if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
