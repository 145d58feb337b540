"""Which months of a force look whole, worked out when a release is built: later figures stand on those alone.

Months are taken oldest first, and one that does not look whole is no past for those after it, unless the content
accepts it. The methods are in stats/completeness.py.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import duckdb
import numpy as np
import pyarrow as pa

from cspdash.catalogue import Catalogue, Category
from cspdash.periods import months_apart
from cspdash.stats import completeness

REACH = 24  # how many months back the past may lie
MOST_REJECTED, FEWEST_REJECTED = 0.05, 10
LESS_LOCATED = 0.10
LISTED = 5

FILES = """
SELECT load_id, force, month, rows_read, rows_rejected,
    len(list_filter(notes, lambda note: contains(note, 'is cut off') OR starts_with(note, 'NUL bytes'))) > 0
FROM ledger WHERE kind = 'street' AND replaced_by IS NULL AND rows_kept > 0 ORDER BY force, month"""

# Of every load: those that are judged are taken from what comes back, as a join with ten million rows costs more.
BY_CATEGORY = """
SELECT load_id, category_id AS what, count(*) AS n FROM incident_row
GROUP BY load_id, category_id
UNION ALL
SELECT load_id, category_id, CAST(sum(n) AS BIGINT) FROM counted_cell GROUP BY load_id, category_id"""

# Localities as they can be compared across 2021; a row without one counts under -1.
BY_AREA = """
WITH counted AS (
    SELECT load_id, area_id, count(*) AS n FROM incident_row GROUP BY load_id, area_id
    UNION ALL
    SELECT load_id, area_id, sum(n) FROM counted_cell GROUP BY load_id, area_id
)
SELECT counted.load_id, coalesce(common.term_id, counted.area_id, -1) AS what, CAST(sum(counted.n) AS BIGINT) AS n
FROM counted
LEFT JOIN term AS code ON code.term_id = counted.area_id
LEFT JOIN area_common ON area_common.area_code = code.term
LEFT JOIN term AS common ON common.term = area_common.common_code
GROUP BY ALL"""
TERMS = """
SELECT term_id, term FROM term
WHERE term_id IN (SELECT category_id FROM incident_row UNION SELECT category_id FROM counted_cell)"""
ADD = "INSERT INTO completeness SELECT * FROM arrived"
TOLD = pa.schema(
    [("force", pa.string()), ("month", pa.date32()), ("sign", pa.string()), ("found", pa.float64()),
     ("expected", pa.float64()), ("detail", pa.string())]
)  # fmt: skip

Sign = tuple[str, float | None, float | None, str | None]


@dataclass(frozen=True, slots=True)
class Month:
    """A force-month: the share of its rows that was rejected, whether its file was damaged, and its counts.

    `located` is the share of rows with a locality; `categories` and `areas` are counts by category and by locality.
    """

    month: date
    rejected: float
    damaged: bool
    n: int
    located: float
    categories: np.ndarray
    areas: np.ndarray


def rebuild(con: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> None:
    """Judge every month of every force again, and write what speaks against each."""
    con.execute("DELETE FROM completeness")
    names = dict(con.execute(TERMS).fetchall())
    known = {category.name: category for category in catalogue.categories}
    told: list[tuple[str, date, str, float | None, float | None, str | None]] = []
    for force, category_ids, months in _forces(con):
        terms = [names[at] for at in category_ids]
        accepted = {one.month for one in catalogue.partnership.completeness if one.force == force}
        past: list[Month] = []
        for month in months:
            near = [one for one in past if months_apart(one.month, month.month) <= REACH][-completeness.MOST :]
            found = list(signs(month, near, terms, known))
            told += [(force, month.month, *sign) for sign in found]
            if all(sign == "no past" for sign, *_ in found) or month.month in accepted:
                past.append(month)
    columns = zip(*told, strict=True) if told else [()] * len(TOLD)
    con.register("arrived", pa.table([list(column) for column in columns], schema=TOLD))
    con.execute(ADD)
    con.unregister("arrived")


def _forces(con: duckdb.DuckDBPyConnection) -> Iterator[tuple[str, list[int], list[Month]]]:
    """Give each force with the ids of its categories and its months, oldest first."""
    by_category, by_area = (_by_load(con.execute(sql).fetchnumpy()) for sql in (BY_CATEGORY, BY_AREA))
    for force, files in groupby(con.execute(FILES).fetchall(), key=lambda row: row[1]):
        listed = list(files)
        loads = np.array([row[0] for row in listed])
        names, categories = _counts(by_category, loads)
        codes, areas = _counts(by_area, loads)
        total, placed = areas.sum(axis=1), areas[:, codes >= 0]
        yield force, [int(at) for at in names], [
            Month(month, share_rejected(read, rejected), damaged, int(total[at]), float(placed[at].sum() / total[at]),
                  categories[at], placed[at])
            for at, (_, _, month, read, rejected, damaged) in enumerate(listed)
        ]  # fmt: skip


def share_rejected(read: int, rejected: int) -> float:
    """Return the share of a file's rows in quarantine; a few rows are none."""
    return rejected / read if rejected >= FEWEST_REJECTED else 0.0


def _by_load(found: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return columns in the order of `load_id`."""
    order = np.argsort(found["load_id"], kind="stable")
    return {name: column[order] for name, column in found.items()}


def _counts(found: Mapping[str, np.ndarray], loads: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the ids that some loads have, and the count of each (columns) in each load (rows)."""
    first, last = (np.searchsorted(found["load_id"], loads, side) for side in ("left", "right"))
    mine = np.concatenate([np.arange(start, end) for start, end in zip(first, last, strict=True)])
    row = np.repeat(np.arange(len(loads)), last - first)
    ids, column = np.unique(found["what"][mine], return_inverse=True)
    counts = np.bincount(row * len(ids) + column, found["n"][mine], len(loads) * len(ids))
    return ids, counts.reshape(len(loads), len(ids))


def signs(month: Month, past: list[Month], names: list[str], known: Mapping[str, Category]) -> Iterator[Sign]:
    """Give what speaks against a month being whole: a name, what was found, what was expected, and details.

    Quarantine and damage speak for themselves; the rest is held against `past`; 'no past' says that it is too short.
    """
    if month.rejected > MOST_REJECTED:
        yield "quarantine", month.rejected, MOST_REJECTED, None
    if month.damaged:
        yield "damaged", None, None, None
    counted = completeness.count(month.n, [one.n for one in past])
    if counted is None:
        yield "no past", float(len(past)), float(completeness.FEWEST), None
        return
    if counted.low:
        yield "rows", float(month.n), counted.expected, None
    missing = completeness.missing_categories(month.categories, np.array([one.categories for one in past]))
    gone = [name for name in _listed(names, missing) if not _ended(known.get(name), month.month)]
    if gone:
        yield "categories", float(len(gone)), None, ", ".join(gone[:LISTED])
    areas = completeness.missing_areas(month.areas, np.array([one.areas for one in past]))
    if areas and areas.too_many:
        yield "localities", float(areas.missing), float(areas.regular), None
    lowest = min(one.located for one in past)
    if month.located < lowest - LESS_LOCATED:
        yield "located", month.located, lowest, None


def _listed(names: Collection[str], which: np.ndarray) -> list[str]:
    return [name for name, here in zip(names, which, strict=True) if here]


def _ended(category: Category | None, month: date) -> bool:
    """Tell whether the content says that a category was recorded no more in a month."""
    return category is not None and category.last_month is not None and category.last_month < month
