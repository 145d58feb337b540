"""Files as they arrive at an engine: read, checked and judged by the ingest itself, in a store in memory.

One call reads a share of an archive. All that comes of it is one stream of records of one shape, so that an engine
needs one pass: `what` is 'row' (a kept incident), 'area' (a code; the text is its name as printed), 'point', 'file',
'reject' or 'refused' (the text is JSON).
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from cspdash import catalogue
from cspdash.catalogue import POLICE
from cspdash.ingest import areas, police_uk
from cspdash.ingest.police_uk.columns import named
from cspdash.ingest.police_uk.files import hidden
from cspdash.store.release import lay_out

ARRIVED = pa.schema(
    [("what", pa.string()), ("force", pa.string()), ("month", pa.date32()), ("area_code", pa.string()),
     ("category", pa.string()), ("longitude", pa.float64()), ("latitude", pa.float64()), ("text", pa.string())]
)  # fmt: skip
ROWS = """
SELECT 'row' AS what, ledger.force, incident.month, incident.area_code, incident.category,
    CAST(NULL AS DOUBLE) AS longitude, CAST(NULL AS DOUBLE) AS latitude, CAST(NULL AS VARCHAR) AS text
FROM incident JOIN ledger ON ledger.load_id = incident.load_id"""
AREAS = """
SELECT 'area' AS what, CAST(NULL AS VARCHAR) AS force, CAST(NULL AS DATE) AS month, area_code,
    CAST(NULL AS VARCHAR) AS category, CAST(NULL AS DOUBLE) AS longitude, CAST(NULL AS DOUBLE) AS latitude,
    area_name AS text
FROM area_seen"""
POINTS = """
SELECT DISTINCT 'point' AS what, CAST(NULL AS VARCHAR) AS force, CAST(NULL AS DATE) AS month, area_code,
    CAST(NULL AS VARCHAR) AS category, longitude, latitude, CAST(NULL AS VARCHAR) AS text
FROM incident WHERE area_code IS NOT NULL AND longitude IS NOT NULL"""
FILES = """
SELECT load_id, kind, force, month, file_name, sha256, rows_read, rows_kept, rows_rejected,
    replaced_by IS NOT NULL AS replaced, notes, bytes, parser
FROM ledger WHERE kind = 'street'"""
REJECTS = """
SELECT ledger.file_name, ledger.sha256, reject.line, reject.reason, reject.raw
FROM reject JOIN ledger ON ledger.load_id = reject.load_id WHERE ledger.kind = 'street'"""
BATCH = 100_000
LEFT_OUT = "outcomes and stop and search are not part of a mart"


def street_files(archive: Path) -> tuple[list[Path], list[Path]]:
    """Return the CSVs under a folder that may be street files, by name, and those whose names say other kinds."""
    if not archive.is_dir():
        raise NotADirectoryError(f"{archive} is not a folder: unpack the archive and give the folder of its months")
    found = [path for path in sorted(archive.rglob("*.csv")) if not hidden(path.relative_to(archive))]
    other = [path for path in found if (by_name := named(path.name)) and by_name.kind != "street"]
    return [path for path in found if path not in set(other)], other


def shares(files: Sequence[Path], most_bytes: int, fewest: int) -> list[list[Path]]:
    """Deal files into shares to be read one by one: files of one name together, as the last of them counts.

    At least `fewest` shares where there are as many names, and `most_bytes` each where no single name has more.
    """
    together: dict[str, list[Path]] = defaultdict(list)
    for path in files:
        together[path.name].append(path)
    sizes = {name: sum(path.stat().st_size for path in paths) for name, paths in together.items()}
    count = max(1, min(len(together), max(fewest, -(-sum(sizes.values()) // most_bytes))))
    dealt: list[tuple[int, list[Path]]] = [(0, []) for _ in range(count)]
    for name in sorted(together, key=lambda each: (-sizes[each], each)):
        size, least = min(dealt, key=lambda share: share[0])
        dealt[[share[1] is least for share in dealt].index(True)] = (size + sizes[name], least)
        least.extend(together[name])
    return [sorted(paths) for _, paths in dealt]


@cache
def content_of(folder: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the districts and the police's categories that a content folder names; read once a process."""
    known = catalogue.load(folder)
    categories = tuple(category.name for category in known.categories if category.source == POLICE)
    return tuple(district.area_code for district in known.partnership.districts), categories


def arrived(files: Sequence[Path], content: Path) -> Iterator[pa.RecordBatch]:
    """Yield everything that comes of reading some files, as batches of ARRIVED; nothing is raised for a bad file."""
    districts, categories = content_of(content)
    con = duckdb.connect(":memory:", config={"threads": "1"})
    try:
        lay_out(con)
        # The oldest layout has no area codes: points are placed in the outlines that ship.
        areas.load_reference(con, districts)
        done = police_uk.load(con, list(files), list(categories))
        for sql in (ROWS, AREAS, POINTS):
            for batch in con.sql(sql).to_arrow_reader(BATCH):
                yield from pa.Table.from_batches([batch]).cast(ARRIVED).to_batches()
        yield told("file", dictionaries(con.execute(FILES)))
        yield told("reject", dictionaries(con.execute(REJECTS)))
        refused = [report for report in done.reports if report.status == "refused"]
        yield told("refused", ({"file": report.file, "reason": "; ".join(report.notes)} for report in refused))
    finally:
        con.close()


def dictionaries(found: duckdb.DuckDBPyConnection) -> Iterator[dict[str, Any]]:
    """Yield the rows of a query that was asked by the names of its columns."""
    names = [column[0] for column in found.description or ()]
    for row in found.fetchall():
        yield dict(zip(names, row, strict=True))


def told(what: str, records: Iterable[dict[str, Any]]) -> pa.RecordBatch:
    """Return records that are few as a batch: force and month where they have them, the whole of each as JSON."""
    listed = list(records)
    columns = {
        "what": [what] * len(listed),
        "force": [record.get("force") for record in listed],
        "month": [record.get("month") for record in listed],
        "area_code": [None] * len(listed),
        "category": [None] * len(listed),
        "longitude": [None] * len(listed),
        "latitude": [None] * len(listed),
        "text": [json.dumps(record, default=str, ensure_ascii=False) for record in listed],
    }
    return pa.RecordBatch.from_pydict(columns, schema=ARRIVED)
