import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from cspdash.exports.incidents import Taken, csv_of_rows, parquet_of_rows
from cspdash.store.row_queries import Incident

ONE = Incident(date(2023, 4, 1), "Burglary", None, "On or near High Row", "E01012304", -1.55, 54.52, None, None,
               "Durham Constabulary", "police.uk", "2023-04-durham-street.csv", 3, 17)  # fmt: skip
OPEN = Taken("Incidents recorded as Burglary", "Source: x.", "Already published", "analyst",
             datetime(2026, 3, 1, 9, 30, tzinfo=UTC), False)  # fmt: skip
CLOSED = replace(OPEN, handling="OFFICIAL-SENSITIVE", restricted=True)


def read(data: bytes) -> list[dict[str, str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_a_row_is_whole_and_says_where_it_is_from() -> None:
    (row,) = read(csv_of_rows([ONE], OPEN))
    assert (row["month"], row["category"], row["outcome"], row["line"]) == ("2023-04-01", "Burglary", "", "17")
    assert (float(row["longitude"]), row["query"], row["attribution"]) == (-1.55, OPEN.query, "Source: x.")
    assert row["handling"] == "Already published"
    assert "taken_by_role" not in row


def test_restricted_rows_carry_label_role_time_and_number() -> None:
    for row in read(csv_of_rows([ONE, ONE], CLOSED)):
        assert row["handling"] == "OFFICIAL-SENSITIVE"
        assert (row["taken_by_role"], row["taken_at"], row["rows_taken"]) == ("analyst", "2026-03-01 09:30 UTC", "2")


def test_parquet_has_the_same_rows_and_carries_the_label_itself() -> None:
    table = parquet.read_table(pa.BufferReader(parquet_of_rows([ONE, replace(ONE, line=18)], CLOSED)))
    assert table.num_rows == 2
    assert table.column("line").to_pylist() == [17, 18]
    assert table.schema.metadata[b"handling"] == b"OFFICIAL-SENSITIVE"
    assert table.schema.metadata[b"rows"] == b"2"


@given(st.text(min_size=1, max_size=30))
def test_no_text_becomes_a_formula(text: str) -> None:
    data = csv_of_rows([replace(ONE, location=text, category=f"={text}")], replace(OPEN, query=f"@{text}"))
    for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")):
        assert not any(cell[:1] in "=+@\t\r\n\0＝＋－＠" for cell in row if cell)
        assert not any(cell.startswith("-") for cell in row if not cell.lstrip("-").replace(".", "").isdigit())


def test_no_rows_are_a_header() -> None:
    assert read(csv_of_rows([], OPEN)) == []
