"""The release calendar: a public release is built and audited now, and served when its time has come, not before.

What waits is a whole public store in the folder `staged` beside the releases, with the time (UTC) in the file DUE. A
server that opens the public folder cannot see it.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from zoneinfo import ZoneInfo

from cspdash.publish.earlier import earlier_releases
from cspdash.publish.gate import SECONDS, GateClosed, examine
from cspdash.publish.hidden import STAGED, hidden_rows
from cspdash.publish.protect import PRODUCTION
from cspdash.store.connection import Store
from cspdash.store.notes import FILE as NOTES
from cspdash.store.release import (
    FOLDER,
    StoreProblem,
    current_release,
    file_sha256,
    point_to,
    prune,
    release_path,
    remove_leftovers,
    sync,
    writer_lock,
)

DUE = "DUE"
UK = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class Released:
    """What `release_due` did: the release that is served now, or None with the time that is waited for."""

    release: str | None
    due: datetime | None


def when(text: str) -> datetime:
    """Return a time such as 2026-12-10T09:30 in UTC; without a zone it is the time of the United Kingdom.

    ValueError when it is no time.
    """
    found = datetime.fromisoformat(text)
    return (found if found.tzinfo else found.replace(tzinfo=UK)).astimezone(UTC)


@contextmanager
def folder_for(target: Path, at: datetime | None) -> Iterator[Path]:
    """Give the folder to build in: the public one, or the one beside it where a release waits for its time."""
    if at is None:
        yield target
        return
    with writer_lock(target):
        (target / FOLDER).mkdir(exist_ok=True)
        discard(target / STAGED)
        yield target / STAGED


def set_due(staged: Path, at: datetime) -> None:
    """Write down when the release that waits in `staged` is to be served; durable when it returns."""
    fresh = staged / f"{DUE}.new"
    fresh.write_text(at.astimezone(UTC).isoformat(timespec="seconds") + "\n", encoding="ascii")
    sync(fresh)
    fresh.replace(staged / DUE)
    sync(staged)


def discard(staged: Path) -> None:
    """Remove a release that waits; the time goes first, so that a half-removed one is never served."""
    (staged / DUE).unlink(missing_ok=True)
    if staged.is_dir():
        shutil.rmtree(staged)


def due_at(target: Path) -> datetime | None:
    """Return when the release that waits is due, or None when none waits."""
    path = target / STAGED / DUE
    return datetime.fromisoformat(path.read_text(encoding="ascii").strip()) if path.exists() else None


def release_due(target: Path, now: datetime, *, seconds: float = SECONDS) -> Released:
    """Serve the release that waits when its time has come; before that, or without one, nothing changes.

    It is audited again beside what was published since. GateClosed when it may not be served, StoreProblem when its
    file is damaged; what is served stays.
    """
    with writer_lock(target):
        due = due_at(target)
        if due is None or now < due:
            return Released(None, due)
        name = current_release(target / STAGED)
        if name is None:
            raise StoreProblem(f"nothing waits in {target / STAGED}, though it has a time: publish again.")
        path = release_path(target / STAGED, name)
        if file_sha256(path)[:16] != name:
            raise StoreProblem(f"the release that waits, {name}, is damaged: publish again.")
        audit_again(path, target, seconds)
        remove_leftovers(target)
        moving = target / FOLDER / f"building-due-{name}.duckdb"
        shutil.copyfile(path, moving)
        sync(moving)
        moving.replace(release_path(target, name))
        sync(target / FOLDER)
        if (target / STAGED / NOTES).exists():
            shutil.copyfile(target / STAGED / NOTES, target / f"{NOTES}.new")
            (target / f"{NOTES}.new").replace(target / NOTES)
        point_to(target, name)
        prune(target)
        discard(target / STAGED)
        return Released(name, due)


def audit_again(path: Path, target: Path, seconds: float) -> None:
    """Hold a release that waited against what is served now; GateClosed when it would give a cell away."""
    store = Store(path, seconds=None)
    try:
        examine(store.rows, earlier_releases(target), PRODUCTION, monotonic() + seconds)
    except GateClosed:
        raise
    except Exception as error:
        raise GateClosed(f"nothing was published: the gate did not finish ({error})") from error
    finally:
        store.close()
    missing = {row[:4] for row in hidden_rows(target)} - {row[:4] for row in hidden_rows(target / STAGED)}
    if missing:
        raise GateClosed(f"nothing was published: {len(missing)} cells were hidden since it was built. Publish again.")
