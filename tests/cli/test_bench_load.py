"""What `bench load` prints."""

from typing import Any

from cspdash.cli.bench_load import load_table
from tests.commands import cspdash

CROWD: dict[str, Any] = {
    "sessions": 30, "turns": 1234, "p50": 0.034, "p95": 0.4, "most": 1.25, "dropped": 0, "failures": 0,
    "processor_ms_a_turn": 61.2, "kilobytes_a_turn": 45.6, "memory_before_mb": 250, "memory_after_mb": 300,
}  # fmt: skip
RUSH = {"connects": 200, "let_in": 30, "refused_503": 170, "otherwise": 0, "inside": CROWD}


def test_each_crowd_is_a_row_and_the_rush_a_sentence() -> None:
    found = {"think_seconds": 5.0, "start_seconds": 2.5, "crowds": [CROWD, {**CROWD, "p50": None}], "rush": RUSH}
    lines = load_table(found)
    assert lines[0] == "server answers 2.5 s after its start; readers think 5 s; at most 60 are let in"
    assert len({line.count("|") for line in lines[2:6]}) == 1, "every line has as many cells"
    assert lines[4] == "| 30 | 1,234 | 0.03 s | 0.40 s | 1.25 s | 0 | 0 | 61.2 | 45.6 | 250 to 300 |"
    assert "| none |" in lines[5]
    assert "30 let in, 170 asked to come back (503), 0 otherwise" in lines[-1]
    assert len(load_table({**found, "rush": None})) == 6
    assert load_table({**found, "replicas": 2})[0].startswith("2 replicas behind Caddy; server answers 2.5 s")
    assert load_table({**found, "limit": 250})[0].endswith("at most 250 are let in")


def test_memory_over_reruns_is_a_sentence_and_the_naive_page_a_table() -> None:
    soak = {"reruns": 5000, "memory_mb": [250, 260, 265], "first_ms": 14.2, "last_ms": 13.8}
    found = {"think_seconds": 5.0, "start_seconds": 2.5, "crowds": [CROWD], "soak": soak}
    lines = load_table({**found, "naive": {"crowds": [{**CROWD, "sessions": 5}]}})
    said = "5,000 reruns by one reader: memory 250 to 265 MB (+6%), a rerun 14 ms at first, 14 ms at last"
    assert lines[6] == said
    assert lines[8] == "The page as it is usually written:"
    assert lines[-1].startswith("| 5 | 1,234 |")


def test_what_is_not_measured_is_wrong_usage() -> None:
    assert cspdash("bench", "everything").code == 2
