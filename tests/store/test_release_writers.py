"""Writers that crash, meet one another or have no room, and readers that read meanwhile."""

import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cspdash.settings import KEEP_RELEASES, ROOT
from cspdash.store.connection import Store, open_store
from cspdash.store.release import (
    FOLDER,
    StoreBusy,
    StoreProblem,
    building,
    current_release,
    publish,
    release_path,
    releases,
    rollback,
    writer_lock,
)
from tests.making import served
from tests.small_releases import COUNT, add, files, rows_in

# A writer in another process that says when it holds the draft, and waits there.
WRITER = """
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from cspdash.store.release import building
with building(Path(sys.argv[1])) as build:
    build.con.execute("INSERT INTO population VALUES ('E01000001', 2021, 1, NULL)")
    print("writing", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def writer(folder: Path) -> subprocess.Popen[str]:
    """Another process that is in mid write."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert process.stdout
    assert process.stdout.readline() == "writing\n"
    return process


@pytest.mark.fault("F1")
def test_what_a_crashed_writer_left_is_removed_by_the_next(folder: Path) -> None:
    for name in ("building-1.duckdb", "building-1.duckdb.wal"):
        (folder / FOLDER / name).write_bytes(b"half")
    spilled = folder / FOLDER / "building-1.duckdb.tmp"
    spilled.mkdir()
    (spilled / "duckdb_temp_storage-0.tmp").write_bytes(b"half")
    add(folder, 2)
    assert len(files(folder)) == len(releases(folder)) == 2


@pytest.mark.fault("F5")
def test_a_second_writer_is_told_who_holds_the_lock(folder: Path, writer: subprocess.Popen[str]) -> None:
    before = served(folder)
    with pytest.raises(StoreBusy, match=rf"writer\.lock \(pid {writer.pid}, since 20\d\d-.* UTC\)"), building(folder):
        pass
    with pytest.raises(StoreBusy):
        rollback(folder, before[0])
    assert served(folder) == before
    writer.communicate("")
    assert rows_in(folder) == 2


@pytest.mark.fault("F1", "F6")
def test_a_killed_writer_leaves_the_old_release_and_no_lock(folder: Path, writer: subprocess.Popen[str]) -> None:
    before = served(folder)
    writer.send_signal(signal.SIGKILL)
    writer.communicate()
    assert served(folder) == before
    assert any(name.startswith("building-") for name in files(folder))
    add(folder, 2)
    assert rows_in(folder) == 2
    assert len(files(folder)) == 2


def test_the_lock_is_free_again_after_each_write(folder: Path) -> None:
    for _ in range(2):
        with writer_lock(folder):
            assert f"pid {os.getpid()}, since" in (folder / "writer.lock").read_text()


def test_an_old_reader_goes_on_and_a_new_one_sees_the_new_release(folder: Path) -> None:
    old = open_store(folder)
    for n in range(2, KEEP_RELEASES + 3):
        add(folder, n)
    assert not old.path.exists(), "its file was pruned"
    assert old.rows(COUNT) == [(1,)]
    new = open_store(folder)
    assert new.release != old.release
    assert new.rows(COUNT) == [(KEEP_RELEASES + 2,)]
    old.close()
    new.close()


@pytest.mark.fault("F7")
def test_readers_meet_whole_releases_while_others_are_published(folder: Path) -> None:
    done = threading.Event()
    seen: list[tuple[str, int, int]] = []

    def read() -> None:
        while not done.is_set():
            store = open_store(folder)
            ((rows, persons),) = store.rows("SELECT count(*), sum(persons) FROM population")
            seen.append((store.release, rows, persons))
            store.close()

    with ThreadPoolExecutor(2) as pool:
        readers = [pool.submit(read) for _ in range(2)]
        names = [current_release(folder), *(add(folder, n) for n in range(2, KEEP_RELEASES + 1))]
        done.set()
        for reader in readers:
            reader.result()
    assert {(rows, persons) for _, rows, persons in seen} <= {
        (n, n * (n + 1) // 2) for n in range(1, KEEP_RELEASES + 1)
    }
    assert all(names.index(name) == rows - 1 for name, rows, _ in seen), "a release is read under its own name"


@pytest.mark.fault("F3")
def test_the_disk_has_a_release_before_the_pointer_names_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    fsync, rename, replace = os.fsync, os.rename, os.replace

    def name(path: object) -> str:
        return Path(str(path)).name.replace(str(os.getpid()), "N")

    def noted_fsync(handle: int) -> None:
        steps.append(f"sync {name(Path(f'/proc/self/fd/{handle}').readlink())}")
        fsync(handle)

    def noted_rename(source: str, target: str) -> None:
        steps.append(f"rename {name(source)}")
        rename(source, target)

    def noted_replace(source: str, target: str) -> None:
        steps.append(f"replace {name(target)}")
        replace(source, target)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(os, "rename", noted_rename)
    monkeypatch.setattr(os, "replace", noted_replace)
    add(folder, 2)
    assert steps == [
        "sync building-N.duckdb", "rename building-N.duckdb", "sync releases", "sync CURRENT.new", "replace CURRENT",
        "sync store", "sync HISTORY",
    ]  # fmt: skip


def test_a_draft_with_a_log_beside_it_is_never_published(folder: Path) -> None:
    before = served(folder)
    draft = folder / FOLDER / "building-1.duckdb"
    draft.write_bytes(release_path(folder, before[0]).read_bytes())
    (folder / FOLDER / "building-1.duckdb.wal").write_bytes(b"log")
    with pytest.raises(StoreProblem, match="write-ahead log"):
        publish(folder, draft)
    assert served(folder) == before


LIMITED = """
import resource, signal, sys
from pathlib import Path
from cspdash.store.release import StoreProblem, building
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    with building(Path(sys.argv[1])) as build:
        build.con.execute("INSERT INTO term SELECT range, repeat(md5(CAST(range AS VARCHAR)), 40) FROM range(20000)")
except (StoreProblem, OSError) as error:
    print(f"{type(error).__name__}: {error}")
"""


@pytest.mark.fault("F4")
@pytest.mark.parametrize("limit", [500_000, 4_000_000, 8_000_000])
def test_a_full_disk_leaves_the_store_as_it_was(folder: Path, limit: int) -> None:
    before = served(folder), files(folder)
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(folder), str(limit)],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    kept = f"nothing was written, the store is as it was and serves release {before[0][0]}"
    assert done.stdout.startswith(f"WriteFailed: {kept}")
    assert "File too large" in done.stdout
    assert (served(folder), files(folder)) == before
    store = Store(release_path(folder, before[0][0]))
    assert store.rows(COUNT) == [(1,)]
    store.close()
