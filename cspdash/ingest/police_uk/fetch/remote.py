"""A file on a server that can be read in parts: what zipfile needs to open an archive without downloading it."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from cspdash.ingest.police_uk.fetch.client import Client

# The end of an archive holds its list of members: half a megabyte for three years of all forces.
TAIL = 64 << 10
AHEAD = 16 << 10
MOST_AT_ONCE = 8 << 20
# Two wanted stretches with less than this between them are asked for in one request.
SMALL_GAP = 64 << 10


@dataclass(frozen=True, slots=True)
class _Window:
    start: int
    data: memoryview

    @property
    def stop(self) -> int:
        return self.start + len(self.data)


class RemoteFile(io.RawIOBase):
    """A read-only, seekable file over HTTP Range requests; reads ahead to the end of an expected stretch."""

    def __init__(self, client: Client, url: str, size: int, validator: str | None) -> None:
        self.client, self.url, self.size, self.validator = client, url, size, validator
        self._at = 0
        self._stretches: list[tuple[int, int]] = []
        self._windows: list[_Window] = []

    def expect(self, stretches: Sequence[tuple[int, int]]) -> None:
        """Announce the byte stretches (start, stop) that will be read; close ones become one."""
        joined: list[tuple[int, int]] = []
        for start, stop in sorted(stretches):
            if joined and start - joined[-1][1] <= SMALL_GAP:
                joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
            else:
                joined.append((start, stop))
        self._stretches = joined

    def forget(self) -> None:
        """Drop what was read ahead, so that it is asked for again."""
        self._windows = []

    def readable(self) -> bool:
        """Say that the file can be read."""
        return True

    def seekable(self) -> bool:
        """Say that the file can be read from any place."""
        return True

    def tell(self) -> int:
        """Return the place of the next byte."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place, counted from the start, from here or from the end."""
        origin = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self.size}[whence]
        if origin + offset < 0:
            raise OSError("a place before the start of the archive")
        self._at = origin + offset
        return self._at

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        """Fill the buffer from here on; less only at the end of the file."""
        target = memoryview(buffer).cast("B")
        wanted = min(len(target), max(self.size - self._at, 0))
        done = 0
        while done < wanted:
            window = self._window(self._at, wanted - done)
            part = window.data[self._at - window.start :][: wanted - done]
            target[done : done + len(part)] = part
            done += len(part)
            self._at += len(part)
        return done

    def _window(self, at: int, need: int) -> _Window:
        """Return bytes held that include the place `at`, asking for them when they are not held."""
        for window in self._windows:
            if window.start <= at < window.stop:
                return window
        start, stop = self._span(at, need)
        data = self.client.read(self.url, start, stop, self.size, self.validator)
        fresh = _Window(start, memoryview(data))
        # Two are enough: the end of the archive while its members are listed, and the stretch being read.
        self._windows = [fresh, *self._windows[:1]]
        return fresh

    def _span(self, at: int, need: int) -> tuple[int, int]:
        """Return which bytes to ask for when those at `at` are not held."""
        if not self._stretches and at >= self.size - TAIL:
            return max(self.size - TAIL, 0), self.size
        ends = [end for begin, end in self._stretches if begin <= at < end]
        stop = ends[0] if ends else at + max(need, AHEAD)
        return at, min(stop, at + MOST_AT_ONCE, self.size)
