"""`bench ingest`: what it costs to load, replace and ask, at sizes from a force to the country.

Every size is measured in processes of its own, beside DuckDB's reading of the same files in the same run. Run as a
module this measures one step and prints JSON.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from cspdash import catalogue, settings
from cspdash.demo.national import forces, plan, write_archive
from cspdash.ingest import run
from cspdash.ingest.floors import parse_with_duckdb
from cspdash.ingest.hot_spots import rebuild_hot_spots
from cspdash.store import locality_queries, point_queries, queries, row_queries
from cspdash.store.connection import Store, forget, open_store
from cspdash.store.release import building, current_release, release_path

SIZES = (100_000, 1_000_000)
ROUNDS, ASKED = 3, 9
DISTRICT = "E06000005"
BURGLARY = ["Burglary"]
WHOLE = "whole store"
IDENTIFIERS = "SELECT count(*) FROM incident_identifier"
BYTES_OF_ONE = 32


def timed(work: Callable[[], Any]) -> dict[str, Any]:
    """Return seconds of time and of processor time that a piece of work takes in this process, and its result."""
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
    result = work()
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF)
    spent = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return {"seconds": round(wall, 6), "processor": round(spent, 4), "result": result}


def step(*words: str) -> dict[str, Any]:
    """Run one step in a process of its own and return what it printed."""
    done = subprocess.run(  # noqa: S603 - our own module, no shell
        [sys.executable, "-m", "cspdash.cli.bench_ingest", *words], cwd=settings.ROOT, text=True, check=True,
        env={**os.environ, "PYTHONPATH": str(settings.ROOT)}, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    # The last line: DuckDB may draw a progress bar before it where a query takes long.
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def size_figures(folder: Path, rows: int) -> dict[str, Any]:
    """Return what one size costs: floor and ingest taken in turns, replacement, questions."""
    chosen, months = plan(rows)
    list(write_archive(folder / "months", chosen, months))
    rounds = ROUNDS if rows <= 500_000 else 1
    floors, loads = [], []
    for turn in range(rounds):
        floors.append(step("floor", str(folder / "months")))
        loads.append(step("load", str(folder / "months"), str(folder / f"store-{turn}")))
        floors.append(step("floor", str(folder / "months")))
    store = folder / f"store-{rounds - 1}"
    durham = forces()[:1]
    replaced = []
    for turn in range(ROUNDS):
        again = folder / f"again-{turn}"
        list(write_archive(again, durham, months[-1:], seed=turn))
        replaced.append(step("load", str(again), str(store)))
    words = str(store), f"{months[-1]:%Y-%m-%d}", str(len(months))
    asked, cold = step("ask", *words), [step("cold", *words) for _ in range(ROUNDS)]
    return {
        "rows": loads[0]["rows"], "megabytes": floors[0]["megabytes"], "floor": middle(floors, "processor"),
        "floor_seconds": middle(floors, "seconds"), "ingest": middle(loads, "processor"),
        "ingest_seconds": middle(loads, "seconds"), "hot_spots": asked["hot_spots"],
        "peak_memory_mb": max(load["peak_memory_mb"] for load in loads),
        "replace": middle(replaced, "processor"), "replace_seconds": middle(replaced, "seconds"),
        "bytes_a_row": asked["bytes_a_row"], "bytes_of_ids": asked["bytes_of_ids"], "open_ms": asked["open_ms"],
        "questions": asked["questions"], "cold_ms": middle(cold, "cold_ms"), "warm_ms": middle(cold, "warm_ms"),
    }  # fmt: skip


def middle(found: list[dict[str, Any]], name: str) -> float:
    """Return the median of one figure."""
    return round(statistics.median(each[name] for each in found), 3)


def floor(months: Path) -> dict[str, Any]:
    """Return what DuckDB's reading of every column costs."""
    files = sorted(months.rglob("*.csv"))
    found = timed(lambda: parse_with_duckdb(files))
    return {**found, "megabytes": round(sum(file.stat().st_size for file in files) / 1e6)}


def load(months: Path, store: Path) -> dict[str, Any]:
    """Return what a whole ingest costs, from the first byte to the release that readers open."""
    content = catalogue.load(settings.content_dir())
    found = timed(lambda: run.police(store, [months], content))
    reports = found.pop("result").loads
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]
    return {**found, "rows": sum(report.rows_kept for report in reports), "peak_memory_mb": round(int(peak) / 1024)}


def release_figures(folder: Path, last: date, held: int) -> dict[str, Any]:
    """Return what a release weighs, how long it takes to open, to ask, and to work out its hot spots again."""
    path = release_path(folder, current_release(folder) or "")
    opening = timed(lambda: open_store(folder))
    store: Store = opening["result"]
    rows = queries.summary(store)["incidents"]
    ids = store.rows(IDENTIFIERS)[0][0]
    found = {name: question_ms(work) for name, work in questions(store, last, min(held, 12)).items()}
    store.close()
    with building(folder) as build:
        build.con.execute("DELETE FROM hot_spot_run")
        hot = timed(lambda: rebuild_hot_spots(build.con, catalogue.load(settings.content_dir())))
        build.abandon()
    return {
        "bytes_a_row": round(path.stat().st_size / rows, 1), "bytes_of_ids": round(ids * BYTES_OF_ONE / rows, 1),
        "open_ms": round(opening["seconds"] * 1000, 1), "questions": found, "hot_spots": hot["processor"],
    }  # fmt: skip


