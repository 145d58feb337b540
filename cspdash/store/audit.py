"""The audit log: one JSON line for each export of rows, appended beside the releases, each line bound to the last.

A line holds who in which role took how many rows of which release by which filters, as codes: no names, places of
persons, crime numbers or words that a reader typed. Its hash is over its own text and the hash of the line before, so
that a line changed or taken out is found. `LOADS` is a second log of the same make: what was loaded and turned away.
"""

import fcntl
import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

LOG, LOADS = "audit.log", "loads.log"
START = "0" * 64
TAIL = 65_536


def record(store: Path, action: str, role: str, *, log_name: str = LOG, **facts: str | int | bool) -> str:
    """Append a line to a log of a store's folder and return its hash; OSError where nothing can be written."""
    with (store / log_name).open("a+b") as log:
        fcntl.flock(log, fcntl.LOCK_EX)
        before = _last_hash(log.seek(0, 2), log)
        line = {
            "at": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}", "action": action, "role": role, **facts,
            "previous": before,
        }  # fmt: skip
        own = _hash(line)
        log.write((json.dumps({**line, "hash": own}, ensure_ascii=True) + "\n").encode())
        log.flush()
    return own


def broken_line(store: Path, log_name: str = LOG) -> int | None:
    """Return the number of the first line of a log that does not follow from the one before, None when all do."""
    path = store / log_name
    before = START
    lines = path.read_text(encoding="ascii", errors="replace").splitlines() if path.exists() else []
    for number, text in enumerate(lines, start=1):
        try:
            line = json.loads(text)
            own = line.pop("hash")
        except (ValueError, KeyError, AttributeError):
            return number
        if line.get("previous") != before or own != _hash(line):
            return number
        before = own
    return None


def _hash(line: dict[str, str | int | bool]) -> str:
    return hashlib.sha256(json.dumps(line, ensure_ascii=True, sort_keys=True).encode()).hexdigest()


def _last_hash(size: int, log: BinaryIO) -> str:
    """Return the hash of the last line, which is a damaged one's own text hashed where it has none."""
    if not size:
        return START
    log.seek(max(0, size - TAIL))
    last = log.read().rstrip(b"\n").rpartition(b"\n")[2]
    try:
        return str(json.loads(last)["hash"])
    except (ValueError, KeyError, TypeError):
        return hashlib.sha256(last).hexdigest()
