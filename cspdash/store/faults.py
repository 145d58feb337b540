"""What the disk answers when it does not take a write, in words that say what is served all the same."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from cspdash.store.pointer import StoreProblem, to_serve

# Full (by quota, or a file too large), failing, read-only. Anything else of the system is the caller's matter.
OF_THE_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS}
ADVICE = {
    errno.ENOSPC: "Make room: a load needs about twice the size of a release.",
    errno.EDQUOT: "Make room: a load needs about twice the size of a release.",
    errno.EROFS: "The file system is read-only: what is there can be read and served, nothing can be loaded.",
    errno.EACCES: "Nothing can be loaded by this user: what is there can be read and served.",
    errno.EIO: "The disk fails: look at the system's log, and bring a backup to another disk.",
}


class WriteFailed(StoreProblem):
    """The disk did not take a write: full, read-only or failing; the message says what is served."""


@contextmanager
def disk_faults(store: Path) -> Iterator[None]:
    """Turn what the system and DuckDB say of a disk that does not take a write into WriteFailed."""
    before = _served(store)
    try:
        yield
    except (duckdb.OperationalError, duckdb.FatalException) as error:  # no room, no rights, no memory
        raise WriteFailed(_words(store, before, str(error))) from error
    except OSError as error:
        if error.errno not in OF_THE_DISK:
            raise
        raise WriteFailed(_words(store, before, _said(error))) from error


@contextmanager
def told(store: Path) -> Iterator[None]:
    """Turn a folder that this user may not write, or cannot make, into WriteFailed."""
    try:
        yield
    except PermissionError as error:
        raise WriteFailed(_words(store, _served(store), _said(error))) from error


def _said(error: OSError) -> str:
    return f"{error.filename or 'disk'}: {error.strerror}. {ADVICE.get(error.errno or 0, '')}".strip()


def _served(store: Path) -> str | None:
    """Return what a store serves, None also when nothing can be said of it."""
    try:
        found = to_serve(store)
    except (StoreProblem, OSError):
        return None
    return found.release if found else None


def _words(store: Path, before: str | None, said: str) -> str:
    now = _served(store)
    if now != before:
        return f"release {now} was published and is served, but the disk failed afterwards: {said}"
    return f"nothing was written, the store is as it was{f' and serves release {now}' if now else ''}: {said}"
