"""The finding as a whole, from files through the store: the built-in claim, n × 10, places, context, evidence."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cspdash import catalogue, settings
from cspdash.catalogue import Catalogue, SurveyPair
from cspdash.charts.perception_words import verdict_sentence
from cspdash.demo.generate import write_months
from cspdash.findings.perception import Perception, area_codes, areas_around, perception
from cspdash.findings.perceptions import changes, every_pair, figures, needing_attention
from cspdash.findings.places import Place
from cspdash.ingest import run
from cspdash.store.connection import open_store
from cspdash.store.survey_waves import waves_in
from tests.once import made_once
from tests.survey_tables import DARLINGTON, answer, store_with, survey_csv

PAIR = "asb-seen-and-recorded"
TOWN = Place(DARLINGTON, "Darlington", "district", (DARLINGTON,))
FORCE = Place("E23000008", "Durham police force area", "force", (DARLINGTON, "E06000047"))
Q1_2011, Q4, Q1 = ("2011-04-01", "2011-06-30"), ("2012-01-01", "2012-03-31"), ("2012-04-01", "2012-06-30")


@pytest.fixture(scope="module")
def content() -> Catalogue:
    return catalogue.load(settings.content_dir())


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory, content: Catalogue) -> Path:
    """A store with the demonstration months that the plan's claim compares, and nothing but what ships."""

    def make(folder: Path, scratch: Path) -> None:
        write_months(scratch, first=date(2011, 4, 1), last=date(2012, 12, 1))
        assert run.police(folder, [scratch], content).release

    return made_once(tmp_path_factory, "claimed-years", make)


@pytest.fixture
def found(demonstration: Path, content: Catalogue, tmp_path: Path) -> Callable[..., Perception]:
    """Load survey tables on top of the demonstration months and return the finding."""

    def finding(
        *tables: Path, pair: str = PAIR, place: Place = TOWN, held: Catalogue = content, **more: object
    ) -> Perception:
        target = demonstration
        if tables:
            target = Path(shutil.copytree(demonstration, tmp_path / f"store-{len(list(tmp_path.iterdir()))}"))
            done = store_with(target, held, tables=tables)
            assert all(not result.refused for result in done), [load.notes for result in done for load in result.loads]
        store = open_store(target)
        try:
            return perception(store, held, held.pair(pair), place, **more)  # type: ignore[arg-type]
        finally:
            store.close()

    return finding


def test_the_built_in_data_give_the_verdict_word_for_word(found: Callable[..., Perception]) -> None:
    finding = found()
    chosen = finding.chosen
    assert chosen is not None and chosen.test is not None and chosen.recorded.change is not None
    assert (chosen.recorded.before, chosen.recorded.after, chosen.recorded.document) == (6802, 3851, "")
    assert chosen.recorded.change.percent == pytest.approx(-43.4, abs=0.05)
    assert (chosen.before.successes, chosen.before.n) == (46, 200)
    assert (chosen.after.successes, chosen.after.n) == (39, 206)
    assert chosen.test.z == pytest.approx(1.007, abs=0.0005)
    assert chosen.test.p_value == pytest.approx(0.31, abs=0.005)
    assert verdict_sentence(finding) == "Darlington: recorded ASB fell; there is no evidence that perception changed."
    assert finding.needs_attention
    assert [wave.n for wave in finding.waves.aside] == [573]


def test_ten_times_as_many_with_the_same_shares_give_another_verdict(
    found: Callable[..., Perception], tmp_path: Path
) -> None:
    rows = [answer(Q4, n=2000, count=460), answer(Q1, n=2060, count=390)]
    finding = found(survey_csv(tmp_path / "a.csv", rows))
    assert finding.chosen is not None and finding.chosen.claim is not None
    assert finding.chosen.verdict == "both fell"
    assert verdict_sentence(finding) == "Darlington: recorded ASB fell and perception improved."
    assert not finding.needs_attention


