from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cspdash import catalogue, settings
from cspdash.catalogue import Catalogue, Claim
from cspdash.findings.claims import claims, recomputed
from cspdash.store.connection import Store

ASB = {"before": 35876.0, "after": 27288.0}


@pytest.fixture(scope="module")
def content() -> Catalogue:
    return catalogue.load(settings.content_dir())


def claim(kind: str, printed: float, **changes: Any) -> Claim:
    given: dict[str, Any] = {"slug": "a-claim", "title": "A claim", "plan": "darlington-2021-26", "section": "1"}
    return Claim(kind=kind, printed=printed, **(given | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "printed", "decimals", "computed", "verdict"),
    [
        (ASB, -14, 0, -23.938, "disagrees"),
        ({"before": 21189.0, "after": 20420.0}, -3.6, 1, -3.629, "agrees"),
        ({"before": 1912.0, "after": 1541.0}, -19, 0, -19.404, "agrees"),
        ({"before": 6802.0, "after": 3851.0}, -43, 0, -43.384, "agrees"),
        ({"before": 1182.0, "after": 640.0}, -46, 0, -45.854, "agrees"),
        ({"before": 6802.0, "after": 3851.0}, -43, 1, -43.384, "disagrees"),
        ({"before": 200.0, "after": 201.0}, 1, 0, 0.5, "agrees"),
    ],
)
def test_a_change_is_worked_out_at_the_decimals_printed(
    content: Catalogue, changes: dict[str, float], printed: float, decimals: int, computed: float, verdict: str
) -> None:
    found = recomputed(claim("change", printed, decimals=decimals, **changes), content)
    assert found.computed == pytest.approx(computed, abs=0.001)
    assert found.verdict == verdict
    assert found.flagged == (verdict == "disagrees")


def test_a_change_of_counts_is_tested(content: Catalogue) -> None:
    found = recomputed(claim("change", -14, **ASB), content)
    assert found.test is not None and found.test.verdict == "down"
    assert found.low is not None and found.high is not None
    assert found.low < -23.938 < found.high < -20


def test_a_change_of_shares_is_not_tested_as_counts(content: Catalogue) -> None:
    shares = recomputed(claim("change", 10, before=20.5, after=22.55), content)
    assert (shares.verdict, shares.test, shares.low) == ("agrees", None, None)
    named = recomputed(claim("change", 10, before=20.0, after=22.0, indicator="proven-reoffending"), content)
    assert named.test is None


def test_shares_and_rates_have_intervals(content: Catalogue) -> None:
    share = recomputed(claim("share", 20, numerator=11.0, denominator=55.0), content)
    assert share.verdict == "agrees"
    assert share.computed == pytest.approx(20)
    assert share.low is not None and share.low < 20 < (share.high or 0)
    rate = recomputed(claim("rate", 38.5, decimals=1, numerator=3851.0, denominator=100026.0), content)
    assert rate.verdict == "agrees"
    assert rate.computed == pytest.approx(38.5, abs=0.01)


def test_a_rate_without_its_population_says_which_one_it_implies(content: Catalogue) -> None:
    found = recomputed(claim("rate", 38.5, decimals=1, numerator=3851.0), content)
    assert found.verdict == "cannot be checked"
    assert found.implied == pytest.approx(100026, abs=1)


@pytest.mark.parametrize(
    ("relation", "printed", "verdict"),
    [("below", 28, "agrees"), ("below", 15, "disagrees"), ("above", 15, "agrees"), ("above", 28, "disagrees")],
)
def test_below_and_above_are_respected(content: Catalogue, relation: str, printed: float, verdict: str) -> None:
    found = recomputed(claim("share", printed, relation=relation, numerator=11.0, denominator=55.0), content)
    assert found.verdict == verdict


