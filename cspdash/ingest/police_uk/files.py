"""Finding the files: one month CSV, a month folder, the archive layout, or the zip as downloaded."""

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePath, PurePosixPath

from cspdash.ingest import RefusedFile
from cspdash.ingest.archives import DAMAGED, GET_AGAIN, USUAL, Counted, Limits, check_members
from cspdash.ingest.file_kinds import check_size, read_bytes

# The archive of several forces is larger than what is read without being asked twice.
LARGE = "Give --large-archive if it is data.police.uk's own, or unpack your months and give their folder"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A CSV to look at: its name for messages, its size in bytes, and how to read it."""

    name: str
    size: int
    read: Callable[[], bytes]


@dataclass(slots=True)
class Found:
    """What the given paths hold: CSVs, files left out with the reason, and refusals."""

    candidates: list[Candidate] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)
    refused: list[RefusedFile] = field(default_factory=list)
    opened: list[zipfile.ZipFile] = field(default_factory=list)
    limits: Limits = USUAL

    def close(self) -> None:
        """Close the archives; no candidate of theirs can be read afterwards."""
        for archive in self.opened:
            archive.close()


def find(paths: list[Path], limits: Limits = USUAL) -> Found:
    """Return every CSV under the given paths, in the order of their names; close it when all are read.

    An archive may hold what `limits` say.
    """
    found = Found(limits=limits)
    for path in paths:
        before = len(found.candidates) + len(found.refused)
        if path.is_dir():
            inside = (item for item in path.rglob("*") if item.is_file() and not hidden(item.relative_to(path)))
            for item in sorted(inside):
                _add(item, found, chosen=False)
        elif path.is_file():
            _add(path, found, chosen=True)
        elif path.exists():
            found.refused.append(RefusedFile(str(path), "this is neither a file nor a folder", "Check the path"))
        else:
            found.refused.append(RefusedFile(str(path), "there is no such file or folder", "Check the path"))
        if len(found.candidates) + len(found.refused) == before:
            found.refused.append(RefusedFile(str(path), "there is no CSV file in it", "Give the months as published"))
    return found


def hidden(name: PurePath) -> bool:
    """Tell whether a file, named as inside its folder or archive, is one that operating systems leave behind."""
    return any(part.startswith((".", "__MACOSX")) for part in name.parts)


def _add(path: Path, found: Found, *, chosen: bool) -> None:
    if path.suffix.lower() == ".zip":
        try:
            found.candidates.extend(_members(path, found))
        except RefusedFile as error:
            found.refused.append(error)
    elif path.suffix.lower() == ".csv" or chosen:
        found.candidates.append(Candidate(str(path), path.stat().st_size, partial(read_bytes, path, str(path))))
    else:
        found.skipped.append((str(path), "not a CSV or zip file"))


def _members(path: Path, found: Found) -> Iterator[Candidate]:
    """Yield the CSVs of an archive; raise RefusedFile when any member makes it unsafe."""
    try:
        archive = zipfile.ZipFile(path)
    except DAMAGED as error:
        raise RefusedFile(str(path), f"not a whole zip archive ({error})", GET_AGAIN) from error
    found.opened.append(archive)
    members = [member for member in archive.infolist() if not member.is_dir()]
    check_members(str(path), members, found.limits, LARGE)
    counted = Counted(archive, found.limits)
    for member in sorted(members, key=lambda item: item.filename):
        name = f"{path}!{member.filename}"
        if hidden(PurePosixPath(member.filename)):
            continue
        if member.filename.lower().endswith(".csv"):
            yield Candidate(name, member.file_size, partial(_read_member, counted, member, name))
        else:
            found.skipped.append((name, "not a CSV file"))


def _read_member(counted: Counted, member: zipfile.ZipInfo, name: str) -> bytes:
    """Return a member's bytes; raise RefusedFile, by `name`, when they are more than are read at once."""
    check_size(name, member.file_size)
    return counted.read(member, name)
