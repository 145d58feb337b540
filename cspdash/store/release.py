"""Releases: immutable store files, a one-line pointer, one writer at a time.

A release is a DuckDB file named by the first 16 hex digits of its sha256. To change anything, the
current file is copied, the copy is changed in one transaction, closed, checked, synced, renamed to
its hash, and only then the pointer is swapped. A crash at any point leaves the old release served.
"""

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from cspdash.settings import KEEP_RELEASES

SCHEMA_VERSION = 3
SQL = Path(__file__).parent
ROLL_BACK = "serve an earlier one again with 'cspdash rollback RELEASE'."
POINTER, FOLDER, LOCK = "CURRENT", "releases", "writer.lock"
# Written so that analysts' DuckDB 1.5 can open a release, and a rollback of the library stays possible.
WRITER_CONFIG = {"storage_compatibility_version": "v1.5.0", "threads": "2", "preserve_insertion_order": "true"}


class StoreBusy(RuntimeError):
    """Another process is writing; the message names it and when it started."""


class StoreProblem(RuntimeError):
    """The store cannot be used as asked; the message says why and what to do."""


@dataclass
class Build:
    """A release in the making: `con` is inside one transaction on a copy of the current release."""

    con: duckdb.DuckDBPyConnection
    parent: str | None
    release: str | None = None
    abandoned: bool = False
    notes: list[str] = field(default_factory=list)
    store: Path | None = None

    def abandon(self) -> None:
        """Publish nothing when the block ends."""
        self.abandoned = True


def current_release(store: Path) -> str | None:
    """Return the name of the release that the pointer names, or None when there is no store."""
    pointer = store / POINTER
    if not pointer.exists():
        return None
    name = pointer.read_text(encoding="ascii", errors="replace").strip()
    if not is_release_name(name) or not release_path(store, name).exists():
        raise StoreProblem(f"{pointer} names no release that exists ('{name[:40]}'): {ROLL_BACK}")
    return name


def is_release_name(name: str) -> bool:
    """Tell whether a text can be a release's name: 16 hexadecimal digits."""
    return len(name) == 16 and all(digit in "0123456789abcdef" for digit in name)


def release_path(store: Path, name: str) -> Path:
    """Return the file of a release."""
    return store / FOLDER / f"{name}.duckdb"


def releases(store: Path) -> list[str]:
    """Return the names of the releases kept, newest first."""
    files = [path for path in (store / FOLDER).glob("*.duckdb") if is_release_name(path.stem)]
    return [path.stem for path in sorted(files, key=lambda path: path.stat().st_mtime_ns, reverse=True)]


