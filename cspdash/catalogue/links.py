"""Check what only the whole folder can tell: every slug that is referred to exists, and none exists twice.

Which field refers to what is said once, in the dataclasses (`refers` in a field's metadata).
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from cspdash.catalogue.contents import Catalogue
from cspdash.catalogue.errors import Problem
from cspdash.catalogue.plans import Plan
from cspdash.catalogue.reader import Origins, Where, did_you_mean, key_of
from cspdash.catalogue.surveys import ContextQuestion, SurveyPair

IN_EVERY_PLAN = (
    "plans",
    "indicators",
    "interventions",
    "claims",
    "breaks",
    "pairs",
    "threads",
    "alignments",
    "mappings",
    "peer_groups",
)


def _known(catalogue: Catalogue) -> dict[str, list[str]]:
    partnership = catalogue.partnership
    districts = [d.area_code for d in partnership.districts]
    partnerships = [d.partnership_code for d in partnership.districts]
    return {
        "plan": [p.slug for p in catalogue.plans],
        "indicator": [i.slug for i in catalogue.indicators],
        "category": [c.name for c in catalogue.categories],
        "claim": [c.slug for c in catalogue.claims],
        "thread": [t.slug for t in catalogue.threads],
        "district": districts,
        "area": [*districts, *partnerships, partnership.force.area_code],
    }


def _known_in(plan: Plan) -> dict[str, list[str]]:
    return {"priority": [p.slug for p in plan.priorities], "outcome": [o.slug for o in plan.outcomes]}


def _references(thing: Any, known: Mapping[str, list[str]], where: Where | None) -> Iterator[Problem]:
    """Yield a problem for each reference of one object that leads nowhere."""
    for spec in fields(thing):
        kind = spec.metadata.get("refers", "")
        value = getattr(thing, spec.name)
        for slug in (value,) if isinstance(value, str) else value if kind else ():
            if kind and slug and slug not in known.get(kind, []) and where:
                reason = f"there is no {kind} '{slug}'"
                yield where.at(key_of(spec)).problem(reason, did_you_mean(slug, known.get(kind, [])), slug)


def _walk(thing: Any, known: dict[str, list[str]], plans: Mapping[str, Plan], origins: Origins) -> Iterator[Problem]:
    """Yield the problems of an object and of all that it holds; inside a plan its own slugs are known."""
    plan = thing if isinstance(thing, Plan) else plans.get(getattr(thing, "plan", ""))
    if plan:
        known = known | _known_in(plan)
    yield from _references(thing, known, origins[id(thing)][1] if id(thing) in origins else None)
    for spec in fields(thing):
        value = getattr(thing, spec.name)
        for held in value if isinstance(value, tuple) else (value,):
            if is_dataclass(held):
                yield from _walk(held, known, plans, origins)


def _twice(things: tuple[Any, ...], key: str, origins: Origins) -> Iterator[Problem]:
    seen: dict[str, Where] = {}
    for thing in things:
        name = getattr(thing, key)
        where = origins[id(thing)][1] if id(thing) in origins else None
        if name in seen and where:
            first = seen[name].problem("", "")
            reason = f"two of a kind have the {key} '{name}' (the first: {first.file.name}, line {first.line})"
            yield where.at(key).problem(reason, "Give one of them another name, or take it out")
        elif where:
            seen[name] = where.at(key)


def _doubles(catalogue: Catalogue, origins: Origins) -> Iterator[Problem]:
    for name in IN_EVERY_PLAN:
        yield from _twice(getattr(catalogue, name), "slug", origins)
    yield from _twice(catalogue.categories, "name", origins)
    yield from _twice(catalogue.questions, "slug", origins)
    yield from _twice(catalogue.glossary, "term", origins)
    yield from _twice(catalogue.partnership.districts, "area_code", origins)
    yield from _twice(catalogue.mappings, "source", origins)
    for plan in catalogue.plans:
        yield from _twice(plan.priorities, "slug", origins)
        yield from _twice(plan.priorities, "number", origins)
        yield from _twice(plan.outcomes, "slug", origins)
        yield from _twice(catalogue.actions_of(plan.slug), "slug", origins)


def _unasked(catalogue: Catalogue, origins: Origins) -> Iterator[Problem]:
    """Yield a problem for each pair, and each question beside it, whose question is nowhere described."""
    known = {question.key: question.slug for question in catalogue.questions}
    for pair in catalogue.pairs:
        beside: tuple[SurveyPair | ContextQuestion, ...] = (pair, *pair.context)
        for asked in beside:
            if (asked.survey, asked.question) not in known and id(asked) in origins:
                reason = f"there is no question '{asked.question}' of a survey '{asked.survey}'"
                remedy = did_you_mean(f"{asked.survey}/{asked.question}", list(known.values()))
                yield origins[id(asked)][1].at("question").problem(reason, remedy)


def _strangers(catalogue: Catalogue, origins: Origins) -> Iterator[Problem]:
    """Yield a problem for each category that a mapping gives its rows and that belongs to another source."""
    source_of = {category.name: category.source for category in catalogue.categories}
    for mapping in catalogue.mappings:
        for name in mapping.categories:
            source = source_of.get(name, mapping.source)
            if source != mapping.source and id(mapping) in origins:
                reason = f"the category '{name}' is of the source '{source}', and this mapping is of another"
                remedy = "Name a category of its own in categories.toml, with source = the mapping's"
                yield origins[id(mapping)][1].problem(reason, remedy, name)


def problems_in(catalogue: Catalogue, origins: Origins) -> list[Problem]:
    """Return every reference that leads nowhere and every name that is taken twice."""
    found = [*_doubles(catalogue, origins), *_unasked(catalogue, origins), *_strangers(catalogue, origins)]
    plans = {plan.slug: plan for plan in catalogue.plans}
    found += _walk(catalogue, _known(catalogue), plans, origins)
    return found
