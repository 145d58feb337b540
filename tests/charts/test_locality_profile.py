from dataclasses import replace
from datetime import date

import pytest

from cspdash.catalogue import Intervention
from cspdash.charts import locality_profile as charts
from cspdash.findings.deprivation import Deprivation
from cspdash.findings.localities import Localities, Locality
from cspdash.findings.locality_season import Season, SeasonRow
from cspdash.findings.profile import Done
from cspdash.findings.similar import Alike, Similar
from tests.charts.invented import DARLINGTON, LOCALITY, SOURCE, localities_of, mix_of, texts, trend_of

MIX = mix_of({"Burglary": 60, "Drugs": 40}, {"Burglary": 0.2, "Drugs": 0.8})
SAME = mix_of({"Burglary": 20, "Drugs": 80}, {"Burglary": 0.2, "Drugs": 0.8})
SEASON = Season(LOCALITY, DARLINGTON, "Anti-social behaviour", (
    SeasonRow(1, 3, 30, 10.0, 6.7, 14.3, 9.0), SeasonRow(7, 3, 60, 20.0, 15.3, 25.7, 12.0),
), 36, SOURCE)  # fmt: skip


def standing(low: int, high: int, rank: int, areas: int = 30, n: int = 50) -> tuple[Locality, Localities]:
    found = localities_of([n] + [100 + at for at in range(areas - 1)], [1000] * areas)
    row = next(row for row in found.rows if row.code == "E01010000")
    return replace(row, rank=rank, rank_low=low, rank_high=high), found


@pytest.mark.parametrize(
    ("low", "high", "rank", "said"),
    [
        (1, 3, 2, "it is among the 12 highest localities for anti-social behaviour, and not by chance"),
        (
            9,
            20,
            14,
            "whether it is among the 12 highest localities for anti-social behaviour cannot be told from chance",
        ),
        (13, 25, 20, "it is not among the 12 highest localities for anti-social behaviour"),
    ],
)
def test_what_matters_begins_with_how_sure_its_place_is(low: int, high: int, rank: int, said: str) -> None:
    row, found = standing(low, high, rank)
    sentence = charts.matters_sentence(row, found, trend_of([10] * 40), MIX, None)
    assert sentence.startswith(f"What matters: {said} (rank {rank}, 95% interval {low} to {high}, of 30); ")
    assert "against a year earlier: no detectable change" in sentence
    assert sentence.endswith("a larger share of its incidents than in Darlington is burglary.")


def test_what_matters_says_deprivation_only_where_it_is_great_and_mix_only_where_it_differs() -> None:
    row, found = standing(1, 3, 2)
    held = Deprivation("rank", 2019, "The indices", {row.code: 303.0}, {"decile": {row.code: 1.0}})
    assert charts.matters_sentence(row, found, trend_of([10] * 40), SAME, held).endswith(
        "it is in the most deprived tenth of England."
    )
    mild = replace(held, others={"decile": {row.code: 4.0}})
    said = charts.matters_sentence(row, found, trend_of([10] * 40), SAME, mild)
    assert "deprived" not in said
    assert "share" not in said


def test_what_matters_is_said_of_few_areas_of_none_and_without_residents() -> None:
    row, few = standing(1, 2, 1, areas=3)
    assert "it is rank 1, 95% interval 1 to 2, of 3 localities" in charts.matters_sentence(
        row, few, trend_of([1]), SAME, None
    )
    quiet, found = standing(25, 30, 30, n=0)
    assert "no anti-social behaviour was recorded" in charts.matters_sentence(quiet, found, trend_of([0]), SAME, None)
    nobody = replace(row, rank=None, rank_low=None, rank_high=None)
    assert "no population is held" in charts.matters_sentence(nobody, few, trend_of([1]), SAME, None)


@pytest.mark.fault("F31")
def test_people_and_deprivation_are_said_with_their_source() -> None:
    row, found = standing(1, 3, 2)
    assert charts.NO_DEPRIVATION in charts.people_sentence(row, found, None)
    held = Deprivation("score", 2019, "The indices", {row.code: 60.4}, {"decile": {row.code: 1.0}})
    said = charts.people_sentence(row, found, held)
    assert said.startswith("1,000 residents (population of 2011).")
    assert "score 60.4, tenth 1 of ten (1 is the most deprived). Source: The indices." in said
    ward = charts.people_sentence(row, replace(found, level="ward"), held)
    assert "mean of its localities by residents" in ward


def test_a_season_names_the_months_above_it() -> None:
    assert charts.season_title(SEASON) == "Season in Darlington 012A: more than the season of Darlington in July"
    calm = replace(SEASON, rows=SEASON.rows[:1])
    assert "no month is above the season of Darlington" in charts.season_title(calm)
    assert "Highest 20.0 in July (12.0 by the season of Darlington), lowest 10.0 in January" in charts.season_alt(
        SEASON
    )
    bars, marks = charts.season_figure(SEASON).data
    assert (list(bars.y), list(marks.y), list(bars.x)) == ([10, 20], [9, 12], ["Jan", "Jul"])
    assert [row[-1] for row in texts(charts.season_table(SEASON))] == ["as the season", "more than the season"]


def test_like_areas_are_named_with_what_the_distance_is() -> None:
    rows = tuple(Alike(f"E{at}", f"Area {at}", 1000, 50, 50.0, at / 2, 0.1, 0.2, 0.3) for at in range(5))
    found = Similar("E01012304", rows, 60, SOURCE)
    said = charts.similar_sentence(found, "Darlington 012A", "lsoa")
    assert said.startswith("Of 60 other localities, those most like Darlington 012A are Area 0, Area 1, Area 2.")
    assert "population, rate of all that the police record, and mix of categories" in said
    assert texts(charts.similar_table(found, "X"))[1][:4] == ["Area 1", "E1", "0.50", "0.10"]
    assert "fewer than 20 incidents" in charts.similar_sentence(replace(found, rows=()), "X", "lsoa")


def test_projects_are_said_with_where_and_when() -> None:
    one = Intervention("one", "One", "Gates.", "E01012304", starts=date(2012, 4, 1), ends=date(2013, 3, 31))
    done = (Done(one, "here"), Done(replace(one, title="Two", starts=None, ends=None), "Darlington"))
    assert charts.done_sentence(done, "X") == ("1 project of the catalogue in X itself, 1 for its district as a whole.")
    assert charts.done_sentence((), "X") == "No project of the catalogue is for X or its district."
    assert texts(charts.done_table(done, "X")) == [
        ["One", "X", "April 2012 to March 2013", "Gates."], ["Two", "all of Darlington", "not dated", "Gates."],
    ]  # fmt: skip
