import subprocess
import sys
from pathlib import Path

import pytest

from cspdash.settings import ROOT
from cspdash.store.release import writer_lock
from tests.commands import cspdash
from tests.making import asb_row, many_rows, police_csv, served, street_row, write_file, write_month


@pytest.fixture(autouse=True)
def quick_content(small_content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the commands with little content: it is read anew by each."""
    monkeypatch.setenv("CSPDASH_CONTENT", str(small_content))


@pytest.fixture
def our_content(monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the commands with the content that ships, which the sample's force and districts belong to."""
    monkeypatch.delenv("CSPDASH_CONTENT")


@pytest.mark.usefixtures("our_content")
def test_the_answer_in_json_has_the_promised_shape(store_copy: Path, tmp_path: Path) -> None:
    path = write_month(tmp_path, [*many_rows(6, "2023-09"), street_row(month="x")], "2023-09")
    stop = write_file(path.with_name("2023-09-durham-stop-and-search.csv"), b"Type,Date\na,b\n")
    answer = cspdash("ingest", "police", tmp_path, "--store", store_copy, "--json")
    assert answer.code == 0
    assert answer.json["release"] == served(store_copy)[0]
    assert answer.json["skipped"] == [{"file": str(stop), "reason": "stop and search is not loaded"}]
    assert answer.json["notes"] == []
    (load,) = answer.json["loads"]
    sha256 = load.pop("sha256")
    assert len(sha256) == 64
    assert load == {
        "file": str(path), "status": "loaded", "rows_read": 7, "rows_kept": 6, "rows_rejected": 1, "kind": "street",
        "force": "durham", "month": "2023-09", "rows_added": 6, "rows_removed": 0, "rows_changed": 0,
        "reasons": {"Month is not a month written YYYY-MM": 1}, "counted": {}, "notes": [],
        "bytes": path.stat().st_size,
    }  # fmt: skip
    assert answer.err == ""


@pytest.mark.usefixtures("our_content")
def test_the_answer_in_words_names_what_changed(store_copy: Path, tmp_path: Path) -> None:
    rows = [asb_row(month="2023-09")] * 1_200
    path = write_month(tmp_path, rows, "2023-09")
    first = cspdash("ingest", "police", path, "--store", store_copy)
    assert first.out.splitlines() == [
        "loaded    2023-09-durham-street.csv  1,200 rows kept, 0 rejected",
        f"release   {served(store_copy)[0]}",
    ]
    write_month(tmp_path, [*rows[:1_000], street_row(month="2023-09")], "2023-09")
    again = cspdash("ingest", "police", path, "--store", store_copy)
    assert "revised   2023-09-durham-street.csv  1,001 rows kept, 0 rejected; 1 added, 200 removed, 0" in again.out


def test_the_store_may_be_named_by_the_environment(
    store_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CSPDASH_STORE", str(store_copy))
    before = served(store_copy)
    answer = cspdash("ingest", "police", write_month(tmp_path, many_rows(6, "2023-09"), "2023-09"), "--json")
    assert answer.json["release"] == served(store_copy)[0] != before[0]


def test_every_refused_file_is_named(store_copy: Path, tmp_path: Path) -> None:
    before = served(store_copy)
    write_month(tmp_path, many_rows(6, "2023-09"), "2023-09")
    for name, data in (("2023-10-durham-street.csv", b"<html>"), ("2023-11-durham-street.csv", b"%PDF")):
        write_file(tmp_path / name, data)
    answer = cspdash("ingest", "police", tmp_path, "--store", store_copy)
    assert answer.code == 3
    assert [line.split()[:2] for line in answer.out.splitlines()] == [
        ["loaded", "2023-09-durham-street.csv"], ["refused", "2023-10-durham-street.csv"],
        ["refused", "2023-11-durham-street.csv"], ["release", before[0]],
    ]  # fmt: skip
    assert "not published, for another file was refused" in answer.out
    assert served(store_copy) == before


def test_keep_going_loads_the_rest_and_names_what_it_left_out(store_copy: Path, tmp_path: Path) -> None:
    before = served(store_copy)
    write_month(tmp_path, many_rows(6, "2023-09"), "2023-09")
    bad = write_file(tmp_path / "2023-10-durham-street.csv", b"<html>")
    answer = cspdash("ingest", "police", tmp_path, "--store", store_copy, "--keep-going", "--json")
    assert answer.code == 0
    assert {load["file"]: load["status"] for load in answer.json["loads"]}[str(bad)] == "refused"
    assert answer.json["release"] == served(store_copy)[0] != before[0]


def test_keep_going_with_nothing_left_is_a_refusal(store_copy: Path, tmp_path: Path) -> None:
    before = served(store_copy)
    bad = write_file(tmp_path / "2023-10-durham-street.csv", b"<html>")
    answer = cspdash("ingest", "police", bad, "--store", store_copy, "--keep-going", "--json")
    assert (answer.code, answer.json["release"]) == (3, before[0])
    assert served(store_copy) == before


def test_a_second_writer_leaves_with_75_and_names_the_first(store_copy: Path, tmp_path: Path) -> None:
    before = served(store_copy)
    path = write_month(tmp_path, many_rows(6, "2023-09"), "2023-09")
    with writer_lock(store_copy):
        holder = (store_copy / "writer.lock").read_text().strip()
        command = [sys.executable, "-m", "cspdash", "ingest", "police", str(path), "--store", str(store_copy)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        as_json = cspdash("ingest", "police", path, "--store", store_copy, "--json")
    assert done.returncode == as_json.code == 75
    assert holder.startswith("pid ")
    assert holder in " ".join(done.stderr.split())
    assert holder in as_json.json["error"]
    assert done.stdout == ""
    assert served(store_copy) == before
    assert cspdash("ingest", "police", path, "--store", store_copy).code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["ingest", "police"],
        ["ingest", "police", "x.csv", "--no-such-option"],
        ["ingest", "weather", "x.csv"],
        ["rollback"],
        ["export", "incident"],
        ["frobnicate"],
    ],
)
def test_wrong_usage_leaves_with_2(arguments: list[str]) -> None:
    answer = cspdash(*arguments)
    assert answer.code == 2
    assert answer.out == ""
    assert "Usage:" in answer.err


def test_content_that_is_wrong_is_said_before_anything_is_loaded(
    store_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = served(store_copy)
    monkeypatch.setenv("CSPDASH_CONTENT", str(tmp_path / "nowhere"))
    answer = cspdash("ingest", "police", tmp_path, "--store", store_copy, "--json")
    assert answer.code == 3
    assert "partnership.toml" in answer.json["error"]
    assert served(store_copy) == before


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    blocked = write_file(tmp_path / "store", b"a file, not a folder")
    path = write_month(tmp_path, many_rows(6))
    answer = cspdash("ingest", "police", path, "--store", blocked, "--json")
    assert answer.code == 3
    assert str(blocked) in answer.json["error"]


def test_demo_does_nothing_where_there_are_months(store_copy: Path) -> None:
    before = served(store_copy)
    answer = cspdash("demo", "--if-empty", "--store", store_copy, "--json")
    assert (answer.code, answer.json) == (0, {"release": before[0], "loads": [], "skipped": [], "notes": []})
    assert served(store_copy) == before


def test_populations_and_areas_have_commands(store_copy: Path, tmp_path: Path) -> None:
    people = write_file(tmp_path / "people.csv", b"area_code,persons\nE01012304,1300\n")
    assert cspdash("ingest", "population", people, "--year", 2021, "--store", store_copy).code == 0
    wrong = write_file(tmp_path / "areas.csv", police_csv(many_rows(1)))
    assert cspdash("ingest", "areas", wrong, "--store", store_copy).code == 3
