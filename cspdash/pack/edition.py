"""Which edition a pack is made of: by the public rules, unless the partnership's own is asked for.

The public edition is built for the moment, through the same protection and the same gate as `publish`; where the gate
finds anything, there is no pack. What changed since an earlier release is told of two releases of the same edition.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from cspdash.catalogue import Catalogue
from cspdash.catalogue.public import public_catalogue
from cspdash.publish.build import publish
from cspdash.store import notes
from cspdash.store.connection import Store, open_store
from cspdash.store.release import (
    FOLDER,
    POINTER,
    StoreProblem,
    current_release,
    is_release_name,
    release_path,
    releases,
)

PARTNERSHIP_MEANS = (
    "This pack is of the partnership edition: it can hold small numbers and withheld indicators. It is for the people "
    "round the table only: do not publish it or put it in public papers."
)
PUBLIC_MEANS = (
    "Public rules apply: small numbers are withheld or rounded and no indicator that is never public is in the pack. "
    "It can go into public papers."
)


@dataclass(frozen=True, slots=True)
class Edition:
    """What a pack is made of: an open store, its content, and the earlier release that it is set beside, if any."""

    store: Store
    catalogue: Catalogue
    before: Store | None


@contextmanager
def edition_of(
    folder: Path, catalogue: Catalogue, *, partnership: bool = False, since: str | None = ""
) -> Iterator[Edition]:
    """Open what a pack is made of; a public store gives what it holds, whatever is asked.

    `since` names an earlier release that is kept; an empty text takes the one before the current, where it is kept,
    and None takes none. Raises StoreProblem, also when the gate closes on the public edition.
    """
    catalogue = catalogue.with_notes(entry.what for entry in notes.entries(folder))
    with ExitStack() as opened:
        store = opened.enter_context(_opened(folder))
        name = earlier_name(folder, store, since)
        if store.edition != "partnership" or partnership:
            before = opened.enter_context(_release(folder, name)) if name else None
            yield Edition(store, catalogue if partnership else public_catalogue(catalogue), before)
            return
        public = opened.enter_context(public_store(folder, catalogue))
        before = opened.enter_context(public_release(folder, name, catalogue)) if name else None
        yield Edition(public, public_catalogue(catalogue), before)


def earlier_name(folder: Path, store: Store, since: str | None) -> str | None:
    """Return the name of the release that a pack is set beside; StoreProblem when one is named that is not kept."""
    if since is None:
        return None
    if not since:
        return store.parent if store.parent in releases(folder) else None
    if not is_release_name(since) or not release_path(folder, since).exists():
        raise StoreProblem(f"there is no release '{since[:40]}'; kept are {', '.join(releases(folder)) or 'none'}.")
    return since if since != current_release(folder) else None


@contextmanager
def _opened(folder: Path) -> Iterator[Store]:
    store = open_store(folder)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def _release(folder: Path, name: str) -> Iterator[Store]:
    store = Store(release_path(folder, name))
    try:
        yield store
    finally:
        store.close()


@contextmanager
def public_store(folder: Path, catalogue: Catalogue) -> Iterator[Store]:
    """Build the public edition of a store in a folder that is gone afterwards, and open it."""
    with TemporaryDirectory(prefix="cspdash-pack-") as made:
        target = Path(made) / "public"
        publish(folder, target, catalogue)
        with _opened(target) as store:
            yield store


@contextmanager
def public_release(folder: Path, name: str, catalogue: Catalogue) -> Iterator[Store]:
    """Build and open the public edition of an earlier release: releases never change, so a link to its file will do."""
    with TemporaryDirectory(prefix="cspdash-pack-") as made:
        earlier = Path(made)
        (earlier / FOLDER).mkdir()
        release_path(earlier, name).symlink_to(release_path(folder, name).resolve())
        (earlier / POINTER).write_text(name, encoding="ascii")
        with public_store(earlier, catalogue) as store:
            yield store