def cold_figures(folder: Path, last: date, held: int) -> dict[str, Any]:
    """Return what a district's six questions take of a file that the machine's memory holds nothing of, and again."""
    name = current_release(folder) or ""
    with release_path(folder, name).open("rb") as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    store = open_store(folder)
    asked = [work for name, work in questions(store, last, min(held, 12)).items() if not name.startswith(WHOLE)]

    def all_of_them() -> None:
        forget()
        for work in asked:
            work()

    cold, *warm = (timed(all_of_them)["seconds"] * 1000 for _ in range(1 + ASKED))
    store.close()
    return {"cold_ms": round(cold, 1), "warm_ms": round(statistics.median(warm), 1)}


def questions(store: Store, last: date, months: int) -> dict[str, Callable[[], Any]]:
    """Return what a district's pages ask, by name, and what the pages of a whole store ask."""
    span = [date(last.year + (last.month - 1 - n) // 12, (last.month - 1 - n) % 12 + 1, 1) for n in range(months)]
    areas = row_queries.area_ids(store, [DISTRICT])
    one = row_queries.Filter(min(span), last, None, areas, None, None, None, None)
    return {
        "series": lambda: queries.district_monthly(store, [DISTRICT]),
        "map": lambda: queries.common_totals(store, [DISTRICT], BURGLARY, span),
        "localities": lambda: locality_queries.common_by_month(store, [DISTRICT], BURGLARY),
        "points": lambda: point_queries.points(store, [DISTRICT], BURGLARY, span),
        "rows by month": lambda: row_queries.by_month(store, one),
        "rows": lambda: row_queries.incidents(store, one, 50),
        f"{WHOLE}: summary": lambda: queries.summary(store),
        f"{WHOLE}: places": lambda: queries.placed(store),
    }


def question_ms(work: Callable[[], Any]) -> float:
    """Return the median time of a question in milliseconds, after asking it once."""

    def anew() -> Any:
        forget()
        return work()

    anew()
    return round(statistics.median(timed(anew)["seconds"] for _ in range(ASKED)) * 1000, 1)


def ingest_table(sizes: list[dict[str, Any]]) -> list[str]:
    """Return the figures as lines of two Markdown tables."""
    lines = [
        "| rows | MB | parse all (CPU s) | ingest (CPU s) | of these hot spots | ratio without hot spots | ingest (s) "
        "| rows/s | peak MB | bytes a row | of these Crime IDs | replace a month (s) | CPU s |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for one in sizes:
        ratio = (one["ingest"] - one["hot_spots"]) / one["floor"]
        speed = one["rows"] / one["ingest_seconds"]
        lines.append(
            f"| {one['rows']:,} | {one['megabytes']:,} | {one['floor']:.2f} | {one['ingest']:.2f} "
            f"| {one['hot_spots']:.2f} | {ratio:.1f} × | {one['ingest_seconds']:.1f} | {speed:,.0f} "
            f"| {one['peak_memory_mb']:,} | {one['bytes_a_row']} | {one['bytes_of_ids']} "
            f"| {one['replace_seconds']:.2f} | {one['replace']:.2f} |"
        )
    names = list(sizes[0]["questions"])
    lines += ["", f"| rows | opens in ms | {' | '.join(names)} | a district's six |", "|---" * (len(names) + 3) + "|"]
    for one in sizes:
        times = " | ".join(f"{one['questions'][name]:.1f}" for name in names)
        lines.append(f"| {one['rows']:,} | {one['open_ms']:.0f} | {times} | {six(one):.1f} |")
    return lines


def six(one: dict[str, Any]) -> float:
    """Return what the six questions of a district's pages take together, in milliseconds."""
    return round(sum(ms for name, ms in one["questions"].items() if not name.startswith(WHOLE)), 1)


def curves(sizes: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the cost curves as a Plotly figure: what each costs, against rows, both on logarithmic scales."""
    shown = {
        "ingest without hot spots, CPU s": [one["ingest"] - one["hot_spots"] for one in sizes],
        "DuckDB reads every column, CPU s": [one["floor"] for one in sizes],
        "one force-month replaced and published, s": [one["replace_seconds"] for one in sizes],
        "a district's six questions, s": [six(one) / 1000 for one in sizes],
    }
    rows = [one["rows"] for one in sizes]
    return {
        "data": [{"type": "scatter", "mode": "lines+markers", "name": name, "x": rows, "y": values}
                 for name, values in shown.items()],
        "layout": {"xaxis": {"type": "log", "title": {"text": "incidents in the store"}},
                   "yaxis": {"type": "log", "title": {"text": "seconds"}}, "height": 480},
    }  # fmt: skip


if __name__ == "__main__":
    name, *words = sys.argv[1:]
    if name == "floor":
        figures = floor(Path(words[0]))
    elif name == "load":
        figures = load(Path(words[0]), Path(words[1]))
    else:
        asked_of = cold_figures if name == "cold" else release_figures
        figures = asked_of(Path(words[0]), date.fromisoformat(words[1]), int(words[2]))
    sys.stdout.write("\n" + json.dumps(figures))
