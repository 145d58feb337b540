"""A small server on this machine in the place of data.police.uk: archives with or without Range, and its bad days."""

import io
import random
import re
import threading
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal

from tests.making import OUTCOMES, month_rows, outcome_row, police_csv

RANGE = re.compile(r"^bytes=(\d+)-(\d*)$")


@dataclass(frozen=True)
class Asked:
    """One request: path, the Range asked for, User-Agent, the status answered, bytes of body sent."""

    path: str
    span: str | None
    agent: str
    status: int
    sent: int


@dataclass(frozen=True)
class Fault:
    """A bad day: a status in place of the answer, a body that ends after some bytes or goes on, or a spoilt one."""

    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    cut_after: int | None = None
    spoilt: bool = False
    more: bytes = b""


class PoliceServer(ThreadingHTTPServer):
    """Serves `files` by path; `ranges` says whether parts are served: all, only open-ended ones, or none."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.files: dict[str, bytes] = {}
        self.redirects: dict[str, str] = {}
        self.faults: list[tuple[str, Fault]] = []
        self.ranges: Literal["all", "open", "none"] = "all"
        self.asked: list[Asked] = []

    @property
    def base(self) -> str:
        """The base address, as CSPDASH_POLICE_URL would give it."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def add(self, name: str, archive: bytes) -> None:
        """Serve an archive by its name, such as 2024-01."""
        self.files[f"/data/archive/{name}.zip"] = archive

    def fail(self, part: str, *faults: Fault) -> None:
        """Meet the next requests whose path has `part` with these faults, one each."""
        self.faults += [(part, fault) for fault in faults]

    def fault_for(self, path: str) -> Fault | None:
        """Take the first fault that waits for a path."""
        for index, (part, fault) in enumerate(self.faults):
            if part in path:
                del self.faults[index]
                return fault
        return None

    def zips(self) -> list[Asked]:
        """The requests for archives."""
        return [asked for asked in self.asked if asked.path.endswith(".zip")]


class _Handler(BaseHTTPRequestHandler):
    server: PoliceServer

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test's output quiet."""

    def do_GET(self) -> None:
        fault = self.server.fault_for(self.path) or Fault()
        if fault.status:
            self.answer(fault.status, b"busy", fault.headers)
        elif self.path in self.server.redirects:
            self.answer(302, b"", {"Location": self.server.redirects[self.path]})
        elif self.path in self.server.files:
            self.serve(self.server.files[self.path], fault)
        else:
            self.answer(404, b"not found", {})

    def serve(self, whole: bytes, fault: Fault) -> None:
        data = bytes(255 - byte for byte in whole) if fault.spoilt else whole
        tag = etag(whole)
        headers = {"ETag": tag, "Content-Type": "application/zip" if data[:2] == b"PK" else "text/html"}
        found = RANGE.match(self.headers.get("Range") or "")
        served = self.server.ranges == "all" or (self.server.ranges == "open" and found and not found[2])
        if found and served and self.headers.get("If-Range", tag) == tag:
            start, stop = int(found[1]), min(int(found[2] or len(data)) + 1, len(data))
            headers["Content-Range"] = f"bytes {start}-{stop - 1}/{len(data)}"
            self.answer(206, data[start:stop] + fault.more, headers, fault.cut_after)
        else:
            self.answer(200, data, headers, fault.cut_after)

    def answer(self, status: int, body: bytes, headers: Mapping[str, str], cut_after: int | None = None) -> None:
        sent = body if cut_after is None else body[:cut_after]
        span, agent = self.headers.get("Range"), self.headers.get("User-Agent", "")
        self.server.asked.append(Asked(self.path, span, agent, status, len(sent)))
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        with suppress(ConnectionError):
            self.wfile.write(sent)


@lru_cache(maxsize=8)
def etag(data: bytes) -> str:
    """Return what the server tells a version of a file by."""
    return f'"{md5(data, usedforsecurity=False).hexdigest()}"'


@contextmanager
def serving() -> Iterator[PoliceServer]:
    """Run a server until the block ends."""
    server = PoliceServer()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def zipped(members: Mapping[str, bytes]) -> bytes:
    """Return a zip archive of some members, packed as the site packs them."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def street(month: date, rows: int | None = None) -> bytes:
    """Return one made-up month of street rows as a file."""
    return police_csv(month_rows(month)[:rows])


def archive_files(months: Iterable[date], force: str = "durham", others: int = 0) -> dict[str, bytes]:
    """Return the files of an archive: street and outcomes of a force, and big files of other forces between them."""
    noise = random.Random(2026)
    files = {}
    for month in months:
        text = f"{month:%Y-%m}"
        for other in range(others):
            files[f"{text}/{text}-a-force-{chr(97 + other)}-street.csv"] = noise.randbytes(150_000)
        outcomes = police_csv([outcome_row(month=text)], OUTCOMES)
        files[f"{text}/{text}-{force}-outcomes.csv"] = outcomes
        files[f"{text}/{text}-{force}-stop-and-search.csv"] = b"Type,Date\r\n"
        files[f"{text}/{text}-{force}-street.csv"] = street(month)
        for other in range(others):
            files[f"{text}/{text}-z-force-{chr(97 + other)}-street.csv"] = noise.randbytes(150_000)
    return files
