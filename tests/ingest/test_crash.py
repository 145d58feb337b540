"""kill -9 in mid ingest, at several points: the old release is served, and a rerun gives equal tables."""

import hashlib
import random
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from cspdash import catalogue
from cspdash.catalogue import Catalogue
from cspdash.ingest import run
from cspdash.store.checks import verify
from cspdash.store.connection import open_store
from cspdash.store.release import release_path, releases
from tests.forking import Forking, forking
from tests.making import many_rows, served, write_month

# The child is stopped after so many files, or, past the last of them, so many tenths of the time that the rest takes.
FILES = 6
IMPORTS = """
from pathlib import Path
from cspdash import catalogue
from cspdash.ingest import run
"""
INGEST = """
content = catalogue.load(Path(words[2]))
print("ready", flush=True)
run.police(Path(words[0]), [Path(words[1])], content, progress=lambda *_: print("file", flush=True))
print("done", flush=True)
"""


@pytest.fixture(scope="module")
def content(small_content: Path) -> Catalogue:
    return catalogue.load(small_content)


@pytest.fixture(scope="module")
def months(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Months that are new to the sample store, large enough to be interrupted."""
    folder = tmp_path_factory.mktemp("new-months")
    for n in range(1, FILES + 1):
        write_month(folder, many_rows(4_000, f"2024-0{n}"), f"2024-0{n}")
    return folder


def contents(folder: Path) -> dict[str, str]:
    """Return a digest of each table's rows, without the time at which they were loaded."""
    store = open_store(folder)
    tables = {
        "incident": "SELECT * FROM incident ORDER BY load_id, line",
        "monthly": "SELECT * FROM monthly ORDER BY ALL",
        "area": "SELECT * FROM area ORDER BY ALL",
        "area_common": "SELECT * FROM area_common ORDER BY ALL",
        "outcome": "SELECT * FROM outcome ORDER BY load_id, line",
        "load": "SELECT * EXCLUDE (loaded_at) FROM load ORDER BY load_id",
    }
    found = {name: hashlib.sha256(repr(store.rows(sql)).encode()).hexdigest() for name, sql in tables.items()}
    store.close()
    return found


@pytest.fixture(scope="module")
def undisturbed(
    store_folder: Path, months: Path, content: Catalogue, tmp_path_factory: pytest.TempPathFactory
) -> tuple[dict[str, str], float]:
    """What the store holds after an ingest that nobody kills, and the seconds from its last file to its end."""
    folder = Path(shutil.copytree(store_folder, tmp_path_factory.mktemp("undisturbed") / "store"))
    times: list[float] = []
    run.police(folder, [months], content, progress=lambda *_: times.append(time.monotonic()))
    return contents(folder), time.monotonic() - times[-1]


@pytest.fixture(scope="module")
def process() -> Iterator[Forking]:
    """The process whose children load months."""
    with forking(IMPORTS, INGEST) as found:
        yield found


def killed(process: Forking, folder: Path, months: Path, content: Path, files: int, wait: float) -> None:
    """Start an ingest in another process and kill it after so many files and seconds."""
    process.start(folder, months, content)
    for expected in ["ready", *["file"] * files]:
        assert process.line() == expected
    time.sleep(wait)
    process.kill()
    assert process.ended() in {-signal.SIGKILL, 0}


@pytest.mark.parametrize("point", range(8))
def test_a_killed_ingest_leaves_a_whole_release_and_can_be_run_again(
    point: int, process: Forking, store_copy: Path, months: Path, small_content: Path, content: Catalogue,
    undisturbed: tuple[dict[str, str], float],
) -> None:  # fmt: skip
    before = served(store_copy)
    expected, tail = undisturbed
    files = min(point * 2, FILES)
    wait = random.Random(point).random() * 0.01 if files < FILES else tail * (point - 2) / 5
    killed(process, store_copy, months, small_content, files, wait)
    now = served(store_copy)
    if now != before:
        assert contents(store_copy) == expected, "the new release was published whole before the kill"
    assert all(check.holds for check in verify(release_path(store_copy, now[0])))
    result = run.police(store_copy, [months], content)
    assert {report.status for report in result.loads} == {"loaded" if now == before else "unchanged"}
    assert contents(store_copy) == expected
    assert not list((store_copy / "releases").glob("building-*"))
    assert result.release in releases(store_copy)
