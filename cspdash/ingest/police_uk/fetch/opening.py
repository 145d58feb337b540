"""An archive opened for reading: its members listed and judged, whether it is read in parts or whole."""

import http.client
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple

from cspdash.ingest.archives import NATIONAL, check_members
from cspdash.ingest.police_uk.columns import named
from cspdash.ingest.police_uk.fetch.client import Client, NotFetched, content_length, content_range, validator_of
from cspdash.ingest.police_uk.fetch.published import Archive
from cspdash.ingest.police_uk.fetch.remote import RemoteFile
from cspdash.ingest.police_uk.fetch.whole import Progress, Version, WholeDownload, md5_of

ARCHIVE_NAME = re.compile(r"(\d{4}-\d{2})\.zip$")
# Longer than any local header of these archives: 30 bytes, the name, and what a packer adds.
MOST_HEADER = 1 << 10
BLOCKED = "A filter of your network may have answered in its place. Open the address in a browser to see"


class Key(NamedTuple):
    """What a file of an archive is about."""

    month: date
    force: str
    kind: str

    @property
    def path(self) -> str:
        """The file's path as published, whatever the archive calls it: 2024-01/2024-01-durham-street.csv."""
        return f"{self.month:%Y-%m}/{self.month:%Y-%m}-{self.force}-{self.kind}.csv"


@dataclass(slots=True)
class OpenArchive:
    """An archive's address, its label (the month it is named for) and its files by month, force and kind."""

    url: str
    label: str
    zip: zipfile.ZipFile
    files: dict[Key, zipfile.ZipInfo]
    remote: RemoteFile | None = None
    download: WholeDownload | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def months(self) -> set[date]:
        """The months of which the archive has a file of any force."""
        return {key.month for key in self.files}

    def expect(self, members: Iterable[zipfile.ZipInfo]) -> None:
        """Announce which members will be read, so that each is asked for in one request."""
        if self.remote is None:
            return
        starts = sorted(item.header_offset for item in self.zip.infolist())
        following = dict(zip(starts, [*starts[1:], self.zip.start_dir], strict=True))
        stretches = []
        for member in members:
            longest = member.header_offset + MOST_HEADER + member.compress_size
            stretches.append((member.header_offset, min(following[member.header_offset], longest)))
        self.remote.expect(stretches)


def open_archive(
    client: Client, base: str, archive: Archive, keep: Path, progress: Progress | None = None
) -> OpenArchive:
    """Open an archive where it is, or download it whole to the folder `keep` when it cannot be read in parts.

    Raises NotFetched when it is not there or no archive, RefusedFile when a member makes it unsafe.
    """
    url = f"{base}/data/archive/{archive.name}.zip"
    probe = client.ask(url, _probe, lambda: {"Range": "bytes=0-0"})
    label = _label(probe.url) or _label(url)
    remote, download = None, None
    notes: list[str] = []
    if probe.in_parts and probe.size is not None:
        remote = RemoteFile(client, probe.url, probe.size, probe.validator)
        opened = _open(url, remote, probe.kind)
    else:
        download = WholeDownload(client, url, keep / f"{label or archive.name}.zip", progress)
        path = download.run(Version(probe.validator, probe.size))
        notes.append(f"the server does not serve parts of files: the whole archive is kept in {path}")
        if archive.md5 and md5_of(path) != archive.md5:
            notes.append(f"{path} has another MD5 than the site publishes ({archive.md5})")
        try:
            opened = _open(url, path, probe.kind)
        except NotFetched:
            download.discard()
            raise
    members = [member for member in opened.infolist() if not member.is_dir()]
    check_members(url, members, NATIONAL)
    files = _files(members)
    newest = max((key.month for key in files), default=None)
    label = label or (f"{newest:%Y-%m}" if newest else archive.name)
    return OpenArchive(url, label, opened, files, remote, download, notes)


class _Probe(NamedTuple):
    url: str
    in_parts: bool
    size: int | None
    validator: str | None
    kind: str


def _probe(response: http.client.HTTPResponse) -> _Probe:
    """Learn from the answer to a request for one byte whether the server serves parts, and the file's size."""
    span = content_range(response) if response.status == 206 else None
    size = span[2] if span else content_length(response)
    kind = response.headers.get_content_type()
    return _Probe(response.url, span is not None, size, validator_of(response), kind)


def _open(url: str, file: RemoteFile | Path, kind: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, UnicodeDecodeError) as error:
        raise NotFetched(url, f"the answer ({kind}) is no whole zip archive: {error}", BLOCKED) from error


def _label(url: str) -> str | None:
    found = ARCHIVE_NAME.search(url.split("?", 1)[0])
    return found[1] if found else None


def _files(members: Iterable[zipfile.ZipInfo]) -> dict[Key, zipfile.ZipInfo]:
    """Return the members that are named as published, by what they are about."""
    files = {}
    for member in members:
        about = named(member.filename)
        if about and about.month:
            files[Key(about.month, about.force, about.kind)] = member
    return files
