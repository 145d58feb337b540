"""The Darlington 2012-15 plan as content: its printed numbers are there, and its claims agree or not as they do."""

from functools import cache

import pytest

from cspdash.catalogue import Catalogue, Claim, load
from cspdash.catalogue.load import SHIPPED

SLUG = "darlington-2012-15"
CRIME_TABLE = [-16, -5, -18, -45, -21, 7, -21, -7, -27, -39, 11, -65, -12]
TREATMENT = [700, 484, 94, 80, 60, 444, 158, 58, 37, 71, 70, 89, 90, 43, 11.7, 2366]
MONEY = [139e9, 21e9, 11e9, 3.5e9, 7.3e9, 16.5e6, 14e6, 6e6, 5.47, 1400, 49000, 2.5e6, 439529, 173647]
DRUG_USE = [30.5, 36.4, 36.3, 11.1, 8.6, 8.8, 2.7, 3.1, 3.0, 48.6, 40.7, 40.1, 29.7, 20.0, 20.4, 9.2, 7.3, 6.6]
ASB = [6802, 3851, 38.5, 2368, 1348, 13.5, 1182, 640, 6.4, 7262, 4716, 6300, 414, 227, 372, 1579, 1500, 57.6, 31.3]
OFFENDING = [684, 8208, 21.6, 50, 100, 53, 68, 7, 76, 78, 60, 9.73, 11, 113, 35, 10, 24, 173, 111, 26, 30]
FAMILIES = [2655, 1788, 48, 54, 57, 39, 33, 17, 49, 275, 4, 5, 3]
VICTIMS = [2469, 2128, 55, 20, 28, 124, 82, 66, 69, 67, 47, 38, 154, 127, 10232, 120, 300, 51, 29, 14, 87, 49, 42]


@cache
def shipped() -> Catalogue:
    return load(SHIPPED)


@cache
def numbers() -> frozenset[float]:
    """Every number of the plan's figures, falls without their sign too."""
    figures = shipped().figures_of(plan=SLUG)
    held = {n for f in figures for n in (f.value, f.numerator, f.denominator) if n is not None}
    return frozenset(held | {abs(n) for n in held})


def recomputed(claim: Claim) -> float | None:
    """The claim worked out from the numbers printed with it, or None where they are not printed."""
    if claim.before is not None and claim.after is not None:
        return 100 * (claim.after - claim.before) / claim.before
    if claim.numerator is not None and claim.denominator is not None:
        return claim.numerator / claim.denominator * (100 if claim.kind == "share" else 1000)
    return None


def test_has_five_priorities_with_leads_and_every_target_names_its_section() -> None:
    plan = shipped().plan(SLUG)
    slugs = ["drugs-alcohol", "anti-social-behaviour", "offending", "families", "vulnerable-people"]
    assert [p.slug for p in plan.priorities] == slugs
    assert all(p.lead and p.themes and p.deliverables for p in plan.priorities)
    assert all(t.section and t.wording for t in plan.targets)
    assert [t.value for t in plan.targets_for("deliberate-secondary-fires")] == [None, 372]


@pytest.mark.parametrize(
    "printed", [CRIME_TABLE, TREATMENT, MONEY, DRUG_USE, ASB, OFFENDING, FAMILIES, VICTIMS], ids=len
)
def test_printed_numbers_can_be_found(printed: list[float]) -> None:
    assert not {n for n in printed if n not in numbers()}


def test_crime_table_keeps_its_colours() -> None:
    table = [f for f in shipped().figures_of(plan=SLUG) if f.printed_status]
    assert [f.value for f in table] == CRIME_TABLE
    assert {f.indicator for f in table if f.printed_status == "red"} == {"theft-from-vehicle", "shoplifting"}


def test_survey_waves_carry_the_numbers_asked() -> None:
    waves = [f for f in shipped().figures_of("perceived-asb", SLUG) if f.denominator]
    asked = [(f.denominator, f.value) for f in waves]
    assert asked == [(75, 23), (93, 23), (74, 23), (200, 23), (206, 19), (573, 22)]
    assert sum(n for n, _ in asked[1:5] if n) == 573


def test_printed_changes_and_shares_agree_with_their_own_numbers() -> None:
    claims = shipped().claims_of(SLUG)
    assert sum(recomputed(c) is not None for c in claims) == 9
    wrong = {
        claim.slug
        for claim in claims
        if claim.relation == "equal"
        and (found := recomputed(claim)) is not None
        and abs(found - claim.printed) > 0.5 * 10**-claim.decimals
    }
    assert wrong == set()


def test_no_number_stands_twice_for_one_indicator_and_period() -> None:
    held = shipped()
    seen = [
        (f.indicator, f.area_code, f.period_start, f.period_end)
        for f in held.figures_of(plan=SLUG)
        if f.indicator and f.observation_value(held.indicator(f.indicator)) is not None
    ]
    assert len(seen) == len(set(seen)) > 40
