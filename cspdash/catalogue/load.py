"""Load a content folder: every file read strictly, every reference followed, every problem reported."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from cspdash.catalogue import files
from cspdash.catalogue.contents import Catalogue
from cspdash.catalogue.errors import ContentError, Problem
from cspdash.catalogue.links import problems_in
from cspdash.catalogue.mappings import Mapping
from cspdash.catalogue.notes import NoteFile
from cspdash.catalogue.peers import PeerFile
from cspdash.catalogue.plans import Action, Partnership, Plan
from cspdash.catalogue.printed import Claim, PrintedFigure
from cspdash.catalogue.reader import Origins, Where, build, read_toml
from cspdash.catalogue.surveys import SurveyPair, SurveyQuestion
from cspdash.catalogue.words import Page

SHIPPED = Path(__file__).resolve().parent.parent / "content"
ELSEWHERE = ("template",)  # read by write_new_partnership, not part of a catalogue
HTML = re.compile(r"</?[A-Za-z][^>]*>|<!--")
Schema = TypeVar("Schema")


class _Shelf:
    """Reads the files of one folder, and remembers what was wrong and where each object stood."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.origins: Origins = {}
        self.seen: set[Path] = set()

    def read(self, file: Path, schema: type[Schema]) -> Schema | None:
        """Return one file as its schema, or None when it is missing or wrong."""
        if not file.is_file():
            return None
        self.seen.add(file)
        try:
            table, where = read_toml(file)
            if schema in (Plan, Mapping):
                table = self._with_slug(table, where)
            if schema is files.IndicatorFile:
                table = _with_defaults(table)
            return build(schema, table, where, self.origins)
        except ContentError as error:
            self.problems += error.problems
            return None

    def each(self, name: str, schema: type[Schema]) -> Iterator[tuple[str, Schema]]:
        """Yield each file of a folder, sorted, with its stem."""
        for file in sorted((self.folder / name).glob("*.toml")):
            held = self.read(file, schema)
            if held is not None:
                yield file.stem, held

    def own_or_shipped(self, name: str, schema: type[Schema]) -> Schema | None:
        """Return a file of facts that hold everywhere: the folder's own, else the one that ships."""
        own = self.folder / name
        return self.read(own if own.is_file() or self.folder == SHIPPED else SHIPPED / name, schema)

    def moved(self, thing: Schema, **changes: Any) -> Schema:
        """Return a copy with some fields filled in, standing where the original stood."""
        where = self.origins[id(thing)][1]
        copy: Schema = replace(thing, **changes)  # type: ignore[type-var]
        self.origins[id(copy)] = (copy, where)
        return copy

    def _with_slug(self, table: dict[str, object], where: Where) -> dict[str, object]:
        slug = where.file.stem
        if table.get("slug", slug) != slug:
            raise where.at("slug").error(f"the slug is not the file's name '{slug}'", "Take the line out")
        return {"slug": slug, **table}


def _with_defaults(table: dict[str, object]) -> dict[str, object]:
    """Return an indicator file's tables with its [default] filled in where an indicator is silent."""
    shared, indicators = table.get("default"), table.get("indicator")
    if not isinstance(shared, dict) or not isinstance(indicators, list):
        return table
    allowed = {key: value for key, value in shared.items() if key in files.DEFAULTS}
    filled = [{**allowed, **one} if isinstance(one, dict) else one for one in indicators]
    return {**table, "indicator": filled}


def _pages(shelf: _Shelf) -> tuple[Page, ...]:
    pages = []
    for file in sorted((shelf.folder / "pages").glob("*.md")):
        text = file.read_text(encoding="utf-8")
        found = HTML.search(text)
        if found:
            line = text[: found.start()].count("\n") + 1
            reason = f"HTML is not allowed in a page ({found[0]})"
            shelf.problems.append(Problem(file, line, reason, "Write it in Markdown"))
        pages.append(Page(file.stem, text))
    return tuple(pages)


def _general(things: tuple[Schema, ...], shelf: _Shelf, name: str, key: str) -> tuple[Schema, ...]:
    """Drop what is tied to our own places or plans when a folder borrows a file that ships."""
    borrowed = not (shelf.folder / name).is_file()
    return tuple(t for t in things if not (borrowed and getattr(t, key)))


def _figures(shelf: _Shelf, plans: tuple[Plan, ...]) -> tuple[PrintedFigure, ...]:
    documents = {plan.slug: plan.document for plan in plans}
    return tuple(
        shelf.moved(f, plan=slug, document=f.document or held.document or documents.get(slug, slug))
        for slug, held in shelf.each("figures", files.FigureFile)
        for f in held.figures
    )


