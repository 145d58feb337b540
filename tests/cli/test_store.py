import json
import subprocess
import sys
from pathlib import Path

import pytest

from cspdash.ingest import PARSER
from cspdash.settings import ROOT
from cspdash.store.release import building, release_path, releases
from tests.commands import cspdash
from tests.making import LAST, MISSING, MONTHS, served


def publish_another(folder: Path) -> str:
    """Publish a release without any reject, population or observation; return its name."""
    with building(folder) as build:
        build.con.execute("DELETE FROM observation")
    assert build.release
    return build.release


def test_status_says_what_the_store_holds(store_folder: Path) -> None:
    found = cspdash("status", "--store", store_folder, "--json").json
    assert found["release"] == served(store_folder)[0]
    assert found["store"] == str(store_folder)
    assert (found["edition"], found["demonstration"]) == ("partnership", False)
    assert found["months"] == {"durham": ["May 2020 to January 2023", "March 2023 to August 2023"]}
    assert (found["first_month"], found["last_month"]) == (str(MONTHS[0]), str(LAST))
    assert set(found["placed"]) == {"E06000005", "E06000047", "elsewhere", "none"}
    assert sum(found["placed"].values()) == found["incidents"]
    assert MISSING not in MONTHS
    assert found["releases"] == [found["release"]]


def test_status_in_words(store_folder: Path) -> None:
    out = cspdash("status", "--store", store_folder).out
    assert f"release: {served(store_folder)[0]}\n" in out
    assert "months:\n  durham: May 2020 to January 2023, March 2023 to August 2023\n" in out


def test_files_have_their_size_and_parser(store_folder: Path) -> None:
    words = cspdash("status", "--files", "--store", store_folder).out
    listed = cspdash("status", "--files", "--store", store_folder, "--json").json["files"]
    assert len(listed) > len(MONTHS)
    for one in listed:
        size, parser = f"{one['bytes']:,} bytes", f"parser {PARSER}"
        assert f"{one['file_name']}, {size}, sha256 {one['sha256'][:12]}, {parser}: " in words


def test_a_file_from_before_sizes_were_recorded_says_so(store_copy: Path) -> None:
    with building(store_copy) as build:
        build.con.execute("UPDATE ledger SET bytes = NULL, parser = NULL WHERE load_id = 1")
    words = cspdash("status", "--files", "--store", store_copy).out
    assert words.count("size not recorded") == words.count("parser not recorded") == 1


def test_verify_says_each_check(store_folder: Path) -> None:
    answer = cspdash("verify", "--store", store_folder, "--json")
    assert answer.code == 0
    assert answer.json["verified"] is True
    assert len(answer.json["checks"]) == 9
    words = cspdash("verify", "--store", store_folder)
    assert [line[:6] for line in words.out.splitlines()] == ["ok    "] * 9 + ["what i"]
    assert answer.json["contents"]["total"] in words.out


def test_verify_refuses_a_damaged_release(store_copy: Path) -> None:
    path = release_path(store_copy, served(store_copy)[0])
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    answer = cspdash("verify", "--store", store_copy, "--json")
    assert answer.code == 3
    assert answer.json["verified"] is False
    assert "WRONG the file's name is its hash: its contents hash to " in cspdash("verify", "--store", store_copy).out


def test_rollback_serves_an_earlier_release(store_copy: Path) -> None:
    first = served(store_copy)
    second = publish_another(store_copy)
    answer = cspdash("rollback", first[0], "--store", store_copy, "--json")
    assert (answer.code, answer.json) == (0, {"release": first[0]})
    assert served(store_copy) == first
    assert releases(store_copy) == [second, first[0]]
    assert cspdash("status", "--store", store_copy, "--json").json["releases"] == [second, first[0]]


def test_rollback_to_what_is_not_there_is_refused(store_copy: Path) -> None:
    before = served(store_copy)
    answer = cspdash("rollback", "0123456789abcdef", "--store", store_copy)
    assert answer.code == 3
    assert f"kept are {before[0]}" in " ".join(answer.err.split())
    assert served(store_copy) == before


def test_export_writes_a_table(store_folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "monthly.csv"
    answer = cspdash("export", "incident_monthly", target, "--store", store_folder, "--json")
    assert answer.code == 0
    assert answer.json["rows"] == len(target.read_text(encoding="utf-8").splitlines()) - 1 > 100
    assert answer.json["release"] == served(store_folder)[0]


@pytest.mark.parametrize(
    ("table", "file", "said"),
    [("ledger", "x.csv", "there is no table 'ledger'"), ("load", "x.doc", ".csv or .parquet")],
)
def test_export_of_what_is_not_there_is_wrong_usage(
    store_folder: Path, tmp_path: Path, table: str, file: str, said: str
) -> None:
    answer = cspdash("export", table, tmp_path / file, "--store", store_folder)
    assert answer.code == 2
    assert said in " ".join(answer.err.replace("│", " ").split())
    assert not (tmp_path / file).exists()


def test_export_into_a_folder_that_is_not_there_is_refused(store_folder: Path, tmp_path: Path) -> None:
    answer = cspdash("export", "load", tmp_path / "no" / "x.csv", "--store", store_folder, "--json")
    assert answer.code == 3
    assert "x.csv" in answer.json["error"]


@pytest.mark.parametrize("command", [["status"], ["verify"], ["export", "load", "x.csv"], ["rollback", "0" * 16]])
def test_without_a_store_every_command_says_so(tmp_path: Path, command: list[str]) -> None:
    answer = cspdash(*command, "--store", tmp_path / "none", "--json")
    assert answer.code == 3
    assert "there is no" in answer.json["error"]


@pytest.mark.parametrize("text", ["", "0123456789abcdef"])
def test_a_pointer_to_nothing_is_a_message(store_copy: Path, text: str) -> None:
    (store_copy / "CURRENT").write_text(text)
    answer = cspdash("verify", "--store", store_copy, "--json")
    assert answer.code == 3
    assert "cspdash rollback" in answer.json["error"]
    assert "names no release that exists" in cspdash("status", "--store", store_copy, "--json").json["wrong"]


def test_the_program_runs_as_a_module_and_stdout_is_one_json_object(store_folder: Path) -> None:
    command = [sys.executable, "-m", "cspdash", "status", "--store", str(store_folder), "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["release"] == served(store_folder)[0]
    assert done.stderr == ""
