"""Which edition a pack is made of: by the public rules, unless the partnership's own is asked for.

The public edition is built for the moment, through the same protection and the same gate as `publish`; where the gate
finds anything, there is no pack.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from cspdash.catalogue import Catalogue
from cspdash.catalogue.public import public_catalogue
from cspdash.publish.build import publish
from cspdash.store import notes
from cspdash.store.connection import Store, open_store

PARTNERSHIP_MEANS = (
    "This pack is of the partnership edition: it can hold small numbers and withheld indicators. It is for the people "
    "round the table only: do not publish it or put it in public papers."
)
PUBLIC_MEANS = (
    "Public rules apply: small numbers are withheld or rounded and no indicator that is never public is in the pack. "
    "It can go into public papers."
)


@contextmanager
def edition_of(folder: Path, catalogue: Catalogue, *, partnership: bool = False) -> Iterator[tuple[Store, Catalogue]]:
    """Open the store and content that a pack is made of; a public store gives what it holds, whatever is asked.

    Raises StoreProblem, also when the gate closes on the public edition.
    """
    store = open_store(folder)
    catalogue = catalogue.with_notes(entry.what for entry in notes.entries(folder))
    try:
        if store.edition != "partnership":
            yield store, public_catalogue(catalogue)
        elif partnership:
            yield store, catalogue
        else:
            with public_store(folder, catalogue) as public:
                yield public, public_catalogue(catalogue)
    finally:
        store.close()


@contextmanager
def public_store(folder: Path, catalogue: Catalogue) -> Iterator[Store]:
    """Build the public edition of a store in a folder that is gone afterwards, and open it."""
    with TemporaryDirectory(prefix="cspdash-pack-") as made:
        target = Path(made) / "public"
        publish(folder, target, catalogue)
        store = open_store(target)
        try:
            yield store
        finally:
            store.close()
