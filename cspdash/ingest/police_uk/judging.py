"""A file's rows as numbers and distinct texts, and which of them are kept: each row by itself, the reason beside it."""

import re
from dataclasses import dataclass
from datetime import date

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from cspdash.ingest.police_uk.plain import offsets_of
from cspdash.ingest.reading import Rows

INTS = np.ndarray
# The columns of a file, by the names of the store.
TEXTS = {"month": "Month", "reported_by": "Reported by", "location": "Location", "area_code": "LSOA code",
         "area_name": "LSOA name"}  # fmt: skip
OF_KIND = {"street": {"category": "Crime type", "outcome": "Last outcome category"},
           "outcomes": {"outcome": "Outcome type"}}  # fmt: skip
MONTH = re.compile(r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])")
OTHER_MONTH = "Month is not the month of the file"
REASONS = ("", "Month is not a month written YYYY-MM", OTHER_MONTH, "no crime type or outcome type", "no crime type")
# Great Britain and Northern Ireland with their coasts; a point outside, swapped or at (0, 0) is no location.
WEST, EAST, SOUTH, NORTH = -9.0, 2.5, 49.0, 61.5
# LSOA codes run to E01035762 and W01002040 in the 2021 census geography.
LSOAS = (("E01000001", "E01035762"), ("W01000001", "W01002040"))
_lsoas: set[str] = set()
AS_NUMBERS = """
SELECT coalesce(try_cast("Longitude" AS DOUBLE), 'nan') AS longitude,
    coalesce(try_cast("Latitude" AS DOUBLE), 'nan') AS latitude FROM arrived"""
DIGITS, MIX = 64, np.uint64(0x9E3779B97F4A7C15)
COUNTED = ("no_location", "unusable_point", "no_area", "unmapped_area", "unmapped_category", "repeated_crime_id")


@dataclass(frozen=True, slots=True)
class Key:
    """What a file is: a later file with the same key replaces it."""

    force: str
    month: date
    kind: str


@dataclass(frozen=True, slots=True)
class Coded:
    """A column of texts: `codes` (one a row) are places in `values`, which are distinct; '' where there is none."""

    codes: INTS
    values: list[str]

    def where(self, kept: np.ndarray) -> "Coded":
        """Return the column of some rows."""
        return Coded(self.codes[kept], self.values)

    def flags(self, true_of: "list[bool]") -> np.ndarray:
        """Return for each row what holds for its text, given that for each text."""
        return np.asarray(true_of, dtype=bool)[self.codes]

    def number_of(self, true_of: "list[bool]") -> int:
        """Return for how many rows it holds, given that for each text."""
        return int(self.flags(true_of).sum()) if any(true_of) else 0

    def counts(self) -> INTS:
        """Return how many rows have each text."""
        return np.bincount(self.codes, minlength=len(self.values))


@dataclass(frozen=True, slots=True)
class Columns:
    """A file's rows: texts by name, line numbers, points in degrees (NaN where none), Crime IDs ('' where none)."""

    texts: dict[str, Coded]
    line: INTS
    longitude: np.ndarray
    latitude: np.ndarray
    crime_id: pa.StringArray

    def where(self, kept: np.ndarray) -> "Columns":
        """Return some rows, given as flags."""
        texts = {name: column.where(kept) for name, column in self.texts.items()}
        ids = self.crime_id.filter(pa.array(kept))
        return Columns(texts, self.line[kept], self.longitude[kept], self.latitude[kept], ids)


@dataclass(frozen=True, slots=True)
class Judged:
    """The rows kept, what was counted of them, and (line, reason) of the others."""

    kept: Columns
    counted: dict[str, int]
    rejects: list[tuple[int, str]]


def judge(con: duckdb.DuckDBPyConnection, rows: Rows, key: Key, known: list[str]) -> Judged:
    """Return which rows of a file are kept; `known` are the categories that the content knows."""
    table = rows.table
    names = TEXTS | OF_KIND[key.kind]
    texts = {name: coded(table.column(column)) for name, column in names.items()}
    longitude, latitude, written = points(con, table)
    reasons = reasons_of(texts, key)
    usable = (longitude >= WEST) & (longitude <= EAST) & (latitude >= SOUTH) & (latitude <= NORTH)
    longitude[~usable] = np.nan
    latitude[~usable] = np.nan
    ids = table.column("Crime ID").combine_chunks()
    columns = Columns(texts, table.column("line").to_numpy(), longitude, latitude, ids)
    if not reasons.any():
        return Judged(columns, counts(columns, usable, written, known), [])
    good = reasons == 0
    kept = columns.where(good)
    lines = columns.line[~good].tolist()
    said = [REASONS[reason] for reason in reasons[~good].tolist()]
    return Judged(kept, counts(kept, usable[good], written[good], known), list(zip(lines, said, strict=True)))


