"""The store's doctor: what is wrong with a store's folder, in words, and what mends it without losing anything.

What is damaged is put into `damaged/` beside the releases, never deleted: it may be all that is left of something.
A release that was never served is removed: the load that made it was told that it had failed, or was cut off.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from cspdash.store import audit, notes
from cspdash.store.pointer import (
    FOLDER,
    HISTORY,
    POINTER,
    StoreDamaged,
    StoreProblem,
    begin_record,
    current_release,
    file_damage,
    history,
    newest_whole,
    point_to,
    release_files,
    release_path,
    served_last_first,
    sync,
)
from cspdash.store.release import writer_lock

ASIDE = "damaged"
RESTORING = "restoring"
BY_HAND = "none: it is for a person to look at"


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing that is wrong: its kind, words for it, what mends it, and whether that was done."""

    kind: str
    said: str
    remedy: str
    mended: bool = False


def examine(store: Path) -> list[Complaint]:
    """Return everything that is wrong with a store's folder, without changing it."""
    return [*_of_pointer(store), *_of_releases(store), *_leftovers(store), *_beside(store)]


def repair(store: Path) -> list[Complaint]:
    """Mend what can be mended, as the only writer; return what was wrong, each with whether it is mended."""
    if not store.is_dir():
        return []
    with writer_lock(store):
        found = examine(store)
        orphans = unserved(store)
        for path in [*map(partial(release_path, store), damaged(store)), *logs(store)]:
            put_aside(store, path)
        begin_record(store)
        whole = newest_whole(store)
        if whole and whole != _pointed(store):
            point_to(store, whole)
        for path in [*leftovers(store), *(release_path(store, name) for name in orphans)]:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        left = {one.kind for one in examine(store)}
    return [replace(one, mended=one.kind not in left) for one in found]


def put_aside(store: Path, path: Path) -> None:
    """Move a damaged file into damaged/, beside whatever is there already."""
    folder = store / ASIDE
    folder.mkdir(exist_ok=True)
    target, number = folder / path.name, 1
    while target.exists():
        number += 1
        target = folder / f"{path.name}.{number}"
    path.replace(target)
    sync(folder)
    sync(path.parent)


def damaged(store: Path) -> list[str]:
    """Return the releases whose files are not what their names say."""
    return [name for name in release_files(store) if file_damage(store, name)]


def logs(store: Path) -> list[Path]:
    """Return write-ahead logs beside finished releases."""
    return [path for path in sorted((store / FOLDER).glob("*.duckdb.wal")) if not path.name.startswith("building-")]


def unserved(store: Path) -> list[str]:
    """Return whole releases that were never served; none where there is no record of what was."""
    served = history(store)
    return [name for name in release_files(store) if served is not None and name not in {*served, *damaged(store)}]


def leftovers(store: Path) -> list[Path]:
    """Return what a writer left that was cut off: drafts, a pointer not swapped, a restore not finished."""
    return sorted([*(store / FOLDER).glob("building-*"), *store.glob(f"{POINTER}.new"), *store.glob(RESTORING)])


def _pointed(store: Path) -> str | None:
    try:
        return current_release(store)
    except StoreDamaged:
        return None


def _of_pointer(store: Path) -> Iterator[Complaint]:
    other = next((name for name in served_last_first(store) if not file_damage(store, name)), None)
    remedy = f"the pointer is set to {other}, the newest whole release" if other else "none here: restore a backup"
    try:
        name = current_release(store)
    except StoreDamaged as error:
        yield Complaint("pointer", str(error).split(": run ")[0] + ".", remedy)
        return
    if name and file_damage(store, name):
        yield Complaint("pointer", f"the release that should be served, {name}, is damaged.", remedy)


def _of_releases(store: Path) -> Iterator[Complaint]:
    for name in damaged(store):
        yield Complaint("release", file_damage(store, name), f"it is put into {ASIDE}/")
    for log in logs(store):
        yield Complaint("log", f"{log.name} stands beside a finished release.", f"it is put into {ASIDE}/")
    if history(store) is None and release_files(store):
        yield Complaint(
            "record", f"there is no record of what was served ({HISTORY}).", "it is begun with what is kept"
        )
    for name in unserved(store):
        yield Complaint("orphan", f"release {name} was never served: its load was cut off.", "it is removed")


def _leftovers(store: Path) -> Iterator[Complaint]:
    for path in leftovers(store):
        yield Complaint(
            "leftover", f"{path.relative_to(store)} was left by a writer that was cut off.", "it is removed"
        )


def _beside(store: Path) -> Iterator[Complaint]:
    if broken := audit.broken_line(store):
        yield Complaint("audit", f"line {broken} of {audit.LOG} does not follow from the one before.", BY_HAND)
    try:
        notes.entries(store)
    except StoreProblem as error:
        yield Complaint("notes", str(error), BY_HAND)
