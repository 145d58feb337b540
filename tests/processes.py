"""Servers run for a test, each a process of its own on a port that nothing else uses."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cspdash.settings import ROOT

PATIENCE = 60.0


def free_port() -> int:
    """Return a port on this machine that nothing uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_answering(port: int) -> bool:
    """Tell whether somebody takes connections on a port."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


@contextmanager
def running(command: list[str], port: int, log: Path, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the block ends, which begins when it answers; fail with its log when it does not."""
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **environment}, stdout=out, stderr=subprocess.STDOUT
        )
    try:
        until = time.monotonic() + PATIENCE
        while not is_answering(port):
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(log.read_text())
            time.sleep(0.1)
        yield process
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def dashboard(store: Path, log: Path, *options: str, port: int = 0) -> Iterator[str]:
    """Serve a store as `cspdash serve` does; give the address."""
    port = port or free_port()
    command = [sys.executable, "-m", "cspdash", "serve", "--store", str(store), "--port", str(port), *options]
    with running(command, port, log):
        yield f"http://127.0.0.1:{port}"
