"""Releases: immutable store files, a one-line pointer, one writer at a time.

A release is a DuckDB file named by the first 16 hex digits of its sha256. To change anything, the
current file is copied, the copy is changed in one transaction, closed, checked, synced, renamed to
its hash, and only then the pointer is swapped. A crash at any point leaves the old release served.
"""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

import duckdb

from cspdash.settings import KEEP_RELEASES
from cspdash.store.drafts import WRITER_CONFIG, copy_release, lay_out, statements, write_afresh
from cspdash.store.faults import WriteFailed, disk_faults, told
from cspdash.store.hashing import file_sha256, keep_state
from cspdash.store.pointer import (
    ABORTED,
    FOLDER,
    HISTORY,
    POINTER,
    StoreDamaged,
    StoreProblem,
    begin_record,
    complete_record,
    current_release,
    damage,
    is_release_name,
    point_to,
    put_on_record,
    release_files,
    release_path,
    releases,
    sync,
)
from cspdash.store.upgrade import bring_up

__all__ = [
    "FOLDER", "HISTORY", "POINTER", "SCHEMA_VERSION", "Build", "StoreBusy", "StoreDamaged", "StoreProblem",
    "WriteFailed", "building",
    "current_release", "file_sha256", "is_release_name", "lay_out", "point_to", "publish", "release_files",
    "release_path", "releases", "rollback", "sync", "writer_lock",
]  # fmt: skip

SCHEMA_VERSION = 6
LOCK = "writer.lock"


class StoreBusy(RuntimeError):
    """Another process is writing; the message names it and when it started."""


@dataclass
class Build:
    """A release in the making: `con` is inside a transaction on a copy of the current release.

    Deleted rows leave their bytes in the file: set `afresh` where they must not be in the new one.
    """

    con: duckdb.DuckDBPyConnection
    parent: str | None
    release: str | None = None
    abandoned: bool = False
    notes: list[str] = field(default_factory=list)
    store: Path | None = None
    afresh: bool = False

    def abandon(self) -> None:
        """Publish nothing when the block ends."""
        self.abandoned = True

    def save(self) -> None:
        """Put what was done so far into the draft, so that memory holds one part of a long load at a time.

        Nothing is published by it: whatever ends the block otherwise than well throws the whole draft away.
        """
        for statement in ("COMMIT", "CHECKPOINT", "BEGIN"):
            self.con.execute(statement)


@contextmanager
def writer_lock(store: Path) -> Iterator[str]:
    """Hold the store's only write lock; a kernel lock, so a crashed writer never leaves it behind.

    Gives what the writer before had written of itself when it was cut off, an empty text when it ended. StoreBusy
    names a holder; WriteFailed says that the disk is full, read-only or failing, and what is served.
    """
    with disk_faults(store):
        with told(store):
            store.mkdir(parents=True, exist_ok=True)
            lock = (store / LOCK).open("a+", encoding="ascii")
        with lock:
            yield from held(store, lock)


def held(store: Path, lock: TextIO) -> Iterator[str]:
    """Hold the lock while the caller works, and clear what it says of its holder at the end."""
    lock.seek(0)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise StoreBusy(f"another writer holds {store / LOCK} ({lock.read().strip() or 'unknown'})") from None
    before = " ".join(lock.read().split())[:80]
    if before:
        begin_record(store)
        put_on_record(store, ABORTED, before)
    lock.truncate(0)
    lock.write(f"pid {os.getpid()}, since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC\n")
    lock.flush()
    try:
        yield before
    finally:
        lock.truncate(0)


@contextmanager
def building(store: Path, edition: str = "partnership", schema: Path | None = None) -> Iterator[Build]:
    """Open a copy of the current release (or a new store) to change; publish it when the block ends well.

    With `schema`, a file of SQL, every release starts from an empty file with those tables: nothing of an earlier one,
    not even a deleted page, can be in it.
    """
    with writer_lock(store) as cut_off:
        (store / FOLDER).mkdir(exist_ok=True)
        remove_leftovers(store)
        complete_record(store)
        parent = current_release(store)
        draft = store / FOLDER / f"building-{os.getpid()}.duckdb"
        try:
            if parent and schema is None:
                copy_release(store, parent, draft)
            build = Build(open_draft(draft, parent, edition, schema), parent, store=store)
            if cut_off:
                build.notes.append(f"the writer before ({cut_off}) was cut off: nothing half done is in the store")
            try:
                yield build
                if not build.abandoned:
                    build.con.execute("COMMIT")
                    build.con.execute("CHECKPOINT")
            finally:
                build.con.close()
            if not build.abandoned:
                if build.afresh:
                    write_afresh(draft)
                build.release = publish(store, draft)
        finally:
            remove_leftovers(store)


def open_draft(draft: Path, parent: str | None, edition: str, schema: Path | None = None) -> duckdb.DuckDBPyConnection:
    """Open the draft for writing, with its schema, inside a transaction."""
    con = duckdb.connect(str(draft), config=dict(WRITER_CONFIG))
    con.execute("SET enable_progress_bar = FALSE")  # it is drawn on stdout, among a command's JSON
    con.execute("BEGIN")
    if schema is not None:
        con.execute(schema.read_text(encoding="utf-8"))
    elif parent is None:
        lay_out(con)
    elif (held := con.execute("SELECT edition FROM release").fetchall()[0][0]) != edition:
        raise StoreProblem(f"{draft.parent.parent} is a {held} store: nothing is loaded into it.")
    elif (version := con.execute("SELECT schema_version FROM release").fetchall()[0][0]) != SCHEMA_VERSION:
        bring_up(con, parent, version, SCHEMA_VERSION, *statements())
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
    with suppress(OSError):  # it is published; what should go now goes with the next one
        keep_state(store, release_path(store, name))
        prune(store)
    return name


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
        if wrong := damage(store, name):
            raise StoreProblem(wrong)
        point_to(store, name)
        with suppress(OSError):
            keep_state(store, path)
        return name
