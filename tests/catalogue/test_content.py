"""The content that ships: it loads, it is complete, and it names no person."""

import re
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from hashlib import sha256
from itertools import pairwise
from typing import Any

import pytest

from cspdash.catalogue import Catalogue, load
from cspdash.catalogue.load import SHIPPED

TEXTS = [*sorted(SHIPPED.rglob("*.toml")), *sorted(SHIPPED.rglob("*.md"))]
DARLINGTON, DURHAM = "E06000005", "E06000047"

# Persons named in the source documents, as hashes of "first last" in small letters, so that no name is here.
NAMES = {
    "1b09ec609d8bc0ce",
    "4f5c44722233c58f",
    "569f59270729f365",
    "61d7c7e6114e09a0",
    "9f095e0479c2af5b",
    "a4b3fa1be0ecb453",
    "e4a8ed67b32e26d2",
    "eebf630dede5f209",
}


@cache
def shipped() -> Catalogue:
    return load(SHIPPED)


def words_of(thing: Any) -> list[str]:
    """Return every text that a dataclass holds, however deep."""
    if isinstance(thing, str):
        return [thing]
    if isinstance(thing, tuple):
        return [text for each in thing for text in words_of(each)]
    return [text for f in fields(thing) for text in words_of(getattr(thing, f.name))] if is_dataclass(thing) else []


def test_all_shipped_content_loads_and_the_newest_plan_is_the_default() -> None:
    held = shipped()
    assert held.default_plan.slug == "darlington-2021-26"
    assert held.default_district.area_code == DARLINGTON
    assert [d.area_code for d in held.partnership.districts] == [DARLINGTON, DURHAM]
    assert [p.period_start for p in held.plans] == sorted((p.period_start for p in held.plans), reverse=True)


@pytest.mark.parametrize("file", TEXTS, ids=lambda file: str(file.relative_to(SHIPPED)))
def test_no_person_address_or_telephone_number(file: Any) -> None:
    text = file.read_text(encoding="utf-8")
    assert not re.findall(r"[\w.+-]+@[\w-]+\.\w+", text)
    assert not re.findall(r"\(?\b0\d{2,5}\)?[ -]?\d{3,4}[ -]?\d{3,4}\b", text)
    assert not re.findall(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Sir|Councillor|Cllr|Superintendent|Inspector)\.? [A-Z][a-z]+", text)
    words = re.findall(r"[a-z]+", text.lower())
    pairs = {sha256(f"{a} {b}".encode()).hexdigest()[:16] for a, b in pairwise(words)}
    assert not pairs & NAMES


def test_names_are_recognised_by_their_hashes() -> None:
    assert len(NAMES) >= 6
    assert all(re.fullmatch(r"[0-9a-f]{16}", name) for name in NAMES)


def test_no_markup_or_machine_path_in_any_text() -> None:
    for text in words_of(shipped().plans) + words_of(shipped().indicators) + words_of(shipped().figures):
        assert not re.search(r"<[a-z/]|https?://|/work|/tmp", text), text


def test_categories_are_six_then_eleven_then_fourteen() -> None:
    def held_in(month: date) -> int:
        return sum(
            c.source == "police.uk"
            and (c.first_month is None or c.first_month <= month)
            and (c.last_month is None or month <= c.last_month)
            for c in shipped().categories
        )

    assert [held_in(date(2011, 8, 1)), held_in(date(2013, 4, 1)), held_in(date(2013, 5, 1))] == [6, 11, 14]


def test_crime_is_every_category_but_anti_social_behaviour() -> None:
    crime = shipped().indicator("crime-without-asb").categories
    assert set(crime) == {c.name for c in shipped().categories if c.source == "police.uk" and c.crime}
    assert "Anti-social behaviour" not in crime
    assert shipped().indicator("asb").categories == ("Anti-social behaviour",)


def test_breaks_reach_the_indicators_and_areas_they_touch() -> None:
    def slugs(indicator: str, *areas: str, level: str = "") -> list[str]:
        return [b.slug for b in shipped().breaks_of(indicator, areas, level)]

    assert "recording-practice-2014" in slugs("asb", DARLINGTON)
    assert "recording-practice-2014" not in slugs("asb", "E08000025")
    assert "lockdown-2020" in slugs("asb") and "lockdown-2020" not in slugs("fly-tips")
    assert "lsoa-2021" in slugs("burglary", level="lsoa") and "lsoa-2021" not in slugs("burglary", level="district")
    assert "police-uk-categories-2013" in slugs("violence") and "police-uk-categories-2013" not in slugs("asb")
    assert all(b.author_role and b.evidence for b in shipped().breaks)


def test_every_indicator_of_a_plan_with_a_target_stands_under_a_priority() -> None:
    for plan in shipped().plans:
        assert {t.indicator for t in plan.targets} <= set(plan.indicators), plan.slug


def test_every_priority_can_be_drawn_on_the_plan_on_a_page() -> None:
    for plan in shipped().plans:
        for priority in plan.priorities:
            assert priority.outcomes and priority.threads, (plan.slug, priority.slug)
            assert priority.commitments or priority.achieved or priority.listings, (plan.slug, priority.slug)


def test_sensitive_subjects_are_never_class_open() -> None:
    sensitive = re.compile(r"domestic|hate|marac|prevent-ref|channel|sexual|exploitation|cohort|youth|young", re.I)
    for indicator in shipped().indicators:
        if sensitive.search(indicator.slug) and indicator.counted_from == "observations":
            assert indicator.disclosure in ("S", "X"), indicator.slug
        if sensitive.search(indicator.slug) and re.search("hate|domestic-abuse|prevent-ref|channel", indicator.slug):
            assert indicator.polarity != "higher", indicator.slug


class TestDarlington2021:
    plan = property(lambda self: shipped().plan("darlington-2021-26"))

    def test_has_its_four_priorities_and_their_measures(self) -> None:
        assert [p.slug for p in self.plan.priorities] == [
            "vulnerable-people",
            "safer-places",
            "violence",
            "cohesive-communities",
        ]
        listed = [next(x for x in p.listings if x.title == "Measures of success") for p in self.plan.priorities]
        assert [len(x.items) for x in listed] == [6, 14, 9, 5]
        assert all(p.themes and p.deliverables and p.aims and p.lead for p in self.plan.priorities)
        assert self.plan.priority("safer-places").indicators[0] == "asb"

    def test_has_an_action_under_every_priority(self) -> None:
        assert all(shipped().actions_of(self.plan.slug, p.slug) for p in self.plan.priorities)
        assert all(a.owner and a.due for a in shipped().actions_of(self.plan.slug))

    @pytest.mark.parametrize("number", [-17, 712, 77, 72, 37, 192, 1950, 14000, 600, 1800, 750000, 350, 67, 48, 26])
    def test_printed_number_can_be_found(self, number: float) -> None:
        figures = shipped().figures_of(plan=self.plan.slug)
        held = {n for f in figures for n in (f.value, f.numerator, f.denominator)}
        assert number in held
        assert all(f.document and f.section for f in figures)
