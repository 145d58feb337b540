"""Files from outside into the store: what every source has in common.

A source is one module with `SOURCE` and `load()`. A file is loaded whole or refused whole;
inside a loaded file each row is kept or quarantined: rows read = rows kept + rows rejected.
"""

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal

# From so many rejected rows, and above this share, a load says so; it is still loaded, as every reject can be mended.
FEW, MANY = 10, 0.05
# Which reading of files this is, kept with each file in the ledger. Raise it in a change after which some file that
# loaded before would give other rows, values or places; what is only said or stored otherwise does not count.
PARSER = 1
Status = Literal["loaded", "unchanged", "revised", "refused"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where data come from: the name used in the store, and the words and licence shown to readers."""

    name: str
    title: str
    publisher: str
    licence: str


class RefusedFile(ValueError):
    """A file that cannot be loaded: its name, the reason, and what the user can do about it."""

    def __init__(self, file: str, reason: str, remedy: str) -> None:
        """Keep the three parts; the message joins them."""
        super().__init__(f"{file}: {reason}. {remedy}")
        self.file, self.reason, self.remedy = file, reason, remedy


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What became of one file; `rows_read = rows_kept + rows_rejected` unless it was refused.

    `bytes` is the size of the file as it came, None where there was none.
    """

    file: str
    status: Status
    sha256: str = ""
    rows_read: int = 0
    rows_kept: int = 0
    rows_rejected: int = 0
    kind: str = ""
    force: str | None = None
    month: date | None = None
    rows_added: int = 0
    rows_removed: int = 0
    rows_changed: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    counted: dict[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    bytes: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the report as plain values for `--json`."""
        plain = asdict(self)
        plain["month"] = f"{self.month:%Y-%m}" if self.month else None
        plain["notes"] = list(self.notes)
        return plain


def refused(error: RefusedFile, sha256: str = "") -> LoadReport:
    """Return the report of a refused file."""
    return LoadReport(error.file, "refused", sha256, notes=(f"{error.reason}. {error.remedy}",))


def many_rejected(rejected: int, read: int) -> list[str]:
    """Return a warning when more of a file's rows were rejected than honest damage explains, else nothing."""
    if rejected < FEW or rejected <= MANY * read:
        return []
    said = f"{rejected / read:.1%} of the rows were rejected: every count from this file is too low by about as much"
    return [f"{said}. See the reasons, and ask the source for the file again"]
