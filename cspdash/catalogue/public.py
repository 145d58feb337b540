"""The catalogue as the public may read it: nothing of class X, neither as a number nor inside a sentence.

Class X is what is never made public as a number: indicators of that class with all that belongs to them, and printed
figures and claims that are of that class or of none. A sentence that states such a number beside what it counts is
left out as well, whichever part of the content it stands in.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cached_property, lru_cache
from typing import Any, Literal, TypeVar

from cspdash.catalogue.contents import Catalogue
from cspdash.catalogue.measures import POLICE, Indicator, OwnDisclosure
from cspdash.catalogue.plans import Plan, Priority
from cspdash.catalogue.printed import Claim, Intervention, PrintedFigure, Result
from cspdash.catalogue.surveys import SurveyPair, SurveyQuestion

RANK: dict[str, int] = {"O": 0, "R": 1, "S": 2, "X": 3, "": 3}
ORDINALS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
            "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty")  # fmt: skip
# What every number that `written` writes has in it; a sentence without can state none.
A_NUMBER = re.compile("|".join([r"\d", *ORDINALS]))
SENTENCE = re.compile(r"(?<=[.!?;])\s+")
SEPARATOR = re.compile(r"(?<=\d),(?=\d)")
WORD = re.compile(r"[^\W\d_]{5,}")
# Words of a title that say nothing of what is counted.
COMMON = {"which", "those", "their", "least", "people", "young", "other", "local", "number", "criteria", "worked",
          "youth", "offending", "after", "about"}  # fmt: skip
NEAR = 4
NOT_SAID = "Withheld: the number is too small to be public."
# Not prose: cutting a word from these would break what refers to them.
KEPT_AS_IS = {"slug", "folder", "category", "categories", "area_code", "survey", "question", "indicator", "indicators",
              "source", "document", "plan", "file", "unit"}  # fmt: skip
T = TypeVar("T")


def strictest(classes: Iterable[str]) -> OwnDisclosure:
    """Return the strictest of some disclosure classes; of none, X: what has no class is never public."""
    found = sorted(classes, key=lambda one: RANK.get(one, 3))
    last = found[-1] if found else "X"
    return last if last in ("O", "R", "S") else "X"  # type: ignore[return-value]


def question_class(catalogue: Catalogue, survey: str, question: str) -> str:
    """Return the class of a survey question: its own and its indicators', the strictest; X without any."""
    named = [one.disclosure for one in catalogue.indicators if (one.survey, one.question) == (survey, question)]
    asked = catalogue.question(survey, question)
    return strictest([*named, *([asked.disclosure] if asked and asked.disclosure else [])])


def category_class(catalogue: Catalogue, category: str) -> str:
    """Return the class of a partner's category: the strictest of the indicators that count it and of its extracts.

    X where no indicator counts it, or no mapping knows it.
    """
    counting = [one.disclosure for one in catalogue.indicators if category in one.categories]
    extracts = [one.disclosure for one in catalogue.mappings if category in one.categories]
    return strictest([*counting, *extracts]) if counting and extracts else "X"


def figure_class(catalogue: Catalogue, figure: PrintedFigure | Claim) -> str:
    """Return the class of what a plan printed: that of its indicator and its own, the strictest; X without any."""
    own = [figure.disclosure] if figure.disclosure else []
    if figure.indicator:
        own = [catalogue.indicator(figure.indicator).disclosure, *own]
    return strictest(own)


@dataclass(frozen=True)
class Withheld:
    """A number of class X, and the words that say what it counts."""

    numbers: frozenset[str]
    words: frozenset[str]

    def stated_in(self, sentence: str) -> bool:
        """Tell whether a sentence has the number beside what it counts."""
        plain = with_a_number(sentence)
        if not plain:
            return False
        for pattern in self.patterns:
            for found in pattern.finditer(plain):
                after = " ".join(re.findall(r"\w+", plain[found.end() :])[:NEAR])
                if self.words & stems(after) or len(self.words & stems(plain)) >= 2:
                    return True
        return False

    @cached_property
    def patterns(self) -> list[re.Pattern[str]]:
        """The numbers as they stand in a text: whole, not as a part of another number or word."""
        return [re.compile(rf"(?<![\w.]){re.escape(number)}(?![\d.]*\d)(?![^\W\d])") for number in self.numbers]


@lru_cache(maxsize=64)  # each sentence is held against every withheld number in turn
def with_a_number(sentence: str) -> str:
    """Return a sentence in small letters, thousands without commas; empty where it can state no number."""
    plain = SEPARATOR.sub("", sentence.casefold())
    return plain if A_NUMBER.search(plain) else ""


def stems(text: str) -> set[str]:
    """Return the longer words of a text, cut so that singular and plural are one."""
    found = {word.casefold() for word in WORD.findall(text)}
    return {re.sub(r"(ies|y|s)$", "", word) for word in found - COMMON}


def written(value: float) -> set[str]:
    """Return a number as a sentence can write it: in digits, and in words up to twenty."""
    found = {f"{value:g}"}
    if value == int(value) and 0 <= value < len(ORDINALS):
        found.add(ORDINALS[int(value)])
    return found


def withheld(catalogue: Catalogue) -> list[Withheld]:
    """Return the numbers of class X that the content holds."""
    found = []
    all_printed: list[PrintedFigure | Claim] = [*catalogue.figures, *catalogue.claims]
    for printed in all_printed:
        if figure_class(catalogue, printed) != "X":
            continue
        words = stems(printed.title)
        if printed.indicator:
            one = catalogue.indicator(printed.indicator)
            words |= stems(f"{one.title} {one.short_title} {one.counted} {one.unit}")
        numbers: set[str] = set()
        for name in ("value", "numerator", "denominator", "printed", "before", "after"):
            value = getattr(printed, name, None)
            numbers |= written(abs(value)) if value is not None else set()
        found.append(Withheld(frozenset(numbers), frozenset(words)))
    return found