def test_the_claim_in_a_store_without_those_months_rests_on_what_was_printed(
    store_folder: Path, content: Catalogue
) -> None:
    store = open_store(store_folder)
    finding = perception(store, content, content.pair(PAIR), TOWN)
    store.close()
    assert finding.chosen is not None
    assert (finding.chosen.recorded.before, finding.chosen.recorded.after) == (6802, 3851)
    assert finding.chosen.recorded.document
    assert len(finding.evidence.missing) == 21
    assert finding.chosen.verdict == "recorded fell, perception has no detectable change"


def test_a_comparison_can_be_chosen_and_an_unknown_one_gives_the_newest(found: Callable[..., Perception]) -> None:
    chosen = found(compared="2011-04-01-to-2012-04-01").chosen
    assert chosen is not None and chosen.recorded.same_months
    assert [month.month for month in chosen.recorded.months_after] == [4, 5, 6]
    usual = found(compared="no such thing").chosen
    assert usual is not None and usual.slug == "darlington-2012-asb"


def test_a_newer_survey_takes_the_place_of_the_claim(found: Callable[..., Perception], tmp_path: Path) -> None:
    rows = [
        answer(("2011-10-01", "2011-12-31"), n=800, share="0.3", method="Telephone"),
        answer(("2012-10-01", "2012-12-31"), n=800, share="0.2", method="Telephone"),
    ]
    finding = found(survey_csv(tmp_path / "a.csv", rows))
    assert finding.chosen is not None
    assert finding.chosen.slug == "2011-10-01-to-2012-10-01"
    assert finding.chosen.verdict == "both fell"
    assert finding.evidence.newest_wave == date(2012, 12, 31)


def test_a_change_of_method_is_never_tested(found: Callable[..., Perception], tmp_path: Path) -> None:
    rows = [
        answer(("2011-10-01", "2011-12-31"), n=800, share="0.3", method="Telephone"),
        answer(("2012-10-01", "2012-12-31"), n=800, share="0.2", method="Online"),
    ]
    finding = found(survey_csv(tmp_path / "a.csv", rows))
    assert finding.chosen is not None
    assert (finding.chosen.verdict, finding.chosen.reasons) == ("cannot tell", ("asked in another way",))
    assert finding.evidence.runs > 1


def test_answers_of_the_partnership_on_the_same_ground_are_the_districts(
    found: Callable[..., Perception], tmp_path: Path, content: Catalogue
) -> None:
    wave = answer(
        ("2012-10-01", "2012-12-31"), n=800, share="0.2", area_code="E22000072", question="dealing-with-local-concerns"
    )
    finding = found(survey_csv(tmp_path / "a.csv", [wave]), pair="asb-dealt-with-and-recorded")
    assert area_codes(content, TOWN) == (DARLINGTON, "E22000072")
    assert finding.asked_here


def test_answers_of_the_country_are_shown_and_give_no_verdict_for_the_town(
    found: Callable[..., Perception], tmp_path: Path, content: Catalogue
) -> None:
    national = SurveyPair("national", "Nationally", "csew", "high-perceived-asb", ("asb",), "ASB")
    held = replace(content, pairs=(*content.pairs, national))
    rows = [
        answer((f"{year - 1}-04-01", f"{year}-03-31"), survey="csew", question="high-perceived-asb",
               area_code="K04000001", n=30000, share=share)
        for year, share in ((2012, "0.15"), (2013, "0.12"))
    ]  # fmt: skip
    path = survey_csv(tmp_path / "a.csv", rows)
    finding = found(path, pair="national", held=held)
    assert finding.asked_in == "England and Wales" and not finding.asked_here
    assert finding.chosen is not None and finding.chosen.reasons == ("asked elsewhere",)
    beside = found(path, held=held)
    assert [context.area_name for context in beside.context] == ["England and Wales"]
    assert len(beside.context[0].waves.rows) == 2


def test_a_place_in_which_nobody_was_asked_says_so(found: Callable[..., Perception]) -> None:
    finding = found(place=FORCE)
    assert finding.chosen is None and finding.waves.rows == ()
    assert "no answers are held" in verdict_sentence(finding)
    assert finding.trend.series.held


