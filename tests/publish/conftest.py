from pathlib import Path

import pytest

from cspdash.publish.build import Published, publish
from cspdash.store.release import current_release, release_path
from tests.publish import microdata


def file_of(folder: Path) -> Path:
    """Return the release file that a store folder serves."""
    name = current_release(folder)
    assert name
    return release_path(folder, name)


@pytest.fixture
def public(tmp_path: Path) -> Path:
    """A folder for a public store."""
    return tmp_path / "public"


def published(tmp_path: Path, data: microdata.Data, public: Path, **options: object) -> Published:
    """Publish a data set from a new restricted store."""
    source = tmp_path / f"restricted-{len(list(tmp_path.iterdir()))}"
    microdata.fill(source, data)
    return publish(source, public, microdata.partners(sets=len(data.events)), **options)  # type: ignore[arg-type]
