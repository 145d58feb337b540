"""Notes written in the dashboard: one small file beside the store, one line an entry, only ever added to.

It is no part of a release, so that no load, rollback or rebuild touches it. An entry is taken back by a line that
withdraws it; what was once written stays in the file.
"""

import fcntl
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from cspdash.catalogue.errors import InvalidError
from cspdash.catalogue.notes import Commentary, Note
from cspdash.store.release import StoreProblem, sync

FILE = "notes.jsonl"
KINDS: dict[str, type[Note] | type[Commentary]] = {"note": Note, "commentary": Commentary}
DAYS = {"starts", "until", "written", "period_start", "period_end"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A note or commentary with the number of its line, by which it can be withdrawn."""

    line: int
    what: Note | Commentary


def state(folder: Path) -> str:
    """Return a text that changes whenever something is written: part of every cached answer's key."""
    try:
        found = (folder / FILE).stat()
    except FileNotFoundError:
        return ""
    return f"{found.st_size}-{found.st_mtime_ns}"


def entries(folder: Path) -> list[Entry]:
    """Return what is written and not withdrawn, oldest first; StoreProblem names a line that cannot be read."""
    path = folder / FILE
    if not path.exists() or path.stat().st_size == 0:
        return []
    found: dict[int, Entry] = {}
    # By line feeds alone: a text may hold other characters that some take for the end of a line.
    for number, line in enumerate(path.read_text(encoding="utf-8").removesuffix("\n").split("\n"), start=1):
        try:
            record = json.loads(line)
            if "withdraws" in record:
                found.pop(int(record["withdraws"]), None)
            else:
                found[number] = Entry(number, _read(record))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise StoreProblem(
                f"{path}, line {number}: it is no note ({error}). Mend or remove the line; no release is touched by it."
            ) from error
    return list(found.values())


def _read(record: dict[str, Any]) -> Note | Commentary:
    schema = KINDS[record.pop("entry")]
    days = {name: date.fromisoformat(value) for name, value in record.items() if name in DAYS and value}
    lists = {name: tuple(record[name]) for name in ("indicators", "areas") if name in record}
    given: dict[str, Any] = {name: value for name, value in record.items() if value is not None} | days | lists
    return schema(**given)


def add(folder: Path, what: Note | Commentary) -> None:
    """Write a note or commentary, durably; it is there when this returns."""
    _append(folder, _record(what))


def withdraw(folder: Path, line: int, role: str, day: date) -> None:
    """Take an entry back; InvalidError when there is none of that number."""
    if line not in {entry.line for entry in entries(folder)}:
        raise InvalidError("line", f"there is no note {line}", "It may have been withdrawn already")
    _append(folder, {"withdraws": line, "role": role, "written": day})


def _record(what: Note | Commentary) -> dict[str, Any]:
    kind = "note" if isinstance(what, Note) else "commentary"
    return {"entry": kind} | {one.name: getattr(what, one.name) for one in fields(what)}


def _line(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False, default=str) + "\n"


def _append(folder: Path, record: dict[str, Any]) -> None:
    with (folder / FILE).open("a", encoding="utf-8") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        stream.write(_line(record))
        stream.flush()
        os.fsync(stream.fileno())
    sync(folder)


def carry_public(source: Path, target: Path, allowed: Callable[[str], bool] = bool) -> int:
    """Write what is marked public to the folder of a public edition, in one step; return how many entries.

    `allowed` tells of a text whether it may be public.
    """
    public = [entry.what for entry in entries(source) if entry.what.public and allowed(entry.what.text)]
    draft = target / f".{FILE}.{os.getpid()}"
    draft.write_text("".join(_line(_record(what)) for what in public), encoding="utf-8")
    sync(draft)
    draft.replace(target / FILE)
    sync(target)
    return len(public)
