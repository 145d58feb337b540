"""An archive downloaded whole, for a server (or a proxy before it) that does not serve parts of files.

The bytes wait in `NAME.zip.part` beside `NAME.zip.version`; a download that was cut goes on from the bytes
held when the server can, and only if the archive is still the same.
"""

import hashlib
import http.client
import json
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from cspdash.ingest.police_uk.fetch.client import (
    Client,
    Cut,
    NotFetched,
    content_length,
    content_range,
    validator_of,
)

CHUNK = 1 << 20

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Version:
    """Which version of an archive bytes belong to; either part may be unknown."""

    validator: str | None = None
    size: int | None = None


@dataclass(slots=True)
class WholeDownload:
    """One archive's way to the disk."""

    client: Client
    url: str
    path: Path
    progress: Progress | None = None

    @property
    def part(self) -> Path:
        """The file that grows."""
        return self.path.with_name(f"{self.path.name}.part")

    @property
    def version_file(self) -> Path:
        """The file that names the version that the bytes belong to."""
        return self.path.with_name(f"{self.path.name}.version")

    def run(self, offered: Version) -> Path:
        """Return the archive on disk; it is downloaded unless the offered version is held whole."""
        if self.path.exists() and offered.validator and self.held_version() == offered:
            return self.path
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.client.ask(self.url, self.take, self.headers)
        return self.part.replace(self.path)

    def discard(self) -> None:
        """Remove the archive: it is damaged, and the next run must download it again."""
        for file in (self.path, self.part, self.version_file):
            file.unlink(missing_ok=True)

    def held_version(self) -> Version:
        """Return the version noted beside the bytes held; an empty one when there is none."""
        try:
            return Version(**json.loads(self.version_file.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return Version()

    def held(self) -> int:
        """Return how many bytes of an unfinished download are held."""
        return self.part.stat().st_size if self.part.exists() else 0

    def headers(self) -> dict[str, str]:
        """Return the headers that ask for the rest when some of a known version is held."""
        version, held = self.held_version(), self.held()
        if not version.validator or not held or held >= (version.size or held + 1):
            return {}
        return {"Range": f"bytes={held}-", "If-Range": version.validator}

    def take(self, response: http.client.HTTPResponse) -> None:
        """Write an answer's body to the disk, after the bytes held or in their place."""
        span = content_range(response) if response.status == 206 else None
        version = Version(validator_of(response), span[2] if span else content_length(response))
        if response.status == 206 and (span is None or span[0] != self.held() or version != self.held_version()):
            self.discard()
            raise Cut("the server went on with other bytes than asked")
        self.check_room(version)
        if not span:
            self.part.unlink(missing_ok=True)
        self.version_file.write_text(json.dumps(asdict(version)), encoding="utf-8")
        with self.part.open("ab") as target:
            while chunk := response.read(CHUNK):
                target.write(chunk)
                self.client.received += len(chunk)
                if self.progress:
                    self.progress(target.tell(), version.size or target.tell(), self.path.name)
        if version.size is not None and self.held() != version.size:
            raise Cut(f"the connection was cut after {self.held():,} of {version.size:,} bytes")

    def check_room(self, version: Version) -> None:
        """Raise NotFetched when the disk has no room for the archive."""
        needed = (version.size or 0) - self.held()
        free = shutil.disk_usage(self.path.parent).free
        if needed > free:
            reason = f"the archive needs {needed:,} bytes more and the disk has {free:,} left"
            raise NotFetched(self.url, reason, f"Make room, or name another folder than {self.path.parent} with --raw")


def md5_of(path: Path) -> str:
    """Return a file's MD5, which is what the site publishes of its archives."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
