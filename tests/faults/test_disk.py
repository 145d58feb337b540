"""A disk that is full or read-only, for real: small file systems in memory, and folders without rights."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from cspdash.store.connection import open_store
from cspdash.store.pointer import to_serve
from cspdash.store.recovery import examine
from scripts.crash_runs import Warm, warmed
from scripts.crash_scenes import environment, write_month
from tests.making import served
from tests.small_releases import add, rows_in

KILOBYTES = (600, 5_000, 6_000, 7_500, 8_500, 9_000)
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root mounts a file system")


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warm]:
    scratch = tmp_path_factory.mktemp("warm")
    with warmed(scratch, environment(scratch)) as found:
        yield found


def mount(target: Path, options: str) -> None:
    target.mkdir(exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(target)]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("no file system can be mounted here")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, whose size a test sets."""
    target = tmp_path / "disk"
    mount(target, "size=64m")
    yield target
    subprocess.run(["umount", str(target)], check=True)


def resize(disk: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", str(disk)], check=True, capture_output=True)


@needs_root
@pytest.mark.fault("F4")
def test_a_full_disk_of_any_size_leaves_the_store_as_it_was(warm: Warm, disk: Path, tmp_path: Path) -> None:
    months = [write_month(tmp_path, f"2023-0{n}", 40) for n in (1, 2)]
    store = disk / "store"
    assert warm.run(["ingest", "police", str(months[0]), "--store", str(store)])[0] == 0
    before, kept = served(store), sorted(store.rglob("*"))
    used = sum(path.stat().st_size for path in kept if path.is_file()) // 1024
    refused = 0
    for room in KILOBYTES:
        resize(disk, f"size={used + room}k")
        status, said = warm.run(["ingest", "police", str(months[1]), "--store", str(store)])
        if status == 0:
            break
        refused += 1
        assert status == 74, said
        assert f"nothing was written, the store is as it was and serves release {before[0]}" in " ".join(said.split())
        assert "No space left" in " ".join(said.split())
        assert (served(store), sorted(store.rglob("*"))) == (before, kept), "nothing half done stays"
    assert refused >= 2
    resize(disk, "size=64m")
    assert warm.run(["ingest", "police", str(months[1]), "--store", str(store)])[0] == 0
    assert examine(store) == []


@needs_root
@pytest.mark.fault("F12")
def test_a_read_only_file_system_serves_and_says_that_nothing_can_be_loaded(
    warm: Warm, disk: Path, tmp_path: Path
) -> None:
    store = disk / "store"
    add(store, 1)
    before = served(store)
    resize(disk, "ro")
    assert rows_in(store) == 1
    for command in ("status", "verify"):
        assert warm.run([command, "--store", str(store)])[0] == 0
    month = write_month(tmp_path, "2023-01", 4)
    for words in (["ingest", "police", str(month)], ["rollback", before[0]], ["doctor", "--repair"]):
        status, said = warm.run([*words, "--store", str(store)])
        assert (status, "Read-only file system" in " ".join(said.split())) == (74, True), said
    assert served(store) == before


@pytest.mark.fault("F12")
def test_a_folder_that_this_user_may_not_write_serves(tmp_path: Path, warm: Warm) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    store = tmp_path / "store"
    add(store, 1)
    (store / "writer.lock").chmod(0o400)
    store.chmod(0o500)
    found = to_serve(store)
    assert found and not found.wrong
    open_store(store).close()
    status, said = warm.run(["rollback", found.release, "--store", str(store)])
    store.chmod(0o700)
    assert (status, "Permission denied" in said) == (74, True), said
