import xml.etree.ElementTree as ET
from datetime import date
from typing import Any

import plotly.graph_objects as go
from matplotlib.figure import Figure

from cspdash.charts.time_figures import season_figure
from cspdash.exports.picture import picture
from cspdash.exports.picture.marks import draw_map
from cspdash.exports.picture.wheel import draw_wheel
from cspdash.findings.times import Season, season
from cspdash.periods import month_range

SHAPE = {"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [0, 0]]]}


def july() -> Season:
    months = month_range(date(2022, 4, 1), date(2024, 3, 1))
    found = season({month: 200 if month.month == 7 else 100 for month in months})
    assert found is not None
    return found


def test_a_wheel_has_its_wedges_and_its_ring() -> None:
    found = july()
    written = season_figure(found).to_plotly_json()
    page = Figure()
    named = draw_wheel(page, list(written["data"]), written["layout"])
    axes: Any = page.axes[0]
    assert [round(float(wedge.get_height()), 6) for wedge in axes.patches] == [
        round(row.index, 6) for row in found.months
    ]
    assert set(axes.lines[0].get_ydata()) == {1}
    assert [name for _, name in named] == ["Events a day against the year's average", "The year's average"]


def test_a_picture_of_a_wheel_names_the_months() -> None:
    svg = picture(season_figure(july()), "Title", "alt", "Source: somewhere")
    said = " ".join(ET.fromstring(svg).itertext())
    assert "Jul" in said
    assert "+84%" in said or "+81%" in said
    assert "The year's average" in said


def test_the_marks_of_a_map_are_drawn_and_named() -> None:
    shapes = {"type": "FeatureCollection", "features": [{"type": "Feature", "id": "A", "geometry": SHAPE}]}
    figure = go.Figure()
    figure.add_choropleth(geojson=shapes, locations=["A"], z=[1], colorscale=[[0, "#000000"], [1, "#000000"]])
    figure.add_scattergeo(lon=[0.5], lat=[0.6], name="mark: hot", marker={"symbol": "square", "color": "#FFFFFF"})
    shade, mark = figure.to_plotly_json()["data"]
    page = Figure()
    named = draw_map(page, [shade], [mark])
    drawn: Any = page.axes[0].lines[0]
    assert (list(drawn.get_xdata()), list(drawn.get_ydata()), drawn.get_marker()) == ([0.5], [0.6], "s")
    assert [name for _, name in named] == ["mark: hot"]
