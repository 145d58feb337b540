"""Backups that still hold partners' events past their time: each is read, and goes where a newer one without them is.

A backup is one file with a list of hashes, so that no part of it can be taken out: it goes whole, or stays. It goes
only where a newer backup of the same store can be read and holds no such events: no deletion may leave a store without.
"""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cspdash.store.backup import Manifest, members, read_manifest
from cspdash.store.pointer import FOLDER, StoreProblem, history, release_files


@dataclass(frozen=True, slots=True)
class Backups:
    """What the backups of a store in a folder hold: `looked_at` are all of them, in order of their making.

    Of those `holding` events past their time, `removable` have a newer one without; they are gone where it was applied.
    `unreadable` files may be backups and may hold such events.
    """

    folder: Path
    looked_at: tuple[Path, ...]
    holding: tuple[Path, ...]
    removable: tuple[Path, ...]
    unreadable: tuple[Path, ...]

    @property
    def staying(self) -> tuple[Path, ...]:
        """Return the backups that hold such events and have no newer one without them."""
        return tuple(path for path in self.holding if path not in self.removable)


def old_backups(store: Path, folder: Path, may_hold: Callable[[Path], bool]) -> Backups:
    """Read the backups of a store in a folder; `may_hold` tells whether a release's file holds events past their time.

    Only for the holder of the writer's lock: releases are unpacked beside the store's own, one backup after another.
    """
    served = history(store) or release_files(store)
    found: list[tuple[tuple[str, int], Path, bool]] = []
    unreadable = []
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        manifest = None
        try:
            manifest = read_manifest(path)
            if not set(served) & set(manifest.releases):
                continue
            # Of two of one second the release says which is newer.
            made = (manifest.made_at, served.index(manifest.release) if manifest.release in served else -1)
            found.append((made, path, holds(store, path, manifest, may_hold)))
        except StoreProblem:
            if manifest or ".tar" in path.suffixes:
                unreadable.append(path)
    found.sort()
    newest = max((made for made, _, old in found if not old), default=("", -1))
    return Backups(
        folder,
        tuple(path for _, path, _ in found),
        tuple(path for _, path, old in found if old),
        tuple(path for made, path, old in found if old and made < newest),
        tuple(unreadable),
    )


def holds(store: Path, archive: Path, manifest: Manifest, may_hold: Callable[[Path], bool]) -> bool:
    """Tell whether any release in a backup holds events past their time; StoreProblem for a damaged backup."""
    # Named as a draft, so that the next writer removes it after a crash.
    with tempfile.TemporaryDirectory(prefix="building-", dir=store / FOLDER) as unpacked:
        for _ in members(archive, Path(unpacked)):
            pass
        return any(may_hold(Path(unpacked) / FOLDER / f"{name}.duckdb") for name in manifest.releases)
