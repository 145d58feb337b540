"""What pages cost over stores of different sizes: the table, the lines, and the rows of a store."""

from pathlib import Path
from typing import Any

from cspdash.cli.bench_curves import DRAWN, curve_table, incidents, page_lines


def size(rows: int, uncached: float) -> dict[str, Any]:
    page = {"cached": 15.0, "uncached": uncached, "uncached_processor": uncached / 2}
    return {"rows": rows, "empty": 5.25, "pages": dict.fromkeys(DRAWN, page)}


def test_each_page_is_a_row_with_its_growth() -> None:
    lines = curve_table([size(100_000, 80.0), size(10_000_000, 120.0)])
    assert len({line.count("|") for line in lines}) == 1, "every line has as many cells"
    assert (
        lines[0]
        == "| page: cached, uncached (CPU), in ms | 100,000 rows | 10,000,000 rows | largest to smallest (CPU) |"
    )
    assert lines[2] == "| *the empty page beside them* | 5.2 | 5.2 | |"
    assert lines[3] == "| Overview | 15, 80 (40) | 15, 120 (60) | 1.0 ×, 1.5 × (1.5 ×) |"


def test_lines_are_in_seconds_against_rows() -> None:
    first, *_ = page_lines([size(100_000, 80.0), size(10_000_000, 120.0)])
    assert first["name"] == "Overview, uncached, CPU s"
    assert (first["x"], first["y"]) == ([100_000, 10_000_000], [0.04, 0.06])


def test_a_store_says_how_many_incidents_it_holds(store_folder: Path, store: Any) -> None:
    assert incidents(store_folder) == store.rows("SELECT count(*) FROM incident_row")[0][0] > 0
