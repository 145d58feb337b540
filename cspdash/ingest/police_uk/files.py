"""Finding the files: one month CSV, a month folder, the archive layout, or the zip as downloaded.

An archive is judged whole before one byte of it is used (names, links, encryption, sizes), and its
members are counted while they are unpacked: a header can lie about sizes.
"""

import lzma
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath, PurePosixPath

from cspdash.ingest import RefusedFile

MOST_MEMBERS = 20_000  # three years of all forces are about 5,000 files
MOST_BYTES = 16 << 30
MOST_MEMBER_BYTES = 1 << 30
MOST_RATIO = 100
GET_AGAIN = "Nothing was unpacked. Download the archive from data.police.uk again"
# What Python's zipfile raises for a member that is cut, changed or packed in a way it does not know.
DAMAGED = (zipfile.BadZipFile, OSError, EOFError, zlib.error, lzma.LZMAError, RuntimeError, ValueError)


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

    def close(self) -> None:
        """Close the archives; no candidate of theirs can be read afterwards."""
        for archive in self.opened:
            archive.close()


def find(paths: list[Path]) -> Found:
    """Return every CSV under the given paths, in the order of their names; close it when all are read."""
    found = Found()
    for path in paths:
        before = len(found.candidates) + len(found.refused)
        if path.is_dir():
            inside = (item for item in path.rglob("*") if item.is_file() and not hidden(item.relative_to(path)))
            for item in sorted(inside):
                _add(item, found, chosen=False)
        elif path.exists():
            _add(path, found, chosen=True)
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
        found.candidates.append(Candidate(str(path), path.stat().st_size, path.read_bytes))
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
    check_members(str(path), members)
    for member in sorted(members, key=lambda item: item.filename):
        name = f"{path}!{member.filename}"
        if hidden(PurePosixPath(member.filename)):
            continue
        if member.filename.lower().endswith(".csv"):
            yield Candidate(name, member.file_size, _reader(archive, member, name))
        else:
            found.skipped.append((name, "not a CSV file"))


def check_members(archive: str, members: list[zipfile.ZipInfo]) -> None:
    """Raise RefusedFile when an archive holds a member that no honest download has."""
    total = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or total > MOST_BYTES:
        reason = f"{len(members):,} files of {total:,} bytes, more than {MOST_MEMBERS:,} or {MOST_BYTES:,}"
        raise RefusedFile(archive, reason, "Load it in parts")
    for member in members:
        wrong = unsafe(member)
        if wrong:
            raise RefusedFile(archive, f"the member {member.filename!r} {wrong}", GET_AGAIN)


def unsafe(member: zipfile.ZipInfo) -> str | None:
    """Return why a member makes its archive unsafe, or None."""
    parts = member.filename.replace("\\", "/").split("/")
    if ".." in parts or parts[0] == "" or ":" in parts[0]:
        return "points outside the archive"
    if stat.S_ISLNK(member.external_attr >> 16):
        return "is a symbolic link"
    if member.flag_bits & 1:
        return "is encrypted"
    if member.filename.lower().endswith((".zip", ".7z", ".gz", ".tar", ".rar")):
        return "is an archive inside the archive"
    if member.file_size > MOST_MEMBER_BYTES or member.file_size > MOST_RATIO * max(member.compress_size, 1 << 12):
        return f"unpacks to {member.file_size:,} bytes from {member.compress_size:,}"
    return None


def _reader(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            with archive.open(member) as stream:
                data = stream.read(member.file_size + 1)
        except DAMAGED as error:
            raise RefusedFile(name, f"the archive is damaged here ({error})", GET_AGAIN) from error
        if len(data) != member.file_size:
            raise RefusedFile(name, "unpacks to another size than the archive says", GET_AGAIN)
        return data

    return read
