"""kill -9 while a partner's extract is loaded: the old release or the new one is served whole."""

import shutil
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cspdash import settings
from cspdash.store.checks import verify
from cspdash.store.connection import open_store
from cspdash.store.release import current_release, release_path
from tests.forking import Forking, forking
from tests.making import served
from tests.partner_extracts import fire_row, write_extract

IMPORTS = """
from pathlib import Path
from cspdash import catalogue
from cspdash.ingest import run
"""
LOAD = """
content = catalogue.load(Path(words[2]))
print("ready", flush=True)
run.extract(Path(words[0]), Path(words[1]), content, content.mapping("fire"))
"""
OLD = [fire_row(n, date(2023, 3, 1 + n % 31)) for n in range(500)]
NEW = [fire_row(n, date(2023, 3, 1 + n % 31), {"Ward": "Elsewhere"}) for n in range(4_000)]


@pytest.fixture(scope="module")
def folder(small_content: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Content with the fire service's mapping."""
    folder = tmp_path_factory.mktemp("content") / "borough"
    shutil.copytree(small_content, folder)
    shutil.copy(settings.content_dir() / "mappings" / "fire.toml", folder / "mappings")
    return folder


@pytest.fixture(scope="module")
def process() -> Iterator[Forking]:
    """The process whose children load extracts."""
    with forking(IMPORTS, LOAD) as found:
        yield found


@pytest.fixture(scope="module")
def filled(process: Forking, store_folder: Path, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample store with an older extract."""
    target = Path(shutil.copytree(store_folder, tmp_path_factory.mktemp("filled") / "store"))
    assert load(process, target, write_extract(target.parent / "old.csv", OLD), folder) == 0
    return target


def load(process: Forking, store: Path, file: Path, content: Path, kill_after: float | None = None) -> int:
    """Load in another process, killed so many seconds after it began where that is given; return its exit code."""
    process.start(store, file, content)
    assert process.line() == "ready"
    if kill_after is not None:
        time.sleep(kill_after)
        process.kill()
    return process.ended()


def fires(store: Path) -> list[tuple[str, int]]:
    """Return the fires held by ward, after checking the whole release."""
    name = current_release(store)
    assert name
    assert all(check.holds for check in verify(release_path(store, name)))
    opened = open_store(store)
    try:
        sql = "SELECT location, count(*) FROM incident WHERE source = 'Fire service' GROUP BY location"
        return opened.rows(sql)
    finally:
        opened.close()


@pytest.mark.parametrize("wait", [0.3, 0.7, 1.2])
def test_a_load_that_is_killed_loses_nothing(
    process: Forking, filled: Path, folder: Path, tmp_path: Path, wait: float
) -> None:
    store = Path(shutil.copytree(filled, tmp_path / "store"))
    before = served(store)
    path = write_extract(tmp_path / "new.csv", NEW)
    load(process, store, path, folder, kill_after=wait)
    found = fires(store)
    assert found in ([("Park East", 500)], [("Elsewhere", 4_000)])
    assert (served(store) == before) == (found == [("Park East", 500)])
    assert load(process, store, path, folder) == 0
    assert fires(store) == [("Elsewhere", 4_000)]
    assert not list((store / "releases").glob("building-*"))
