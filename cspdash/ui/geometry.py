"""Outlines by address: a map's figure names a file of ours, which a browser fetches once and keeps for good.

The file is named by its districts and the hash of its content, so every process that serves the release can make it,
whichever of them drew the page. Without our server (`streamlit run app.py`, the tests) outlines travel in the figure.
"""

import logging
import re
from collections.abc import Sequence
from functools import partial
from threading import Lock

from cspdash import settings
from cspdash.findings.outlines import DIGITS, Outlines, outlines_of
from cspdash.remembering import Remembered
from cspdash.store.connection import Store
from cspdash.store.release import StoreProblem, current_release, release_path, releases

log = logging.getLogger("cspdash.serving")
PREFIX = "/cspdash/outlines/"
ADDRESS = re.compile(rf"{PREFIX}([A-Z0-9]{{9}}(?:\.[A-Z0-9]{{9}}){{0,49}})-([0-9a-f]{{{DIGITS}}})\.geojson", re.ASCII)
# As many sets of districts as are kept ready; a force area of two districts is half a megabyte.
MOST = 32
# A page that was drawn before the newest release may ask for its outlines after it.
EARLIER = 2


class _Server:
    """Whether our server answers for outlines; set once when it starts."""

    answers = False


def serve_outlines(answers: bool = True) -> None:
    """Say that outlines are fetched by their address from now on."""
    _Server.answers = answers


def addressed(found: Outlines, districts: Sequence[str]) -> Outlines:
    """Return outlines with the address of their file, where our server answers for it."""
    if _Server.answers and len(found):
        address = f"{PREFIX}{'.'.join(districts)}-{found.digest}.geojson"
        found.address = address if ADDRESS.fullmatch(address) else None
    return found


class Library:
    """The files of outlines, made from the releases that are kept."""

    def __init__(self) -> None:
        self.made, self.one_at_a_time = Remembered(MOST), Lock()

    def text(self, path: str) -> str | None:
        """Return what an address holds; None where no release that may still be shown has it."""
        asked = ADDRESS.fullmatch(path)
        if not asked:
            return None
        folder, districts = settings.store_dir(), tuple(asked[1].split("."))
        try:
            current = current_release(folder)
            names = [current, *(name for name in releases(folder) if name != current)] if current else []
            for name in names[: 1 + EARLIER]:
                found: Outlines = self.made.get((str(folder), name, districts), partial(self.make, name, districts))
                if found.digest == asked[2]:
                    return found.text
        except (StoreProblem, OSError) as problem:
            log.warning("no outlines: %s", problem)
        return None

    def make(self, name: str, districts: tuple[str, ...]) -> Outlines:
        """Return the outlines of districts in a release."""
        with self.one_at_a_time:
            store = Store(release_path(settings.store_dir(), name))
            try:
                return outlines_of(store, districts)
            finally:
                store.close()
