"""The folder of a mart: what every engine writes, and what `ingest marts` reads."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

FORMAT = 1
MANIFEST = "mart.json"
MONTHLY = pa.schema(
    [("force", pa.string()), ("month", pa.date32()), ("area_code", pa.string()), ("category", pa.string()),
     ("n", pa.int64())]
)  # fmt: skip
FILES = pa.schema(
    [("force", pa.string()), ("month", pa.date32()), ("file_name", pa.string()), ("sha256", pa.string()),
     ("rows_read", pa.int64()), ("rows_kept", pa.int64()), ("rows_rejected", pa.int64()), ("replaced", pa.bool_()),
     ("notes", pa.list_(pa.string())), ("bytes", pa.int64()), ("parser", pa.int32())]
)  # fmt: skip
REJECTS = pa.schema(
    [("file_name", pa.string()), ("sha256", pa.string()), ("line", pa.int64()), ("reason", pa.string()),
     ("raw", pa.string())]
)  # fmt: skip
AREAS = pa.schema([("area_code", pa.string()), ("area_name", pa.string())])
POINTS = pa.schema([("area_code", pa.string()), ("longitude", pa.float64()), ("latitude", pa.float64())])
TABLES = {"monthly": MONTHLY, "files": FILES, "rejects": REJECTS, "areas": AREAS, "points": POINTS}


@contextmanager
def folder_of(out: Path) -> Iterator[Path]:
    """Give a folder to write a mart into; it gets its name when the block ends well, and is removed when not."""
    if out.exists():
        raise FileExistsError(f"{out} exists already: a mart is written into a folder of its own")
    draft = out.with_name(f".{out.name}.building")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    try:
        yield draft
        draft.rename(out)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def write(folder: Path, name: str, records: list[dict[str, Any]]) -> None:
    """Write one of the tables from records; others than its columns are left out."""
    schema = TABLES[name]
    (folder / name).mkdir()
    rows = [{column: record[column] for column in schema.names} for record in records]
    parquet.write_table(pa.Table.from_pylist(rows, schema), folder / name / "part-0.parquet")


def write_manifest(folder: Path, engine: str, files: list[dict[str, Any]], cells: int) -> dict[str, Any]:
    """Write what the mart is: its format, engine and totals; return it."""
    live = [file for file in files if not file["replaced"]]
    found = {
        "format": FORMAT,
        "engine": engine,
        "files": len(files),
        "cells": cells,
        **{name: sum(file[name] for file in live) for name in ("rows_read", "rows_kept", "rows_rejected")},
    }
    (folder / MANIFEST).write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    return found
