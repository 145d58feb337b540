import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from cspdash.settings import KEEP_RELEASES, ROOT
from cspdash.store.connection import Store, open_store
from cspdash.store.release import (
    FOLDER,
    POINTER,
    SCHEMA_VERSION,
    StoreBusy,
    StoreProblem,
    building,
    current_release,
    file_sha256,
    publish,
    release_path,
    releases,
    rollback,
    writer_lock,
)
from tests.making import served

ADD = "INSERT INTO population VALUES ($code, 2021, $persons, NULL)"
COUNT = "SELECT count(*) FROM population"
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


def add(folder: Path, persons: int = 1) -> str:
    """Publish a release with one more row of population; return its name."""
    with building(folder) as build:
        build.con.execute(ADD, {"code": f"E0100000{persons}", "persons": persons})
    assert build.release
    return build.release


def rows_in(folder: Path) -> int:
    store = open_store(folder)
    try:
        return int(store.rows(COUNT)[0][0])
    finally:
        store.close()


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / FOLDER).iterdir())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store with one release."""
    add(tmp_path / "store")
    return tmp_path / "store"


@pytest.fixture
def writer(folder: Path) -> subprocess.Popen[str]:
    """Another process that is in mid write."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert process.stdout
    assert process.stdout.readline() == "writing\n"
    return process


def test_a_release_is_named_for_its_contents_and_the_pointer_names_it(tmp_path: Path) -> None:
    name = add(tmp_path)
    assert (tmp_path / POINTER).read_text() == f"{name}\n"
    assert files(tmp_path) == [f"{name}.duckdb"]
    assert file_sha256(release_path(tmp_path, name)).startswith(name)
    assert current_release(tmp_path) == name


def test_a_release_says_what_it_is_and_where_it_came_from(folder: Path) -> None:
    first = current_release(folder)
    add(folder, 2)
    store = open_store(folder)
    assert store.rows("SELECT edition, schema_version, parent_sha256 FROM release") == [
        ("partnership", SCHEMA_VERSION, first)
    ]
    store.close()


def test_an_exception_leaves_the_store_as_it_was(folder: Path) -> None:
    before = served(folder), files(folder)
    with pytest.raises(ZeroDivisionError), building(folder) as build:
        build.con.execute("DELETE FROM population")
        raise ZeroDivisionError
    assert (served(folder), files(folder)) == before


def test_an_exception_in_the_first_write_leaves_no_store(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), building(tmp_path):
        raise ZeroDivisionError
    assert current_release(tmp_path) is None
    assert files(tmp_path) == []


def test_an_abandoned_build_publishes_nothing(folder: Path) -> None:
    before = served(folder), files(folder)
    with building(folder) as build:
        build.con.execute("DELETE FROM population")
        build.abandon()
    assert build.release is None
    assert (served(folder), files(folder)) == before


def test_the_newest_releases_are_kept(folder: Path) -> None:
    names = [current_release(folder), *(add(folder, n) for n in range(2, KEEP_RELEASES + 4))]
    assert releases(folder) == names[: -KEEP_RELEASES - 1 : -1]
    assert len(releases(folder)) == KEEP_RELEASES


def test_the_release_served_is_never_pruned(folder: Path) -> None:
    oldest = current_release(folder)
    assert oldest
    for n in range(2, KEEP_RELEASES + 1):
        add(folder, n)
    rollback(folder, oldest)
    with building(folder) as build:
        build.abandon()
    assert oldest in releases(folder)
    newest = add(folder, 2)
    assert current_release(folder) == newest
    assert rows_in(folder) == 2, "a release is built on the one that was served, not on the newest file"


def test_rollback_serves_an_earlier_release_as_it_was(folder: Path) -> None:
    first = served(folder)
    add(folder, 2)
    assert rollback(folder, first[0]) == first[0]
    assert served(folder) == first
    assert rows_in(folder) == 1


