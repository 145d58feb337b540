"""The fast reader gives what the strict one gives, or leaves the file to it."""

import csv
import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cspdash.ingest.police_uk.columns import COLUMNS
from cspdash.ingest.police_uk.plain import is_plain, read_plain
from cspdash.ingest.strict_rows import LONGEST_LINE
from tests.making import OUTCOMES, asb_row, outcome_row, police_csv, street_row

NAMES = [name for name in COLUMNS["street"] if name != "Context"]
PLAIN = police_csv([street_row(), asb_row(), street_row(lsoa_name="Bristol, City of 001A")])


def by_csv(data: bytes) -> list[list[str]]:
    """Return the rows as Python's csv module reads them, one line at a time: the slow second answer."""
    lines = data.decode().split("\n")[1:-1]
    return [next(csv.reader(io.StringIO(line.rstrip("\r")), strict=True)) for line in lines]


def texts_of(data: bytes, kind: str = "street") -> list[list[str]] | None:
    """Return the rows of the fast reader as texts, numbers as Python writes them; None where it declines."""
    table = read_plain(data, kind)
    if table is None:
        return None
    assert table.column("line").to_pylist() == list(range(2, table.num_rows + 2))
    return [["" if row[name] is None else str(row[name]) for name in NAMES] for row in table.to_pylist()]


def with_numbers(rows: list[list[str]]) -> list[list[str]]:
    """Return rows with longitude and latitude as Python writes the numbers, and without Context."""
    return [[str(float(cell)) if n in (4, 5) and cell else cell for n, cell in enumerate(row[:11])] for row in rows]


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_a_month_as_published_is_read_fast(end: bytes) -> None:
    data = PLAIN.replace(b"\r\n", end)
    assert texts_of(data) == with_numbers(by_csv(data))
    assert read_plain(police_csv([outcome_row()] * 2, OUTCOMES), "outcomes") is not None


@pytest.mark.parametrize(
    "data",
    [
        PLAIN[:-2],
        PLAIN.replace(b"Crime ID,Month", b"Month,Crime ID"),
        b"\xef\xbb\xbf" + PLAIN,
        PLAIN.replace(b"Sample", b"Sam\xe9le"),
        PLAIN.replace(b"Sample", b"Sam\0ple"),
        PLAIN.replace(b"Sample", b"Sam\rple", 1),
        PLAIN.replace(b"Sample", b'Sam"ple', 1),
        PLAIN.replace(b"Sample", b'Sam""ple', 1),
        PLAIN.replace(b"On or near Sample", b'"On or near ""Sample"""', 1),
        PLAIN.replace(b"On or near Sample Street", b'"On or near\nSample Street"', 1),
        PLAIN.replace(b"\r\n", b"\r\n\r\n", 2),
        PLAIN.replace(b"Sample", b"x" * LONGEST_LINE, 1),
        PLAIN.replace(b"Sample Street,", b"", 1),
        PLAIN.replace(b"-1.543", b"west", 1),
        police_csv([]),
    ],
)
def test_whatever_is_doubtful_is_left_to_the_strict_reader(data: bytes) -> None:
    assert data != PLAIN
    assert read_plain(data, "street") is None


def test_other_alphabets_are_plain() -> None:
    data = police_csv([street_row(location="On or near Ynys Môn 🦔")])
    assert texts_of(data) == with_numbers(by_csv(data))


PIECES = st.sampled_from([",", '"', '""', '",', ',"', "\r", " ", "x", "é", "a, b", '"a, b"', "-1.5"])
LINES = st.lists(st.lists(PIECES, max_size=6).map("".join), max_size=6)
USUAL = [line + "\r\n" for line in PLAIN.decode().split("\r\n")[1:-1]]


@settings(max_examples=150, deadline=None)
@given(LINES, st.integers(0, 3), st.sampled_from(["Sample", "-1.543", "Durham Constabulary", "2023-01"]))
def test_a_file_that_is_read_fast_is_read_as_the_csv_module_reads_it(lines: list[str], at: int, where: str) -> None:
    changed = [USUAL[n % 3].replace(where, piece, 1) for n, piece in enumerate(lines)]
    data = (police_csv([]).decode() + "".join([*USUAL[:at], *changed, *USUAL[at:]])).encode()
    found = texts_of(data)
    if found is not None:
        assert is_plain(data, "street")
        assert found == with_numbers(by_csv(data))


def test_numbers_are_those_of_the_texts() -> None:
    rows = [street_row(longitude=f"{east:.6f}", latitude=f"{north:.6f}") for east, north in np.random.default_rng(1)
            .uniform((-9, 49), (2, 61), (200, 2))]  # fmt: skip
    table = read_plain(police_csv(rows), "street")
    assert table is not None
    assert table.column("Longitude").to_pylist() == [float(row["Longitude"]) for row in rows]
