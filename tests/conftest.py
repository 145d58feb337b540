import asyncio
import functools
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from cspdash import catalogue, settings
from cspdash.catalogue.load import SHIPPED
from cspdash.store.connection import Store, open_store
from tests import making
from tests.once import made_once
from tests.police_store import PoliceStore
from tests.processes import dashboard

pytest_plugins = ["tests.faults.table"]

REAL_STORE = str(settings.ROOT / "data" / "store")
BEHIND = ("--trusted-proxy", "127.0.0.1")
WATCHED = {"open", "os.listdir", "os.scandir", "os.mkdir", "os.rename", "os.remove", "os.chdir"}

# No test is timed: a machine that is busy with something else must not fail one.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


def forbid_real_store(event: str, arguments: tuple[Any, ...]) -> None:
    """Fail whatever touches the checkout's own store while tests run."""
    if event in WATCHED and arguments and str(arguments[0]).startswith(REAL_STORE):
        raise AssertionError(f"a test touches the real store: {event} {arguments[0]}")


sys.addaudithook(forbid_real_store)

# The content that ships never changes while tests run, and a catalogue is frozen: it is read once in each process, not
# for each module that names it and each command that is run, 0.2 seconds every time. Other folders are read anew.
read_catalogue = catalogue.load
shipped = functools.cache(functools.partial(read_catalogue, SHIPPED))


def load_once(folder: Path) -> catalogue.Catalogue:
    """Return the catalogue of a folder; the one that ships from memory."""
    return shipped() if folder.resolve() == SHIPPED else read_catalogue(folder)


catalogue.load = load_once


@pytest.fixture(autouse=True)
def own_store(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give every test, and every process that it starts, a store of its own; it is empty until filled."""
    monkeypatch.setenv("CSPDASH_STORE", str(tmp_path_factory.getbasetemp() / "no-store"))


@pytest.fixture(scope="session", autouse=True)
def components_looked_for_once() -> None:
    """Let AppTest look through the installed packages for components once a run, not once an app: half its time."""
    if "streamlit.testing.v1" in sys.modules:
        from streamlit.components.v2 import manifest_scanner

        manifest_scanner.scan_component_manifests = functools.cache(manifest_scanner.scan_component_manifests)


@pytest.fixture(autouse=True)
def no_loop_of_the_browser(request: pytest.FixtureRequest) -> Iterator[None]:
    """Hide the browser's event loop, which stays until the run ends, from tests that may start a loop of their own."""
    running = asyncio._get_running_loop()
    if "browser" not in request.fixturenames:
        asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(running)


@pytest.fixture(scope="session")
def known_categories() -> list[str]:
    """The categories that the content that ships knows."""
    return [category.name for category in catalogue.load(settings.content_dir()).categories]


@pytest.fixture(scope="session")
def small_content(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The content folder that new-partnership writes: read in a moment, for commands whose content does not matter."""
    folder = tmp_path_factory.mktemp("content") / "borough"
    catalogue.write_new_partnership(folder)
    return folder


@pytest.fixture(scope="session")
def store_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the sample months, filled by the real ingest; read only: copy it to change it."""
    from cspdash.ingest import run

    def make(folder: Path, scratch: Path) -> None:
        result = run.police(folder, [making.write_months(scratch)], catalogue.load(settings.content_dir()))
        assert result.release and not result.refused

    return made_once(tmp_path_factory, "store", make)


@pytest.fixture(scope="session")
def store(store_folder: Path) -> Iterator[Store]:
    """The sample store, open for reading."""
    opened = open_store(store_folder)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def behind_a_proxy(store_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the sample store to whoever asks and changes nothing, as behind a trusted proxy; give the address."""
    with dashboard(store_folder, tmp_path_factory.mktemp("behind-a-proxy") / "log", *BEHIND) as found:
        yield found


@pytest.fixture
def store_copy(store_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample store that a test may change, outside its tmp_path."""
    return Path(shutil.copytree(store_folder, tmp_path_factory.mktemp("copy") / "store"))


@pytest.fixture(scope="session")
def restricted_folder(store_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with something of everything that is not public, marked, see tests/restricted_store.py; read only."""
    from tests import restricted_store

    def make(folder: Path, scratch: Path) -> None:
        restricted_store.filled(store_folder, folder / "store", scratch, catalogue.load(settings.content_dir()))

    return made_once(tmp_path_factory, "restricted", make) / "store"


@pytest.fixture(scope="session")
def marked_public_folder(restricted_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The public edition of the restricted store, released twice; read only."""
    from tests import restricted_store

    def make(folder: Path, scratch: Path) -> None:
        content = catalogue.load(settings.content_dir())
        restricted_store.published(restricted_folder, folder / "store", scratch, content)

    return made_once(tmp_path_factory, "marked-public", make) / "store"


@pytest.fixture(scope="session")
def hot_store_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store in which anti-social behaviour clusters in one part of Darlington, see tests/hot_store.py; read only."""
    from cspdash.ingest import run
    from tests import hot_store

    def make(folder: Path, scratch: Path) -> None:
        for month in [*hot_store.YEAR, hot_store.LATER]:
            making.write_month(scratch, hot_store.month_rows(month), f"{month:%Y-%m}")
        assert run.police(folder, [scratch], hot_store.content()).release

    return made_once(tmp_path_factory, "hot-store", make)


@pytest.fixture(scope="session")
def hot_store(hot_store_folder: Path) -> Iterator[Store]:
    """The store with a cluster, open for reading."""
    opened = open_store(hot_store_folder)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real open data; the test is skipped where CSPDASH_REAL_DATA does not name one."""
    named = os.environ.get("CSPDASH_REAL_DATA")
    if not named:
        pytest.skip("CSPDASH_REAL_DATA is not set")
    return Path(named).resolve()


@pytest.fixture(scope="session")
def real_store_folder(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the real Durham months, loaded by the command, which printed loads.json beside it; read only."""
    from tests.commands import cspdash

    def make(folder: Path, _: Path) -> None:
        answer = cspdash("ingest", "police", real_data / "police-uk", "--store", folder / "store", "--json")
        assert answer.code == 0, answer.err
        (folder / "loads.json").write_text(answer.out, encoding="utf-8")

    return made_once(tmp_path_factory, "real-store", make) / "store"


@pytest.fixture(scope="session")
def real_store(real_store_folder: Path) -> Iterator[Store]:
    """The store with the real Durham months, open for reading."""
    opened = open_store(real_store_folder)
    yield opened
    opened.close()


@pytest.fixture
def police(tmp_path: Path, known_categories: list[str]) -> PoliceStore:
    """An empty store for police.uk rows."""
    return PoliceStore(tmp_path / "store", known_categories)


# The browser's tests take longest. Each worker is dealt one half of the tests, so half of the journeys opens each half.
FIRST_HALF = {"test_accessibility", "test_keyboard", "test_markup", "test_perceptions"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the journeys at the beginning of both halves, modules whole."""
    journeys = [item for item in items if "journeys" in item.path.parts]
    others = [item for item in items if "journeys" not in item.path.parts]
    first = [item for item in journeys if item.path.stem in FIRST_HALF]
    second = [item for item in journeys if item.path.stem not in FIRST_HALF]
    cut = max(0, len(items) // 2 - len(first))
    items[:] = [*first, *others[:cut], *second, *others[cut:]]