def file_sha256(path: Path) -> str:
    """Return a file's sha256 in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextmanager
def writer_lock(store: Path) -> Iterator[None]:
    """Hold the store's only write lock; a kernel lock, so a crashed writer never leaves it behind."""
    store.mkdir(parents=True, exist_ok=True)
    with (store / LOCK).open("a+", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise StoreBusy(f"another writer holds {store / LOCK} ({lock.read().strip() or 'unknown'})") from None
        lock.truncate(0)
        lock.write(f"pid {os.getpid()}, since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC\n")
        lock.flush()
        yield


@contextmanager
def building(store: Path, edition: str = "partnership", schema: Path | None = None) -> Iterator[Build]:
    """Open a copy of the current release (or a new store) to change; publish it when the block ends well.

    With `schema`, a file of SQL, every release starts from an empty file with those tables: nothing of an earlier one,
    not even a deleted page, can be in it.
    """
    with writer_lock(store):
        (store / FOLDER).mkdir(exist_ok=True)
        remove_leftovers(store)
        parent = current_release(store)
        draft = store / FOLDER / f"building-{os.getpid()}.duckdb"
        try:
            if parent and schema is None:
                copy_release(store, parent, draft)
            build = Build(open_draft(draft, parent, edition, schema), parent, store=store)
            try:
                yield build
                if not build.abandoned:
                    build.con.execute("COMMIT")
                    build.con.execute("CHECKPOINT")
            finally:
                build.con.close()
            if not build.abandoned:
                build.release = publish(store, draft)
        except (duckdb.OperationalError, duckdb.FatalException) as error:  # no room, no rights, no memory
            raise StoreProblem(f"the new release could not be written, the store is as it was: {error}") from error
        finally:
            remove_leftovers(store)


def copy_release(store: Path, name: str, draft: Path) -> None:
    """Copy a release to a draft; raise StoreProblem when its file is damaged, so that no damage is handed on."""
    shutil.copyfile(release_path(store, name), draft)
    if file_sha256(draft)[:16] != name:
        raise StoreProblem(f"the file of release {name} is damaged: {ROLL_BACK}")


def open_draft(draft: Path, parent: str | None, edition: str, schema: Path | None = None) -> duckdb.DuckDBPyConnection:
    """Open the draft for writing, with its schema, inside a transaction."""
    con = duckdb.connect(str(draft), config=dict(WRITER_CONFIG))
    con.execute("BEGIN")
    if schema is not None:
        con.execute(schema.read_text(encoding="utf-8"))
    elif parent is None:
        con.execute((SQL / "schema.sql").read_text(encoding="utf-8"))
        con.execute((SQL / "views.sql").read_text(encoding="utf-8"))
    elif (held := con.execute("SELECT edition FROM release").fetchall()[0][0]) != edition:
        raise StoreProblem(f"{draft.parent.parent} is a {held} store: nothing is loaded into it.")
    elif (version := con.execute("SELECT schema_version FROM release").fetchall()[0][0]) != SCHEMA_VERSION:
        other = f"release {parent} has schema {version}, this program writes {SCHEMA_VERSION}"
        raise StoreProblem(f"{other}. Move {draft.parent.parent} away and load the files again.")
    con.execute("DELETE FROM release")
    con.execute(
        "INSERT INTO release VALUES ($edition, $now, $version, $parent)",
        {
            "edition": edition,
            "now": datetime.now(UTC).replace(tzinfo=None),
            "version": SCHEMA_VERSION,
            "parent": parent,
        },
    )
    return con


def publish(store: Path, draft: Path) -> str:
    """Check, sync and rename a closed draft to its hash, swap the pointer to it, and return its name."""
    if draft.with_suffix(".duckdb.wal").exists():
        raise StoreProblem("the new release was not checkpointed: its write-ahead log is still there.")
    sync(draft)
    name = file_sha256(draft)[:16]
    draft.rename(release_path(store, name))
    sync(store / FOLDER)
    point_to(store, name)
    prune(store)
    return name


def point_to(store: Path, name: str) -> None:
    """Swap the pointer to a release, atomically and durably."""
    fresh = store / f"{POINTER}.new"
    fresh.write_text(name + "\n", encoding="ascii")
    sync(fresh)
    fresh.replace(store / POINTER)
    sync(store)


def sync(path: Path) -> None:
    """Flush a file or a folder to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def prune(store: Path) -> None:
    """Delete all but the newest releases; the current one always stays."""
    current = current_release(store)
    for name in releases(store)[KEEP_RELEASES:]:
        if name != current:
            release_path(store, name).unlink()


def remove_leftovers(store: Path) -> None:
    """Remove drafts, and folders they spilled to, that a crashed writer left; only for the lock's holder."""
    for path in (store / FOLDER).glob("building-*"):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def rollback(store: Path, name: str) -> str:
    """Point the store at an earlier release after checking that its file is what its name says."""
    with writer_lock(store):
        path = release_path(store, name)
        if not is_release_name(name) or not path.exists():
            raise StoreProblem(f"there is no release '{name[:40]}'; kept are {', '.join(releases(store)) or 'none'}.")
        if file_sha256(path)[:16] != name:
            raise StoreProblem(f"the file of release {name} is damaged: its contents do not match its name.")
        point_to(store, name)
        return name
