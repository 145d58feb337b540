"""A release that was not touched since it was published is opened without reading it; any touch is seen."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from cspdash.store import hashing
from cspdash.store.hashing import CHECKED, is_on_record, keep_state
from cspdash.store.pointer import StoreDamaged, current_release, damage, release_path, to_serve
from cspdash.store.release import FOLDER, rollback
from cspdash.ui.serving.health import NotReady, Readiness
from cspdash.ui.serving.refusals import opened_however
from tests.small_releases import add, flip


def newest(folder: Path) -> Path:
    return release_path(folder, current_release(folder) or "")


def recorded(folder: Path) -> bool:
    path = newest(folder)
    return is_on_record(folder, path, path.stat())


def copied(path: Path) -> None:
    shutil.copy2(path, path.with_suffix(".copy"))
    path.with_suffix(".copy").replace(path)


def set_back(path: Path) -> None:
    """Damage a file and give it the times that it had."""
    before = path.stat()
    flip(path)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.fixture
def anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a process that has hashed nothing yet."""
    monkeypatch.setattr(hashing, "_hashed", {})


def rot(folder: Path) -> str:
    """Publish a release and change it as a disk does that fails without a word: its state says nothing of it."""
    add(folder, 3)
    path = newest(folder)
    flip(path, path.stat().st_size - 5000)
    keep_state(folder, path)
    return path.stem


@pytest.mark.usefixtures("anew")
def test_a_release_as_published_is_on_record_and_not_read_to_be_served(folder: Path) -> None:
    assert recorded(folder)
    assert to_serve(folder)
    assert hashing._hashed == {}
    assert damage(folder, newest(folder).stem) == ""
    assert len(hashing._hashed) == 1


@pytest.mark.fault("F8")
@pytest.mark.parametrize("touch", [flip, copied, set_back, Path.touch])
def test_a_file_that_was_touched_is_not_on_record(folder: Path, touch: Callable[[Path], None]) -> None:
    touch(newest(folder))
    assert not recorded(folder)


@pytest.mark.usefixtures("anew")
@pytest.mark.fault("F8")
@pytest.mark.parametrize("record", [None, "", "garbage", "é" * 40])
def test_without_a_record_the_file_is_read(folder: Path, record: str | None) -> None:
    path = folder / CHECKED
    path.unlink() if record is None else path.write_text(record, encoding="utf-8")
    assert to_serve(folder)
    assert len(hashing._hashed) == 1


@pytest.mark.usefixtures("anew")
@pytest.mark.fault("F8")
def test_damage_that_a_disk_keeps_to_itself_is_found_by_whoever_looks(folder: Path) -> None:
    name = rot(folder)
    assert "damaged" in damage(folder, name)
    found = to_serve(folder)
    assert found and found.release != name and name in found.wrong, "what was found out once is not forgotten"


@pytest.mark.usefixtures("anew")
@pytest.mark.fault("F8")
def test_nothing_is_built_on_damage_that_a_disk_keeps_to_itself(folder: Path) -> None:
    name = rot(folder)
    with pytest.raises(StoreDamaged, match="doctor --repair"):
        add(folder, 4)
    assert current_release(folder) == name
    assert not list((folder / FOLDER).glob("building-*"))


@pytest.mark.usefixtures("anew")
@pytest.mark.fault("F8")
def test_a_server_reads_the_release_before_it_starts_and_when_its_health_is_asked(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CSPDASH_STORE", str(folder))
    name = rot(folder)
    store = opened_however(folder)
    assert store.release != name
    assert name in store.wrong
    store.close()
    hashing._hashed.clear()
    with pytest.raises(NotReady, match="damaged"):
        Readiness(None).check()


def test_an_earlier_release_is_on_record_again_when_it_is_served_again(folder: Path) -> None:
    other = newest(folder).stem
    add(folder, 3)
    rollback(folder, other)
    assert recorded(folder)
    found = to_serve(folder)
    assert found is not None
    assert (found.release, found.wrong) == (other, "")
