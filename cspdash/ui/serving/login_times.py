"""When logins were used or ended, in a folder: replicas on one machine know of each other's sign-outs.

A single server keeps these times in its memory. A file has a login's digest for its name and the time for its time of
change, and nothing in it.
"""

import os
from collections.abc import Iterator, MutableMapping
from pathlib import Path


class LoginTimes(MutableMapping[str, float]):
    """Times by a login's digest (64 hexadecimal digits); `kind` keeps several sorts of times in a folder apart."""

    def __init__(self, folder: Path, kind: str) -> None:
        self.folder, self.kind = folder, kind

    def path(self, digest: str) -> Path:
        """Return the file of a login."""
        return self.folder / f"{digest}.{self.kind}"

    def __getitem__(self, digest: str) -> float:
        try:
            return self.path(digest).stat().st_mtime
        except FileNotFoundError:
            raise KeyError(digest) from None

    def __setitem__(self, digest: str, at: float) -> None:
        path = self.path(digest)
        path.touch(mode=0o600)
        os.utime(path, (at, at))

    def __delitem__(self, digest: str) -> None:
        try:
            self.path(digest).unlink()
        except FileNotFoundError:
            raise KeyError(digest) from None

    def __iter__(self) -> Iterator[str]:
        return iter([path.stem for path in self.folder.glob(f"*.{self.kind}")])

    def __len__(self) -> int:
        return sum(1 for _ in self)
