import shutil
from pathlib import Path

import pytest

from cspdash import catalogue, settings
from cspdash.publish.build import publish


@pytest.fixture(scope="session")
def public_folder(store_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The public edition of the sample store, as `publish` builds it; read only: copy it to change it."""
    folder = tmp_path_factory.mktemp("public-edition") / "public"
    publish(store_folder, folder, catalogue.load(settings.content_dir()))
    return folder


@pytest.fixture
def public(public_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A public store that is served and may be changed, beside a checkout and a home that hold nothing."""
    folder = Path(shutil.copytree(public_folder, tmp_path / "host" / "public"))
    monkeypatch.setenv("CSPDASH_STORE", str(folder))
    (tmp_path / "root").mkdir()
    (tmp_path / "home").mkdir()
    return folder
