"""What `bench browser` prints: each page beside the empty page, or that there is no browser."""

from cspdash.cli.bench_browser import DEFAULT, EMPTY, browser_table

FOUND = {
    "browser": "Chromium 156", "first": {EMPTY: 740, "Overview": 1110, "Map of 389 areas": 1480, DEFAULT: 800},
    "repaint": {EMPTY: 40, "Map of 389 areas": 120, DEFAULT: 106},
}  # fmt: skip


def test_each_page_stands_beside_the_empty_page() -> None:
    lines = browser_table(FOUND)
    assert lines[0] == "In a headless Chromium 156, its cache empty at each first paint:"
    assert len({line.count("|") for line in lines[2:]}) == 1, "every line has as many cells"
    assert lines[5] == "| Overview | 1,110 ms | 1.5 × | | |"
    assert lines[6] == "| Map of 389 areas | 1,480 ms | 2.0 × | 120 ms | 3.0 × |"


def test_without_a_browser_that_is_said() -> None:
    (line,) = browser_table({"browser": None})
    assert line.startswith("no browser")
