"""What a partnership promised: itself, its plans, priorities, outcomes, deliverables, actions and targets."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from cspdash.catalogue.errors import InvalidError
from cspdash.catalogue.printed import Unit, natural
from cspdash.catalogue.releases import ReleaseDay

TargetKind = Literal["at_most", "at_least", "reduce", "increase", "monitor", "to_be_confirmed", "below_comparator"]
ActionStatus = Literal["no_report", "not_started", "under_way", "done", "late", "stopped"]


@dataclass(frozen=True)
class District:
    """A local authority district, and the partnership area that covers it (they may be the same ground)."""

    area_code: str
    name: str
    partnership_code: str
    partnership_name: str


@dataclass(frozen=True)
class AcceptedMonth:
    """A month of a force that looks incomplete and is used as it is: `reason` says why it is known to be whole."""

    force: str
    month: date
    reason: str

    def __post_init__(self) -> None:
        if self.month.day != 1:
            raise InvalidError("month", "a month is written as its first day", f"Write {self.month:%Y-%m}-01")
        if not self.reason.strip():
            raise InvalidError("reason", "it does not say why the month is known to be whole", "Say why, in a sentence")


@dataclass(frozen=True)
class Force:
    """The police force. `slug` is police.uk's name for it, as in its file names."""

    slug: str
    name: str
    area_code: str


@dataclass(frozen=True)
class Partnership:
    """Whose dashboard this is. `attribution` lines are printed on every page and export; `releases` are announced.

    `hot_spots` are the indicators counted from incidents whose hot spots every release works out; none named
    means the first six that the police's months can count for localities.
    `completeness` are the months that look incomplete and are accepted as they are.
    `contact` is the role that answers for the dashboard, never a person, as the accessibility statement names it.
    """

    title: str
    short_title: str
    summary: str
    force: Force
    districts: tuple[District, ...] = field(metadata={"key": "district"})
    default_district: str = field(metadata={"refers": "district"})
    licence: str
    attribution: tuple[str, ...]
    default_plan: str = field(default="", metadata={"refers": "plan"})
    releases: tuple[ReleaseDay, ...] = field(default=(), metadata={"key": "release"})
    hot_spots: tuple[str, ...] = field(default=(), metadata={"refers": "indicator"})
    contact: str = ""
    completeness: tuple[AcceptedMonth, ...] = ()


@dataclass(frozen=True)
class Listing:
    """A named list that a plan prints beside its priorities, as what communities are concerned about."""

    title: str
    items: tuple[str, ...]
    section: str = ""


@dataclass(frozen=True)
class Outcome:
    """An end that the plan wants to reach; priorities name the outcomes they serve."""

    slug: str
    title: str
    summary: str = ""


@dataclass(frozen=True)
class Theme:
    """A subject within a priority, with the indicators that bear on it."""

    title: str
    summary: str = ""
    indicators: tuple[str, ...] = field(default=(), metadata={"refers": "indicator"})


@dataclass(frozen=True)
class Deliverable:
    """Something that the plan says will exist or be done, in the short form of its plan on a page."""

    title: str
    theme: str = ""


@dataclass(frozen=True)
class Priority:
    """One priority. `indicators` come headline first; `lead` is an organisation or role, never a person.

    `threads` name the concerns that run through several plans (alignments/threads.toml). `said` is what the plan
    reports as promised before, `achieved` what it reports as done, `commitments` what it promises now,
    `aims` what it wants by its end, `outlook` what it will look like then.
    """

    slug: str
    number: int
    title: str
    short_title: str
    summary: str
    section: str
    indicators: tuple[str, ...] = field(default=(), metadata={"refers": "indicator"})
    outcomes: tuple[str, ...] = field(default=(), metadata={"refers": "outcome"})
    threads: tuple[str, ...] = field(default=(), metadata={"refers": "thread"})
    lead: str = ""
    themes: tuple[Theme, ...] = field(default=(), metadata={"key": "theme"})
    deliverables: tuple[Deliverable, ...] = field(default=(), metadata={"key": "deliverable"})
    key_issues: tuple[str, ...] = ()
    focus: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    achieved: tuple[str, ...] = ()
    commitments: tuple[str, ...] = ()
    aims: tuple[str, ...] = ()
    outlook: tuple[str, ...] = ()
    listings: tuple[Listing, ...] = field(default=(), metadata={"key": "listing"})


