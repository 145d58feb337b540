"""What `bench ingest` measures and prints."""

from pathlib import Path
from typing import Any

from cspdash.cli.bench_ingest import cold_figures, curves, floor, ingest_table, load, release_figures, six
from cspdash.demo.national import LAST, forces, plan, write_archive

SIZE: dict[str, Any] = {
    "rows": 1_000_000, "megabytes": 230, "floor": 0.5, "floor_seconds": 0.3, "ingest": 3.0, "ingest_seconds": 4.0,
    "hot_spots": 1.0, "peak_memory_mb": 700, "replace": 0.6, "replace_seconds": 0.9, "bytes_a_row": 40.1,
    "bytes_of_ids": 25.2, "open_ms": 31.4, "questions": {"series": 2.0, "rows": 3.5, "whole store: summary": 9.0},
}  # fmt: skip


def test_each_size_is_a_row_of_both_tables() -> None:
    lines = ingest_table([SIZE, {**SIZE, "rows": 10_000_000}])
    first, second = lines[: lines.index("")], lines[lines.index("") + 1 :]
    for table in (first, second):
        assert len(table) == 4
        assert len({line.count("|") for line in table}) == 1, "every line has as many cells"
    assert "| 4.0 × |" in first[2]
    assert "| 250,000 |" in first[2]
    assert second[2] == "| 1,000,000 | 31 | 2.0 | 3.5 | 9.0 | 5.5 |"
    assert six(SIZE) == 5.5
    assert curves([SIZE])["data"][0]["y"] == [2.0]


def test_an_archive_has_about_the_rows_asked_for_at_real_density() -> None:
    for rows in (100_000, 1_000_000, 10_000_000, 50_000_000):
        chosen, months = plan(rows)
        assert abs(sum(force.rows_a_month for force in chosen) * len(months) - rows) < 0.06 * rows
        assert chosen[0].slug == "durham"
        assert months[-1] == LAST
    assert len(forces()) == 44


def test_every_step_measures_what_it_says(tmp_path: Path) -> None:
    durham = forces()[:1]
    (path,) = write_archive(tmp_path / "months", durham, [LAST])
    rows = path.read_bytes().count(b"\n") - 1
    assert floor(tmp_path / "months")["result"] == rows
    assert load(tmp_path / "months", tmp_path / "store")["rows"] == rows
    cold = cold_figures(tmp_path / "store", LAST, 1)
    assert cold["warm_ms"] > 0 and cold["cold_ms"] > 0
    found = release_figures(tmp_path / "store", LAST, 1)
    assert found["bytes_a_row"] > found["bytes_of_ids"] > 20
    assert set(found["questions"]) >= {"series", "map", "localities", "points", "rows by month", "rows"}
