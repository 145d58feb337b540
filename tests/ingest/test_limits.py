"""Limits of a process that parses files from outside: the kernel ends that process, and nothing else."""

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cspdash.ingest import limits
from cspdash.settings import ROOT

HELD = """
import resource, signal
from cspdash.cli import main
try:
    main()
except SystemExit:
    pass
print([resource.getrlimit(kind)[1] for kind in (resource.RLIMIT_DATA, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE)])
print(signal.alarm(0) > 200)
"""


def ended(body: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a program to its end."""
    return subprocess.run(
        [sys.executable, "-c", body, "--help"], env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def within(limit: str, body: str) -> subprocess.CompletedProcess[str]:
    """Run a program that holds itself to a limit first."""
    return ended(f"from cspdash.ingest.limits import Limits, hold\nhold(Limits({limit}))\n{body}")


def test_more_memory_than_the_limit_cannot_be_had() -> None:
    done = within("", "x = bytearray(1 << 30)\nprint('one', flush=True)\ny = bytearray(1 << 30)\nprint('two')")
    assert done.stdout == "one\n"
    assert "MemoryError" in done.stderr


def test_more_processor_time_than_the_limit_ends_the_process() -> None:
    done = within("processor=1", "while True: pass")
    assert done.returncode in (-signal.SIGXCPU, -signal.SIGKILL)


def test_more_time_than_the_limit_ends_the_process() -> None:
    assert within("seconds=1", "import time\ntime.sleep(30)").returncode == -signal.SIGALRM


def test_a_larger_file_than_the_limit_cannot_be_written(tmp_path: Path) -> None:
    done = within("file=1000", f"import pathlib\npathlib.Path({str(tmp_path / 'x')!r}).write_bytes(bytes(5000))")
    assert "File too large" in done.stderr
    assert (tmp_path / "x").stat().st_size <= 1000


@pytest.mark.parametrize(
    ("environment", "held"),
    [(limits.ENVIRONMENT, [2 << 30, 300, 4 << 30]), ({"CSPDASH_LIMITED": "0"}, [resource.RLIM_INFINITY] * 3)],
)
def test_a_command_holds_the_limits_where_the_environment_asks_for_them(
    environment: dict[str, str], held: list[int]
) -> None:
    usual = [resource.getrlimit(kind)[1] for kind in (resource.RLIMIT_DATA, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE)]
    expected = [min(a, b) if b != resource.RLIM_INFINITY else a for a, b in zip(held, usual, strict=True)]
    assert ended(HELD, **environment).stdout.splitlines()[-2:] == [str(expected), str(held[1] == 300)]
