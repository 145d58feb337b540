from dataclasses import replace
from datetime import date

import pytest

from cspdash.charts import hot_spot_grade as charts
from tests.charts.hot_spots_made import graded


def test_what_was_caught_is_pooled_over_all_tests() -> None:
    assert charts.caught(graded(), 0.10) == (60 / 200, 50 / 200)
    assert charts.caught(graded(origins=0), 0.10) is None


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        ("beats", "worth more than a list of last year's top localities"),
        ("does not beat", "A plain list of last year's top localities does better"),
        ("cannot be told from", "cannot be told from a plain list"),
    ],
)
def test_the_verdict_comes_first_with_its_numbers(verdict: str, said: str) -> None:
    first = charts.grade_sentences(graded(verdict))[0]
    assert said in first.split(":")[0]
    assert "naming 7 of 65 localities (10%) of Darlington beforehand, it caught 30.0%" in first
    assert "the list 25.0%" in first
    assert "+5.0 percentage points (95% interval +1.2 to +9.0)" in first
    assert charts.grade_title(graded(verdict)) == f"Some incidents: the statistic {verdict} the plain list"


def test_a_list_of_six_months_is_not_called_last_year_s() -> None:
    one = graded(origins=1)
    (origin,) = one.origins
    half = replace(one, origins=(replace(origin, fit=(date(2023, 10, 1), date(2024, 3, 1))),))
    assert "the top localities of the months before" in charts.grade_sentences(half)[0]
    assert "last year" not in charts.grade_sentences(half)[0]


def test_what_it_was_tested_on_is_said() -> None:
    assert charts.grade_sentences(graded(origins=1))[1] == (
        "Tested once, on months that it had not seen: fitted on April 2023 to March 2024, tested on April 2024 to "
        "September 2024. The list: the localities with most in the twelve months before."
    )
    assert charts.grade_sentences(graded())[1].startswith("Tested 2 times, each on months that it had not seen, the ")


def test_labels_stand_on_the_outer_side_of_their_line() -> None:
    statistic, naive, _ = charts.grade_figure(graded()).data
    assert (statistic.textposition, naive.textposition) == ("top center", "bottom center")


def test_without_a_grade_the_reason_is_said() -> None:
    found = graded(origins=0, note="Fewer than 18 months are held, so nothing can be tested.")
    assert charts.grade_sentences(found) == ["Fewer than 18 months are held, so nothing can be tested."]
    assert charts.grade_title(found).endswith("the map cannot be graded")


def test_the_chart_has_both_lists_and_chance() -> None:
    figure = charts.grade_figure(graded())
    statistic, naive, chance = figure.data
    assert list(statistic.y) == [0.1, 0.2, 0.3, 0.5]
    assert list(naive.y) == [0.05, 0.15, 0.25, 0.45]
    assert list(chance.y) == [0.02, 0.05, 0.1, 0.2]
    assert list(chance.x) == ["2%", "5%", "10%", "20%"]
    assert statistic.line.dash != naive.line.dash
    assert statistic.marker.symbol != naive.marker.symbol
    assert "at 10% of localities 30.0% against 25.0%" in charts.grade_alt(graded())


def test_the_tables_hold_every_test_and_every_share() -> None:
    pooled = charts.pooled_table(graded()).records()
    assert [row["Caught by Gi*"] for row in pooled] == [0.1, 0.2, 0.3, 0.5]
    assert pooled[0]["The statistic"] == "beats the plain list"
    table = charts.grade_table(graded())
    assert len(table.rows) == 8
    record = table.records()[2]
    assert (record["Hit rate, Gi*"], record["Hit rate, list"], record["PAI, Gi*"], record["Number"]) == (
        0.3,
        0.25,
        6,
        7,
    )
    assert table.rows[3][11].text == "none expected"
    assert record["Tested on"] == "April 2024 to September 2024"


@pytest.mark.parametrize(("value", "said"), [(0.013, "+1.3"), (-0.0134, "−1.3"), (0.0002, "0.0"), (0.0, "0.0")])
def test_differences_are_signed_points(value: float, said: str) -> None:
    assert charts.points_words(value) == said


def test_the_method_explains_the_measures() -> None:
    said = " ".join(charts.grade_method(graded()))
    for part in ("Hit rate", "PAI", "PEI", "RRI", "2,000 bootstrap samples", "chosen beforehand"):
        assert part in said
