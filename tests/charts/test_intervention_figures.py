from datetime import date

import pytest

from cspdash.charts.intervention_figures import intervention_figure, short_names
from cspdash.charts.intervention_tables import arms_table, differences_table, matches_table, months_table
from cspdash.findings.intervention_matches import Match, Matches
from tests.charts.interventions_made import MONTHS, made_trial, place

PAPER = made_trial((207, 110), (308, 318), (178, 157), (150, 140))


@pytest.mark.parametrize("dark", [False, True])
def test_both_areas_are_drawn_as_counted_and_differ_by_more_than_colour(dark: bool) -> None:
    drawn = intervention_figure(PAPER, dark)
    lines = {trace.name: trace for trace in drawn.data if trace.mode == "lines+markers"}
    treated, compared = lines["Treated: North End"], lines["Comparison: South End"]
    assert list(treated.y) == list(PAPER.arms[0].series.counts)
    assert list(compared.y) == list(PAPER.arms[1].series.counts)
    assert (treated.line.dash, compared.line.dash) == ("solid", "dash")
    assert treated.marker.symbol != compared.marker.symbol
    assert treated.line.color != compared.line.color
    assert not treated.connectgaps


def test_the_time_of_the_intervention_is_shaded_and_the_windows_are_marked() -> None:
    drawn = intervention_figure(made_trial(ends=date(2021, 9, 30)))
    [band] = [shape for shape in drawn.layout.shapes if shape.type == "rect"]
    assert (band.x0, band.x1) == (date(2021, 3, 1), date(2021, 9, 30))
    bars = [shape for shape in drawn.layout.shapes if shape.y0 == 1.015]
    assert [(bar.x0, bar.x1) for bar in bars] == [
        (date(2020, 3, 1), date(2021, 3, 1)),
        (date(2021, 3, 1), date(2022, 3, 1)),
    ]
    assert [note.text for note in drawn.layout.annotations] == ["before", "after"]
    [going_on] = [shape for shape in intervention_figure(PAPER).layout.shapes if shape.type == "rect"]
    assert going_on.x1 == date(2022, 3, 1)


def test_the_range_expected_is_that_of_the_months_before() -> None:
    drawn = intervention_figure(PAPER)
    [band] = [trace for trace in drawn.data if trace.fill == "tonexty"]
    assert PAPER.expected is not None
    assert list(band.y) == [PAPER.expected.upper] * 2
    assert band.name == "Range expected from before"


def test_per_resident_is_drawn_per_1000() -> None:
    drawn = intervention_figure(made_trial(per_resident=True))
    [treated] = [trace for trace in drawn.data if trace.name == "Treated: North End"]
    assert treated.y[0] == pytest.approx(18 / 1.5)
    assert treated.customdata[0] == 18
    assert "per 1,000" in drawn.layout.yaxis.title.text


def test_many_areas_are_a_number_in_the_legend() -> None:
    one = PAPER.arms[0]
    assert short_names(one) == "North End"
    many = type(one)(one.role, one.places * 3, one.series, 1, 1, None, None)
    assert short_names(many) == "3 areas"


def test_the_tables_have_the_same_numbers() -> None:
    months = months_table(PAPER).records()
    assert len(months) == len(MONTHS)
    assert months[0] == {
        "Month": "2022-02", "Treated: North End": 9, "Comparison: South End": 26, "Displacement: Next Door": 13,
        "Displacement comparison: Far Away": 11, "Compared as": "after",
    }  # fmt: skip
    assert [record["Compared as"] for record in months].count("before") == 12
    assert months[-1]["Compared as"] == "–"
    arms = arms_table(PAPER)
    assert [(row[1].value, row[2].value) for row in arms.rows] == [(207, 110), (308, 318), (178, 157), (150, 140)]
    assert [row[5].value for row in arms.rows] == [200, 300, None, None]
    assert "range expected in the treated area" in months_table(PAPER).caption


def test_the_test_itself_is_that_of_the_paper() -> None:
    rows = {row[0].value: [cell.value for cell in row[1:6]] for row in differences_table(PAPER).rows}
    assert rows["Both together"] == [-118, -195.6, -40.4, 39.6, -2.98]
    assert list(rows) == [
        "Treated area against its comparison", "Displacement area against its comparison", "Both together",
        "Treated against comparison, the two years before",
    ]  # fmt: skip
    assert len(differences_table(made_trial(alike="not held")).rows) == 1


def test_matches_show_how_they_moved() -> None:
    rows = (Match(place("A"), 50, 40), Match(place("C"), 30, 42), Match(place("D"), 30, None))
    found = matches_table(Matches(Match(place("B"), 48, 44), rows, MONTHS[:12], 64, 3, 1), "Noise")
    assert [row[0].text for row in found.rows] == ["Treated: B", "A", "C", "D"]
    assert [row[3].text for row in found.rows] == ["+4", "+10", "−12", "–"]
    assert found.rows[3][2].text == "not held"
