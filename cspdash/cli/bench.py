"""`bench`: what this machine does, each figure beside a floor measured in the same run."""

import csv
import json
import os
import platform
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from cspdash import catalogue, settings
from cspdash.cli.app import JsonOption, app, show, show_json
from cspdash.cli.bench_browser import browser_figures, browser_table
from cspdash.cli.bench_curves import curve_figures, curve_table
from cspdash.cli.bench_ingest import SIZES, ingest_table, size_figures
from cspdash.cli.bench_load import load_figures, load_table, soak_figures
from cspdash.cli.bench_pages import naive_crowds, page_figures, page_table
from cspdash.cli.bench_peers import ROWS, peer_figures, peer_table
from cspdash.cli.bench_targets import joined, targets, targets_table
from cspdash.demo.generate import write_months
from cspdash.ingest import run

ROUNDS, RERUNS = 3, 5_000
FIRST, LAST = date(2021, 4, 1), date(2024, 3, 1)


def seconds(work: Callable[[], Any]) -> float:
    """Return how long a piece of work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def read_with_csv(files: list[Path]) -> int:
    """Read every row with Python's csv module and throw it away; return how many there were."""
    rows = 0
    for file in files:
        with file.open(newline="", encoding="utf-8") as stream:
            rows += sum(1 for _ in csv.reader(stream)) - 1
    return rows


def ingest_figures(folder: Path, content: catalogue.Catalogue) -> dict[str, Any]:
    """Return rows a second of csv and of a whole ingest (parse, check, order, mart, publish), interleaved."""
    files = write_months(folder / "months", first=FIRST, last=LAST)
    rows = read_with_csv(files)
    floor, whole = [], []
    for turn in range(ROUNDS):
        floor.append(seconds(partial(read_with_csv, files)))
        store = folder / f"store-{turn}"
        whole.append(seconds(partial(run.police, store, [folder / "months"], content)))
    csv_time, ingest_time = statistics.median(floor), statistics.median(whole)
    return {
        "rows": rows,
        "megabytes": round(sum(file.stat().st_size for file in files) / 1e6, 1),
        "csv_rows_per_second": round(rows / csv_time),
        "ingest_rows_per_second": round(rows / ingest_time),
        "times_the_csv_module": round(ingest_time / csv_time, 2),
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "store": str(folder / "store-0"),
    }


def table(ingest: dict[str, Any]) -> list[str]:
    """Return the figures of ingest as lines of a Markdown table."""
    return [
        "| what | measured | floor in the same run | ratio |",
        "|---|---|---|---|",
        f"| ingest, {ingest['rows']:,} rows ({ingest['megabytes']} MB) | {ingest['ingest_rows_per_second']:,} rows/s "
        f"| {ingest['csv_rows_per_second']:,} rows/s (csv module) | {ingest['times_the_csv_module']} × its time |",
        f"| memory at peak | {ingest['peak_memory_mb']} MB ingest | | |",
    ]


class What(StrEnum):
    """What is measured."""

    pages = "pages"
    browser = "browser"
    load = "load"
    ingest = "ingest"
    targets = "targets"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks for; the parts that each kind of measuring takes are said there."""

    sessions: list[int]
    think: float
    seconds: float
    replicas: int
    connects: int
    reruns: int
    rows: list[int] | None
    peers: bool
    stores: list[Path]
    figures: list[Path]
    beside: list[str]


Measured = tuple[dict[str, Any], list[str]]


@app.command("bench")
def bench(
    what: Annotated[
        What,
        typer.Argument(help="pages, with ingest; browser: paint; load: many readers; ingest: sizes; targets: all."),
    ] = What.pages,
    sessions: Annotated[list[int] | None, typer.Option(help="load: readers at once; repeatable (30 and 60).")] = None,
    think: Annotated[float, typer.Option(help="load: seconds between a reader's turns.")] = 5.0,
    seconds: Annotated[float, typer.Option(help="load: how long each crowd reads.")] = 60.0,
    replicas: Annotated[int, typer.Option(min=1, help="load: so many processes behind Caddy; 1 for none.")] = 1,
    connects: Annotated[int, typer.Option(help="load: handshakes at once at the end; 0 for none.")] = 200,
    reruns: Annotated[int, typer.Option(help="load: one reader's reruns, for what memory grows by; 0 for none.")] = 0,
    rows: Annotated[list[int] | None, typer.Option(help="ingest, --peers: rows of an archive; repeatable.")] = None,
    peers: Annotated[
        bool, typer.Option("--peers", help="pages, load: also what others would take for the same rows.")
    ] = False,
    stores: Annotated[
        list[Path] | None, typer.Option("--store", help="pages, browser: of this store; pages: repeatable, for curves.")
    ] = None,
    figures: Annotated[
        list[Path] | None, typer.Option(help="targets: what other runs printed with --json; repeatable.")
    ] = None,
    beside: Annotated[
        list[str] | None, typer.Option(help="browser: 'TITLE|URL|SHAPES|PICKER', another's map by Plotly; repeatable.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Measure this machine: ingest and pages beside floors of the same run, or many readers at once."""
    busy = f"load average {os.getloadavg()[1]:.0f} before"
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.machine()}, {busy}"
    asked = Asked(
        sessions or [30, 60], think, seconds, replicas, connects, reruns, rows, peers, stores or [], figures or [],
        beside or [],
    )  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="cspdash-bench-") as folder:
        found, lines = KINDS[what](Path(folder), asked)
    if as_json:
        show_json({"machine": machine, **found})
        return
    for line in (machine, *lines):
        show(line)


