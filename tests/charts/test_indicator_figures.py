from dataclasses import replace
from datetime import date

import pytest

from cspdash.catalogue import Target
from cspdash.charts.indicator_figures import (
    breaks_drawn,
    indicator_alt,
    indicator_figure,
    indicator_title,
    lengths,
    runs,
)
from cspdash.findings.indicator import Judged
from tests.charts.readings import reading, with_target
from tests.findings.indicator.making import indicator, point, rebase, share, year

COUNT, SHARE = indicator(), share()
SUPPLIED = [year(COUNT, first, 50 + first - 2010) for first in (2010, 2011, 2013)]
PRINTED = [year(COUNT, first, 70, printed=True, series="A plan") for first in (2008, 2009)]


@pytest.mark.parametrize("dark", [False, True])
def test_printed_figures_are_open_marks_without_a_line(dark: bool) -> None:
    figure = indicator_figure(reading(COUNT, [*PRINTED, *SUPPLIED]), dark)
    marks = {trace.name: trace for trace in figure.data if trace.mode == "markers"}
    assert set(marks) == {"A register", "Printed in A plan"}
    assert marks["Printed in A plan"].marker.symbol.endswith("-open")
    assert not marks["A register"].marker.symbol.endswith("-open")
    lines = [trace for trace in figure.data if trace.name == "joined"]
    assert [list(line.y) for line in lines] == [[50, 51]]


def test_points_carry_their_intervals_where_they_have_them() -> None:
    bare = point(SHARE, date(2012, 4, 1), date(2013, 3, 31), 0.5)
    figure = indicator_figure(reading(SHARE, [year(SHARE, 2011, 46, 200), bare]))
    drawn = next(trace for trace in figure.data if trace.name == "intervals")
    assert list(drawn.y[:2]) == pytest.approx([0.177, 0.293], abs=0.001)
    assert len(drawn.y) == 3


def test_no_line_crosses_a_gap_a_withheld_number_or_another_length() -> None:
    assert [len(run) for run in runs(SUPPLIED)] == [2, 1]
    withheld = [year(COUNT, 2010, 5), year(COUNT, 2011, None), year(COUNT, 2012, 6)]
    assert [len(run) for run in runs(withheld)] == [1, 1]
    unequal = [year(COUNT, 2010, 5), point(COUNT, date(2011, 4, 1), date(2011, 6, 30), 2)]
    assert [len(run) for run in runs(unequal)] == [1, 1]
    assert runs([]) == []


def test_periods_are_drawn_and_named_where_their_lengths_differ() -> None:
    nine = point(COUNT, date(2012, 4, 1), date(2012, 12, 31), 40)
    figure = indicator_figure(reading(COUNT, [year(COUNT, 2011, 60), nine]))
    trace = figure.data[-1]
    assert (trace.mode, list(trace.text)) == ("markers+text", ["12 months", "9 months"])
    drawn = next(trace for trace in figure.data if trace.name == "periods")
    assert list(drawn.x[3:5]) == [date(2012, 4, 1), date(2012, 12, 31)]
    assert indicator_figure(reading(COUNT, SUPPLIED)).data[-1].mode == "markers"


def test_only_unusual_lengths_are_named_so_that_labels_do_not_cover_each_other() -> None:
    nine = point(COUNT, date(2013, 4, 1), date(2013, 12, 31), 40)
    assert lengths([year(COUNT, 2011, 60), year(COUNT, 2012, 50), nine]) == ["", "", "9 months"]
    assert lengths([year(COUNT, 2011, 60), year(COUNT, 2012, 50)]) == ["", ""]


def test_a_long_source_is_wrapped_in_the_legend() -> None:
    long = [replace(found, source=f"A register {'of a long name ' * 5}".strip()) for found in SUPPLIED]
    name = indicator_figure(reading(COUNT, long)).data[-1].name
    assert max(len(line) for line in name.split("<br>")) <= 36
    assert name.replace("<br>", " ") == long[0].source


def test_two_sources_are_two_lines() -> None:
    other = [replace(found, series="Another", source="Another") for found in SUPPLIED[:2]]
    figure = indicator_figure(reading(COUNT, sorted([*SUPPLIED, *other], key=lambda found: found.period_end)))
    assert sum(trace.name == "joined" for trace in figure.data) == 2
    assert len({trace.marker.symbol for trace in figure.data if trace.mode == "markers"}) == 2


def test_a_target_is_a_labelled_line() -> None:
    target = Target("sample", "at_most", "At most 60", "Section 1", value=60)
    found = with_target(reading(COUNT, SUPPLIED), Judged(target, "met", "r"))
    figure = indicator_figure(found)
    assert figure.layout.shapes[0].y0 == 60
    assert figure.layout.annotations[0].text == "Target: at most 60"
    monitor = Target("sample", "monitor", "Follow it", "Section 1")
    assert not indicator_figure(with_target(found, Judged(monitor, "no target to judge", "r"))).layout.shapes


def test_breaks_are_numbered_within_the_span() -> None:
    lines = (rebase(date(2005, 1, 1)), rebase(date(2011, 4, 1)))
    found = reading(COUNT, SUPPLIED, breaks=lines)
    assert breaks_drawn(found) == lines[1:]
    assert [note.text for note in indicator_figure(found).layout.annotations] == [" 1"]
    assert breaks_drawn(reading(COUNT, breaks=lines)) == ()


def test_shares_are_shown_in_percent() -> None:
    figure = indicator_figure(reading(SHARE, [year(SHARE, 2012, 46, 200)]))
    assert figure.layout.yaxis.tickformat == ".0%"
    assert figure.layout.yaxis.title.text == "Share of things asked about"


def test_the_title_says_the_finding() -> None:
    found = reading(COUNT, [year(COUNT, 2011, 6802), year(COUNT, 2012, 3851)])
    assert indicator_title(found) == "Samples in Darlington: down 43%"


def test_the_alt_text_counts_what_is_drawn_and_what_is_not() -> None:
    said = indicator_alt(reading(COUNT, [*PRINTED, *SUPPLIED, year(COUNT, 2014, None)]))
    assert said == (
        "Chart of 5 values of Samples in Darlington, 2 of them printed in plans: lowest 50 in 2010/11, "
        "highest 70 in 2008/09. 1 more are withheld."
    )
    assert indicator_alt(reading(COUNT)) == "No values of Samples in Darlington to draw."
