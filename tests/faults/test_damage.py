"""A damaged release or pointer: readers get the newest whole release and are told, writers refuse, doctor mends."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cspdash.store.connection import open_release, open_store
from cspdash.store.pointer import HISTORY, StoreDamaged, history, to_serve
from cspdash.store.recovery import ASIDE, examine, repair
from cspdash.store.release import (
    FOLDER,
    POINTER,
    StoreProblem,
    current_release,
    release_path,
    releases,
    rollback,
)
from tests.commands import cspdash
from tests.small_releases import add, files, flip, rows_in

Damage = Callable[[Path], None]


def truncate(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def add_log(path: Path) -> None:
    path.with_suffix(".duckdb.wal").write_bytes(b"log")


def swap_contents(path: Path) -> None:
    """Another whole database under this name: only the hash tells."""
    oldest = min(path.parent.glob("*.duckdb"), key=lambda other: other.stat().st_mtime_ns)
    path.write_bytes(oldest.read_bytes())


RELEASE_FAULTS: list[object] = [
    pytest.param(flip, marks=pytest.mark.fault("F8"), id="one bit flipped"),
    pytest.param(truncate, marks=pytest.mark.fault("F8"), id="cut off"),
    pytest.param(empty, marks=pytest.mark.fault("F8"), id="empty"),
    pytest.param(swap_contents, marks=pytest.mark.fault("F8"), id="another release's contents"),
    pytest.param(Path.unlink, marks=pytest.mark.fault("F8"), id="missing"),
    pytest.param(add_log, marks=pytest.mark.fault("F11"), id="a log beside it"),
]
POINTERS = [None, "", "garbage", "0123456789abcdef\n", "../../x\n", "é" * 40]


@pytest.mark.parametrize("damage", RELEASE_FAULTS)
def test_readers_get_the_newest_whole_release_and_are_told(folder: Path, damage: Damage) -> None:
    newest, second, _ = releases(folder)
    damage(release_path(folder, newest))
    store = open_store(folder)
    assert (store.release, store.rows("SELECT count(*) FROM population")) == (second, [(2,)])
    assert second in store.wrong
    store.close()


@pytest.mark.parametrize("damage", RELEASE_FAULTS)
def test_writers_never_build_upon_damage(folder: Path, damage: Damage) -> None:
    newest = releases(folder)[0]
    damage(release_path(folder, newest))
    before = files(folder), (folder / POINTER).read_bytes()
    with pytest.raises(StoreDamaged, match="cspdash doctor --repair"):
        add(folder, 4)
    assert (files(folder), (folder / POINTER).read_bytes()) == before


@pytest.mark.parametrize("damage", RELEASE_FAULTS)
def test_doctor_explains_and_changes_nothing_then_repairs(folder: Path, damage: Damage) -> None:
    newest, second, _ = releases(folder)
    damage(release_path(folder, newest))
    before = sorted(folder.rglob("*"))
    assert examine(folder)
    assert sorted(folder.rglob("*")) == before
    assert all(one.mended for one in repair(folder))
    assert examine(folder) == []
    logged = damage is add_log
    assert current_release(folder) == (newest if logged else second)
    assert (folder / ASIDE).exists() == (damage is not Path.unlink), "what is damaged is put aside, not deleted"
    add(folder, 4)
    assert rows_in(folder) == (4 if logged else 3)


@pytest.mark.fault("F8")
def test_every_damaged_release_is_passed_over_and_none_left_is_said(folder: Path) -> None:
    for name, left in zip(releases(folder), (2, 1), strict=False):
        flip(release_path(folder, name))
        assert rows_in(folder) == left
    flip(release_path(folder, releases(folder)[2]))
    with pytest.raises(StoreDamaged, match="cspdash restore"):
        open_store(folder)
    assert [one.mended for one in repair(folder)] == [False, True, True, True]


@pytest.mark.fault("F8")
def test_damage_is_found_in_a_process_that_has_read_the_release_before(folder: Path) -> None:
    opened = open_store(folder)
    flip(release_path(folder, opened.release))
    found = to_serve(folder)
    assert found and found.release != opened.release and opened.release in found.wrong
    with pytest.raises(StoreDamaged):
        open_release(folder, opened.release)
    opened.close()


@pytest.mark.fault("F9")
@pytest.mark.parametrize("text", POINTERS)
def test_a_damaged_pointer_is_said_and_repaired(folder: Path, text: str | None) -> None:
    newest = current_release(folder)
    (folder / POINTER).unlink() if text is None else (folder / POINTER).write_text(text, encoding="utf-8")
    store = open_store(folder)
    assert (store.release, bool(store.wrong)) == (newest, True)
    store.close()
    with pytest.raises(StoreDamaged, match="cspdash doctor --repair"):
        add(folder, 4)
    assert [(one.kind, one.mended) for one in repair(folder)] == [("pointer", True)]
    add(folder, 4)
    assert rows_in(folder) == 4


@pytest.mark.fault("F9")
def test_after_a_rollback_the_pointer_is_repaired_to_where_it_was(folder: Path) -> None:
    oldest = releases(folder)[-1]
    rollback(folder, oldest)
    (folder / POINTER).unlink()
    assert rows_in(folder) == 1
    repair(folder)
    assert current_release(folder) == oldest


@pytest.mark.fault("F2", "F9")
@pytest.mark.parametrize("text", POINTERS)
def test_a_release_that_was_never_served_is_never_promoted(folder: Path, tmp_path: Path, text: str | None) -> None:
    add(tmp_path / "other", 9)
    orphan = releases(tmp_path / "other")[0]
    release_path(tmp_path / "other", orphan).rename(release_path(folder, orphan))
    newest = current_release(folder)
    (folder / POINTER).unlink() if text is None else (folder / POINTER).write_text(text, encoding="utf-8")
    assert rows_in(folder) == 3
    assert orphan not in releases(folder)
    assert [one.kind for one in repair(folder)] == ["pointer", "orphan"]
    assert current_release(folder) == newest
    assert not release_path(folder, orphan).exists()


@pytest.mark.fault("F2")
def test_an_orphan_can_be_served_by_name_and_is_on_record_then(folder: Path, tmp_path: Path) -> None:
    add(tmp_path / "other", 9)
    orphan = releases(tmp_path / "other")[0]
    release_path(tmp_path / "other", orphan).rename(release_path(folder, orphan))
    rollback(folder, orphan)
    assert examine(folder) == []
    assert orphan in releases(folder)


@pytest.mark.fault("F9")
def test_a_store_from_before_the_record_serves_what_it_did_and_gets_one(folder: Path) -> None:
    names = releases(folder)
    (folder / HISTORY).unlink()
    assert (rows_in(folder), releases(folder)) == (3, names)
    add(folder, 4)
    assert history(folder) == [*reversed(names), current_release(folder)]
    (folder / HISTORY).unlink()
    (folder / POINTER).unlink()
    assert rows_in(folder) == 4
    assert all(one.mended for one in repair(folder))
    assert (rows_in(folder), len(releases(folder))) == (4, 4)


@pytest.mark.fault("F9")
@pytest.mark.parametrize("cut", [0, 30, 45, 80])
def test_a_record_that_was_cut_off_is_gone_on_with(folder: Path, cut: int) -> None:
    text = (folder / HISTORY).read_bytes()
    (folder / HISTORY).write_bytes(text[:cut])
    add(folder, 4)
    assert (history(folder) or [])[-1] == current_release(folder)
    (folder / POINTER).unlink()
    assert rows_in(folder) == 4


@pytest.mark.fault("F2")
def test_an_orphan_of_the_first_write_is_no_store(tmp_path: Path) -> None:
    name = add(tmp_path, 1)
    (tmp_path / POINTER).unlink()
    (tmp_path / HISTORY).write_text("")
    with pytest.raises(StoreProblem, match="no store"):
        open_store(tmp_path)
    assert add(tmp_path, 2)
    assert rows_in(tmp_path) == 1
    assert [one.kind for one in repair(tmp_path)] == ["orphan"]
    assert name not in releases(tmp_path)


@pytest.mark.fault("F9")
def test_the_doctors_words_and_exit_codes(folder: Path) -> None:
    well = cspdash("doctor", "--store", folder)
    assert (well.code, "nothing is wrong" in well.out) == (0, True)
    (folder / POINTER).write_text("nonsense")
    (folder / FOLDER / "building-1.duckdb").write_bytes(b"half")
    told = cspdash("doctor", "--store", folder)
    assert told.code == 3
    assert "doctor --repair" in told.out
    mended = cspdash("doctor", "--repair", "--store", folder, "--json")
    assert (mended.code, mended.json["serves"]) == (0, current_release(folder))
    assert [one["kind"] for one in mended.json["found"]] == ["pointer", "leftover"]
    assert cspdash("doctor", "--store", folder, "--json").json == {
        "healthy": True, "serves": current_release(folder), "found": [],
    }  # fmt: skip