def test_the_months_shown_lie_around_the_waves_unless_all_are_wanted(store_folder: Path, content: Catalogue) -> None:
    store = open_store(store_folder)
    near = perception(store, content, content.pair(PAIR), TOWN)
    whole = perception(store, content, content.pair(PAIR), TOWN, whole=True)
    store.close()
    assert near.trend.months == ()
    assert len(whole.trend.months) == 40


def test_evidence_names_missing_months_breaks_bases_and_age(
    store_copy: Path, tmp_path: Path, content: Catalogue
) -> None:
    rows = [
        answer(("2021-04-01", "2021-06-30"), n=60, share="0.3", design_effect=1.5),
        answer(("2023-01-01", "2023-03-31"), n="", share="0.2"),
    ]
    store_with(store_copy, content, tables=[survey_csv(tmp_path / "a.csv", rows)])
    store = open_store(store_copy)
    evidence = perception(store, content, content.pair(PAIR), TOWN).evidence
    store.close()
    assert evidence.missing == (date(2023, 2, 1),)
    assert "lockdown-2020" in [line.slug for line in evidence.breaks]
    assert (evidence.smallest, evidence.without_n) == (60, 1)
    assert evidence.newest_month == date(2023, 8, 1)
    assert evidence.age_months == 5
    assert evidence.seasons_differ


def test_wider_areas_are_named_from_the_nearest_outwards(content: Catalogue) -> None:
    assert list(areas_around(content, TOWN).values()) == [
        "Darlington", "Darlington", "Durham Constabulary", "England", "England and Wales", "Great Britain",
        "United Kingdom",
    ]  # fmt: skip


class TestEveryQuestionOfAPlace:
    def test_changes_has_the_questions_with_two_waves(self, demonstration: Path, content: Catalogue) -> None:
        store = open_store(demonstration)
        found = changes(store, content, TOWN)
        parting = needing_attention(store, content, TOWN)
        every = every_pair(store, content, TOWN)
        store.close()
        assert [row.question.question for row in found.rows] == ["asb-a-big-problem"]
        assert "figures printed in plans" in found.provenance.line
        assert [one.pair.slug for one in parting] == [PAIR]
        assert [one.pair.slug for one in every] == [pair.slug for pair in content.pairs]

    def test_figures_has_every_figure_held_and_the_targets(self, demonstration: Path, content: Catalogue) -> None:
        store = open_store(demonstration)
        found = figures(store, content, TOWN)
        elsewhere = figures(store, content, FORCE)
        store.close()
        shares = {(row.title, row.wave.n, row.wave.share) for row in found.rows}
        assert ("People who see underage drinking as a problem in their area", None, 0.67) in shares
        assert [row.wave.n for row in found.rows if row.aside] == [573]
        assert list(dict.fromkeys(row.area_name for row in found.rows)) == ["Darlington", "England"]
        assert {question.question for question, _ in found.targets} == {
            "drank-last-week",
            "any-drug-last-year",
            "satisfied",
        }
        assert {row.area_name for row in elsewhere.rows} == {"England"}
        assert "Release" in found.provenance.line

    def test_content_without_pairs_has_no_finding(self, demonstration: Path, content: Catalogue) -> None:
        store = open_store(demonstration)
        assert every_pair(store, replace(content, pairs=()), TOWN) == []
        store.close()

    def test_a_figure_is_named_by_its_question_else_its_indicator_else_as_it_was_loaded(
        self, demonstration: Path, content: Catalogue
    ) -> None:
        asked = next(one for one in content.indicators if one.survey)
        bare = replace(content, questions=())
        store = open_store(demonstration)
        held = figures(store, bare, TOWN)
        unnamed = figures(store, replace(bare, indicators=()), TOWN)
        loaded = {(one.survey, one.question) for one in waves_in(store, list(areas_around(content, TOWN)))}
        store.close()
        known = {(one.survey, one.question): one for one in content.indicators if one.survey}
        titles = {one.title: one for one in known.values()}
        named = [row for row in held.rows if row.title in titles]
        assert named
        assert all(row.survey_title == titles[row.title].source for row in named)
        assert all(row.better == titles[row.title].polarity for row in named)
        assert asked.title in titles
        assert {(row.survey_title, row.title) for row in unnamed.rows} == loaded
        assert {row.better for row in unnamed.rows} == {"none"}
