from pathlib import Path

import pytest

from tests.police_store import PoliceStore


@pytest.fixture
def police(tmp_path: Path, known_categories: list[str]) -> PoliceStore:
    """An empty store for police.uk rows."""
    return PoliceStore(tmp_path / "store", known_categories)
