"""What `bench pages` prints: each page beside the empty page that was run beside it."""

from typing import Any

from cspdash.cli.bench_pages import page_table

PAGE: dict[str, Any] = {
    "first": 300.4, "cached": 12.0, "uncached": 60.0, "empty": 6.0, "kilobytes": 39.6, "kilobytes_back": 12.2,
    "elements": 40,
}  # fmt: skip


def test_a_page_stands_beside_its_floor() -> None:
    lines = page_table({"empty": 6.0, "default_empty": 60.0, "pages": {"Overview": PAGE, "Hot spots": PAGE}})
    assert len({line.count("|") for line in lines[:4]}) == 1, "every line has as many cells"
    assert lines[2] == "| Overview | 300 ms | 12 ms | 60 ms | 6.0 ms | 2.0 × | 10.0 × | 40, 12 | 40 |"
    assert lines[-1].endswith("60.0 ms, 10 times as long.")
    assert len(page_table({"empty": 6.0, "pages": {"Overview": PAGE}})) == 3
