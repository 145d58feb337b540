import plotly.graph_objects as go

from cspdash.charts.projector import SMALL, TYPE, projected
from cspdash.charts.theme import layout, theme


def drawn(**more: object) -> go.Figure:
    figure = go.Figure(layout=layout(theme(False), **more))
    figure.add_scatter(x=[1, 2], y=[3, None], line={"width": 3}, marker={"size": 7}, error_y={"thickness": 2})
    figure.add_bar(x=[1], y=[2])
    figure.add_annotation(text="below", x=1, y=0, yshift=-22, font={"size": 14})
    figure.add_vline(x=1, line={"width": 2})
    return figure


def test_numbers_stay_and_type_and_lines_grow() -> None:
    before = drawn()
    large = projected(before)
    assert [trace.y for trace in large.data] == [trace.y for trace in before.data]
    assert large.layout.xaxis.tickfont.size == large.layout.yaxis.tickfont.size == TYPE >= 22
    assert large.layout.legend.font.size >= 20
    assert large.data[0].line.width > before.data[0].line.width
    assert large.data[0].marker.size > before.data[0].marker.size
    assert large.data[0].error_y.thickness > 2
    assert large.layout.shapes[0].line.width > 2
    assert large.layout.annotations[0].font.size >= SMALL
    assert large.layout.annotations[0].yshift < -22
    assert large.layout.height is None


def test_the_figure_itself_stays_as_it_was() -> None:
    before = drawn()
    same = before.to_json()
    projected(before)
    assert before.to_json() == same


def test_two_charts_on_one_time_axis_name_the_time_once() -> None:
    both = drawn(xaxis2={"matches": "x"}, yaxis2={"anchor": "x2"})
    large = projected(both)
    assert large.layout.xaxis.showticklabels is False
    assert large.layout.xaxis2.showticklabels is None
    assert projected(drawn()).layout.xaxis.showticklabels is None
