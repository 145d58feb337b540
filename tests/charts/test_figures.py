from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cspdash.charts.figures import SHAPES, mix_figure, trend_figure
from cspdash.charts.tables import mix_table, trend_table
from cspdash.charts.theme import theme
from cspdash.charts.words import mix_alt
from tests.charts.invented import mix_of, trend_of
from tests.small_catalogue import line

MONTHLY = st.lists(st.one_of(st.none(), st.integers(0, 60)), min_size=1, max_size=30)
GAPS: list[int | None] = [9, 11, None, 10, 12, 8, 10, 9, None, 11, 10, 9, 12, 8, 11, 10, 40]
BOTH = pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])


def same(drawn: list[float | None], told: list[object]) -> bool:
    """Tell whether numbers drawn and told are the same, to the tenth that a table gives."""
    return all(
        (a is None and b is None) or (a is not None and isinstance(b, int | float) and abs(a - b) <= 0.0601)
        for a, b in zip(drawn, told, strict=True)
    )


@given(MONTHLY)
@example(GAPS)
@example([0, 3] * 8)
def test_the_table_has_the_numbers_of_the_figure(counts: list[int | None]) -> None:
    trend = trend_of(counts)
    figure = trend_figure(trend)
    records = list(reversed(trend_table(trend).records()))
    drawn = {trace.name: trace for trace in figure.data if trace.name}
    assert list(drawn["Recorded"].y) == [record["Recorded"] for record in records] == counts
    assert [f"{month:%Y-%m}" for month in drawn["Recorded"].x] == [record["Month"] for record in records]
    if "Mean" not in drawn:
        assert {record["Mean"] for record in records} == {None}
    else:
        lower = figure.data[0]
        assert same(list(drawn["Mean"].y), [record["Mean"] for record in records])
        assert same(list(lower.y), [record["Expected from"] for record in records])
        assert same(list(drawn["Expected range"].y), [record["Expected to"] for record in records])
        assert min(low for low in lower.y if low is not None) >= 0
    for word in SHAPES:
        told = {record["Month"]: record["Recorded"] for record in records if record["Reading"] == word}
        marked = drawn.get(f"More than chance: {word}")
        pairs = zip(marked.x, marked.y, strict=True) if marked else ()
        assert {f"{month:%Y-%m}": n for month, n in pairs} == told


@BOTH
def test_no_line_crosses_a_gap(dark: bool) -> None:
    trend = trend_of(GAPS)
    figure = trend_figure(trend, dark)
    recorded = next(trace for trace in figure.data if trace.name == "Recorded")
    assert recorded.connectgaps is False
    assert [at for at, n in enumerate(recorded.y) if n is None] == [2, 8], "a missing month is None, never 0"
    assert len(recorded.x) == len(GAPS)
    for trace in figure.data:
        assert not trace.connectgaps


@BOTH
def test_months_beyond_chance_are_marked_by_shape_and_word(dark: bool) -> None:
    figure = trend_figure(trend_of(GAPS), dark)
    marked = next(trace for trace in figure.data if trace.name == "More than chance: concern")
    assert (list(marked.x), list(marked.y)) == ([date(2024, 3, 1)], [40])
    assert (marked.marker.symbol, marked.marker.color) == ("triangle-up", theme(dark).CONCERN)
    better = trend_figure(trend_of(GAPS, "higher"), dark)
    kinds = {trace.name: trace.marker.symbol for trace in better.data if trace.mode == "markers"}
    assert kinds == {"More than chance: improvement": "triangle-down"}
    assert len(set(SHAPES.values())) == len(SHAPES)


def test_neither_good_nor_bad_is_marked_as_such() -> None:
    names = {trace.name for trace in trend_figure(trend_of(GAPS, "more_reports")).data}
    assert "More than chance: neutral change" in names
    assert not names & {"More than chance: concern", "More than chance: improvement"}


@BOTH
def test_breaks_are_lines_or_bands_with_their_numbers(dark: bool) -> None:
    point = line(date(2023, 6, 1), "switch")
    before = line(date(2020, 1, 1), "lockdown", until=date(2023, 4, 1))
    figure = trend_figure(trend_of([10] * 12, breaks=(before, point)), dark)
    band, drawn = figure.layout.shapes
    assert (band.type, band.x0, band.x1) == ("rect", date(2023, 4, 1), date(2023, 5, 1)), "cut at the first month"
    assert (drawn.type, drawn.x0) == ("line", date(2023, 6, 1))
    assert [note.text.strip() for note in figure.layout.annotations] == ["1", "2"]
    assert not trend_figure(trend_of([10] * 12)).layout.shapes


def test_a_band_that_goes_on_ends_with_the_last_month() -> None:
    figure = trend_figure(trend_of([10] * 12, breaks=(line(date(2024, 1, 1), until=date(2030, 1, 1)),)))
    assert figure.layout.shapes[0].x1 == date(2024, 4, 1)


def test_the_range_before_a_new_start_is_drawn_although_the_newest_has_too_few_points() -> None:
    trend = trend_of([10, 12] * 10, breaks=(line(date(2023, 12, 1), rebase=True),))
    assert trend.control
    assert trend.control.mean is None
    mean = next(trace for trace in trend_figure(trend).data if trace.name == "Mean")
    assert [n is None for n in mean.y] == [False] * 16 + [True] * 4


def test_short_series_have_no_expected_range() -> None:
    assert [trace.name for trace in trend_figure(trend_of([5] * 12)).data] == ["Recorded"]


@BOTH
def test_the_mix_is_bars_with_intervals_and_marks_around(dark: bool) -> None:
    found = mix_of({"Burglary": 60, "Drugs": 30, "Robbery": 10}, {"Burglary": 0.2, "Drugs": 0.3, "Robbery": 0.5})
    bars, marks = mix_figure(found, dark).data
    records = {record["Category"]: record for record in mix_table(found).records()}
    assert list(bars.y) == list(marks.y) == ["Robbery", "Drugs", "Burglary"], "the largest stands on top"
    errors = zip(bars.error_x.arrayminus, bars.error_x.array, strict=True)
    for name, value, around, (below, above) in zip(bars.y, bars.x, marks.x, errors, strict=True):
        record = records[name]
        assert record["Share"] == pytest.approx(value, abs=5.1e-5)
        assert record["95% from"] == pytest.approx(value - below, abs=5.1e-5)
        assert record["95% to"] == pytest.approx(value + above, abs=5.1e-5)
        assert record["Share in Darlington"] == pytest.approx(around, abs=5.1e-5)
        assert f"{name} {value:.0%}" in mix_alt(found)
    assert (bars.name, marks.name) == ("Darlington 012A", "Darlington")
    assert theme(dark).CONCERN not in {bars.marker.color, marks.marker.color}, "being around is no concern"
