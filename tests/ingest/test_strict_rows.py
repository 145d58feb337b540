"""Lines one by one: what is too long for a row, to the byte."""

import pytest

from cspdash.ingest.strict_rows import LONGEST_LINE, has_long_line

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
