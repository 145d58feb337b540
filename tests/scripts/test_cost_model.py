"""The cost model says what was measured: a line gives its own points back, and the report has every job."""

import json

import pytest

from scripts.cost_model import MEASURED, fitted, lines_of, readers_a_core, report


def test_a_line_is_found_again() -> None:
    rows = [1e5, 1e6, 1e7, 5e7]
    line = fitted(rows, [2.0 + 0.9 * size / 1e6 for size in rows])
    assert (line.fixed, line.per_million, line.worst) == pytest.approx((2.0, 0.9, 0.0))
    assert line.at(1e8) == pytest.approx(92.0)
    with pytest.raises(ValueError, match="two sizes"):
        fitted([1e6, 1e6], [1.0, 1.1])


def test_a_miss_is_told() -> None:
    line = fitted([1e6, 2e6, 3e6], [1.0, 3.0, 3.0])
    assert line.worst > 0.1


def test_readers_of_a_core() -> None:
    assert readers_a_core(60.0, 10.0) == pytest.approx(100.0)


def test_the_measurements_that_ship_are_reported_whole() -> None:
    measured = json.loads(MEASURED.read_text(encoding="utf-8"))
    said = "\n".join(report(measured))
    assert lines_of(measured) and all(f"| {name} |" in said for name in lines_of(measured))
    assert measured["assumed"]["date"] in said and measured["machine"] in said
    assert "/tmp" not in MEASURED.read_text(encoding="utf-8")
