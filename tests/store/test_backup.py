"""A backup holds everything, is read back, and comes back the same; a damaged one or a strange folder is refused."""

import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from cspdash.store import audit
from cspdash.store.backup import MANIFEST, backup, read_manifest
from cspdash.store.hashing import CHECKED
from cspdash.store.pointer import HISTORY, current_release, history, release_path, releases
from cspdash.store.recovery import ASIDE, RESTORING, examine
from cspdash.store.release import LOCK, StoreDamaged, StoreProblem, rollback, writer_lock
from cspdash.store.restore import restore
from tests.commands import cspdash
from tests.making import served
from tests.small_releases import add, flip, rows_in

NOTE = b'{"entry": "note"}\n'


@pytest.fixture
def full(folder: Path) -> Path:
    """A store with two releases and something of everything that stands beside them."""
    add(folder, 2)
    (folder / "notes.jsonl").write_bytes(NOTE)
    audit.record(folder, "export", "analyst", rows=3)
    for path in ("custom-areas/market-place.geojson", "next/releases/any.duckdb", "next/due"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(path)
    (folder / ASIDE).mkdir()
    (folder / ASIDE / "old").write_text("x")
    (folder / "releases" / "building-1.duckdb").write_text("x")
    return folder


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def without_record(found: dict[str, bytes]) -> dict[str, bytes]:
    return {path: data for path, data in found.items() if path != HISTORY and not path.endswith(LOCK)}


def test_everything_comes_back_into_an_empty_folder(full: Path, tmp_path: Path) -> None:
    made = backup(full, tmp_path / "kept.tar", every=True)
    assert made.releases == releases(full) and len(made.releases) == 2
    target = tmp_path / "there"
    assert restore(tmp_path / "kept.tar", target).release == served(full)[0]
    left_out = {f"{ASIDE}/old", "releases/building-1.duckdb", CHECKED}  # what it says is of the files on that disk
    expected = {path: data for path, data in files_of(full).items() if path not in left_out}
    assert without_record(files_of(target)) == without_record(expected)
    assert (served(target), rows_in(target)) == (served(full), 2)
    assert releases(target) == releases(full)
    assert list(dict.fromkeys(history(target) or [])) == history(full), "the record is gone on with"
    assert [one.kind for one in examine(target)] == ["notes"], "as in the store: the note is no whole one"
    rollback(target, made.releases[1])
    assert rows_in(target) == 1


def test_a_backup_is_of_the_current_release_alone_unless_all_are_asked_for(full: Path, tmp_path: Path) -> None:
    current = served(full)[0]
    made = backup(full, tmp_path / "kept.tar")
    assert made.releases == [current]
    restore(tmp_path / "kept.tar", tmp_path / "there")
    assert releases(tmp_path / "there") == [current]


def test_over_the_store_itself_what_grew_stays_and_what_differs_is_put_aside(full: Path, tmp_path: Path) -> None:
    backup(full, tmp_path / "kept.tar")
    was = served(full)
    newest = add(full, 3)
    with (full / "notes.jsonl").open("ab") as notes:
        notes.write(NOTE)
    area = full / "custom-areas" / "market-place.geojson"
    area.write_text("drawn otherwise")
    flip(release_path(full, was[0]))
    done = restore(tmp_path / "kept.tar", full)
    assert (served(full), rows_in(full)) == (was, 2)
    assert done.newer == ["notes.jsonl"]
    assert (full / "notes.jsonl").read_bytes() == NOTE * 2
    assert area.read_text() == "custom-areas/market-place.geojson"
    assert (full / ASIDE / area.name).read_text() == "drawn otherwise"
    assert done.put_aside == [f"{was[0]}.duckdb", "custom-areas/market-place.geojson"]
    assert newest in releases(full)
    rollback(full, newest)
    assert rows_in(full) == 3


def test_a_folder_that_is_another_store_or_none_is_refused_and_unchanged(full: Path, tmp_path: Path) -> None:
    backup(full, tmp_path / "kept.tar")
    other, strange = tmp_path / "other", tmp_path / "strange"
    add(other, 9)
    strange.mkdir()
    (strange / "thesis.txt").write_text("mine")
    for folder, words in ((other, "another store"), (strange, "no store")):
        before = without_record(files_of(folder))
        with pytest.raises(StoreProblem, match=words):
            restore(tmp_path / "kept.tar", folder)
        assert without_record(files_of(folder)) == before


def cut_off(data: bytes) -> bytes:
    return data[: len(data) // 2]


def one_bit(data: bytes) -> bytes:
    place = len(data) // 2
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def without_a_file(data: bytes) -> bytes:
    return rewritten(data, lambda name: None if name == "notes.jsonl" else name)


def with_a_path_outside(data: bytes) -> bytes:
    return rewritten(data, lambda name: "../outside" if name == "notes.jsonl" else name)


def with_a_strange_file(data: bytes) -> bytes:
    return rewritten(data, lambda name: "strange" if name == "notes.jsonl" else name)


def rewritten(data: bytes, renamed: Callable[[str], str | None]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=io.BytesIO(data)) as tar, tarfile.open(fileobj=out, mode="w") as fresh:
        for entry in tar:
            held = tar.extractfile(entry)
            name = renamed(entry.name)
            if held and name:
                entry.name = name
                fresh.addfile(entry, held)
    return out.getvalue()


def nothing(data: bytes) -> bytes:
    return b""


def nonsense(data: bytes) -> bytes:
    return b"x" * 9999


DAMAGES = [cut_off, one_bit, without_a_file, with_a_path_outside, with_a_strange_file, nothing, nonsense]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_backup_is_refused_before_anything_is_touched(
    full: Path, tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    backup(full, tmp_path / "kept.tar")
    (tmp_path / "bad.tar").write_bytes(damage((tmp_path / "kept.tar").read_bytes()))
    with pytest.raises(StoreProblem, match=r"damaged|no backup"):
        restore(tmp_path / "bad.tar", tmp_path / "there")
    assert not (tmp_path / "there").exists()
    assert not (tmp_path / "outside").exists()


@pytest.mark.parametrize("name", ["../outside", "/tmp/outside", "releases/../../outside", ""])
def test_a_list_that_leads_out_of_the_folder_is_refused(full: Path, tmp_path: Path, name: str) -> None:
    backup(full, tmp_path / "kept.tar")
    out = io.BytesIO()
    with tarfile.open(tmp_path / "kept.tar") as tar, tarfile.open(fileobj=out, mode="w") as fresh:
        for entry in tar:
            held = tar.extractfile(entry)
            assert held
            data = held.read()
            if entry.name == MANIFEST:
                listed = json.loads(data)
                listed["files"][name] = listed["files"].pop("notes.jsonl")
                data = json.dumps(listed).encode()
            entry.name, entry.size = (name if entry.name == "notes.jsonl" else entry.name), len(data)
            fresh.addfile(entry, io.BytesIO(data))
    (tmp_path / "bad.tar").write_bytes(out.getvalue())
    with pytest.raises(StoreProblem):
        restore(tmp_path / "bad.tar", tmp_path / "there")
    assert not (tmp_path / "outside").exists()


def test_a_restore_that_was_cut_off_is_finished_by_running_it_again(full: Path, tmp_path: Path) -> None:
    backup(full, tmp_path / "kept.tar", every=True)
    there = tmp_path / "there"
    restore(tmp_path / "kept.tar", there)
    whole = without_record(files_of(there))
    (there / "CURRENT").unlink()
    (there / HISTORY).write_text("")
    (there / "notes.jsonl").unlink()
    (there / RESTORING / "releases").mkdir(parents=True)
    restore(tmp_path / "kept.tar", there)
    assert without_record(files_of(there)) == whole
    assert len(releases(there)) == 2


def test_nothing_damaged_is_kept_and_no_file_is_written_over(full: Path, tmp_path: Path) -> None:
    (tmp_path / "there.tar").write_text("a backup of long ago")
    with pytest.raises(StoreProblem, match="already"):
        backup(full, tmp_path / "there.tar")
    with pytest.raises(StoreProblem, match="in the store itself"):
        backup(full, full / "kept.tar")
    with pytest.raises(StoreProblem, match="no store"):
        backup(tmp_path / "nothing", tmp_path / "kept.tar")
    earlier = next(name for name in releases(full) if name != current_release(full))
    flip(release_path(full, earlier))
    with pytest.raises(StoreDamaged, match="doctor"):
        backup(full, tmp_path / "kept.tar", every=True)
    assert backup(full, tmp_path / "kept.tar").release == current_release(full)
    assert sorted(path.name for path in tmp_path.glob("*.part")) == []


def test_the_commands_say_what_they_did_and_wait_for_no_writer(full: Path, tmp_path: Path) -> None:
    file = tmp_path / "kept.tar"
    with writer_lock(full):
        assert cspdash("backup", file, "--store", full).code == 75
    made = cspdash("backup", file, "--all", "--store", full, "--json").json
    assert (made["release"], len(made["releases"]), made["bytes"]) == (served(full)[0], 2, file.stat().st_size)
    assert read_manifest(file).made_at.startswith("20")
    answer = cspdash("restore", file, "--store", tmp_path / "there", "--json")
    assert (answer.code, answer.json) == (0, {"release": made["release"], "newer": [], "put_aside": []})
    (tmp_path / "text.tar").write_text("not a backup")
    refused = cspdash("restore", tmp_path / "text.tar", "--store", tmp_path / "there")
    assert (refused.code, "is no backup" in " ".join(refused.err.split())) == (3, True)
