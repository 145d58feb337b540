"""The recorded figures printed in the plans that the demonstration must agree with (targets.toml)."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cspdash.catalogue.errors import InvalidError
from cspdash.catalogue.reader import build, read_toml

TARGETS = Path(__file__).with_name("targets.toml")


@dataclass(frozen=True)
class Total:
    """A printed number of rows: of a district and category, from month `first` to month `last`.

    An empty category is all recorded crime, which leaves anti-social behaviour out. `total` is exact;
    without it `at_least` and `at_most` say what the printed words allow.
    """

    document: str
    section: str
    printed: str
    district: str
    first: date
    last: date
    category: str = ""
    total: int | None = None
    at_least: int = 0
    at_most: int = 0
    note: str = ""

    def __post_init__(self) -> None:
        if self.total is None and not 0 < self.at_least <= self.at_most:
            raise InvalidError("total", "there is no number", "Add total = …, or at_least and at_most")

    def allowed(self) -> tuple[int, int]:
        """Return the smallest and the largest number of rows that agree with the figure."""
        return (self.at_least, self.at_most) if self.total is None else (self.total, self.total)


@dataclass(frozen=True)
class Change:
    """A printed percentage change of all recorded crime in a district between two spans of months."""

    document: str
    section: str
    printed: str
    district: str
    first_before: date
    last_before: date
    first_after: date
    last_after: date
    percent: int
    note: str = ""


@dataclass(frozen=True)
class LeftOut:
    """A printed figure that rows of police.uk cannot meet, and why."""

    document: str
    section: str
    printed: str
    reason: str


@dataclass(frozen=True)
class Targets:
    """Everything in targets.toml."""

    total: tuple[Total, ...]
    change: tuple[Change, ...]
    left_out: tuple[LeftOut, ...]


def read_targets(file: Path = TARGETS) -> Targets:
    """Return the targets of a file; ContentError names the file and line of anything that is wrong."""
    tables, where = read_toml(file)
    return build(Targets, tables, where, {})
