"""Words that explain: glossary, concerns that run through plans, and how plans line up with others."""

from dataclasses import dataclass, field
from typing import Literal

Level = Literal["national", "region", "force", "division", "county", "commissioner", "partnership", "local"]


@dataclass(frozen=True)
class GlossaryEntry:
    """A term and its meaning. `plans` are those that use it in a sense of their own; empty for everyone."""

    term: str
    meaning: str
    short: str = ""
    plans: tuple[str, ...] = field(default=(), metadata={"refers": "plan"})


@dataclass(frozen=True)
class Thread:
    """A concern that comes back from plan to plan under changing titles; priorities name their threads."""

    slug: str
    title: str
    summary: str = ""


@dataclass(frozen=True)
class AlignmentItem:
    """One priority of another body, and the priorities of our plan that it goes with (none is an answer)."""

    title: str
    priorities: tuple[str, ...] = field(default=(), metadata={"refers": "priority"})
    note: str = ""


@dataclass(frozen=True)
class AlignmentGroup:
    """The priorities of one body at one level, as the plan lists them."""

    level: Level
    name: str
    items: tuple[AlignmentItem, ...] = field(metadata={"key": "item"})


@dataclass(frozen=True)
class Alignment:
    """How one plan's priorities line up with those of national, force, county and local bodies."""

    slug: str
    title: str
    section: str
    groups: tuple[AlignmentGroup, ...] = field(metadata={"key": "group"})
    plan: str = field(metadata={"refers": "plan"})
    note: str = ""


@dataclass(frozen=True)
class Page:
    """A page of prose in Markdown; HTML is refused. The slug is the file's name."""

    slug: str
    text: str
