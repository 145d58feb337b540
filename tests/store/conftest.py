from pathlib import Path

import pytest

from tests.small_releases import add


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store with one release."""
    add(tmp_path / "store")
    return tmp_path / "store"
