"""Members of an archive on the disk: written whole or not at all, and known again the next time.

`.fetched.jsonl` beside the months notes the archive that each file came from, so that an older archive
never takes the place of what a newer one said.
"""

import fcntl
import json
import lzma
import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from cspdash.ingest.police_uk.fetch.client import NotFetched
from cspdash.ingest.police_uk.fetch.opening import Key, OpenArchive
from cspdash.store.release import StoreBusy

REGISTER, LOCK = ".fetched.jsonl", ".fetch.lock"
CHUNK = 1 << 20
DAMAGED = (zipfile.BadZipFile, EOFError, zlib.error, lzma.LZMAError, RuntimeError)
TELL = "Run the command again. If it stays so, the archive is damaged at its source: tell data.police.uk"


@dataclass(frozen=True, slots=True)
class Saved:
    """A file as it was fetched: its path below the raw folder, its archive, size in bytes and CRC-32."""

    file: str
    archive: str
    size: int
    crc32: int


@contextmanager
def only_one(raw: Path) -> Iterator[None]:
    """Hold the raw folder for one fetch at a time; a kernel lock, so a crash never leaves it behind."""
    raw.mkdir(parents=True, exist_ok=True)
    with (raw / LOCK).open("a", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreBusy(f"another fetch is writing to {raw}") from None
        yield


class RawFolder:
    """The folder of months as published."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.saved = {saved.file: saved for saved in _read_register(folder / REGISTER)}

    def path(self, key: Key) -> Path:
        """Return where a file lies, or will."""
        return self.folder / key.path

    def held(self, key: Key, member: zipfile.ZipInfo, label: str) -> Saved | None:
        """Return the file held when it is whole and this archive's, or a newer archive's; else None."""
        path = self.path(key)
        if not path.is_file():
            return None
        found = fingerprint(path)
        noted = self.saved.get(key.path)
        if noted and found == (noted.size, noted.crc32) and noted.archive > label:
            return noted
        return Saved(key.path, label, *found) if found == (member.file_size, member.CRC) else None

    def save(self, opened: OpenArchive, key: Key) -> Saved:
        """Write one member under its published name, once its size and CRC agree with the archive."""
        member = opened.files[key]
        for attempt in (1, 2):
            try:
                self._write(opened.zip, member, self.path(key))
                break
            except DAMAGED as error:
                if opened.download:
                    opened.download.discard()
                if attempt == 2 or opened.remote is None:
                    raise NotFetched(f"{opened.url}!{member.filename}", f"damaged: {error}", TELL) from error
                opened.remote.forget()
        saved = Saved(key.path, opened.label, member.file_size, member.CRC)
        self.saved[key.path] = saved
        with (self.folder / REGISTER).open("a", encoding="utf-8") as register:
            register.write(json.dumps(asdict(saved)) + "\n")
        return saved

    def _write(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.part")
        size = 0
        try:
            with archive.open(member) as source, draft.open("wb") as target:
                while chunk := source.read(CHUNK):
                    size += target.write(chunk)
                target.flush()
                os.fsync(target.fileno())
            if size != member.file_size:
                raise zipfile.BadZipFile(f"{size:,} bytes, not the {member.file_size:,} that the archive says")
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)


def fingerprint(path: Path) -> tuple[int, int]:
    """Return a file's size in bytes and its CRC-32, which is what an archive says of its members."""
    size = crc32 = 0
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            size, crc32 = size + len(chunk), zlib.crc32(chunk, crc32)
    return size, crc32


def _read_register(path: Path) -> Iterator[Saved]:
    """Yield what earlier runs noted; a torn last line is passed over."""
    if not path.exists():
        return
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            yield Saved(**json.loads(line))
        except (ValueError, TypeError):
            continue