@dataclass(frozen=True)
class Target:
    """What a plan wants of an indicator. Numbers are as printed; `unit` "percent" makes them shares.

    at_most and at_least need `value`. reduce and increase may give `value` or `change_percent` (printed size
    of the change). below_comparator needs `comparator` in words. monitor and to_be_confirmed take no value.
    `period` is the span the target is for, in words ("2013/14"); `by` the last day of it.
    """

    indicator: str = field(metadata={"refers": "indicator"})
    kind: TargetKind
    wording: str
    section: str
    value: float | None = None
    unit: Unit = "count"
    change_percent: float | None = None
    baseline: float | None = None
    baseline_note: str = ""
    comparator: str = ""
    area_code: str = ""
    period: str = ""
    by: date | None = None
    note: str = ""

    def __post_init__(self) -> None:
        if self.kind in ("at_most", "at_least") and self.value is None:
            raise InvalidError("kind", f"a target '{self.kind}' needs a value", "Add value = …")
        if self.kind in ("monitor", "to_be_confirmed") and self.value is not None:
            raise InvalidError("value", f"a target '{self.kind}' has no value", "Take it out, or change kind")
        if self.kind == "below_comparator" and not self.comparator:
            raise InvalidError("kind", "it has no comparator", 'Add comparator = "what it must stay below"')
        if self.change_percent is not None and self.kind not in ("reduce", "increase"):
            raise InvalidError("change_percent", f"'{self.kind}' takes none", "Use reduce or increase")

    @property
    def level(self) -> float | None:
        """The value in the indicator's own scale: a share 0 to 1 where it is printed in percent."""
        return None if self.value is None else natural(self.value, self.unit)

    @property
    def baseline_level(self) -> float | None:
        """The baseline in the indicator's own scale."""
        return None if self.baseline is None else natural(self.baseline, self.unit)


@dataclass(frozen=True)
class Action:
    """One line of the action plan, kept up to date by the partnership. `owner` is a role or organisation."""

    slug: str
    title: str
    owner: str
    priority: str = field(metadata={"refers": "priority"})
    due: date | None = None
    status: ActionStatus = "no_report"
    progress: str = ""
    updated: date | None = None
    indicators: tuple[str, ...] = field(default=(), metadata={"refers": "indicator"})
    section: str = ""
    plan: str = field(default="", metadata={"refers": "plan"})

    def __post_init__(self) -> None:
        if self.status != "no_report" and self.updated is None:
            raise InvalidError("status", "a reported status needs its date", "Add updated = 2024-06-30")


@dataclass(frozen=True)
class Plan:
    """A published plan. `document` is the name under which its printed figures are cited.

    The slug is the file's name. `period_start` and `period_end` are inclusive.
    """

    slug: str
    title: str
    short_title: str
    document: str
    publisher: str
    period_start: date
    period_end: date
    area_codes: tuple[str, ...] = field(metadata={"refers": "area"})
    vision: str
    summary: str
    outcomes: tuple[Outcome, ...] = field(default=(), metadata={"key": "outcome"})
    priorities: tuple[Priority, ...] = field(default=(), metadata={"key": "priority"})
    targets: tuple[Target, ...] = field(default=(), metadata={"key": "target"})
    listings: tuple[Listing, ...] = field(default=(), metadata={"key": "listing"})
    partners: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.priorities:
            raise InvalidError("priority", "the plan has no priorities", "Add at least one [[priority]]")
        if self.period_end < self.period_start:
            raise InvalidError("period_end", "it ends before it starts", "Mend period_start or period_end")

    def priority(self, slug: str) -> Priority:
        """Return the priority with this slug; KeyError when the plan has none such."""
        for priority in self.priorities:
            if priority.slug == slug:
                return priority
        raise KeyError(f"plan {self.slug} has no priority {slug!r}")

    def targets_for(self, indicator: str) -> tuple[Target, ...]:
        """Return the plan's targets for one indicator, in the plan's order."""
        return tuple(target for target in self.targets if target.indicator == indicator)

    @property
    def indicators(self) -> tuple[str, ...]:
        """The slugs of every indicator of its priorities, once each, in the plan's order."""
        return tuple(dict.fromkeys(slug for priority in self.priorities for slug in priority.indicators))
