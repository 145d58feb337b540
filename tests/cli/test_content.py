import os
import tomllib
from pathlib import Path
from typing import Any

import pytest

from cspdash import catalogue
from cspdash.store import queries
from cspdash.store.connection import open_store
from tests.commands import cspdash
from tests.making import served, write_file


def test_new_partnership_writes_a_folder_that_loads_and_says_how_to_run_it(tmp_path: Path) -> None:
    folder = tmp_path / "our borough"
    answer = cspdash("new-partnership", folder)
    assert answer.code == 0
    assert catalogue.load(folder).partnership.title == "Example Borough Community Safety Partnership"
    assert "written   partnership.toml\n" in answer.out
    start = f"CSPDASH_CONTENT='{folder}' CSPDASH_STORE='{folder}-store' python -m cspdash"
    assert f"  {start} ingest police MONTHS\n  {start} serve\n" in answer.out


def test_new_partnership_as_json(tmp_path: Path) -> None:
    found = cspdash("new-partnership", tmp_path / "new", "--json").json
    assert found["folder"] == str(tmp_path / "new")
    assert all((tmp_path / "new" / file).is_file() for file in found["files"])
    assert "partnership.toml" in found["files"]
    assert found["serve"].endswith("python -m cspdash serve")


def test_a_used_folder_is_refused_and_left_alone(tmp_path: Path) -> None:
    own = write_file(tmp_path / "notes.txt", b"mine")
    answer = cspdash("new-partnership", tmp_path)
    assert answer.code == 3
    assert "is not empty" in " ".join(answer.err.split())
    assert list(tmp_path.iterdir()) == [own]
    answer = cspdash("new-partnership", own, "--json")
    assert answer.code == 3
    assert "is a file" in answer.json["error"]


def test_a_partnership_elsewhere_has_no_demonstration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cspdash("new-partnership", tmp_path / "new")
    monkeypatch.setenv("CSPDASH_CONTENT", str(tmp_path / "new"))
    store = tmp_path / "store"
    answer = cspdash("demo", "--store", store)
    assert answer.code == 3
    assert "ingest police" in " ".join(answer.err.split())
    assert not store.exists() or not list(store.rglob("*.duckdb"))
    answer = cspdash("demo", "--if-empty", "--store", store)
    assert answer.code == 0
    assert "no demonstration data" in answer.out
    opened = open_store(store)
    assert {row[1] for row in queries.areas(opened, ["lsoa", "district", "force"])} == {
        "Example Borough", "Example Police"
    }  # fmt: skip
    assert queries.summary(opened)["incidents"] == 0
    opened.close()
    before = served(store)
    assert cspdash("demo", "--if-empty", "--store", store).code == 0
    assert served(store) == before


def test_serve_takes_folders_as_they_are_named_where_it_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    served_with: dict[str, Any] = {}
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CSPDASH_CONTENT", "ours")
    # The last two steps replace this process by the server, from the checkout.
    monkeypatch.setattr(os, "chdir", lambda folder: served_with.update(folder=folder))
    monkeypatch.setattr(os, "execv", lambda program, line: served_with.update(os.environ, line=line))
    assert cspdash("serve", "--store", "ours-store", "--port", "8600").code == 0
    assert served_with["CSPDASH_CONTENT"] == str(tmp_path / "ours")
    assert served_with["CSPDASH_STORE"] == str(tmp_path / "ours-store")
    assert served_with["line"][-1] == "8600"


NEIGHBOURS = b"\xef\xbb\xbfAREACD,1,2\r\nE06000005,W06000022,E08000037\r\n"
NAMES = b"AREACD,AREANM\nW06000022,Newport\n"
SAID = ("--title", "ONS nearest neighbours", "--source", "ONS", "--dated", "2023-07-01")


def test_a_peer_group_is_written_from_nearest_neighbours(tmp_path: Path) -> None:
    near, names = write_file(tmp_path / "near.csv", NEIGHBOURS), write_file(tmp_path / "names.csv", NAMES)
    answer = cspdash("peer-group", near, "--area", "E06000005", "--names", names, *SAID)
    assert answer.code == 0
    [group] = tomllib.loads(answer.out)["group"]
    assert (group["slug"], group["of"]) == ("ons-nearest-neighbours", ["E06000005"])
    assert [(one["area_code"], one["name"]) for one in group["member"]] == [
        ("W06000022", "Newport"), ("E08000037", "E08000037"),
    ]  # fmt: skip
    assert answer.out.startswith("# Without a name in the file of names, write it in: E08000037")
    first = cspdash("peer-group", near, "--area", "E06000005", "--names", names, *SAID, "--most", "1", "--json").json
    assert (first["members"], first["without_name"]) == (["W06000022"], [])


def test_a_peer_group_of_an_unknown_area_is_refused(tmp_path: Path) -> None:
    near, names = write_file(tmp_path / "near.csv", NEIGHBOURS), write_file(tmp_path / "names.csv", NAMES)
    answer = cspdash("peer-group", near, "--area", "E06000047", "--names", names, *SAID)
    assert answer.code == 3
    assert "no row for E06000047" in answer.err
    taken = cspdash("peer-group", near, "--area", "E06000005", "--names", names, *SAID[2:], "--title", "Districts")
    assert taken.code == 3
    assert "cannot name a group" in taken.err
    assert cspdash("peer-group", near, "--area", "E06000005", "--names", tmp_path / "none", *SAID).code == 3
