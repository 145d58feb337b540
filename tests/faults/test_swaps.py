"""Readers during a thousand swaps, two writers at once, the same file twice, and any release served again."""

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cspdash import catalogue
from cspdash.ingest import run
from cspdash.settings import KEEP_RELEASES, ROOT
from cspdash.store.connection import open_store
from cspdash.store.pointer import HISTORY, point_to, to_serve
from cspdash.store.release import releases, rollback
from tests.commands import cspdash
from tests.making import served, street_row, write_month
from tests.small_releases import COUNT, add, rows_in

SWAPS = 1000
READER = """
import sys
from pathlib import Path
from cspdash.store.connection import open_store
seen = wrong = 0
rows = {}
while not Path(sys.argv[2]).exists():
    store = open_store(Path(sys.argv[1]))
    found = [store.rows("SELECT count(*), sum(persons) FROM population") for _ in range(2)]
    wrong += found[0] != found[1] or bool(store.wrong) or rows.setdefault(store.release, found[0]) != found[0]
    seen += 1
    store.close()
print(seen, wrong, len(rows))
"""


@pytest.mark.fault("F7")
def test_readers_meet_one_whole_release_each_during_a_thousand_swaps(folder: Path, tmp_path: Path) -> None:
    expected = {}
    for name, rows in zip(releases(folder), (3, 2, 1), strict=True):
        expected[name] = rows
    done, seen = threading.Event(), []
    stop = tmp_path / "stop"
    command = [sys.executable, "-c", READER, str(folder), str(stop)]
    other = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)

    def read() -> None:
        while not done.is_set():
            store = open_store(folder)
            seen.append((store.release, store.wrong, store.rows(COUNT)[0][0]))
            store.close()

    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(read)
        names = list(expected)
        for number in range(SWAPS):
            point_to(folder, names[number % len(names)])
        done.set()
        reading.result()
    stop.touch()
    out, _ = other.communicate()
    assert len((folder / HISTORY).read_text().splitlines()) >= SWAPS
    assert seen and all(not wrong and rows == expected[name] for name, wrong, rows in seen)
    times, torn, met = map(int, out.split())
    assert times >= 1 and torn == 0 and met <= len(expected)


@pytest.mark.fault("F5")
def test_a_second_command_is_refused_at_once_and_told_who_holds_the_store(folder: Path) -> None:
    holder = "import sys; from pathlib import Path; from cspdash.store.release import writer_lock\n"
    holder += "with writer_lock(Path(sys.argv[1])):\n    print('held', flush=True); sys.stdin.read()\n"
    command = [sys.executable, "-c", holder, str(folder)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdout and process.stdout.readline() == "held\n"
    for words in (["rollback", releases(folder)[1]], ["doctor", "--repair"]):
        answer = cspdash(*words, "--store", folder, "--json")
        assert answer.code == 75
        assert f"pid {process.pid}, since 20" in answer.json["error"]
    process.kill()
    process.communicate()


@pytest.mark.fault("F1", "F6")
def test_the_lock_of_a_dead_writer_is_taken_over_and_its_end_is_on_record(folder: Path) -> None:
    holder = "import os, sys; from pathlib import Path; from cspdash.store.release import building\n"
    holder += "with building(Path(sys.argv[1])):\n    os.kill(os.getpid(), 9)\n"
    process = subprocess.Popen([sys.executable, "-c", holder, str(folder)], cwd=ROOT)
    assert process.wait() == -9
    before = served(folder)
    add(folder, 4)
    lines = (folder / HISTORY).read_text().splitlines()
    assert f"aborted pid {process.pid}, since 20" in lines[-2]
    assert lines[-1].endswith(served(folder)[0]) and served(folder) != before
    assert rows_in(folder) == 4


@pytest.mark.fault("F20")
def test_the_same_file_twice_changes_nothing(tmp_path: Path, small_content: Path) -> None:
    file, content = write_month(tmp_path, [street_row()]), catalogue.load(small_content)
    first = run.police(tmp_path / "store", [file], content)
    before = served(tmp_path / "store")
    copied = tmp_path / "again" / file.name
    copied.parent.mkdir()
    copied.write_bytes(file.read_bytes())
    for path in (file, copied):
        again = run.police(tmp_path / "store", [path], content)
        assert [report.status for report in again.loads] == ["unchanged"]
        assert (again.release, served(tmp_path / "store")) == (first.release, before)


@pytest.mark.fault("F37")
def test_any_release_that_is_kept_is_served_again_byte_for_byte(folder: Path) -> None:
    were = {served(folder)[0]: (served(folder), rows_in(folder))}
    for n in range(4, KEEP_RELEASES + 2):
        add(folder, n)
        were[served(folder)[0]] = (served(folder), rows_in(folder))
    kept = releases(folder)
    assert len(kept) == KEEP_RELEASES
    for name in kept:
        rollback(folder, name)
        found = to_serve(folder)
        assert found and (found.release, found.wrong) == (name, "")
        if name in were:
            assert (served(folder), rows_in(folder)) == were[name]
    assert releases(folder) == kept, "nothing was built and nothing deleted"
