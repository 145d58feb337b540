import numpy as np
import plotly.graph_objects as go
import pytest

from cspdash.charts.plain import plain

LINK = '<a href="http://192.0.2.1">x</a>'


def test_a_tag_in_a_name_is_shown_and_ours_stay() -> None:
    drawn = {
        "data": [{"y": [f"Town {LINK}", "B"], "x": [1, None], "hovertemplate": "%{y}<extra></extra>"}],
        "layout": {"title": {"text": "<b>→ A</b><br>b < c"}, "yaxis": {"categoryarray": [f"Town {LINK}"]}},
    }
    shown = plain(drawn)
    assert shown["data"][0]["y"] == shown["layout"]["yaxis"]["categoryarray"] + ["B"]
    assert "<a" not in str(shown)
    assert shown["data"][0]["y"][0].startswith("Town &lt;a href")
    assert shown["data"][0]["hovertemplate"] == "%{y}<extra></extra>"
    assert shown["layout"]["title"]["text"] == "<b>→ A</b><br>b &lt; c"
    assert LINK in str(drawn), "what was given is as it was"


@pytest.mark.parametrize("names", [["A", "B"], np.array(["A", "B"]), np.array([1.0, 2.0])])
def test_a_figure_without_tags_is_the_same(names: object) -> None:
    drawn = go.Figure(go.Bar(x=[1, 2], text=names, hovertemplate="%{x}<extra></extra>"))
    assert plain(drawn) is drawn


def test_figures_of_plotly_and_rows_of_texts_are_looked_through() -> None:
    drawn = go.Figure(go.Scatter(x=[1], y=[2], customdata=np.array([[LINK, 1]], dtype=object)))
    assert "<a" not in str(plain(drawn))