def coded(column: pa.ChunkedArray) -> Coded:
    """Return a column of texts, dictionaries already or not, as numbers and distinct texts."""
    whole = column.combine_chunks()
    if not pa.types.is_dictionary(whole.type):
        whole = pc.dictionary_encode(whole)
    if isinstance(whole, pa.ChunkedArray):
        whole = whole.unify_dictionaries().chunk(0) if whole.num_chunks else pa.array([], whole.type)
    return Coded(whole.indices.to_numpy(), whole.dictionary.to_numpy(zero_copy_only=False).tolist())


def points(con: duckdb.DuckDBPyConnection, table: pa.Table) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return longitude and latitude (NaN where there is no number), and where either is written at all."""
    pair = table.select(["Longitude", "Latitude"])
    if pa.types.is_floating(pair.schema.field(0).type):
        written = pc.or_(pc.is_valid(pair.column(0)), pc.is_valid(pair.column(1)))
        east, north = (column.to_numpy(zero_copy_only=False) for column in pair.columns)
    else:
        written = pc.or_(pc.not_equal(pair.column(0), ""), pc.not_equal(pair.column(1), ""))
        con.register("arrived", pair)
        found = con.execute(AS_NUMBERS).fetchnumpy()
        con.unregister("arrived")
        east, north = np.asarray(found["longitude"]), np.asarray(found["latitude"])
    return np.array(east), np.array(north), written.to_numpy(zero_copy_only=False)


def reasons_of(texts: dict[str, Coded], key: Key) -> np.ndarray:
    """Return for each row the place in REASONS of why it is not kept, 0 where it is."""
    month, outcome, category = texts["month"], texts["outcome"], texts.get("category")
    wanted = f"{key.month:%Y-%m}"
    by_text = [0 if text == wanted else 2 if MONTH.fullmatch(text) else 1 for text in month.values]
    reasons = np.asarray(by_text, dtype=np.uint8)[month.codes]
    nothing = outcome.flags([text == "" for text in outcome.values])
    if category is None:
        reasons[nothing & (reasons == 0)] = 3
    elif "" in category.values:
        without = category.flags([text == "" for text in category.values]) & (reasons == 0)
        reasons[without] = np.where(nothing[without], 3, 4)
    return reasons


def counts(kept: Columns, usable: np.ndarray, written: np.ndarray, known: list[str]) -> dict[str, int]:
    """Return what is worth saying of the rows kept, by the names of COUNTED, zeros left out."""
    area, category = kept.texts["area_code"], kept.texts.get("category")
    odd = {code for code in set(area.values).difference(_lsoas) if not is_lsoa(code)}
    no_area = area.number_of([code == "" for code in area.values]) if "" in odd else 0
    unmapped = area.number_of([code in odd for code in area.values]) - no_area if odd else 0
    strange = category.number_of([name not in known for name in category.values]) if category else 0
    repeated = repeats(kept.crime_id) if category else 0
    found = (int((~usable).sum()), int((written & ~usable).sum()), no_area, unmapped, strange, repeated)
    return {name: n for name, n in zip(COUNTED, found, strict=True) if n}


def repeats(ids: pa.StringArray) -> int:
    """Return how many Crime IDs are in the rows more than there are distinct ones; '' is none.

    Where all have 64 digits a number made of 16 of them is told apart first, which is quicker than the texts are.
    """
    lengths = np.diff(offsets_of(ids))
    having = int((lengths > 0).sum())
    if having and ((lengths == 0) | (lengths == DIGITS)).all():
        start = int(offsets_of(ids)[0])
        words = np.frombuffer(ids.buffers()[2], np.uint64, having * DIGITS // 8, start).reshape(-1, DIGITS // 8)
        mixed = np.sort(words[:, 0] * MIX + words[:, 1])
        if not (mixed[1:] == mixed[:-1]).any():
            return 0
    distinct = pc.count_distinct(ids).as_py() - int(having < len(ids))
    return having - int(distinct)


def is_lsoa(code: str) -> bool:
    """Tell whether a code lies in the ranges of LSOA codes; those that do are remembered, for every file has them."""
    if len(code) == 9 and any(first <= code <= last for first, last in LSOAS):
        _lsoas.add(code)
        return True
    return False
