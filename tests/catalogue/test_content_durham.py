"""The two plans of County Durham: complete, and with every printed number."""

import pytest

from cspdash.catalogue import Catalogue, load
from cspdash.catalogue.load import SHIPPED

COUNTY, SAFE = "county-durham-2008-09", "safe-durham-2011-14"
NATIONAL = "15 18 19 20 21 22 23 28 29 30 39 40 41 42 45 46 110 111"
CASE_STUDIES = (-71, -43, 43, 227, 203, 6, 12, -33, -59, 61)


@pytest.fixture(scope="module")
def held() -> Catalogue:
    return load(SHIPPED)


class TestCountyDurham2008:
    def test_has_its_six_priorities_and_every_national_indicator(self, held: Catalogue) -> None:
        plan = held.plan(COUNTY)
        assert [len(p.indicators) for p in plan.priorities] == [10, 4, 1, 6, 2, 0]
        codes = {held.indicator(slug).national_code for slug in plan.indicators}
        assert codes - {""} == {f"NI {code}" for code in NATIONAL.split()}

    def test_every_measure_has_one_target_and_only_one_has_a_value(self, held: Catalogue) -> None:
        plan = held.plan(COUNTY)
        assert sorted(t.indicator for t in plan.targets) == sorted(plan.indicators)
        assert [(t.indicator, t.level) for t in plan.targets if t.level] == [("asb-quality-of-life", 0.655)]
        kinds = {t.indicator: t.kind for t in plan.targets}
        assert kinds["adults-in-drug-treatment"] == "increase"
        assert kinds["serious-knife-crime-rate"] == kinds["gun-crime-rate"] == "monitor"

    def test_matrix_runs_from_the_nation_to_six_local_partnerships(self, held: Catalogue) -> None:
        matrix = next(a for a in held.alignments if a.plan == COUNTY)
        sizes = [(group.level, len(group.items)) for group in matrix.groups]
        assert sizes == [
            ("national", 7),
            ("national", 7),
            ("force", 5),
            ("division", 5),
            ("division", 5),
            ("county", 5),
            ("county", 6),
            *[("partnership", n) for n in (5, 4, 4, 4, 5, 5)],
        ]
        own = [item.priorities for item in matrix.groups[6].items]
        assert own == [(p.slug,) for p in held.plan(COUNTY).priorities]

    def test_lists_keep_their_lengths(self, held: Catalogue) -> None:
        lengths = {listing.title: len(listing.items) for listing in held.plan(COUNTY).listings}
        assert lengths["Commitments on working together"] == 6
        assert lengths["What will be done now"] == 9
        assert lengths["What communities are concerned about"] == 8
        assert lengths["What public authorities are concerned about"] == 11


class TestSafeDurham2011:
    def test_has_its_five_key_areas_and_names_five_of_twelve_localities(self, held: Catalogue) -> None:
        plan = held.plan(SAFE)
        assert [p.slug for p in plan.priorities] == [
            "asb",
            "alcohol-harm",
            "high-impact-localities",
            "high-impact-households",
            "organised-crime",
        ]
        named = set(plan.priority("high-impact-localities").listings[0].items)
        assert len(named) == 5
        assert named == {i.place for i in held.interventions if i.plan == SAFE and i.place} - {"Belmont, Durham"}

    @pytest.mark.parametrize(
        "number",
        [*(21189, 20420, -3.6, 35876, 27288, -14, 1912, 1541, -19, 4563, 832090, 93, 88, 36), *CASE_STUDIES],
    )
    def test_printed_number_can_be_found(self, held: Catalogue, number: float) -> None:
        found = [f for f in held.figures_of(plan=SAFE) if f.value == number]
        assert found
        assert all(f.document == held.plan(SAFE).document and f.section for f in found)

    def test_only_the_claim_on_anti_social_behaviour_disagrees_with_its_own_numbers(self, held: Catalogue) -> None:
        wrong = []
        for claim in held.claims_of(SAFE):
            if claim.before and claim.after:
                change = 100 * (claim.after - claim.before) / claim.before
                if round(change, claim.decimals) != claim.printed:
                    wrong.append((claim.slug, round(change, 1)))
        assert wrong == [("safe-durham-2012-asb", -23.9)]

    def test_every_printed_change_is_a_claim(self, held: Catalogue) -> None:
        changes = sorted(f.value for f in held.figures_of(plan=SAFE) if f.unit == "percent_change" and f.value)
        assert changes == sorted(c.printed for c in held.claims_of(SAFE) if c.kind == "change")

    def test_county_figures_are_observations_of_shared_indicators(self, held: Catalogue) -> None:
        for slug, value in (("asb", 27288), ("crime-without-asb", 20420), ("deliberate-secondary-fires", 1541)):
            seen = [f.observation_value(held.indicator(slug)) for f in held.figures_of(slug, SAFE)]
            assert value in seen and None in seen
