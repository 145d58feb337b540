import shutil
from pathlib import Path

import pytest

from cspdash import catalogue, settings
from cspdash.publish.build import publish
from tests.once import made_once


@pytest.fixture(scope="session")
def public_folder(store_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The public edition of the sample store, as `publish` builds it; read only: copy it to change it."""

    def make(folder: Path, _: Path) -> None:
        publish(store_folder, folder, catalogue.load(settings.content_dir()))

    return made_once(tmp_path_factory, "public-edition", make)


@pytest.fixture
def public(public_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A public store that is served and may be changed, beside a checkout and a home that hold nothing."""
    folder = Path(shutil.copytree(public_folder, tmp_path / "host" / "public"))
    monkeypatch.setenv("CSPDASH_STORE", str(folder))
    (tmp_path / "root").mkdir()
    (tmp_path / "home").mkdir()
    return folder
