"""Which release a store serves: the pointer, the record of what it has ever named, and whether a file is whole.

`HISTORY` stands beside the pointer and is only ever added to: a line for each release that was served, and for each
writer that was cut off. A file in releases/ that it does not name was never served, and is never served by itself.
"""

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cspdash.store.hashing import known_sha256

POINTER, FOLDER, HISTORY = "CURRENT", "releases", "HISTORY"
SERVES, ABORTED = "serves", "aborted"
REPAIR = "run 'cspdash doctor --repair', or serve an earlier one again with 'cspdash rollback RELEASE'."


class StoreProblem(RuntimeError):
    """The store cannot be used as asked; the message says why and what to do."""


class StoreDamaged(StoreProblem):
    """The pointer or the release that it names is damaged; the message says how and what mends it."""


@dataclass(frozen=True, slots=True)
class Served:
    """The release that readers are given, and what is wrong when it is not the one that the pointer should name."""

    release: str
    wrong: str = ""


def is_release_name(name: str) -> bool:
    """Tell whether a text can be a release's name: 16 hexadecimal digits."""
    return len(name) == 16 and all(digit in "0123456789abcdef" for digit in name)


def release_path(store: Path, name: str) -> Path:
    """Return the file of a release."""
    return store / FOLDER / f"{name}.duckdb"


def release_files(store: Path) -> list[str]:
    """Return the names of all files of releases, newest first, also of such as were never served."""
    files = [path for path in (store / FOLDER).glob("*.duckdb") if is_release_name(path.stem)]
    return [path.stem for path in sorted(files, key=lambda path: path.stat().st_mtime_ns, reverse=True)]


def releases(store: Path) -> list[str]:
    """Return the names of the releases kept, newest first: the files, without such as were never served."""
    served = history(store)
    return [name for name in release_files(store) if served is None or name in served]


def history(store: Path) -> list[str] | None:
    """Return every release that was served, in order, the last one last; None when no record of it can be read."""
    try:
        text = (store / HISTORY).read_text(encoding="ascii", errors="replace")
    except FileNotFoundError:
        return None
    words = [line.split() for line in text.splitlines()]
    names = [line[2] for line in words if len(line) == 3 and line[1] == SERVES and is_release_name(line[2])]
    known = names or any(line[1:2] == [ABORTED] for line in words) or not text
    return names if known else None


def was_published(store: Path) -> bool:
    """Tell whether a store has ever served a release; one without a record has where it holds any."""
    served = history(store)
    return bool(release_files(store) if served is None else served)


def current_release(store: Path) -> str | None:
    """Return the name of the release that the pointer names, or None when there is no store; its file is not read."""
    pointer = store / POINTER
    if not pointer.exists():
        if was_published(store):
            raise StoreDamaged(f"{pointer} is missing, though there are releases: {REPAIR}")
        return None
    name = pointer.read_text(encoding="ascii", errors="replace").strip()
    if not is_release_name(name) or not release_path(store, name).exists():
        raise StoreDamaged(f"{pointer} names no release that exists ('{name[:40]}'): {REPAIR}")
    return name


def damage(store: Path, name: str, *, glance: bool = False) -> str:
    """Return what is wrong with a release, in words; an empty text when it is whole.

    With `glance` a file that is on record as whole, and was not touched since, is not read.
    """
    if release_path(store, name).with_suffix(".duckdb.wal").exists():
        return f"release {name} has a write-ahead log beside it, which no finished release has."
    return file_damage(store, name, glance=glance)


def file_damage(store: Path, name: str, *, glance: bool = False) -> str:
    """Return what is wrong with a release's own file, whatever stands beside it; `glance` as in `damage`."""
    try:
        digest = known_sha256(release_path(store, name), record=store if glance else None)
    except FileNotFoundError:
        return f"the file of release {name} is missing."
    except OSError as error:
        return f"the file of release {name} cannot be read ({error.strerror})."
    return "" if digest == name else f"the file of release {name} is damaged: its contents do not match its name."


def newest_whole(store: Path) -> str | None:
    """Return the release that was served last of those whose files are whole, None when there is none."""
    return next((name for name in served_last_first(store) if not damage(store, name)), None)


def served_last_first(store: Path) -> list[str]:
    """Return every release that was served, the last one first; without a record every file there is, by its date."""
    served = history(store)
    return list(dict.fromkeys(release_files(store) if served is None else reversed(served)))


def to_serve(store: Path, *, glance: bool = True) -> Served | None:
    """Return the release for readers: the pointer's when it is whole, else the newest whole one served before it.

    Without `glance` its file is read whole, see `damage`. None when nothing was ever published; StoreDamaged when
    nothing whole is left.
    """
    try:
        name = current_release(store)
        if name is None:
            return None
        wrong = damage(store, name, glance=glance)
        if wrong and name != current_release(store):  # a writer moved on and pruned it meanwhile
            return to_serve(store, glance=glance)
    except StoreDamaged as error:
        wrong = str(error)
    if not wrong:
        return Served(str(name))
    other = newest_whole(store)
    if other is None:
        raise StoreDamaged(f"{wrong} No other release is whole: bring one back with 'cspdash restore FILE'.")
    return Served(other, f"{wrong} Release {other} is served, the newest that is whole.")


def point_to(store: Path, name: str) -> None:
    """Swap the pointer to a release, atomically and durably, and put it on record."""
    begin_record(store)
    fresh = store / f"{POINTER}.new"
    fresh.write_text(name + "\n", encoding="ascii")
    sync(fresh)
    fresh.replace(store / POINTER)
    sync(store)
    with suppress(OSError):  # it is served by now; the next writer completes the record
        put_on_record(store, SERVES, name)


def put_on_record(store: Path, what: str, detail: str) -> None:
    """Add a line to the record, durably; one that a crash cut off is ended first."""
    with (store / HISTORY).open("ab+") as record:
        size = record.seek(0, os.SEEK_END)
        record.seek(max(0, size - 1))
        end = b"" if record.read() in {b"", b"\n"} else b"\n"
        record.write(end + f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {what} {detail}\n".encode("ascii"))
        record.flush()
        os.fsync(record.fileno())


def begin_record(store: Path) -> None:
    """Begin a store's record where it has none; only for the lock's holder.

    A store from before there was a record is taken to have served every release that it holds.
    """
    if history(store) is None:
        for name in reversed(release_files(store)):
            put_on_record(store, SERVES, name)
        (store / HISTORY).touch()
        sync(store)


def complete_record(store: Path) -> None:
    """Add to the record what a crash kept out of it; only for the lock's holder."""
    begin_record(store)
    current, served = current_release(store), history(store)
    if current and (not served or served[-1] != current):
        put_on_record(store, SERVES, current)


def sync(path: Path) -> None:
    """Flush a file or a folder to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
