"""The hash of a release's file: taken, remembered, and on record for as long as nobody touches the file.

Hashing reads a file whole, which takes a second for every two gigabytes. Whoever has just taken a release's hash puts
the file's state on record in CHECKED; while the file is in that very state (a write, a copy or a restore changes it) a
process may open it without reading it whole. What a disk loses without a word does not change the state: every block
has a checksum that DuckDB looks at when it reads it, and servers, writers, `verify` and `doctor` take the hash all the
same.
"""

import hashlib
import os
import time
from pathlib import Path

CHECKED = "CHECKED"
# A file's hash is taken once a process, again when the file has changed, and after an hour: disks fail quietly.
HASH_SECONDS = 3600.0
_hashed: dict[tuple[int, int, int, int], tuple[str, float]] = {}


def file_sha256(path: Path) -> str:
    """Return a file's sha256 in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def known_sha256(path: Path, *, record: Path | None = None) -> str:
    """Return the first 16 digits of a file's sha256, as remembered for an hour; OSError where it cannot be read.

    With `record`, a store's folder, a file that has not been hashed here is taken at the word of CHECKED.
    """
    stat = path.stat()
    key = (stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns)
    known = _hashed.get(key)
    if known is None and record and is_on_record(record, path, stat):
        return path.stem
    if known is None or time.monotonic() - known[1] > HASH_SECONDS:
        known = _hashed[key] = (file_sha256(path)[:16], time.monotonic())
    return known[0]


def keep_state(store: Path, path: Path) -> None:
    """Say in CHECKED that a release's file, as it is now, has the hash that its name says."""
    (store / CHECKED).write_text(_state(path, path.stat()), encoding="ascii")


def is_on_record(store: Path, path: Path, stat: os.stat_result) -> bool:
    """Tell whether CHECKED names a release's file in the state that it is in."""
    try:
        return (store / CHECKED).read_text(encoding="ascii", errors="replace") == _state(path, stat)
    except OSError:
        return False


def _state(path: Path, stat: os.stat_result) -> str:
    """Return a file's name and state; without the device, whose number may change when a machine starts."""
    return f"{path.stem} {stat.st_ino} {stat.st_size} {stat.st_mtime_ns} {stat.st_ctime_ns}\n"
