"""A process that ends is started again, after a pause that is bounded; one that refuses is not."""

import asyncio
import os
import sys
from pathlib import Path

import pytest

from cspdash.ui.replicas.kept import FIRST_PAUSE, LONGEST_PAUSE, REFUSED, Kept, pause


def kept(code: str, stopping: asyncio.Event) -> Kept:
    return Kept("it", [sys.executable, "-c", code], dict(os.environ), stopping)


def test_a_pause_grows_with_every_failure_and_has_a_bound() -> None:
    pauses = [pause(failures) for failures in range(1, 40)]
    assert pauses[0] == FIRST_PAUSE and pauses[1] == 2 * FIRST_PAUSE
    assert pauses == sorted(pauses) and pauses[-1] == LONGEST_PAUSE


def test_who_ends_is_started_again_until_it_is_told_to_stop(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    marks = tmp_path / "marks"
    write = f"open({str(marks)!r}, 'a').write('x')"
    code = f"import sys, time\n{write}\nif len(open({str(marks)!r}).read()) < 2: sys.exit(1)\ntime.sleep(60)"

    async def run() -> Kept:
        stopping = asyncio.Event()
        one = kept(code, stopping)
        running = asyncio.create_task(one.run())
        while not marks.exists() or len(marks.read_text()) < 2:
            await asyncio.sleep(0.02)
        stopping.set()
        await one.stop()
        assert await running is None
        return one

    one = asyncio.run(run())
    assert (one.starts, one.failures) == (2, 1)
    assert one.process and one.process.returncode == -15
    assert "it ended (exit code 1): started again in 0.5 s" in capfd.readouterr().err


def test_who_refuses_to_start_is_not_asked_again() -> None:
    async def run() -> Kept:
        one = kept(f"raise SystemExit({REFUSED})", asyncio.Event())
        assert await one.run() == REFUSED
        return one

    assert asyncio.run(run()).starts == 1