def test_a_fall_of_more_than_half_is_below_minus_fifty(content: Catalogue) -> None:
    assert recomputed(claim("change", -50, relation="below", before=100.0, after=40.0), content).verdict == "agrees"
    assert recomputed(claim("change", -50, relation="below", before=100.0, after=60.0), content).flagged


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("change", {}),
        ("change", {"before": 10.0}),
        ("share", {"denominator": 712.0}),
        ("share", {"numerator": 12.0, "denominator": 0.0}),
        ("share", {"numerator": 12.0, "denominator": 10.0}),
        ("rate", {}),
    ],
)
def test_what_lacks_its_numbers_cannot_be_checked(content: Catalogue, kind: str, changes: dict[str, float]) -> None:
    found = recomputed(claim(kind, 5, **changes), content)
    assert (found.verdict, found.computed, found.flagged) == ("cannot be checked", None, False)
    assert found.reason


def test_periods_of_unequal_length_are_named(content: Catalogue) -> None:
    spans = {
        "before_start": date(2011, 4, 1), "before_end": date(2012, 3, 31),
        "after_start": date(2012, 4, 1), "after_end": date(2012, 12, 31),
    }  # fmt: skip
    assert "not of one length" in recomputed(claim("change", -14, **ASB, **spans), content).reason
    equal = spans | {"before_end": date(2011, 12, 31)}
    assert "not of one length" not in recomputed(claim("change", -14, **ASB, **equal), content).reason


def months(first: date, last: date, name: str) -> dict[str, date]:
    return {f"{name}_start": first, f"{name}_end": last}


def test_the_stores_own_counts_stand_beside(store: Store, content: Catalogue) -> None:
    spans = months(date(2021, 9, 1), date(2022, 1, 31), "before") | months(date(2022, 9, 1), date(2023, 1, 31), "after")
    one = claim("change", -14, indicator="asb", area_code="E06000005", **ASB, **spans)
    held = replace(content, claims=(one,))
    found = claims(store, held, "darlington-2021-26")[0]
    assert found.verdict == "disagrees"
    assert found.store is not None and found.store.before and found.store.after > 0
    assert found.store.percent == pytest.approx(100 * (found.store.after / found.store.before - 1))
    assert not found.store.demonstration
    partnership = claims(store, replace(content, claims=(replace(one, area_code="E22000072"),)), one.plan)[0]
    assert partnership.store == found.store


@pytest.mark.parametrize(
    "changes",
    [
        {"place": "An estate"},
        {"indicator": ""},
        {"indicator": "hate-incidents"},
        {"area_code": "E07000001"},
        {"after_end": date(2023, 3, 31)},
        {"after_end": date(2023, 1, 15)},
        {"before_start": None},
    ],
)
def test_without_every_month_the_store_says_nothing(store: Store, content: Catalogue, changes: dict[str, Any]) -> None:
    spans = months(date(2021, 9, 1), date(2022, 1, 31), "before") | months(date(2022, 9, 1), date(2023, 1, 31), "after")
    one = claim("change", -14, **({"indicator": "asb", "area_code": "E06000005"} | ASB | spans | changes))
    assert claims(store, replace(content, claims=(one,)), one.plan)[0].store is None


def test_safe_durhams_asb_claim_is_the_one_that_does_not_follow(content: Catalogue) -> None:
    found = {each.claim.slug: each for each in claims(None, content, "safe-durham-2011-14")}
    asb = next(each for each in found.values() if each.claim.before == 35876)
    assert (asb.verdict, round(asb.computed or 0, 1), asb.claim.printed) == ("disagrees", -23.9, -14)
    assert [each.claim.slug for each in found.values() if each.flagged] == [asb.claim.slug]


def test_nothing_that_agrees_is_flagged(content: Catalogue) -> None:
    every = [each for plan in content.plans for each in claims(None, content, plan.slug)]
    assert len(every) == len(content.claims)
    for each in every:
        if each.flagged:
            assert each.computed is not None
            near = abs(each.computed - each.claim.printed) <= 0.5 * 10.0**-each.claim.decimals
            assert not (near and each.claim.relation == "equal"), each.claim.slug
