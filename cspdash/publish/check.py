"""Whether a folder may be served as the public edition: asked before a server starts."""

from pathlib import Path

import duckdb

from cspdash.publish.protect import PRODUCTION
from cspdash.publish.shape import problems
from cspdash.store.connection import Store
from cspdash.store.release import StoreProblem, current_release, file_sha256, release_path

GATE = "SELECT passed FROM release_gate"


def check_public(folder: Path) -> list[str]:
    """Return everything that forbids to serve a folder as the public edition; an empty list allows it."""
    try:
        name = current_release(folder)
        if name is None:
            return [f"there is no release in {folder}"]
        path = release_path(folder, name)
        if file_sha256(path)[:16] != name:
            return [f"the file of release {name} is not what its name says"]
        store = Store(path, seconds=None)
    except (StoreProblem, OSError) as error:
        return [str(error)]
    try:
        if store.edition != "public":
            return [f"release {name} is of the {store.edition} edition"]
        found = problems(store.rows, PRODUCTION)
        if not found and store.rows(GATE) != [(True,)]:
            found.append(f"release {name} has no record of having passed the gate")
        return found
    except duckdb.Error as error:
        return [f"release {name} cannot be read as a public release: {error}"]
    finally:
        store.close()
