from collections.abc import Iterator

import pytest

from cspdash.ingest.police_uk.fetch import Manners
from tests.police_server import PoliceServer, serving


@pytest.fixture
def server() -> Iterator[PoliceServer]:
    """An empty server in the place of data.police.uk."""
    with serving() as server:
        yield server


@pytest.fixture
def sleeps() -> list[float]:
    """The seconds that a client would have slept, in order."""
    return []


@pytest.fixture
def manners(sleeps: list[float]) -> Manners:
    """Manners of four tries that note their sleeps and take none."""
    return Manners(tries=4, pause=0.0, first_wait=1.0, timeout=10.0, sleep=sleeps.append, jitter=lambda: 0.5)