def three_years(folder: Path) -> tuple[Path, Path]:
    """Return a store of three years of demonstration months, and the months, both in a folder."""
    store, months = folder / "store", folder / "months"
    write_months(months, first=FIRST, last=LAST)
    run.police(store, [months], catalogue.load(settings.content_dir()))
    return store, months


def measured_load(folder: Path, asked: Asked) -> Measured:
    """Measure crowds of readers."""
    store, months = three_years(folder)
    found = load_figures(store, asked.sessions, asked.think, asked.seconds, asked.connects, asked.replicas)
    if asked.reruns:
        found["soak"] = soak_figures(store, asked.reruns)
    if asked.peers:
        found["naive"] = naive_crowds(store, folder, months, asked.think, asked.seconds)
    return found, load_table(found)


def measured_sizes(folder: Path, asked: Asked) -> Measured:
    """Measure what each size of archive costs to load and to ask."""
    sizes = [size_figures(folder / str(size), size) for size in asked.rows or SIZES]
    return {"sizes": sizes}, ingest_table(sizes)


def measured_browser(folder: Path, asked: Asked) -> Measured:
    """Measure what is painted, of a store that is given or of three years; of these also a page as usually written."""
    store, months = (asked.stores[0], None) if asked.stores else three_years(folder)
    found = browser_figures(store, folder, months, asked.beside)
    return found, browser_table(found)


def measured_pages(folder: Path, asked: Asked) -> Measured:
    """Measure ingest and pages, with `peers` what others would take; of stores that are given, their pages alone."""
    if asked.stores:
        sizes = curve_figures(asked.stores, folder)
        return {"curves": sizes}, curve_table(sizes)
    ingest = ingest_figures(folder, catalogue.load(settings.content_dir()))
    pages = page_figures(Path(ingest.pop("store")), folder, folder / "months" if asked.peers else None)
    figures: dict[str, Any] = {"ingest": ingest, "pages": pages}
    lines = [*table(ingest), "", *page_table(pages)]
    if asked.peers:
        found = []
        for size in asked.rows or [ROWS]:
            with tempfile.TemporaryDirectory(dir=folder) as scratch:
                found.append(peer_figures(Path(scratch), size))
        figures["peers"] = found
        lines += [line for one in found for line in ("", *peer_table(one))]
    return figures, lines


def measured_targets(folder: Path, asked: Asked) -> Measured:
    """Judge the targets by figures that are given, or measure all of them, which takes about an hour."""
    parts = [json.loads(path.read_text(encoding="utf-8")) for path in asked.figures]
    if not parts:
        asked = replace(asked, peers=True, reruns=asked.reruns or RERUNS)
        for what in (What.ingest, What.pages, What.browser, What.load):
            (folder / what).mkdir()
            parts.append(KINDS[what](folder / what, asked)[0])
        stores = [folder / What.ingest / str(size) / "store-0" for size in asked.rows or SIZES]
        parts.append({"curves": curve_figures(stores, folder)})
    bars = targets(joined(parts))
    return {"targets": [{**asdict(bar), "met": bar.met} for bar in bars]}, targets_table(bars)


KINDS: dict[What, Callable[[Path, Asked], Measured]] = {
    What.pages: measured_pages,
    What.browser: measured_browser,
    What.load: measured_load,
    What.ingest: measured_sizes,
    What.targets: measured_targets,
}
