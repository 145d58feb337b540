"""`cspdash quarantine` and `cspdash ingest mended`, as they are typed."""

import csv
import io
from pathlib import Path

import pytest

from tests import making
from tests.commands import cspdash
from tests.making import many_rows


@pytest.fixture
def spoilt(tmp_path: Path, small_content: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store of one file with a row of no month."""
    monkeypatch.setenv("CSPDASH_CONTENT", str(small_content))
    rows = [row | {"Month": "January"} if at == 3 else row for at, row in enumerate(many_rows(20))]
    assert cspdash("ingest", "police", making.write_month(tmp_path, rows), "--store", tmp_path / "store").code == 0
    return tmp_path / "store"


def test_rows_go_out_and_come_back_mended(spoilt: Path, tmp_path: Path) -> None:
    target = tmp_path / "quarantine.csv"
    answer = cspdash("quarantine", "--to", target, "--store", spoilt, "--json")
    assert (answer.code, answer.json["rows"]) == (0, 1)
    (row,) = csv.DictReader(io.StringIO(target.read_text("utf-8-sig")))
    assert (row["Month"], row["line"]) == ("January", "5")
    target.write_bytes(target.read_bytes().replace(b",January,", b",2023-01,"))
    loaded = cspdash("ingest", "mended", target, "--store", spoilt, "--json").json["loads"][0]
    assert (loaded["status"], loaded["rows_kept"], loaded["kind"]) == ("loaded", 1, "mended")
    assert cspdash("verify", "--store", spoilt).code == 0
    assert cspdash("quarantine", "--to", target, "--store", spoilt).out.startswith("0 rows in quarantine")


def test_one_load_alone_and_files_that_are_no_csv(spoilt: Path, tmp_path: Path) -> None:
    target = tmp_path / "quarantine.csv"
    assert cspdash("quarantine", "--to", target, "--load", "99", "--store", spoilt, "--json").json["rows"] == 0
    assert cspdash("quarantine", "--to", tmp_path / "rows.xlsx", "--store", spoilt).code == 2
    refused = cspdash("ingest", "mended", making.write_file(tmp_path / "x.csv", b"a,b\n1,2\n"), "--store", spoilt)
    assert refused.code == 3
    assert "there is no column load or line" in refused.out


def test_status_names_every_file_with_its_quarantine(spoilt: Path) -> None:
    files = cspdash("status", "--files", "--store", spoilt, "--json").json["files"]
    (street,) = [one for one in files if one["kind"] == "street"]
    assert (street["rows_read"], street["rows_kept"], street["rows_rejected"]) == (20, 19, 1)
    assert street["reasons"] == {"Month is not a month written YYYY-MM": 1}
    assert (street["who"], len(street["sha256"])) == ("command line", 64)
    out = cspdash("status", "--files", "--store", spoilt).out
    assert "20 read, 19 kept, 1 in quarantine (1 Month is not a month written YYYY-MM)" in out
    assert street["sha256"][:12] in out
    assert "files" not in cspdash("status", "--store", spoilt, "--json").json


def test_the_public_edition_names_no_file_and_has_no_quarantine(marked_public_folder: Path, tmp_path: Path) -> None:
    assert cspdash("status", "--files", "--store", marked_public_folder).code == 3
    answer = cspdash("quarantine", "--to", tmp_path / "q.csv", "--store", marked_public_folder)
    assert answer.code == 3
    assert not (tmp_path / "q.csv").exists()
