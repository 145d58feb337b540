"""Archives from outside: judged whole before a byte is used, and counted while they are unpacked, as headers can lie.

Limits: 200 members, 512 MB unpacked in all, a hundred bytes from one; no link, no name that leads elsewhere, no archive
inside the archive, nothing encrypted, and no packing but deflate, which Python can unpack in measured pieces.
"""

import lzma
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cspdash.ingest import RefusedFile

MOST_RATIO, SMALL = 100, 1 << 12
CHUNK = 1 << 20
NESTED = (".zip", ".7z", ".gz", ".tar", ".tgz", ".bz2", ".xz", ".rar", ".zst")
PACKINGS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
# What Python's zipfile raises for a member that is cut, changed or packed in a way it does not know.
DAMAGED = (zipfile.BadZipFile, OSError, EOFError, zlib.error, lzma.LZMAError, RuntimeError, ValueError)
GET_AGAIN = "Nothing was unpacked. Download the archive again from where it is published"


@dataclass(frozen=True, slots=True)
class Limits:
    """How many members an archive may have, and how many bytes they may unpack to in all."""

    members: int
    bytes: int


USUAL = Limits(200, 512 << 20)
# The publisher's own archive of the whole country, of which 'fetch' reads a few members: three years are 5,000 files.
NATIONAL = Limits(20_000, 16 << 30)


def check_members(archive: str, members: list[zipfile.ZipInfo], limits: Limits = USUAL, remedy: str = "") -> None:
    """Raise RefusedFile when an archive holds more than it may, or a member that no honest download has."""
    total = sum(member.file_size for member in members)
    if len(members) > limits.members or total > limits.bytes:
        reason = f"{len(members):,} files of {total:,} bytes, more than {limits.members:,} or {limits.bytes:,}"
        raise RefusedFile(archive, reason, remedy or "Unpack it and load it in parts")
    for member in members:
        wrong = unsafe(member)
        if wrong:
            raise RefusedFile(archive, f"the member {member.filename!r} {wrong}", GET_AGAIN)


def unsafe(member: zipfile.ZipInfo) -> str | None:
    """Return why a member makes its archive unsafe, or None."""
    parts = member.filename.replace("\\", "/").split("/")
    size, packed = member.file_size, member.compress_size
    reasons = {
        "points outside the archive": ".." in parts or parts[0] == "" or ":" in parts[0],
        "is a symbolic link": stat.S_ISLNK(member.external_attr >> 16),
        "is encrypted": bool(member.flag_bits & 1),
        "is an archive inside the archive": member.filename.lower().endswith(NESTED),
        "is packed in a way that is not read here (deflate alone is)": member.compress_type not in PACKINGS,
        f"unpacks to {size:,} bytes from {packed:,}": size > MOST_RATIO * max(packed, SMALL),
    }
    return next((reason for reason, holds in reasons.items() if holds), None)


@dataclass(slots=True)
class Counted:
    """An archive whose members are counted while they are unpacked: what came out, by member."""

    archive: zipfile.ZipFile
    limits: Limits = USUAL
    unpacked: dict[str, int] = field(default_factory=dict)

    def chunks(self, member: zipfile.ZipInfo, name: str) -> Iterator[bytes]:
        """Yield a member's bytes; raise RefusedFile, by `name`, as soon as they are more than they may be."""
        size = 0
        try:
            with self.archive.open(member) as stream:
                while chunk := stream.read(CHUNK):
                    size += len(chunk)
                    self.unpacked[member.filename] = size
                    self._check(member, size, name)
                    yield chunk
        except DAMAGED as error:
            if isinstance(error, RefusedFile):
                raise
            raise RefusedFile(name, f"the archive is damaged here ({error})", GET_AGAIN) from error
        if size != member.file_size:
            raise RefusedFile(name, "unpacks to another size than the archive says", GET_AGAIN)

    def read(self, member: zipfile.ZipInfo, name: str) -> bytes:
        """Return a member's bytes, as `chunks` yields them."""
        return b"".join(self.chunks(member, name))

    def _check(self, member: zipfile.ZipInfo, size: int, name: str) -> None:
        total = sum(self.unpacked.values())
        if size > member.file_size or size > MOST_RATIO * max(member.compress_size, SMALL):
            raise RefusedFile(name, f"unpacks to {size:,} bytes and more from {member.compress_size:,}", GET_AGAIN)
        if total > self.limits.bytes:
            raise RefusedFile(name, f"the archive unpacks to more than {self.limits.bytes:,} bytes", GET_AGAIN)


def unpack(path: Path, folder: Path, limits: Limits = USUAL) -> list[Path]:
    """Unpack a zip into a folder, after judging it whole, and return its files; RefusedFile where it is unsafe."""
    try:
        archive = zipfile.ZipFile(path)
    except DAMAGED as error:
        raise RefusedFile(path.name, f"not a whole zip archive ({error})", "Download it again") from error
    with archive:
        members = [member for member in archive.infolist() if not member.is_dir()]
        check_members(path.name, members, limits)
        counted, written = Counted(archive, limits), []
        for member in members:
            target = folder / member.filename.replace("\\", "/")
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as out:
                out.writelines(counted.chunks(member, f"{path.name}!{member.filename}"))
            written.append(target)
    return written
