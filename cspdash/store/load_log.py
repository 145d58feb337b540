"""What stands beside the releases of loads: who loaded which release, what was turned away, and writers cut off."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cspdash.store.audit import LOADS
from cspdash.store.pointer import ABORTED, HISTORY

MOST = 4_000_000  # bytes of a log that are read, its newest


@dataclass(frozen=True, slots=True)
class Line:
    """One line: when (UTC), what happened, in which role, the release that came of it or the file turned away.

    `newest` is the newest load of that release.
    """

    at: datetime
    action: str
    role: str
    release: str = ""
    file: str = ""
    sha256: str = ""
    newest: int = 0


def lines(store: Path) -> list[Line]:
    """Return what the logs say of loads, oldest first; a line that cannot be read is left out."""
    found = [_of_log(text) for text in _read(store / LOADS)] + [_of_history(text) for text in _read(store / HISTORY)]
    return sorted((line for line in found if line), key=lambda line: line.at)


def _read(path: Path) -> list[str]:
    """Return the lines of a log, of a very long one the newest; none where there is no log."""
    try:
        with path.open("rb") as log:
            log.seek(max(0, log.seek(0, 2) - MOST))
            return log.read().decode("ascii", "replace").splitlines()
    except OSError:
        return []


def _of_log(text: str) -> Line | None:
    try:
        said = json.loads(text)
        more = {name: str(said.get(name, "")) for name in ("release", "file", "sha256")}
        return Line(
            _time(said["at"]), str(said["action"]), str(said["role"]), **more, newest=int(said.get("newest", 0))
        )  # fmt: skip
    except (ValueError, KeyError, AttributeError, TypeError):
        return None


def _of_history(text: str) -> Line | None:
    words = text.split(maxsplit=2)
    if len(words) < 2 or words[1] != ABORTED:
        return None
    try:
        return Line(_time(words[0]), "load cut off", "command line")
    except ValueError:
        return None


def _time(text: str) -> datetime:
    """Return a time in UTC, without its zone, as the ledger has them."""
    return datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None)
