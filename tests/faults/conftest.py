from pathlib import Path

import pytest

from tests.small_releases import add


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store with three releases of one, two and three rows."""
    for n in (1, 2, 3):
        add(tmp_path / "store", n)
    return tmp_path / "store"
