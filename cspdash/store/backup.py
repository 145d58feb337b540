"""A store in one file: a tar with a list of what is in it and each file's sha256, read back before it counts as made.

Beside the releases a store's folder keeps what no release holds: notes, the audit log, own areas, what waits to be
published. All of it is in a backup, but for drafts and locks, and for what the doctor has put aside.
"""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import IO

from cspdash.store.connection import schema_of
from cspdash.store.hashing import CHECKED, file_sha256
from cspdash.store.pointer import (
    FOLDER,
    POINTER,
    StoreDamaged,
    StoreProblem,
    current_release,
    damage,
    release_path,
    releases,
    sync,
)
from cspdash.store.recovery import ASIDE, RESTORING
from cspdash.store.release import LOCK, writer_lock

MANIFEST, FORMAT = "MANIFEST.json", 1
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds: the release it serves, the releases in it (newest first) with the times of their files in
    nanoseconds, which are their order, and each file with its sha256."""

    format: int
    release: str
    releases: list[str]
    times: list[int]
    edition: str
    schema: int
    made_at: str
    files: dict[str, str]


def backup(store: Path, target: Path, *, every: bool = False) -> Manifest:
    """Write a store to a file, with all releases that are kept where `every`; return what is in it.

    The writer's lock is held, so that nothing is published meanwhile. StoreProblem when there is nothing to keep, when
    anything is damaged, or when the file is there already or lies in the store; StoreBusy while another one writes.
    """
    if target.exists():
        raise StoreProblem(f"{target} is there already: name another file, no backup is written over.")
    if store.resolve() in target.resolve().parents:
        raise StoreProblem(f"{target} lies in the store itself: name a file elsewhere, best on another disk.")
    if not (store / FOLDER).is_dir():
        raise StoreProblem(f"there is no store in {store}.")
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    with writer_lock(store):
        manifest, small = contents_of(store, every)
        try:
            with draft.open("xb") as stream:
                write_tar(stream, store, manifest, small)
                stream.flush()
                os.fsync(stream.fileno())
            for _ in members(draft):  # what cannot be read back is no backup
                pass
            draft.replace(target)
            sync(target.resolve().parent)
        finally:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
    return manifest


def contents_of(store: Path, every: bool) -> tuple[Manifest, dict[str, bytes]]:
    """Return what a backup of a store is to hold, and the contents of the small files, each read once."""
    name = current_release(store)
    if name is None:
        raise StoreProblem(f"there is no release in {store}.")
    kept = releases(store) if every else [name]
    for one in kept:
        if wrong := damage(store, one):
            raise StoreDamaged(f"{wrong} Nothing damaged is kept as a backup: run 'cspdash doctor --repair' first.")
    small = {path.relative_to(store).as_posix(): path.read_bytes() for path in beside(store)}
    files = {f"{FOLDER}/{one}.duckdb": file_sha256(release_path(store, one)) for one in kept}
    files |= {path: hashlib.sha256(data).hexdigest() for path, data in small.items()}
    edition, schema = schema_of(release_path(store, name))
    now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    times = [release_path(store, one).stat().st_mtime_ns for one in kept]
    return Manifest(FORMAT, name, kept, times, edition, schema, now, dict(sorted(files.items()))), small


def beside(store: Path) -> list[Path]:
    """Return the files of a store's folder that are no release, draft, lock or put aside."""
    left_out = {FOLDER, ASIDE, RESTORING, CHECKED}
    return [
        path
        for path in sorted(store.rglob("*"))
        if path.is_file()
        and path.relative_to(store).parts[0] not in left_out
        and path.name != LOCK
        and path.suffix not in {".new", ".part"}
        and not path.name.startswith("building-")
    ]


