"""What is asked of a fetch, and what it did."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

KINDS = ("street", "outcomes")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to fetch: forces by data.police.uk id (none: every force), first and last month, kinds of file.

    A month left open is the newest archive's first or last.
    """

    forces: Sequence[str]
    first: date | None = None
    last: date | None = None
    kinds: Sequence[str] = KINDS


@dataclass(frozen=True, slots=True)
class FetchedFile:
    """A wanted file on the disk: its archive, its size in bytes, and whether this run fetched it."""

    path: Path
    archive: str
    size: int
    fetched: bool

    @property
    def status(self) -> str:
        """The word for it in `--json`."""
        return "fetched" if self.fetched else "held"


@dataclass(frozen=True, slots=True)
class Missing:
    """A wanted file that no archive has; force `all` when every force was wanted."""

    force: str
    month: date
    kind: str


@dataclass(slots=True)
class Fetched:
    """What a fetch did: files on the disk, files in no archive, what else to say, and what it cost."""

    files: list[FetchedFile] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    requests: int = 0
    received: int = 0

    @property
    def paths(self) -> list[Path]:
        """The wanted files on the disk, in the order of their names."""
        return [file.path for file in self.files]

    def as_json(self) -> dict[str, Any]:
        """Return the result as plain values for `--json`."""
        return {
            "fetched": [
                {"file": str(file.path), "archive": file.archive, "bytes": file.size, "status": file.status}
                for file in self.files
            ],
            "missing": [{"force": gap.force, "month": f"{gap.month:%Y-%m}", "kind": gap.kind} for gap in self.missing],
            "requests": self.requests,
            "bytes_received": self.received,
        }