@pytest.mark.parametrize("name", ["0123456789abcdef", "../../etc/passwd", "", "CURRENT"])
def test_rollback_to_what_is_no_release_is_refused(folder: Path, name: str) -> None:
    before = served(folder)
    with pytest.raises(StoreProblem, match=f"kept are {before[0]}"):
        rollback(folder, name)
    assert served(folder) == before


def flip(path: Path, place: int = 5000) -> None:
    """Change one bit of a file."""
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(bytes(data))


def test_rollback_to_a_damaged_file_is_refused(folder: Path) -> None:
    first = current_release(folder)
    assert first
    add(folder, 2)
    before = served(folder)
    flip(release_path(folder, first))
    with pytest.raises(StoreProblem, match=f"{first} is damaged"):
        rollback(folder, first)
    assert served(folder) == before


def test_damage_is_not_handed_on_to_the_next_release(folder: Path) -> None:
    name = current_release(folder)
    assert name
    flip(release_path(folder, name))
    with pytest.raises(StoreProblem, match=r"damaged.*cspdash rollback"):
        add(folder, 2)
    assert files(folder) == [f"{name}.duckdb"]


@pytest.mark.parametrize("text", ["", "garbage", "0123456789abcdef\n", "../../x\n", "é" * 40])
def test_a_pointer_to_nothing_is_said_and_mended_by_rollback(folder: Path, text: str) -> None:
    name = current_release(folder)
    assert name
    (folder / POINTER).write_text(text, encoding="utf-8")
    for use in (current_release, open_store, add):
        with pytest.raises(StoreProblem, match="names no release that exists"):
            use(folder)
    rollback(folder, name)
    assert rows_in(folder) == 1


def test_a_release_of_another_schema_is_neither_read_nor_changed(folder: Path) -> None:
    with building(folder) as build:
        build.con.execute("UPDATE release SET schema_version = 99")
    with pytest.raises(StoreProblem, match="schema 99"):
        open_store(folder)
    before = served(folder)
    with pytest.raises(StoreProblem, match="schema 99"):
        add(folder, 2)
    assert served(folder) == before


def test_what_a_crashed_writer_left_is_removed_by_the_next(folder: Path) -> None:
    for name in ("building-1.duckdb", "building-1.duckdb.wal"):
        (folder / FOLDER / name).write_bytes(b"half")
    spilled = folder / FOLDER / "building-1.duckdb.tmp"
    spilled.mkdir()
    (spilled / "duckdb_temp_storage-0.tmp").write_bytes(b"half")
    add(folder, 2)
    assert len(files(folder)) == len(releases(folder)) == 2


def test_a_second_writer_is_told_who_holds_the_lock(folder: Path, writer: subprocess.Popen[str]) -> None:
    before = served(folder)
    with pytest.raises(StoreBusy, match=rf"writer\.lock \(pid {writer.pid}, since 20\d\d-.* UTC\)"), building(folder):
        pass
    with pytest.raises(StoreBusy):
        rollback(folder, before[0])
    assert served(folder) == before
    writer.communicate("")
    assert rows_in(folder) == 2


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
        "sync store",
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


@pytest.mark.parametrize("limit", [500_000, 4_000_000, 8_000_000])
def test_a_full_disk_leaves_the_store_as_it_was(folder: Path, limit: int) -> None:
    before = served(folder), files(folder)
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(folder), str(limit)],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.startswith(("StoreProblem: the new release could not be written", "OSError: [Errno 27]"))
    assert (served(folder), files(folder)) == before
    store = Store(release_path(folder, before[0][0]))
    assert store.rows(COUNT) == [(1,)]
    store.close()


def test_releases_are_written_so_that_an_older_library_reads_them(folder: Path) -> None:
    con = duckdb.connect()
    name = current_release(folder)
    assert name
    con.execute(f"ATTACH '{release_path(folder, name)}' AS release (READ_ONLY)")
    tags = con.execute("SELECT tags FROM duckdb_databases() WHERE database_name = 'release'").fetchall()
    assert "v1.5.0" in str(tags)
    con.close()
