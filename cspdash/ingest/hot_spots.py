"""Hot spots are worked out when a release is built, so that a page only reads them.

A subject and measure whose inputs are those of the release before keep their rows; the statistics are imported only
where there is something to work out.
"""

import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from cspdash.catalogue import Catalogue, Indicator
from cspdash.ingest.areas.neighbours import rebuild_neighbours
from cspdash.ingest.hot_spots_plan import Stretch, counted_months, newest_year, origins, quarters, subjects
from cspdash.ingest.hot_spots_runs import LEVEL, SEED, Map, Rows, Task, too_few, work_out

MEASURES = ("count", "rate")
MOST_THREADS = 4

# A month that looks incomplete counts nowhere, unless the content accepts it.
HELD = """
SELECT DISTINCT month FROM ledger
WHERE kind = 'street' AND replaced_by IS NULL AND rows_kept > 0 AND force = $force
    AND (month NOT IN (SELECT month FROM completeness WHERE force = $force AND sign <> 'no past')
        OR list_contains(CAST($accepted AS DATE[]), month)) ORDER BY month"""

GROUND = """
SELECT area.area_code, area.parent_code,
    (SELECT arg_max(people.persons, people.year) FROM common_population AS people
     WHERE people.area_code = area.area_code) AS persons
FROM area JOIN outline ON outline.area_code = area.area_code
WHERE area.level = 'lsoa' AND list_contains($districts, area.parent_code)
    AND area.area_code IN (SELECT common_code FROM area_common)
GROUP BY ALL ORDER BY area.area_code"""

TOUCHING = "SELECT area_code, other_code FROM neighbour WHERE area_code < other_code ORDER BY ALL"

COUNTED = """
SELECT common_code, month, CAST(sum(n) AS BIGINT) AS n FROM monthly
WHERE list_contains($districts, district_code) AND list_contains($categories, category)
    AND list_contains(CAST($months AS DATE[]), month) AND common_code IS NOT NULL
GROUP BY common_code, month"""

MADE = "SELECT DISTINCT subject, measure, inputs FROM hot_spot_run"
FORGET_RUNS = "DELETE FROM hot_spot_run WHERE subject = $subject AND measure = $measure"
FORGET_FOUND = "DELETE FROM hot_spot WHERE subject = $subject AND measure = $measure"

RUN = ("subject", "measure", "part", "first_month", "last_month", "test_month", "areas", "permutations", "seed",
       "level", "inputs", "note")  # fmt: skip
FOUND = ("subject", "measure", "part", "first_month", "area_code", "n", "persons", "z", "p", "hot", "cold")
TEXTS = {"subject", "measure", "part", "area_code", "inputs", "note"}
DATES = {"first_month", "last_month", "test_month"}
FLAGS, SHARES = {"hot", "cold"}, {"level", "z", "p"}
NO_YEAR = "No twelve months in a row are held."


def rebuild_hot_spots(con: duckdb.DuckDBPyConnection, catalogue: Catalogue) -> int:
    """Work out again who touches whom, and the hot spots whose inputs changed; return how many were worked out."""
    rebuild_neighbours(con)
    districts = [district.area_code for district in catalogue.partnership.districts]
    force = catalogue.partnership.force.slug
    accepted = [one.month for one in catalogue.partnership.completeness if one.force == force]
    held = [row[0] for row in con.execute(HELD, {"force": force, "accepted": accepted}).fetchall()]
    ground = _ground(con, districts)
    made = {(subject, measure): inputs for subject, measure, inputs in con.execute(MADE).fetchall()}
    wanted: list[Task] = []
    rows, kept = Rows(), set()
    for indicator in subjects(catalogue):
        for task in _tasks(con, indicator, ground, districts, counted_months(catalogue, indicator, held)):
            if isinstance(task, Task):
                kept.add((task.subject, task.measure))
                if made.get((task.subject, task.measure)) != task.inputs:
                    wanted.append(task)
            else:
                rows.runs.append(task)
    for subject, measure in set(made) - kept | {(task.subject, task.measure) for task in wanted}:
        con.execute(FORGET_RUNS, {"subject": subject, "measure": measure})
        con.execute(FORGET_FOUND, {"subject": subject, "measure": measure})
    # Nearly all of it is numpy's, which lets other threads go on meanwhile.
    with ThreadPoolExecutor(min(MOST_THREADS, os.cpu_count() or 1), thread_name_prefix="hot-spots") as several:
        for done in several.map(work_out, wanted):
            rows.runs += done.runs
            rows.found += done.found
    _write(con, rows)
    return len(wanted)


