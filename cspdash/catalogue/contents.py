"""The catalogue: everything that a content folder says, loaded and checked, and how to ask it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol, TypeVar

from cspdash.catalogue.mappings import Mapping
from cspdash.catalogue.measures import Break, Category, Indicator
from cspdash.catalogue.notes import Commentary, Note
from cspdash.catalogue.peers import PeerGroup
from cspdash.catalogue.plans import Action, District, Partnership, Plan, Priority
from cspdash.catalogue.printed import Claim, Intervention, PrintedFigure
from cspdash.catalogue.surveys import SurveyPair, SurveyQuestion
from cspdash.catalogue.words import Alignment, GlossaryEntry, Page, Thread


class _HasSlug(Protocol):
    @property
    def slug(self) -> str: ...


Slugged = TypeVar("Slugged", bound=_HasSlug)


def _find(things: Iterable[Slugged], slug: str, noun: str) -> Slugged:
    for thing in things:
        if thing.slug == slug:
            return thing
    raise KeyError(f"no {noun} has the slug {slug!r}")


def _indicators_of(what: Note | Commentary) -> tuple[str, ...]:
    return what.indicators if isinstance(what, Note) else (what.indicator,)


@dataclass(frozen=True)
class Catalogue:
    """A partnership's whole content. Plans stand newest first; everything else in the order of its files."""

    folder: Path
    partnership: Partnership
    plans: tuple[Plan, ...]
    indicators: tuple[Indicator, ...]
    categories: tuple[Category, ...]
    breaks: tuple[Break, ...] = ()
    figures: tuple[PrintedFigure, ...] = ()
    claims: tuple[Claim, ...] = ()
    interventions: tuple[Intervention, ...] = ()
    actions: tuple[Action, ...] = ()
    questions: tuple[SurveyQuestion, ...] = ()
    pairs: tuple[SurveyPair, ...] = ()
    glossary: tuple[GlossaryEntry, ...] = ()
    threads: tuple[Thread, ...] = ()
    alignments: tuple[Alignment, ...] = ()
    pages: tuple[Page, ...] = ()
    mappings: tuple[Mapping, ...] = ()
    peer_groups: tuple[PeerGroup, ...] = ()
    notes: tuple[Note, ...] = ()
    commentaries: tuple[Commentary, ...] = ()

    @property
    def default_plan(self) -> Plan:
        """The plan that partnership.toml names, else the newest."""
        chosen = self.partnership.default_plan
        return self.plan(chosen) if chosen else self.plans[0]

    @property
    def default_district(self) -> District:
        """The district that is shown first."""
        wanted = self.partnership.default_district
        return next(d for d in self.partnership.districts if d.area_code == wanted)

    def plan(self, slug: str) -> Plan:
        """Return the plan with this slug, or raise KeyError."""
        return _find(self.plans, slug, "plan")

    def indicator(self, slug: str) -> Indicator:
        """Return the indicator with this slug, or raise KeyError."""
        return _find(self.indicators, slug, "indicator")

    def intervention(self, slug: str) -> Intervention:
        """Return the intervention with this slug, or raise KeyError."""
        return _find(self.interventions, slug, "intervention")

    def claim(self, slug: str) -> Claim:
        """Return the printed claim with this slug, or raise KeyError."""
        return _find(self.claims, slug, "claim")

    def question(self, survey: str, question: str) -> SurveyQuestion | None:
        """Return a survey question, or None when the content does not describe it."""
        return next((asked for asked in self.questions if asked.key == (survey, question)), None)

    def pair(self, slug: str) -> SurveyPair:
        """Return the pair of question and indicators with this slug, or raise KeyError."""
        return _find(self.pairs, slug, "pair")

    def page(self, slug: str) -> Page:
        """Return the page of prose with this slug, or raise KeyError."""
        return _find(self.pages, slug, "page")

    def mapping(self, slug: str) -> Mapping:
        """Return the mapping of event extracts with this slug, or raise KeyError."""
        return _find(self.mappings, slug, "mapping")

    def peer_group(self, slug: str) -> PeerGroup:
        """Return the peer group with this slug, or raise KeyError."""
        return _find(self.peer_groups, slug, "peer group")

    def category(self, name: str) -> Category:
        """Return the category with this recorded name, or raise KeyError."""
        for category in self.categories:
            if category.name == name:
                return category
        raise KeyError(f"no category is recorded as {name!r}")

    def district(self, area_code: str) -> District:
        """Return the district with this ONS code, or raise KeyError."""
        for district in self.partnership.districts:
            if district.area_code == area_code:
                return district
        raise KeyError(f"no district has the code {area_code!r}")

    def indicators_of(self, priority: Priority) -> tuple[Indicator, ...]:
        """Return a priority's indicators, headline first."""
        return tuple(self.indicator(slug) for slug in priority.indicators)

    def figures_of(self, indicator: str = "", plan: str = "") -> tuple[PrintedFigure, ...]:
        """Return the printed figures of an indicator, of a plan, or of both."""
        return tuple(
            figure
            for figure in self.figures
            if (not indicator or figure.indicator == indicator) and (not plan or figure.plan == plan)
        )

    def claims_of(self, plan: str) -> tuple[Claim, ...]:
        """Return the printed claims of a plan."""
        return tuple(claim for claim in self.claims if claim.plan == plan)

    def actions_of(self, plan: str, priority: str = "") -> tuple[Action, ...]:
        """Return a plan's action plan, or the part of it under one priority."""
        return tuple(a for a in self.actions if a.plan == plan and priority in ("", a.priority))

    def interventions_of(self, plan: str, priority: Priority) -> tuple[Intervention, ...]:
        """Return the interventions that touch a priority: that name it, or count what it counts."""
        return tuple(
            i
            for i in self.interventions
            if (i.plan == plan and priority.slug in i.priorities) or set(i.indicators) & set(priority.indicators)
        )

    def lies_in(self, area_code: str) -> tuple[str, ...]:
        """Return a district's own code with its partnership's and the force's; of another area, its own."""
        for district in self.partnership.districts:
            if area_code == district.area_code:
                return (area_code, district.partnership_code, self.partnership.force.area_code)
        return (area_code,)

    def breaks_of(self, indicator: str, area_codes: tuple[str, ...] = (), level: str = "") -> tuple[Break, ...]:
        """Return the series breaks of an indicator, oldest first.

        `area_codes` are the area shown and those that it lies in (a district's are known here); empty asks
        for every area's. `level` is that of the area shown; empty asks for every level's.
        """
        wanted = self.indicator(indicator)
        codes = tuple(code for area in area_codes for code in self.lies_in(area))
        found = (b for b in self.breaks if b.touches(wanted, codes) and (not level or b.seen_at(level)))
        return tuple(sorted(found, key=lambda b: b.starts))

    def notes_of(self, indicator: str, area_codes: tuple[str, ...] = (), level: str = "") -> tuple[Break, ...]:
        """Return the notes on an indicator in an area as lines for a chart, oldest first; arguments as breaks_of's."""
        wanted = self.indicator(indicator)
        codes = tuple(code for area in area_codes for code in self.lies_in(area))
        lines = [note.as_break() for note in self.notes]
        found = (line for line in lines if line.touches_note(wanted, codes) and (not level or line.seen_at(level)))
        return tuple(sorted(found, key=lambda line: line.starts))

    def commentary_of(self, indicator: str, area_codes: tuple[str, ...]) -> tuple[Commentary, ...]:
        """Return the commentary on an indicator in one of some areas, newest period first."""
        found = [one for one in self.commentaries if one.indicator == indicator and one.area in area_codes]
        return tuple(sorted(found, key=lambda one: (one.period_end, one.written), reverse=True))

    def with_notes(self, notes: Iterable[Note | Commentary]) -> "Catalogue":
        """Return the same content with notes and commentary from elsewhere added; those on what is unknown are left."""
        known = {one.slug for one in self.indicators}
        held = [
            one for one in notes if {*getattr(one, "indicators", ()), getattr(one, "indicator", None)} - {None} <= known
        ]
        return replace(
            self,
            notes=(*self.notes, *(one for one in held if isinstance(one, Note))),
            commentaries=(*self.commentaries, *(one for one in held if isinstance(one, Commentary))),
        )

    def plans_with(self, indicator: str) -> tuple[Plan, ...]:
        """Return the plans that measure themselves by an indicator, newest first."""
        return tuple(plan for plan in self.plans if indicator in plan.indicators)
