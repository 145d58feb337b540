"""Folders that are made once in a run, whichever of its worker processes asks first, and only read afterwards."""

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

import pytest

DONE = "done"


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path, Path], None]) -> Path:
    """Return the run's folder `name`; the first process that asks fills it with `make(folder, scratch)`.

    Others wait for it. What failed half way is not marked as done: the next process starts in a folder of its own.
    """
    own = factory.getbasetemp()
    run = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    place = run / "once" / name
    place.mkdir(parents=True, exist_ok=True)
    with (place / "lock").open("w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = place / DONE
        if not done.exists():
            scratch, folder = factory.mktemp(f"{name}-files"), factory.mktemp(name)
            make(folder, scratch)
            done.write_text(str(folder), encoding="utf-8")
        return Path(done.read_text(encoding="utf-8"))
