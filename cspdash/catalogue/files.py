"""What each kind of content file may hold at its top level: the same dataclass rule, one floor up."""

from dataclasses import dataclass, field
from datetime import date

from cspdash.catalogue.measures import Break, Category, Indicator
from cspdash.catalogue.plans import Action
from cspdash.catalogue.printed import Claim, Intervention, PrintedFigure
from cspdash.catalogue.surveys import SurveyPair, SurveyQuestion
from cspdash.catalogue.words import Alignment, GlossaryEntry, Thread

DEFAULTS = ("source", "owner", "geography", "checked_by", "next_review", "frequency", "file")


@dataclass(frozen=True)
class IndicatorDefaults:
    """What the indicators of one file share, said once. Never polarity or disclosure class."""

    source: str = ""
    owner: str = ""
    geography: str = ""
    checked_by: str = ""
    next_review: date | None = None
    frequency: str = ""
    file: str = ""


@dataclass(frozen=True)
class IndicatorFile:
    """indicators/*.toml."""

    indicators: tuple[Indicator, ...] = field(metadata={"key": "indicator"})
    default: IndicatorDefaults | None = None


@dataclass(frozen=True)
class FigureFile:
    """figures/<plan>.toml: every figure takes the file's plan, and its document unless it names another."""

    figures: tuple[PrintedFigure, ...] = field(metadata={"key": "figure"})
    document: str = ""


@dataclass(frozen=True)
class ClaimFile:
    """claims/*.toml."""

    claims: tuple[Claim, ...] = field(metadata={"key": "claim"})


@dataclass(frozen=True)
class InterventionFile:
    """interventions/*.toml."""

    interventions: tuple[Intervention, ...] = field(metadata={"key": "intervention"})


@dataclass(frozen=True)
class ActionFile:
    """actions/<plan>.toml: the action plan that the partnership keeps up to date."""

    actions: tuple[Action, ...] = field(metadata={"key": "action"})


@dataclass(frozen=True)
class SurveyFile:
    """surveys/*.toml: what is asked, and what it is set beside."""

    questions: tuple[SurveyQuestion, ...] = field(default=(), metadata={"key": "question"})
    pairs: tuple[SurveyPair, ...] = field(default=(), metadata={"key": "pair"})


@dataclass(frozen=True)
class CategoryFile:
    """categories.toml."""

    categories: tuple[Category, ...] = field(metadata={"key": "category"})


@dataclass(frozen=True)
class BreakFile:
    """breaks.toml."""

    breaks: tuple[Break, ...] = field(metadata={"key": "break"})


@dataclass(frozen=True)
class GlossaryFile:
    """glossary.toml."""

    entries: tuple[GlossaryEntry, ...] = field(metadata={"key": "entry"})


@dataclass(frozen=True)
class AlignmentFile:
    """alignments/*.toml: the threads that run through plans, and each plan's matrix."""

    threads: tuple[Thread, ...] = field(default=(), metadata={"key": "thread"})
    alignments: tuple[Alignment, ...] = field(default=(), metadata={"key": "alignment"})
