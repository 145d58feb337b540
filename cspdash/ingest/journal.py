"""Who loaded what, and what was turned away: lines of a log beside the releases.

The ledger in a release says what became of each file that was loaded. A file that was refused, or that the store had
already, makes no release, so it stands here; and so does the role of whoever loaded, and the release that it made.
"""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import duckdb

from cspdash import settings
from cspdash.ingest import LoadReport
from cspdash.store import audit

COMMAND_LINE, ON_A_PAGE = "command line", "analyst, on a page"
LOADED, UNCHANGED, REFUSED = "files loaded", "file unchanged", "file refused"
LONGEST = 160


def newest_load(con: duckdb.DuckDBPyConnection) -> int:
    """Return the number of the newest load in a release that is being built, 0 without any."""
    return int(con.execute("SELECT coalesce(max(load_id), 0) FROM ledger").fetchall()[0][0])


def note(store: Path, reports: Iterable[LoadReport], release: str | None, newest: int) -> None:
    """Write down what a command did, after it did it; a disk that takes no line stops nothing.

    `newest` is the newest load of the release.
    """
    listed = list(reports)
    # What a page loads, it loads by a command within limits; only analysts have such a page.
    who = ON_A_PAGE if settings.is_limited() else COMMAND_LINE
    with suppress(OSError):
        if release:
            fresh = sum(report.status in {"loaded", "revised"} for report in listed)
            audit.record(store, LOADED, who, log_name=audit.LOADS, release=release, files=fresh, newest=newest)
        for report in listed:
            name = Path(report.file.rsplit("!", 1)[-1]).name[:LONGEST]
            if report.status == "unchanged":
                audit.record(store, UNCHANGED, who, log_name=audit.LOADS, file=name, sha256=report.sha256)
            elif report.status == "refused":
                audit.record(store, REFUSED, who, log_name=audit.LOADS, file=name, sha256=report.sha256)
