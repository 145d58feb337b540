import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from cspdash import catalogue, settings
from cspdash.ingest import run
from cspdash.settings import ROOT
from tests import making
from tests.once import made_once

Opener = Callable[..., AppTest]
STORES = ("full", "thin", "empty")


def fill(folder: Path, months: list[date], scratch: Path) -> Path:
    """Fill a store with some of the sample months through the real ingest."""
    for month in months:
        making.write_month(scratch, making.month_rows(month), f"{month:%Y-%m}")
    run.police(folder, [scratch], catalogue.load(settings.content_dir()))
    return folder


@pytest.fixture(scope="session")
def stores(store_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Three stores: all sample months; two months only; reference data and no incident at all."""

    def start(folder: Path, _: Path) -> None:
        run.start(folder, catalogue.load(settings.content_dir()))

    def fill_two(folder: Path, scratch: Path) -> None:
        fill(folder, making.MONTHS[-2:], scratch)

    thin, empty = made_once(tmp_path_factory, "thin", fill_two), made_once(tmp_path_factory, "empty", start)
    return {"full": store_folder, "thin": thin, "empty": empty}


@pytest.fixture
def open_page(stores: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> Opener:
    """Open a page of the app, by its address, on one of the stores, as a link would."""

    def opened(address: str = "", store: str = "full", **query: str) -> AppTest:
        monkeypatch.setenv("CSPDASH_STORE", str(stores[store]))
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        app._page_hash = calc_hash(address) if address else ""
        for key, value in query.items():
            app.query_params[key] = value
        return app.run()

    return opened


@pytest.fixture
def no_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point the app at a folder without a store."""
    monkeypatch.setenv("CSPDASH_STORE", str(tmp_path / "none"))
    return tmp_path / "none"


def copy_of(store: Path, target: Path) -> Path:
    """Return a copy of a store that a test may change."""
    return Path(shutil.copytree(store, target))
