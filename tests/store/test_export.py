import csv
import io
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from cspdash.store.connection import Store, open_store
from cspdash.store.export import TABLES, export, neutral, neutral_table
from cspdash.store.release import building

STARTS = ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠"]
HOSTILE = '=HYPERLINK("http://example.org","x")'


@pytest.mark.parametrize("start", STARTS)
def test_a_text_that_could_start_a_formula_gets_a_quote(start: str) -> None:
    assert neutral(f"{start}1+1") == f"'{start}1+1"
    assert neutral(start) == f"'{start}"


@pytest.mark.parametrize("text", ["", "Burglary", "1 = 1", "a-b", "'=x", " =x", "On or near High Street"])
def test_other_texts_stay(text: str) -> None:
    assert neutral(text) == text


@given(st.lists(st.one_of(st.none(), st.text(), st.sampled_from(STARTS), st.just(HOSTILE))))
def test_a_table_is_neutralised_cell_by_cell_like_a_text(texts: list[str | None]) -> None:
    table = neutral_table(pa.table({"text": pa.array(texts, pa.string())}))
    assert table.column("text").to_pylist() == [None if text is None else neutral(text) for text in texts]


def test_numbers_dates_and_truth_stay_what_they_are() -> None:
    table = pa.table({"n": [-1, 2], "share": [-0.5, None], "month": [date(2023, 1, 1), None], "held": [True, False]})
    assert neutral_table(table).equals(table)


def test_bytes_become_hexadecimal() -> None:
    table = neutral_table(pa.table({"geometry": pa.array([b"\x01=", None], pa.binary())}))
    assert table.column("geometry").to_pylist() == ["013d", None]


@pytest.fixture
def hostile(tmp_path: Path) -> Store:
    """A store whose texts are formulas and whose numbers are negative."""
    with building(tmp_path / "store") as build:
        build.con.execute(
            "INSERT INTO observation VALUES ('-1', 'E1', '2023-01-01', '2023-01-31', -2, 3, -0.5, $text, NULL)",
            {"text": HOSTILE},
        )
        build.con.execute(
            "INSERT INTO reject VALUES (1, -5, '@reason', $raw)", {"raw": "+cmd|' /C calc'!A0\r\n,=\"x\""}
        )
    return open_store(tmp_path / "store")


@pytest.mark.fault("F29")
def test_no_cell_of_an_export_runs_and_numbers_stay_numbers(hostile: Store, tmp_path: Path) -> None:
    assert export(hostile, "observation", tmp_path / "o.csv") == 1
    assert export(hostile, "reject", tmp_path / "r.csv") == 1
    found = next(csv.DictReader(io.StringIO((tmp_path / "o.csv").read_text(), newline="")))
    assert found["indicator"] == "'-1"
    assert found["source"] == f"'{HOSTILE}"
    assert (found["numerator"], found["value"], found["note"]) == ("-2", "-0.5", "")
    rejected = next(csv.DictReader(io.StringIO((tmp_path / "r.csv").read_bytes().decode(), newline="")))
    assert rejected == {"load_id": "1", "line": "-5", "reason": "'@reason", "raw": "'+cmd|' /C calc'!A0\r\n,=\"x\""}
    hostile.close()


def test_parquet_keeps_text_as_it_is(hostile: Store, tmp_path: Path) -> None:
    export(hostile, "observation", tmp_path / "o.parquet")
    assert parquet.read_table(tmp_path / "o.parquet").to_pylist()[0]["source"] == HOSTILE
    hostile.close()


@pytest.mark.parametrize("name", TABLES)
def test_every_table_can_be_exported_whole(store: Store, tmp_path: Path, name: str) -> None:
    expected = store.arrays(f'SELECT * FROM "{name}"')
    held = len(next(iter(expected.values())))
    for file in (tmp_path / "table.csv", tmp_path / "table.parquet"):
        assert export(store, name, file) == held
    with (tmp_path / "table.csv").open(newline="", encoding="utf-8") as stream:
        rows = list(csv.reader(stream))
    assert rows[0] == list(expected)
    assert len(rows) - 1 == held
    assert parquet.read_metadata(tmp_path / "table.parquet").num_rows == held


@pytest.mark.parametrize(
    ("name", "file", "said"),
    [
        ("ledger", "x.csv", "there is no table 'ledger': choose one of incident, "),
        ("incident; DROP TABLE incident", "x.csv", "there is no table"),
        ("incident", "x.xlsx", "x.xlsx: end the file's name with .csv or .parquet"),
    ],
)
def test_another_table_or_kind_of_file_is_refused(
    store: Store, tmp_path: Path, name: str, file: str, said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        export(store, name, tmp_path / file)
    assert list(tmp_path.iterdir()) == []
