"""Readers by the dozen are real readers: they are served, counted, and asked to come back when there are too many."""

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from cspdash.ui.load import Reader, cost, crowd, processor, quantile, rush
from tests.processes import dashboard


@pytest.fixture(scope="module")
def address(store_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The sample store, served to at most eight."""
    log = tmp_path_factory.mktemp("load") / "log"
    with dashboard(store_folder, log, "--trusted-proxy", "127.0.0.1", "--max-sessions", "8") as found:
        yield found


def test_a_crowd_acts_and_nothing_fails(address: str) -> None:
    found = asyncio.run(crowd(address, 3, 0.05, 5.0, []))
    assert found["sessions"] == 3
    assert found["turns"] >= 3
    assert (found["dropped"], found["errors"]) == (0, [])
    assert 0 < found["p50"] <= found["p95"] <= found["most"]
    assert found["kilobytes_a_turn"] > 1
    assert found["memory_after_mb"] is None


def test_a_rush_is_shed_and_who_is_inside_stays(address: str) -> None:
    found = asyncio.run(rush(address, 40, 3, 0.05, [], seconds=4.0))
    assert found["let_in"] == 8 - 3
    assert found["refused_503"] == 40 - 5
    assert found["otherwise"] == 0
    assert (found["inside"]["dropped"], found["inside"]["errors"]) == (0, [])


def test_a_reader_meets_several_pages(address: str) -> None:
    async def visit() -> Reader:
        import random

        reader = Reader(address, 7, random.Random(1))
        await reader.open()
        for _ in range(4):
            await reader.turn()
            reader.think()
        assert reader.socket
        await reader.socket.close()
        return reader

    reader = asyncio.run(visit())
    assert len(reader.pages) > 8 and len(reader.turns) == 4


def test_what_the_processor_spent_is_shared_out() -> None:
    assert cost(1.0, 3.5, 50) == 50.0
    assert cost(None, 3.5, 50) is None and cost(1.0, 3.5, 0) is None
    spent = processor([os.getpid()])
    assert spent is not None and spent > 0 and processor([]) is None
    both = processor([os.getpid(), os.getppid()])
    assert both is not None and both >= spent


def test_a_quantile_is_a_value_that_was_measured() -> None:
    values = [float(value) for value in range(1, 101)]
    assert (quantile(values, 0.5), quantile(values, 0.95), quantile(values, 1)) == (50.0, 95.0, 100.0)
    assert (quantile([3.0], 0.5), quantile([], 0.5)) == (3.0, None)
