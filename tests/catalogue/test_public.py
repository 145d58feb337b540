"""The content of the public edition: nothing of class X, in numbers or in words."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from cspdash import catalogue, settings
from cspdash.catalogue import Category, Claim, PrintedFigure
from cspdash.catalogue.public import (
    Withheld,
    category_class,
    figure_class,
    public_catalogue,
    question_class,
    strictest,
    withheld,
    without_numbers,
)
from tests import partner_extracts, small_catalogue

CONTENT = catalogue.load(settings.content_dir())
PUBLIC = public_catalogue(CONTENT)
NEVER = {one.slug for one in CONTENT.indicators if one.disclosure == "X"}


def texts(thing: Any) -> Iterator[str]:
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, tuple):
        for part in thing:
            yield from texts(part)
    elif is_dataclass(thing):
        for spec in fields(thing):
            yield from texts(getattr(thing, spec.name))


def test_nothing_of_class_x_is_left() -> None:
    assert len(NEVER) >= 4
    said = list(texts(PUBLIC))
    also_priorities = {one.slug for plan in CONTENT.plans for one in plan.priorities}
    assert not (NEVER - also_priorities) & set(said)
    assert not NEVER & {slug for plan in PUBLIC.plans for slug in plan.indicators}
    secrets = withheld(CONTENT)
    prose = [text for text in said if " " in text]
    assert not [text for text in prose if without_numbers(text, secrets) != text]
    assert not [one for one in PUBLIC.figures if figure_class(PUBLIC, one) == "X"]
    assert not [one for one in PUBLIC.claims if figure_class(PUBLIC, one) == "X"]


def test_the_rest_comes_along() -> None:
    assert [plan.slug for plan in PUBLIC.plans] == [plan.slug for plan in CONTENT.plans]
    assert len(PUBLIC.indicators) == len(CONTENT.indicators) - len(NEVER)
    assert len(PUBLIC.figures) >= 0.95 * len(CONTENT.figures)
    assert len(PUBLIC.claims) >= len(CONTENT.claims) - 2
    values = {one.value for one in PUBLIC.figures}
    assert {6802, 3851, 2469} <= values


def test_titles_of_figures_of_class_x_are_gone() -> None:
    assert any("High Impact Households" in one.title for one in CONTENT.figures)
    assert not any("High Impact Households" in one.title for one in PUBLIC.figures)
    assert not any("one street" in one.title for one in PUBLIC.claims)


@pytest.mark.parametrize(
    "sentence",
    ["Of the cohort, 10 of 35 re-offended.", "Currently three households are engaged.",
     "The team works with 17 families.", "There are four or five such households in Darlington.",
     "Working with the ten offenders who cost most fell to £173,647."],
)  # fmt: skip
def test_a_sentence_with_such_a_number_is_left_out(sentence: str) -> None:
    secrets = withheld(CONTENT)
    assert without_numbers(f"The plan goes on. {sentence} It ends here.", secrets) == "The plan goes on. It ends here."


@pytest.mark.parametrize(
    "sentence", ["Three roadshows were held.", "All 275 families were helped.", "In 2017 it began."]
)
def test_other_numbers_stay(sentence: str) -> None:
    assert without_numbers(sentence, withheld(CONTENT)) == sentence
    assert without_numbers(sentence, []) == sentence


def test_a_number_counts_only_beside_its_words() -> None:
    secret = Withheld(frozenset({"3", "three"}), frozenset({"household"}))
    assert secret.stated_in("Three households.")
    assert secret.stated_in("There were 3 households in it")
    assert not secret.stated_in("Priority 3 is about burglary")
    assert not secret.stated_in("3.5 households on average")
    assert not secret.stated_in("13 households")


@pytest.mark.parametrize(
    ("classes", "found"),
    [([], "X"), (["O"], "O"), (["O", "R"], "R"), (["S", "R"], "S"), (["R", ""], "X"), (["X"], "X")],
)
def test_the_strictest_class_wins_and_none_is_x(classes: list[str], found: str) -> None:
    assert strictest(classes) == found


def test_a_partners_category_has_the_class_of_what_counts_it() -> None:
    mapping = replace(partner_extracts.WINDOWED, disclosure="R")
    counting = small_catalogue.indicator("noise", ("Noise complaint",), disclosure="S")
    found = small_catalogue.catalogue(
        mappings=(mapping,), indicators=(counting,),
        categories=(*small_catalogue.CATEGORIES, Category("Noise complaint", crime=False, source="Council")),
    )  # fmt: skip
    assert category_class(found, "Noise complaint") == "S"
    assert category_class(found, "Fly-tipping") == "X"
    assert category_class(replace(found, mappings=()), "Noise complaint") == "X"
    shown = public_catalogue(found).indicator("noise")
    assert (shown.counted_from, shown.categories, shown.frequency) == ("observations", (), "year")
    assert public_catalogue(CONTENT).indicator("asb").categories


def test_figures_and_claims_without_a_class_stay_in() -> None:
    figure = PrintedFigure("1", "E06000005", "count", title="Things", value=5.0)
    claim = Claim("said", "It fell by 5%", "plan", "change", -5.0, "1")
    found = small_catalogue.catalogue(figures=(figure, replace(figure, disclosure="O")), claims=(claim,))
    assert [one.disclosure for one in public_catalogue(found).figures] == ["O"]
    assert public_catalogue(found).claims == ()
    assert figure_class(found, replace(claim, indicator="asb", disclosure="S")) == "S"


def test_every_printed_figure_and_claim_that_ships_has_a_class() -> None:
    assert not [one.title for one in CONTENT.figures if not (one.indicator or one.disclosure)]
    assert not [one.title for one in CONTENT.claims if not (one.indicator or one.disclosure)]


def test_a_question_has_the_class_of_its_indicators() -> None:
    assert question_class(CONTENT, "csew", "high-perceived-asb") == "O"
    assert question_class(CONTENT, "nobody", "asked") == "X"
