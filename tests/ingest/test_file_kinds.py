import os
from pathlib import Path

import pytest

from cspdash.ingest import RefusedFile
from cspdash.ingest.file_kinds import MOST_BYTES, read_bytes, refuse_other_formats
from cspdash.ingest.reading import read_text


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504), "an Excel workbook of the old kind (.xls)"),
        (b"\x1f\x8b\x08\x00", "a gzip archive"),
        (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
        (b"PAR1\x15\x04", "a Parquet file"),
        (b"SQLite format 3\x00", "an SQLite database"),
        (bytes(8) + b"DUCK" + bytes(4), "a DuckDB database"),
        (b'{"rows": []}', "JSON"),
        (b'[\n {"Month": "2023-01"}]', "JSON"),
        (b"\x89PNG\r\n", "a picture"),
        (b"version https://git-lfs.github.com/spec/v1\n", "a pointer to a file kept elsewhere (Git LFS)"),
    ],
)
def test_what_a_file_is_instead_is_named(data: bytes, kind: str) -> None:
    with pytest.raises(RefusedFile, match=r"file\.csv: this is .*, not a CSV") as raised:
        refuse_other_formats("file.csv", data)
    assert raised.value.reason == f"this is {kind}, not a CSV"


def test_a_csv_passes() -> None:
    refuse_other_formats("file.csv", b"Crime ID,Month\r\n")
    refuse_other_formats("file.csv", b"[b],{c}\r\n1,2\r\n")


@pytest.mark.fault("F19")
def test_a_file_too_large_for_memory_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "history.csv"
    path.touch()
    os.truncate(path, MOST_BYTES + 1)
    with pytest.raises(RefusedFile) as raised:
        read_text(path)
    assert str(raised.value) == (
        "history.csv: 268,435,457 bytes are more than the 268,435,456 that are read at once. "
        "Split it, by month or by year, and load the parts one after another"
    )


def test_what_is_no_file_and_what_is_not_there_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(RefusedFile, match=r"pipe\.csv: this is no file"):
        read_bytes(tmp_path / "pipe.csv")
    with pytest.raises(RefusedFile, match=r"absent\.csv: there is no such file\. Check the path"):
        read_bytes(tmp_path / "absent.csv")
