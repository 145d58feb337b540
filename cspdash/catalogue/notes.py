"""Notes and commentary: what people who know say about a date, an area or a figure, with their role and the day."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from cspdash.catalogue.errors import InvalidError
from cspdash.catalogue.measures import Break

NoteKind = Literal["recording change", "operation", "survey method", "event", "other"]
LONGEST = 600
MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[a-zA-Z]{2,}")
TELEPHONE = re.compile(r"(?:\+?\d[\s().-]?){9,}")


def check_text(key: str, text: str) -> None:
    """Raise InvalidError for a text that is empty, long, or holds an e-mail address or telephone number."""
    if not text.strip():
        raise InvalidError(key, "it is empty", "Say what happened in a sentence")
    if len(text) > LONGEST:
        raise InvalidError(key, f"it has {len(text)} characters, {LONGEST} are allowed", "Say it in fewer words")
    if MAIL.search(text) or TELEPHONE.search(text):
        reason = "it holds an e-mail address or telephone number"
        raise InvalidError(key, reason, "Leave it out: no person's address or number enters the product")


@dataclass(frozen=True)
class Note:
    """Something dated that happened in an area or to an indicator; drawn as a numbered line on charts.

    Without `indicators` it is on every chart of its areas, without `areas` on every area's. `role` is the author's,
    never a name. Only a note that is marked `public` reaches the public edition.
    """

    kind: NoteKind
    starts: date
    text: str
    role: str
    written: date
    until: date | None = None
    indicators: tuple[str, ...] = field(default=(), metadata={"refers": "indicator"})
    areas: tuple[str, ...] = ()
    public: bool = False

    def __post_init__(self) -> None:
        check_text("text", self.text)
        check_text("role", self.role)
        if self.until and self.until < self.starts:
            raise InvalidError("until", "it ends before it starts", "Mend starts or until")

    def as_break(self) -> Break:
        """Return the note as a line on a chart; it changes no limits and bridges nothing."""
        return Break(
            slug=f"note-{self.starts}", title=self.kind.capitalize(), starts=self.starts.replace(day=1),
            reason=f"{self.text} ({self.role}, {day_words(self.written)})", evidence="", author_role=self.role,
            until=self.until, indicators=self.indicators, areas=self.areas,
        )  # fmt: skip


@dataclass(frozen=True)
class Commentary:
    """A short comment on an indicator in an area and period, by a role, on a day."""

    indicator: str = field(metadata={"refers": "indicator"})
    area: str
    period_start: date
    period_end: date
    text: str
    role: str
    written: date
    public: bool = False

    def __post_init__(self) -> None:
        check_text("text", self.text)
        check_text("role", self.role)
        if self.period_end < self.period_start:
            raise InvalidError("period_end", "it ends before it starts", "Mend period_start or period_end")


@dataclass(frozen=True)
class NoteFile:
    """notes.toml: notes and commentary that are kept with the content."""

    notes: tuple[Note, ...] = field(default=(), metadata={"key": "note"})
    commentaries: tuple[Commentary, ...] = field(default=(), metadata={"key": "commentary"})


def day_words(day: date) -> str:
    """Return a day in words: 3 March 2026."""
    return f"{day.day} {day:%B %Y}"
