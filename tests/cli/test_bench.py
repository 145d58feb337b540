from pathlib import Path

import pytest

from cspdash.cli.bench import read_with_csv, seconds, table
from tests.making import many_rows, write_month

INGEST = {
    "rows": 123456, "megabytes": 25.3, "csv_rows_per_second": 400000, "ingest_rows_per_second": 160000,
    "times_the_csv_module": 2.5, "peak_memory_mb": 410,
}  # fmt: skip


def test_each_figure_stands_beside_its_floor() -> None:
    lines = table(INGEST)
    assert len({line.count("|") for line in lines}) == 1, "every line has as many cells"
    assert lines[2] == (
        "| ingest, 123,456 rows (25.3 MB) | 160,000 rows/s | 400,000 rows/s (csv module) | 2.5 × its time |"
    )
    assert "410 MB ingest" in lines[3]


def test_the_floor_reads_every_row(tmp_path: Path) -> None:
    files = [write_month(tmp_path, many_rows(n, month), month) for n, month in ((5, "2023-01"), (7, "2023-02"))]
    assert read_with_csv(files) == 12


def test_work_is_done_once_and_timed() -> None:
    done: list[int] = []
    assert seconds(lambda: done.append(1)) >= 0
    assert done == [1]
    with pytest.raises(ZeroDivisionError):
        seconds(lambda: 1 / 0)
