"""Charts on perceptions as data: what is drawn is what the tables say, and nothing is joined that may not be."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cspdash.charts.perception_changes import changes_alt, changes_figure, changes_table
from cspdash.charts.perception_figures import middle, perception_figure
from cspdash.charts.perception_places import places_alt, places_figure, places_sentences, places_table, places_title
from cspdash.charts.perception_tables import figures_table, perception_table
from cspdash.findings.perception import Perception
from cspdash.findings.perception_areas import AreaView, AreaViews
from cspdash.findings.perceptions import AskedChange, Changes, Figure, Figures
from cspdash.periods import month_range
from cspdash.stats.rates import Comparison as Standing
from tests.charts.perceptions_made import QUARTERS, SOURCE, TOWN, content, held, made

DARK = pytest.mark.parametrize("dark", [False, True])


def named(figure: Any, name: str) -> list[Any]:
    return [trace for trace in figure.data if trace.name == name]


def lines(figure: Any) -> list[Any]:
    """Return the lines drawn in the lower chart."""
    return [trace for trace in figure.data if trace.yaxis == "y2" and trace.mode == "lines"]


@DARK
def test_both_sides_stand_on_one_time_axis_and_two_scales(dark: bool) -> None:
    figure = perception_figure(made(*QUARTERS), dark)
    assert figure.layout.xaxis.range == figure.layout.xaxis2.range
    assert {trace.yaxis for trace in figure.data} == {"y", "y2"}
    assert figure.layout.yaxis.domain[0] > figure.layout.yaxis2.domain[1]
    assert all(axis.overlaying is None for axis in (figure.layout.yaxis, figure.layout.yaxis2))


def test_the_chart_has_what_the_table_says() -> None:
    found = made(*QUARTERS, held("2012-07-01", "2012-09-30", None, 0.21))
    figure, table = perception_figure(found), perception_table(found)
    waves = {row[0].text: row for row in table.rows if row[1].text == "Survey"}
    (sized,), (bare,) = (
        named(figure, "Survey share, 95% interval"),
        named(figure, "Number asked not known: no interval"),
    )
    assert len(sized.x) + len(bare.x) == len(waves) == 6
    for index, (share, up, down) in enumerate(zip(sized.y, sized.error_y.array, sized.error_y.arrayminus, strict=True)):
        row = list(reversed(list(waves.values())))[index]
        assert [round(value, 4) for value in (share, share - down, share + up)] == [cell.value for cell in row[2:5]]
    assert bare.error_y.visible is False
    assert waves["July to September 2012"][3].text == "no interval"
    (recorded,) = named(figure, "Recorded")
    months = [row for row in reversed(table.rows) if row[1].text.startswith("Recorded")]
    assert [round(value, 2) for value in recorded.y] == [row[2].value for row in months]
    assert list(recorded.customdata) == [row[5].value for row in months]


def test_the_number_asked_stands_under_each_wave() -> None:
    figure = perception_figure(made(*QUARTERS, held("2012-07-01", "2012-09-30", None, 0.21)))
    below = {note.text for note in figure.layout.annotations if note.yref == "y2 domain" and note.y == 0}
    assert below == {"75*", "93*", "74*", "200", "206", "?"}
    bare = perception_figure(made(held("2012-07-01", "2012-09-30", None, 0.21)))
    assert not [note for note in bare.layout.annotations if note.yref == "y2 domain" and note.y == 0]
    assert any("number asked unknown" in note.text for note in bare.layout.annotations)


def test_waves_of_one_run_are_joined_and_others_never() -> None:
    assert [len(line.x) for line in lines(perception_figure(made(*QUARTERS)))] == [5]
    asked = [replace(wave, method="Telephone" if wave.wave_start.year == 2011 else "Online") for wave in QUARTERS]
    figure = perception_figure(made(*asked))
    assert [len(line.x) for line in lines(figure)] == [3, 2]
    assert any("asked anew" in note.text for note in figure.layout.annotations)
    bare = [replace(wave, n=None) for wave in QUARTERS]
    assert lines(perception_figure(made(*bare))) == []


def test_a_base_too_small_is_in_the_table_and_not_in_the_chart() -> None:
    found = made(held("2011-04-01", "2011-06-30", 20, 4), *QUARTERS[1:])
    (drawn,) = named(perception_figure(found), "Survey share, 95% interval")
    assert len(drawn.x) == 4
    row = next(row for row in perception_table(found).rows if row[0].text == "April to June 2011")
    assert [cell.text for cell in row[2:]] == ["not shown", "not shown", "not shown", "fewer than 30", "base too small"]


def test_a_missing_month_is_a_gap() -> None:
    months = {m: 700 if m.month != 5 else None for m in month_range(date(2011, 1, 1), date(2012, 12, 1))}
    found = made(*QUARTERS, monthly=months)
    (recorded,) = named(perception_figure(found), "Recorded")
    assert [value for value in recorded.y if value is None] == [None, None]
    assert recorded.connectgaps is False
    row = next(row for row in perception_table(found).rows if row[0].text == "May 2011")
    assert (row[2].value, row[5].text) == (None, "not held")


@pytest.mark.parametrize("waves", [0, 1, 5])
@pytest.mark.parametrize("months", [True, False])
def test_little_data_is_drawn_without_a_fault(waves: int, months: bool) -> None:
    found = made(*QUARTERS[:waves], monthly=None if months else {})
    perception_figure(found)
    assert len(perception_table(found).rows) == len(found.waves.rows) + len(found.trend.months)


def test_a_wave_is_drawn_in_its_middle() -> None:
    assert middle(made(QUARTERS[3]).waves.rows[0]) == date(2012, 2, 15)


class TestChangeAgainstChange:
    def changes(self, *findings: Perception) -> Changes:
        rows = [AskedChange(one.question, one.chosen, "ASB") for one in findings if one.chosen]
        return Changes(TOWN, tuple(rows), SOURCE)

    @DARK
    def test_each_question_is_an_interval_beside_zero(self, dark: bool) -> None:
        found = self.changes(made(*QUARTERS), made(*QUARTERS[3:]))
        figure = changes_figure(found, dark)
        upper = [trace for trace in figure.data if trace.yaxis == "y"]
        lower = [trace for trace in figure.data if trace.yaxis == "y2"]
        assert len(upper) == len(lower) == 2
        assert sum(shape.x0 == shape.x1 == 0 for shape in figure.layout.shapes) == 2
        for axis in (figure.layout.xaxis, figure.layout.xaxis2):
            assert axis.range[0] < 0 < axis.range[1]
        table = changes_table(found)
        drawn = [round(trace.x[0], 1) for trace in reversed(lower)]
        assert drawn == [row[6].value for row in table.rows]

    def test_a_change_without_n_is_hollow_and_has_no_interval(self) -> None:
        found = self.changes(
            made(held("2011-04-01", "2011-06-30", None, 0.3), held("2012-04-01", "2012-06-30", None, 0.2))
        )
        lower = next(trace for trace in changes_figure(found).data if trace.yaxis == "y2")
        assert lower.marker.symbol == "circle-open" and lower.error_x.visible is False
        row = changes_table(found).rows[0]
        assert [cell.text for cell in row[6:9]] == ["-10.0", "no interval", "no interval"]
        assert "share −10.0 points, no interval" in changes_alt(found)

    def test_a_recorded_side_that_is_not_held_is_said(self) -> None:
        found = self.changes(made(*QUARTERS, monthly={}))
        assert not [trace for trace in changes_figure(found).data if trace.yaxis == "y"]
        assert "recorded ASB not known" in changes_alt(found)
        assert changes_table(found).rows[0][3].text == "not known"


class TestPlaces:
    def view(self, code: str, recorded: Standing | None, felt: Standing | None, n: int | None = 300) -> AreaView:
        share = None if n is None else 0.2
        return AreaView(
            code, f"Place {code}", 120, 1500, 80.0, 66.0, 96.0, n, share, 0.16 if n else None, 0.25 if n else None,
            "enough" if n else "too small", recorded, felt,
        )  # fmt: skip

    def views(self, *rows: AreaView) -> AreaViews:
        question = content().questions[0]
        months = tuple(month_range(date(2022, 4, 1), date(2023, 1, 1)))
        return AreaViews(
            TOWN, question, "ASB", "lsoa", date(2023, 1, 1), date(2023, 3, 31), months, rows, 50.0, 0.2, SOURCE
        )

    @DARK
    def test_each_reading_has_its_own_mark_and_every_place_is_drawn_once(self, dark: bool) -> None:
        found = self.views(
            self.view("1", "lower", "higher"), self.view("2", "higher", "lower"), self.view("3", "similar", "higher"),
            self.view("4", "higher", "higher"), self.view("5", "lower", "lower"), self.view("6", "lower", None, None),
        )  # fmt: skip
        figure = places_figure(found, dark)
        assert sum(len(trace.x) for trace in figure.data) == len(found.drawn) == 5
        assert len({trace.marker.symbol for trace in figure.data}) == 5
        assert [row[-1].text for row in places_table(found).rows] == [
            "reassurance gap", "hidden problem", "not told apart", "high on both sides", "low on both sides",
            "not shown",
        ]  # fmt: skip
        said = " ".join(places_sentences(found))
        assert "Reassurance gap (felt above the average, recorded below it): Place 1." in said
        assert "Hidden problem (recorded above the average, felt below it): Place 2." in said
        assert "Base too small in 1" in said and "10 of the 12 months" in said
        assert places_title(found) == "1 reassurance gap and 1 hidden problem among 5 localities"
        assert "the averages 50.0 and 20.0%" in places_alt(found)

    def test_no_name_is_given_where_nothing_differs(self) -> None:
        found = self.views(self.view("1", "similar", "higher"), self.view("2", "higher", "similar"))
        assert places_title(found) == "None of 2 localities is a reassurance gap or a hidden problem"
        assert "Reassurance gap (felt above the average, recorded below it): none." in places_sentences(found)


def test_every_figure_has_its_source_and_targets_are_marked() -> None:
    waves = made(*QUARTERS).waves.rows
    question = content().question("county-durham-residents", "asb-affects-quality-of-life")
    assert question is not None
    rows = tuple(Figure("Survey", "Title", "lower", "Darlington", wave, wave is waves[-1]) for wave in waves)
    table = figures_table(Figures(TOWN, rows, ((question, question.waves[0]),), SOURCE))
    assert [row[7].text for row in table.rows] == [
        *["answers: lower is better"] * 4, "several waves together", "target, nobody's answer",
    ]  # fmt: skip
    assert all(row[-1].text for row in table.rows)
    assert table.rows[-1][3].value == 0.655