def write_tar(stream: IO[bytes], store: Path, manifest: Manifest, small: dict[str, bytes]) -> None:
    """Write the list and then every file, each as the list says."""
    with tarfile.open(fileobj=stream, mode="w") as tar:
        add(tar, MANIFEST, io.BytesIO((json.dumps(asdict(manifest), indent=1) + "\n").encode()))
        for path, data in small.items():
            add(tar, path, io.BytesIO(data))
        for name in manifest.releases:
            with release_path(store, name).open("rb") as file:
                add(tar, f"{FOLDER}/{name}.duckdb", file)


def add(tar: tarfile.TarFile, name: str, data: IO[bytes]) -> None:
    """Add a file to a tar, readable by its owner alone, without names of users."""
    entry = tarfile.TarInfo(name)
    entry.size = data.seek(0, os.SEEK_END)
    entry.mode, entry.mtime = 0o600, int(datetime.now(UTC).timestamp())
    data.seek(0)
    tar.addfile(entry, data)


def read_manifest(archive: Path) -> Manifest:
    """Return what a backup says that it holds; StoreProblem when it is none or its list makes no sense."""
    try:
        with tarfile.open(archive, "r:") as tar:
            return _manifest(archive, tar)
    except (tarfile.TarError, EOFError) as error:
        raise StoreProblem(f"{archive} is no backup, or a damaged one: {error}") from error


def _manifest(archive: Path, tar: tarfile.TarFile) -> Manifest:
    first = tar.next()
    data = tar.extractfile(first) if first and first.name == MANIFEST and first.isfile() else None
    try:
        found = Manifest(**json.loads(data.read())) if data else None
        safe = found and all(is_safe(path) for path in found.files) and POINTER in found.files
        whole = found and {f"{FOLDER}/{name}.duckdb" for name in found.releases} <= set(found.files)
    except (ValueError, TypeError, AttributeError) as error:
        raise StoreProblem(f"{archive} is no backup, or a damaged one: its list cannot be read ({error}).") from error
    if (
        not found
        or not safe
        or not whole
        or found.release not in found.releases
        or len(found.times) != len(found.releases)
    ):
        raise StoreProblem(f"{archive} is no backup of a store, or a damaged one.")
    if found.format != FORMAT:
        raise StoreProblem(
            f"{archive} has format {found.format}, this program reads {FORMAT}: use the one that wrote it."
        )
    return found


def is_safe(path: str) -> bool:
    """Tell whether a path stays inside the folder that it is put into."""
    parts = PurePosixPath(path).parts
    return bool(parts) and not path.startswith("/") and ".." not in parts and "\\" not in path and "\0" not in path


def members(archive: Path, into: Path | None = None) -> Iterator[str]:
    """Read a backup whole and yield the path of each file, once it is what the list says; write them `into` a folder.

    StoreProblem at the first file that is not, and at the end when one is missing.
    """
    manifest = read_manifest(archive)
    missing = dict(manifest.files)
    try:
        with tarfile.open(archive, "r:") as tar:
            for entry in tar:
                if entry.name == MANIFEST:
                    continue
                data = tar.extractfile(entry) if entry.isfile() else None
                wanted = missing.pop(entry.name, None)
                if data is None or wanted is None or copied(data, into / entry.name if into else None) != wanted:
                    raise StoreProblem(f"{archive} is damaged: {entry.name} is not what its list says.")
                yield entry.name
    except (tarfile.TarError, EOFError) as error:
        raise StoreProblem(f"{archive} is damaged: {error}") from error
    if missing:
        raise StoreProblem(f"{archive} is damaged: {', '.join(sorted(missing)[:5])} is missing.")


def copied(data: IO[bytes], target: Path | None) -> str:
    """Read to the end, into a synced file where one is named; return the sha256 of what was read."""
    digest = hashlib.sha256()
    if target:
        target.parent.mkdir(parents=True, exist_ok=True)
    with (target or Path(os.devnull)).open("wb") as out:
        while chunk := data.read(CHUNK):
            digest.update(chunk)
            out.write(chunk)
        out.flush()
        if target:
            os.fsync(out.fileno())
    return digest.hexdigest()
