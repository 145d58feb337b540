"""The Darlington 2015-20 plan as content: themes, key indicators, printed numbers, commissioner's table, glossary."""

from functools import cache

import pytest

from cspdash.catalogue import Catalogue, Plan, load
from cspdash.catalogue.load import SHIPPED

SLUG = "darlington-2015-20"
PRINTED = [90, 67, 275, 100, 4, 6, 43, 40, 3, 2, 5, 28, 20, 1, 12, -50, -90]


@cache
def shipped() -> Catalogue:
    return load(SHIPPED)


def plan() -> Plan:
    return shipped().plan(SLUG)


def test_has_five_themes_each_with_what_was_said_and_achieved() -> None:
    slugs = ["offending", "asb", "substance-misuse", "families", "vulnerability"]
    assert [p.slug for p in plan().priorities] == slugs
    assert [len(p.said) for p in plan().priorities] == [5, 3, 5, 3, 5]
    assert all(p.achieved and p.key_issues and p.outlook and p.themes and p.deliverables for p in plan().priorities)
    assert all("safe-caring-community" in p.outcomes for p in plan().priorities)


def test_has_the_thirteen_key_indicators_of_appendix_b() -> None:
    listed = [next(x for x in p.listings if x.title == "Key performance indicators") for p in plan().priorities]
    assert [len(x.items) for x in listed] == [2, 3, 3, 2, 3]
    assert {x.section for x in listed} == {"Appendix B: Key Performance Indicators"}
    assert [len(p.commitments) for p in plan().priorities] == [2, 3, 3, 2, 3]


def test_targets_with_a_size_are_the_three_that_are_printed() -> None:
    sized = {t.indicator: (t.kind, t.value) for t in plan().targets if t.value is not None}
    assert sized == {
        "marac-repeat-cases": ("at_most", 28),
        "neighbourhood-watch-recruits": ("at_least", 1),
        "troubled-families-turned-round": ("at_least", 100),
    }
    assert all(t.section and t.wording and t.period and t.by for t in plan().targets)
    assert [t.comparator != "" for t in plan().targets_for("proven-reoffending")] == [False, True]


@pytest.mark.parametrize("number", PRINTED)
def test_printed_number_can_be_found(number: float) -> None:
    figures = shipped().figures_of(plan=SLUG)
    assert number in {n for f in figures for n in (f.value, f.numerator, f.denominator)}
    assert all(f.document == plan().document and f.section for f in figures)


def test_survey_shares_are_stored_as_shares_and_changes_are_not_stored_as_counts() -> None:
    def stored(indicator: str) -> list[float | None]:
        of = shipped().indicator(indicator)
        return [f.observation_value(of) for f in shipped().figures_of(indicator, SLUG)]

    assert stored("perceived-underage-drinking") == [pytest.approx(0.67)]
    assert stored("asb-victim-satisfaction") == [pytest.approx(0.9)]
    assert stored("asb") == [None]
    assert stored("troubled-families-turned-round") == [None, pytest.approx(1)]


def test_no_claim_can_be_proved_from_the_plan_itself() -> None:
    claims = {c.slug: c for c in shipped().claims_of(SLUG)}
    assert len(claims) == 11
    assert all(c.before is None and c.after is None and c.numerator is None for c in claims.values())
    assert claims["darlington-2015-asb-halved"].relation == "below"
    assert claims["darlington-2015-families"].denominator == 275


def test_commissioners_table_leaves_road_safety_and_terrorism_without_a_theme() -> None:
    table = next(a for a in shipped().alignments if a.slug == "darlington-2015-20-commissioner")
    groups = {group.level: group.items for group in table.groups}
    assert [len(groups[level]) for level in ("commissioner", "county", "partnership")] == [8, 7, 5]
    assert [bool(item.priorities) for item in groups["county"]] == [True] * 5 + [False] * 2
    served = {slug for item in groups["commissioner"] for slug in item.priorities}
    assert served == {p.slug for p in plan().priorities}


def test_glossary_holds_the_plans_terms() -> None:
    own = {entry.term for entry in shipped().glossary if SLUG in entry.plans}
    assert len(own) == 61
    assert {"Checkpoint", "Think Family", "Desistance", "Youth Offending Service"} <= own
    general = {entry.short for entry in shipped().glossary if not entry.plans}
    assert {"CSP", "MARAC"} <= general