def without_numbers(text: str, secrets: list[Withheld]) -> str:
    """Return a text without the sentences that state a withheld number."""
    if not A_NUMBER.search(text.casefold()):
        return text
    sentences = SENTENCE.split(text)
    kept = [sentence for sentence in sentences if not any(secret.stated_in(sentence) for secret in secrets)]
    return text if len(kept) == len(sentences) else " ".join(kept)


def cleaned(thing: T, secrets: list[Withheld], name: str = "") -> T:
    """Return content (dataclasses, tuples, texts) with every sentence that states a withheld number left out."""
    result: Any = thing
    if isinstance(thing, str):
        result = thing if name in KEPT_AS_IS else without_numbers(thing, secrets)
    elif isinstance(thing, tuple):
        parts = [cleaned(part, secrets, name) for part in thing]
        result = tuple(new for old, new in zip(thing, parts, strict=True) if new != "" or old == "")
    elif is_dataclass(thing) and not isinstance(thing, type):
        changed = {}
        for spec in fields(thing):
            old = getattr(thing, spec.name)
            new = cleaned(old, secrets, spec.name)
            if new is not old and new != old:
                changed[spec.name] = new or (NOT_SAID if isinstance(old, str) else ())
        if isinstance(thing, Result) and "text" in changed:
            changed |= {
                "value": None,
                "unit": None,
                "numerator": None,
                "denominator": None,
                "before": None,
                "after": None,
            }
        result = replace(thing, **changed) if changed else thing
    return result


def public_catalogue(catalogue: Catalogue) -> Catalogue:
    """Return the content of the public edition: without class X, and with partners' counts as published values.

    Indicators that count a partner's categories are read from `observation` there, as the events are not in it.
    """
    hidden = {one.slug for one in catalogue.indicators if one.disclosure == "X"}
    secrets = withheld(catalogue)
    shown = replace(
        catalogue,
        indicators=tuple(_public_indicator(catalogue, one, hidden) for one in catalogue.indicators
                         if one.slug not in hidden),
        figures=tuple(one for one in catalogue.figures if figure_class(catalogue, one) != "X"),
        claims=tuple(one for one in catalogue.claims if figure_class(catalogue, one) != "X"),
        questions=tuple(_public_question(catalogue, one) for one in catalogue.questions),
        plans=tuple(_public_plan(plan, hidden) for plan in catalogue.plans),
        interventions=tuple(_public_intervention(one, hidden) for one in catalogue.interventions),
        actions=tuple(replace(one, indicators=_left(one.indicators, hidden)) for one in catalogue.actions),
        breaks=tuple(replace(one, indicators=_left(one.indicators, hidden)) for one in catalogue.breaks
                     if not one.indicators or _left(one.indicators, hidden) or one.categories),
        notes=tuple(replace(one, indicators=_left(one.indicators, hidden)) for one in catalogue.notes
                    if one.public and (not one.indicators or _left(one.indicators, hidden))),
        commentaries=tuple(one for one in catalogue.commentaries if one.public and one.indicator not in hidden),
    )  # fmt: skip
    claims = {one.slug for one in shown.claims}
    pairs = [_public_pair(pair, hidden, claims) for pair in catalogue.pairs]
    return cleaned(replace(shown, pairs=tuple(pair for pair in pairs if pair.indicators)), secrets)


def _left(slugs: tuple[str, ...], hidden: set[str]) -> tuple[str, ...]:
    return tuple(slug for slug in slugs if slug not in hidden)


def _public_indicator(catalogue: Catalogue, one: Indicator, hidden: set[str]) -> Indicator:
    known = {category.name: category.source for category in catalogue.categories}
    kept = replace(one, continues=_left(one.continues, hidden))
    if all(known.get(name, POLICE) == POLICE for name in one.categories):
        return kept
    special = strictest(category_class(catalogue, name) for name in one.categories) != "R"
    frequency: Literal["year", "quarter"] = "year" if special or published_by_year(one) else "quarter"
    return replace(kept, counted_from="observations", categories=(), frequency=frequency)


def published_by_year(one: Indicator) -> bool:
    """Tell whether an indicator is published by year: class S always, others unless it is kept by month or quarter."""
    return one.disclosure in ("S", "X") or one.frequency not in ("month", "quarter")


def _public_question(catalogue: Catalogue, one: SurveyQuestion) -> SurveyQuestion:
    named = any((i.survey, i.question) == one.key for i in catalogue.indicators) or one.disclosure
    if named and question_class(catalogue, *one.key) == "X":
        return replace(one, waves=())
    return one


def _public_plan(plan: Plan, hidden: set[str]) -> Plan:
    return replace(
        plan,
        priorities=tuple(_public_priority(one, hidden) for one in plan.priorities),
        targets=tuple(target for target in plan.targets if target.indicator not in hidden),
    )


def _public_priority(one: Priority, hidden: set[str]) -> Priority:
    themes = tuple(replace(theme, indicators=_left(theme.indicators, hidden)) for theme in one.themes)
    return replace(one, indicators=_left(one.indicators, hidden), themes=themes)


def _public_intervention(one: Intervention, hidden: set[str]) -> Intervention:
    results = tuple(result for result in one.results if result.indicator not in hidden)
    return replace(one, indicators=_left(one.indicators, hidden), results=results)


def _public_pair(one: SurveyPair, hidden: set[str], claims: set[str]) -> SurveyPair:
    kept = tuple(claim for claim in one.claims if claim.claim in claims)
    return replace(one, indicators=_left(one.indicators, hidden), claims=kept)
