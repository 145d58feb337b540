"""The twelve targets, judged from what other runs printed: met, missed, or not measured."""

import json
from pathlib import Path
from typing import Any

from cspdash.cli.bench_browser import EMPTY
from cspdash.cli.bench_targets import MAP, NAIVE, PAINTED_MAP, joined, targets, targets_table
from tests.commands import cspdash

PAGE = {"cached": 12.0, "new": 15.0, "uncached": 18.0, "empty": 6.0, "kilobytes": 30.0, "kilobytes_back": 10.0}
PAGES = {
    "empty": 6.0, "default_empty": 48.0, "naive": {"cached": 500.0, "kilobytes": 1077.0},
    "pages": {"Overview": PAGE, MAP: {**PAGE, "uncached": 60.0, "kilobytes": 55.0}},
}  # fmt: skip
CROWDS = [{"sessions": 30, "p95": 0.4, "processor_ms_a_turn": 25.0},
          {"sessions": 60, "p95": 0.9, "processor_ms_a_turn": 20.0},
          {"sessions": 400, "p95": 3.0, "processor_ms_a_turn": 10.0}]  # fmt: skip
LOAD = {
    "crowds": CROWDS, "soak": {"reruns": 5000, "memory_mb": [250, 260, 265]},
    "naive": {"crowds": [{"sessions": 2, "p95": 0.8, "processor_ms_a_turn": 450.0},
                         {"sessions": 5, "p95": 2.0, "processor_ms_a_turn": 500.0}]},
}  # fmt: skip
SIZE = {
    "rows": 100_000, "ingest": 1.5, "floor": 0.1, "ingest_seconds": 2.0, "replace": 1.0, "replace_seconds": 0.8,
    "bytes_a_row": 160.0, "bytes_of_ids": 25.0, "open_ms": 30.0, "cold_ms": 90.0, "warm_ms": 30.0,
}  # fmt: skip
LARGE = {
    **SIZE,
    "rows": 10_000_000,
    "ingest": 20.0,
    "floor": 5.0,
    "ingest_seconds": 40.0,
    "replace": 2.0,
    "bytes_a_row": 39.0,
}


def curve(rows: int, spent: float) -> dict[str, Any]:
    return {"rows": rows, "pages": {"Overview": {"uncached_processor": spent}}}


def peer(spent: float) -> dict[str, float]:
    return {"ms": spent / 2, "ours_ms": 20.0, "processor_ms": spent, "ours_processor_ms": 20.0}


PEERS = [
    {"rows": 100_000, "memory_mb": 120, "peers": {}},
    {"rows": 1_000_000, "memory_mb": 150, "peers": {
        "pandas": peer(700.0), "pandas-categories": peer(300.0), "polars": None, "duckdb": peer(600.0),
        "sqlite": peer(200.0)}},
]  # fmt: skip
PAINTED = {
    "browser": "Chromium 156", "first": {EMPTY: 700, "Overview": 1400, PAINTED_MAP: 1400, NAIVE: 5600, "Theirs": 7000},
    "repaint": {EMPTY: 40, PAINTED_MAP: 100, NAIVE: 900, "Theirs": 1500},
}  # fmt: skip
ALL: list[dict[str, Any]] = [
    {"machine": "a", "pages": PAGES},
    {"machine": "b", **LOAD},
    {"sizes": [SIZE, LARGE]},
    PAINTED,
    {"curves": [curve(100_000, 50.0), curve(10_000_000, 70.0)]},
    {"peers": PEERS},
]


def test_every_target_is_judged_by_its_bar() -> None:
    bars = targets(joined(ALL))
    assert {bar.number for bar in bars} == set(range(1, 13))
    judged = {(bar.number, bar.asks): (None if bar.value is None else round(bar.value, 2), bar.met) for bar in bars}
    assert judged[1, "page cached, of the empty rerun"] == (2.0, True)
    assert judged[1, "page of a new choice, of the empty rerun"] == (2.5, True)
    assert judged[1, "page uncached, of the empty rerun"] == (10.0, False)
    assert judged[2, "empty rerun below Streamlit's default"] == (8.0, True)
    assert judged[2, "growth of memory over reruns"] == (6.0, True)
    assert judged[3, "page, large against small store"] == (1.4, False)
    assert judged[4, "ingest, CPU of parsing every column"] == (4.0, False)
    assert judged[4, "a national year"] == (26.0, False)
    assert judged[5, "a month replaced, large against small"] == (2.0, True)
    assert judged[6, "sent per choice"] == (55.0, False)
    assert judged[7, "first paint of the Overview, of the empty page's"] == (2.0, False)
    assert judged[7, "first paint of a map, of the empty page's"] == (2.0, True)
    assert judged[8, "choice to repaint, of the empty page's"] == (2.5, True)
    assert judged[8, "repaint faster than the page as usually written"] == (9.0, False)
    assert judged[9, "first map faster than the page as usually written"] == (4.0, True)
    assert (judged[8, "repaint faster than Theirs"], judged[9, "first map faster than Theirs"]) == (
        (15.0, True),
        (5.0, True),
    )
    assert judged[10, "readers against the page as usually written"] == (30.0, False)
    assert judged[11, "six questions faster than pandas"] == (15.0, False), "its better form counts"
    assert judged[11, "six questions faster than polars"] == (None, None)
    assert judged[11, "six questions faster than DuckDB as it comes"] == (30.0, True)
    assert judged[12, "bytes per incident"] == (39.0, False)
    assert judged[12, "cold page, of a warm one"] == (3.0, True)


def test_the_table_says_what_is_met_missed_and_not_measured() -> None:
    lines = targets_table(targets(joined(ALL)))
    assert len({line.count("|") for line in lines}) == 1, "every line has as many cells"
    (line,) = (line for line in lines if "page uncached" in line)
    assert line.startswith(
        "| 1 | page uncached, of the empty rerun | ≤ 5 × | 10.0 × | **missed** | every page; median 6.5 ×"
    )
    (line,) = (line for line in lines if "polars" in line)
    assert "| not measured |  |" in line
    few = targets_table(targets(joined([PAINTED, {"curves": ALL[4]["curves"]}])))
    assert few[-1] == "Not measured: 1, 2, 4, 5, 6, 10, 11, 12."
    assert targets(joined([{"browser": None}])) == []


def test_the_command_reads_figures_of_earlier_runs(tmp_path: Path) -> None:
    words = ["bench", "targets"]
    for number, part in enumerate(ALL):
        (tmp_path / f"{number}.json").write_text(json.dumps(part), encoding="utf-8")
        words += ["--figures", str(tmp_path / f"{number}.json")]
    answer = cspdash(*words, "--json")
    assert answer.code == 0
    found = json.loads(answer.out)["targets"]
    assert len(found) == len(targets(joined(ALL)))
    assert {bar["met"] for bar in found} == {True, False, None}