def _ground(con: duckdb.DuckDBPyConnection, districts: list[str]) -> Map:
    """Return the common areas of some districts that have an outline."""
    rows = con.execute(GROUND, {"districts": districts}).fetchall()
    place = {row[0]: at for at, row in enumerate(rows)}
    pairs = [(place[a], place[b]) for a, b in con.execute(TOUCHING).fetchall() if a in place and b in place]
    persons = np.array([row[2] or np.nan for row in rows], dtype=np.float64)
    return Map(tuple(place), np.array([row[1] for row in rows], dtype=np.str_), persons, tuple(pairs))


def _tasks(con: duckdb.DuckDBPyConnection, indicator: Indicator, ground: Map, districts: list[str],
           months: Sequence[date]) -> Iterable[Task | tuple[Any, ...]]:  # fmt: skip
    """Yield a task for each measure, or the row of a run that says why there is none."""
    year, parts = newest_year(months), (quarters(months), origins(months))
    if year is None:
        yield from (_no_run(indicator, measure, ground, None, NO_YEAR) for measure in MEASURES)
        return
    counts = _counts(con, indicator, ground, districts, [year, *parts[0], *parts[1]])
    for measure in MEASURES:
        known = ~np.isnan(ground.persons) if measure == "rate" else np.ones(len(ground.codes), dtype=bool)
        note = too_few(counts[year][known])
        if note and measure == "rate" and not known.all():
            note = f"{note} Without population: {int((~known).sum())}."
        if note:
            yield _no_run(indicator, measure, ground, year, note)
            continue
        here = {stretch: n[known] for stretch, n in counts.items()}
        yield Task(indicator.slug, measure, ground.within(known), year, here, *parts)


def _no_run(indicator: Indicator, measure: str, ground: Map, year: Stretch | None, note: str) -> tuple[Any, ...]:
    """Return the row of a run that was not made, and why."""
    first, last = (year.first, year.last) if year else (None, None)
    return (indicator.slug, measure, "window", first, last, None, len(ground.codes), 0, SEED, LEVEL, "", note)


def _counts(con: duckdb.DuckDBPyConnection, indicator: Indicator, ground: Map, districts: list[str],
            stretches: Sequence[Stretch]) -> dict[Stretch, np.ndarray]:  # fmt: skip
    """Return an indicator's incidents in each stretch, by area in the order of the map."""
    months = sorted({month for stretch in stretches for month in stretch.months})
    asked = {"districts": districts, "categories": list(indicator.categories), "months": months}
    place = {code: at for at, code in enumerate(ground.codes)}
    column = {month: at for at, month in enumerate(months)}
    table = np.zeros((len(place), len(months)))
    for code, month, n in con.execute(COUNTED, asked).fetchall():
        if code in place:
            table[place[code], column[month]] = n
    return {stretch: table[:, [column[month] for month in stretch.months]].sum(axis=1) for stretch in stretches}


def _write(con: duckdb.DuckDBPyConnection, rows: Rows) -> None:
    """Add rows to hot_spot_run and hot_spot."""
    for sql, names, arrived in (
        ("INSERT INTO hot_spot_run SELECT * FROM arrived", RUN, rows.runs),
        ("INSERT INTO hot_spot SELECT * FROM arrived", FOUND, rows.found),
    ):
        if arrived:
            columns = zip(names, zip(*arrived, strict=True), strict=True)
            con.register("arrived", pa.table({name: pa.array(values, _type(name)) for name, values in columns}))
            con.execute(sql)
            con.unregister("arrived")


def _type(name: str) -> pa.DataType:
    """Return a column's type, which an empty column does not show."""
    if name in TEXTS:
        return pa.string()
    if name in DATES:
        return pa.date32()
    if name in FLAGS:
        return pa.bool_()
    return pa.float64() if name in SHARES else pa.int64()