def _claims(shelf: _Shelf, plans: tuple[Plan, ...]) -> tuple[Claim, ...]:
    documents = {plan.slug: plan.document for plan in plans}
    return tuple(
        shelf.moved(c, document=c.document or documents.get(c.plan, c.plan))
        for _, held in shelf.each("claims", files.ClaimFile)
        for c in held.claims
    )


def _surveys(shelf: _Shelf, plans: tuple[Plan, ...]) -> tuple[tuple[SurveyQuestion, ...], tuple[SurveyPair, ...]]:
    documents = {plan.slug: plan.document for plan in plans}

    def cited(question: SurveyQuestion) -> SurveyQuestion:
        waves = (shelf.moved(w, document=w.document or documents.get(w.plan, w.plan)) for w in question.waves)
        return shelf.moved(question, waves=tuple(waves))

    held = [file for _, file in shelf.each("surveys", files.SurveyFile)]
    questions = tuple(cited(question) for file in held for question in file.questions)
    return questions, tuple(pair for file in held for pair in file.pairs)


def _actions(shelf: _Shelf) -> tuple[Action, ...]:
    return tuple(
        shelf.moved(action, plan=slug)
        for slug, held in shelf.each("actions", files.ActionFile)
        for action in held.actions
    )


def _all(shelf: _Shelf, name: str, schema: type[Any], attribute: str) -> tuple[Any, ...]:
    return tuple(thing for _, held in shelf.each(name, schema) for thing in getattr(held, attribute))


def _gather(shelf: _Shelf, partnership: Partnership) -> Catalogue:
    held = (plan for _, plan in shelf.each("plans", Plan))
    plans = tuple(sorted(held, key=lambda plan: (plan.period_start, plan.slug), reverse=True))
    known = shelf.own_or_shipped("categories.toml", files.CategoryFile)
    breaks = shelf.own_or_shipped("breaks.toml", files.BreakFile)
    glossary = shelf.own_or_shipped("glossary.toml", files.GlossaryFile)
    questions, pairs = _surveys(shelf, plans)
    # Peers are never borrowed from the content that ships: they are of its own districts.
    peers = shelf.read(shelf.folder / "peers.toml", PeerFile)
    notes = shelf.read(shelf.folder / "notes.toml", NoteFile)
    return Catalogue(
        folder=shelf.folder,
        partnership=partnership,
        plans=plans,
        indicators=_all(shelf, "indicators", files.IndicatorFile, "indicators"),
        categories=known.categories if known else (),
        breaks=_general(breaks.breaks, shelf, "breaks.toml", "areas") if breaks else (),
        figures=_figures(shelf, plans),
        claims=_claims(shelf, plans),
        interventions=_all(shelf, "interventions", files.InterventionFile, "interventions"),
        actions=_actions(shelf),
        questions=questions,
        pairs=pairs,
        glossary=_general(glossary.entries, shelf, "glossary.toml", "plans") if glossary else (),
        threads=_all(shelf, "alignments", files.AlignmentFile, "threads"),
        alignments=_all(shelf, "alignments", files.AlignmentFile, "alignments"),
        pages=_pages(shelf),
        mappings=tuple(mapping for _, mapping in shelf.each("mappings", Mapping)),
        peer_groups=peers.groups if peers else (),
        notes=notes.notes if notes else (),
        commentaries=notes.commentaries if notes else (),
    )


def _strays(shelf: _Shelf) -> Iterator[Problem]:
    for file in sorted(shelf.folder.rglob("*.toml")):
        place = file.relative_to(shelf.folder)
        if file not in shelf.seen and place.parts[0] not in ELSEWHERE:
            yield Problem(file, 1, f"nothing reads a file at {place}", "Move it to the folder of its kind")


def load(folder: Path) -> Catalogue:
    """Return the catalogue of a content folder.

    Raises ContentError, with every problem found, when anything in it is unknown, missing, of the wrong
    type, named twice, or refers to what does not exist. Where the folder has no categories.toml,
    breaks.toml or glossary.toml, those that ship are used, without what is tied to a place or plan.
    """
    folder = folder.resolve()
    shelf = _Shelf(folder)
    file = folder / "partnership.toml"
    if not file.is_file():
        remedy = "Write one, or start a folder with the command new-partnership"
        raise ContentError((Problem(file, 1, "there is no partnership.toml here", remedy),))
    partnership = shelf.read(file, Partnership)
    if partnership is None:
        raise ContentError(tuple(shelf.problems))
    catalogue = _gather(shelf, partnership)
    shelf.problems += _strays(shelf)
    if not shelf.problems and not catalogue.plans:
        reason = "the partnership has no plan"
        shelf.problems.append(Problem(folder / "plans", 1, reason, "Add plans/<name>.toml"))
    if not shelf.problems:
        shelf.problems += problems_in(catalogue, shelf.origins)
    if shelf.problems:
        raise ContentError(tuple(shelf.problems))
    return catalogue
