"""Lines one by one: what is too long for a row, to the byte, and rows in batches."""

import pytest

from cspdash.ingest.strict_rows import BATCH, LONGEST_LINE, Batches, has_long_line

LONGEST = b"x" * LONGEST_LINE


@pytest.mark.parametrize(
    ("data", "long"),
    [
        (b"", False),
        (LONGEST, False),
        (LONGEST + b"\ny", False),
        (b"y\n" + LONGEST + b"\n" + LONGEST + b"\ny\n", False),
        (LONGEST + b"x", True),
        (LONGEST + b"x\ny\n", True),
        (b"y\n" + LONGEST + b"\nz" + LONGEST, True),
    ],
)
def test_a_line_is_too_long_from_the_first_byte_over(data: bytes, long: bool) -> None:
    assert has_long_line(data) is long


@pytest.mark.parametrize("count", [0, 1, BATCH, BATCH + 1])
def test_batches_hold_every_row_once_and_in_order(count: int) -> None:
    rows = Batches([2, 0], ["third", "first"])
    for line in range(count):
        rows.add(line, [f"a{line}", "left out", f"c{line}"])
    assert rows.table().to_pydict() == {
        "third": [f"c{n}" for n in range(count)], "first": [f"a{n}" for n in range(count)], "line": list(range(count)),
    }  # fmt: skip
