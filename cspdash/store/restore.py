"""A store out of its backup: everything is read and held against the list first, and the pointer comes last.

Whenever it is cut off, what was served is served, or what was restored; running it again finishes it. Nothing that is
there is lost: a file that grew since the backup stays (notes, the audit log), one that differs is put aside.
"""

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from cspdash.store.backup import Manifest, members, read_manifest
from cspdash.store.pointer import (
    FOLDER,
    HISTORY,
    POINTER,
    StoreProblem,
    begin_record,
    file_damage,
    history,
    point_to,
    release_files,
    release_path,
    sync,
)
from cspdash.store.recovery import RESTORING, put_aside
from cspdash.store.release import LOCK, writer_lock


@dataclass
class Restored:
    """What a restore did: the release that is served now, the files that stayed newer, the files put aside."""

    release: str
    newer: list[str] = field(default_factory=list)
    put_aside: list[str] = field(default_factory=list)


def restore(archive: Path, store: Path) -> Restored:
    """Bring a store back from a backup, into an empty folder or over the store that it was made of.

    StoreProblem, with nothing changed, when the backup is damaged or the folder holds anything else.
    """
    manifest = read_manifest(archive)
    for _ in members(archive):  # read whole before anything is touched
        pass
    with writer_lock(store):
        if refusal := unfit(store, manifest):
            raise StoreProblem(refusal)
        begin_record(store)
        unpacked = store / RESTORING
        shutil.rmtree(unpacked, ignore_errors=True)
        unpacked.mkdir()
        for _ in members(archive, unpacked):
            pass
        done = Restored(manifest.release)
        place_releases(store, manifest, done)
        for path in manifest.files:
            if path not in {POINTER, HISTORY} and not path.startswith(f"{FOLDER}/"):
                place(store, path, done)
        point_to(store, manifest.release)
        complete_history(store)
        shutil.rmtree(unpacked)
    return done


def unfit(store: Path, manifest: Manifest) -> str:
    """Return why a backup may not be restored into a folder; an empty text when it may."""
    there = {path.name for path in store.iterdir()} - {LOCK, RESTORING}
    served = history(store)
    if not there or served == []:
        return ""
    known = set(release_files(store) if served is None else served)
    if known & set(manifest.releases):
        return ""
    holds = "another store" if known else "something that is no store"
    return f"{store} is not empty: it holds {holds}. Name an empty folder; nothing was changed."


def place_releases(store: Path, manifest: Manifest, done: Restored) -> None:
    """Put the releases where they belong; one that is there and whole stays, a damaged one is put aside."""
    (store / FOLDER).mkdir(exist_ok=True)
    for name, time in zip(manifest.releases, manifest.times, strict=True):
        target = release_path(store, name)
        log = target.with_suffix(".duckdb.wal")
        for path in (target, log):
            if path.exists() and (path == log or file_damage(store, name)):
                put_aside(store, path)
                done.put_aside.append(path.name)
        if not target.exists():
            (store / RESTORING / FOLDER / target.name).rename(target)
            os.utime(target, ns=(time, time))
    sync(store / FOLDER)


def place(store: Path, path: str, done: Restored) -> None:
    """Put a file beside the releases where it belongs; what grew since stays, what differs is put aside."""
    fresh, target = store / RESTORING / path, store / path
    if target.exists():
        there, kept = target.read_bytes(), fresh.read_bytes()
        if there.startswith(kept):
            if there != kept:
                done.newer.append(path)
            return
        put_aside(store, target)
        done.put_aside.append(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh.rename(target)
    sync(target.parent)


def complete_history(store: Path) -> None:
    """Put the lines of the backup's record before those that came since, in one step."""
    kept = store / RESTORING / HISTORY
    if not kept.exists():
        return
    there = (store / HISTORY).read_text(encoding="ascii", errors="replace").splitlines()
    earlier = [line for line in kept.read_text(encoding="ascii", errors="replace").splitlines() if line not in there]
    fresh = store / f"{HISTORY}.new"
    fresh.write_text("".join(f"{line}\n" for line in [*earlier, *there]), encoding="ascii", errors="replace")
    sync(fresh)
    fresh.replace(store / HISTORY)
    sync(store)
