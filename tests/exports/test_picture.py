import struct
import xml.etree.ElementTree as ET
from datetime import date

import plotly.graph_objects as go
import pytest

from cspdash.charts.figures import trend_figure
from cspdash.exports.picture import UnknownTraceError, picture
from cspdash.exports.picture.values import CLEAR, colour, moment, plain
from tests.charts.invented import trend_of

SVG = "{http://www.w3.org/2000/svg}"


def words(svg: bytes) -> str:
    return " ".join(ET.fromstring(svg).itertext())


def places(svg: bytes, colour_: str) -> list[tuple[float, float]]:
    """Return where the corners of the lines of a colour are, in points from the top left."""
    found = []
    for path in ET.fromstring(svg).iter(f"{SVG}path"):
        if colour_ in path.get("style", "") and "fill: none" in path.get("style", ""):
            parts = path.get("d", "").replace("M", " ").replace("L", " ").split()
            found += [(float(x), float(y)) for x, y in zip(parts[::2], parts[1::2], strict=True)]
    return found


def test_a_picture_says_title_source_mark_and_description() -> None:
    found = picture(
        trend_figure(trend_of([5, None, 7])),
        "A <b>rise</b> of $5 & more",
        "An alt.",
        "Source: us.",
        mark="Public edition.",
    )
    root = ET.fromstring(found)
    assert root.get("role") == "img"
    assert [root[0].text, root[1].text] == ["A <b>rise</b> of $5 & more", "An alt."]
    said = words(found)
    assert "A rise of $5 & more" in said
    assert "Public edition. Source: us." in said
    assert "Incidents a month" in said


def test_a_gap_stays_a_gap_and_heights_are_the_counts() -> None:
    figure = go.Figure(layout={"paper_bgcolor": "#FFFFFF", "font": {"color": "#000000"}})
    months = [date(2024, month, 1) for month in range(1, 6)]
    figure.add_scatter(x=months, y=[10, 20, None, 40, 30], mode="lines", line={"color": "#123456", "width": 2})
    points = places(picture(figure, "T", "a", "s"), "#123456")
    heights = [y for _, y in points]
    assert len(points) == 4
    assert (heights[0] - heights[1]) == pytest.approx(heights[3] - heights[2], rel=0.02)  # both ten incidents
    assert heights[2] == min(heights)


def test_a_gap_among_days_stays_a_gap() -> None:
    """Periods are drawn as two days and a gap, so that those of a withheld year are not joined."""
    figure = go.Figure(layout={"paper_bgcolor": "#FFFFFF", "font": {"color": "#000000"}})
    days = [date(2019, 4, 1), date(2020, 3, 31), None, date(2022, 4, 1), date(2023, 3, 31), None]
    line = {"color": "#123456", "width": 2}
    figure.add_scatter(x=days, y=[10, 10, None, 40, 40, None], mode="lines", line=line)
    points = places(picture(figure, "T", "a", "s"), "#123456")
    assert len(points) == 4
    assert points[0][0] < points[1][0] < points[2][0] < points[3][0]


def test_the_same_figure_is_the_same_file() -> None:
    figure = trend_figure(trend_of([5, None, 7]))
    assert picture(figure, "T", "a", "s") == picture(figure, "T", "a", "s")


def test_a_png_has_its_size_and_its_words() -> None:
    found = picture(trend_figure(trend_of([5, None, 7]), dark=True), "T", "An alt.", "Source: us.", kind="png")
    assert found[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">I", found[16:20])[0] == 1500
    assert b"An alt." in found


def test_areas_of_a_map_are_drawn_in_their_class_and_holes_stay_open() -> None:
    ring = [[0, 0], [0, 1], [1, 1], [1, 0], [0, 0]]
    hole = [[0.4, 0.4], [0.6, 0.4], [0.6, 0.6], [0.4, 0.6], [0.4, 0.4]]
    shapes = {"type": "FeatureCollection", "features": [
        {"type": "Feature", "id": "E1", "geometry": {"type": "Polygon", "coordinates": [ring, hole]}},
        {"type": "Feature", "id": "E2", "geometry": {"type": "MultiPolygon", "coordinates": [[ring], [ring]]}},
    ]}  # fmt: skip
    figure = go.Figure(layout={"paper_bgcolor": "#FFFFFF", "font": {"color": "#000000"}})
    for code, paint, name in (("E1", "#112233", "low (1)"), ("E2", "#445566", "high (1)")):
        figure.add_choropleth(
            geojson=shapes, locations=[code], z=[1], colorscale=[[0, paint], [1, paint]], name=name, showlegend=True
        )
    drawn = picture(figure, "T", "a", "s")
    paths = [path for path in ET.fromstring(drawn).iter(f"{SVG}path") if "#112233" in path.get("style", "")]
    assert paths[0].get("d", "").count("z") == 2
    assert all(name in words(drawn) for name in ("low (1)", "high (1)"))


def test_bars_lie_at_their_names_with_their_lengths() -> None:
    figure = go.Figure(layout={"paper_bgcolor": "#FFFFFF", "font": {"color": "#000000"}})
    figure.add_bar(x=[0.2, 0.4], y=["One", "Two"], orientation="h", marker={"color": "#112233"})
    drawn = picture(figure, "T", "a", "s")
    widths = []
    for path in ET.fromstring(drawn).iter(f"{SVG}path"):
        if "#112233" in path.get("style", ""):
            across = [
                float(x) for x in path.get("d", "").replace("M", " ").replace("L", " ").replace("z", "").split()[::2]
            ]
            widths.append(max(across) - min(across))
    assert widths[1] == pytest.approx(2 * widths[0], rel=0.01)
    assert "One" in words(drawn)


def box_of(svg: bytes, paint: str) -> tuple[float, float]:
    """Return the width and height of the first filled shape of a colour, in points."""
    for path in ET.fromstring(svg).iter(f"{SVG}path"):
        if paint in path.get("style", ""):
            written = path.get("d", "").replace("M", " ").replace("L", " ").replace("z", "").split()
            x, y = [float(one) for one in written[::2]], [float(one) for one in written[1::2]]
            return max(x) - min(x), max(y) - min(y)
    raise AssertionError(f"nothing is {paint}")


def test_bars_have_their_own_width_and_maps_their_own_scale() -> None:
    figure = go.Figure(layout={"paper_bgcolor": "#FFFFFF", "font": {"color": "#000000"}})
    figure.add_bar(x=[0.5], y=["One"], orientation="h", marker={"color": "#112233"}, width=0.2)
    figure.add_bar(x=[0.5], y=["Two"], orientation="h", marker={"color": "#445566"}, width=0.4)
    figure.update_layout(barmode="overlay")
    drawn = picture(figure, "T", "a", "s")
    assert box_of(drawn, "#445566")[1] == pytest.approx(2 * box_of(drawn, "#112233")[1], rel=0.01)
    square = {"x": [0, 1, 1, 0, 0], "y": [0, 0, 1, 1, 0], "fill": "toself", "fillcolor": "#112233", "mode": "none"}
    figure = go.Figure(go.Scatter(square), layout={"paper_bgcolor": "#FFFFFF", "font": {"color": "#000000"}})
    figure.update_layout(yaxis={"scaleanchor": "x", "scaleratio": 1.7})
    wide, high = box_of(picture(figure, "T", "a", "s"), "#112233")
    assert high / wide == pytest.approx(1.7, rel=0.01)


def test_what_cannot_be_drawn_is_an_error_and_never_left_out() -> None:
    with pytest.raises(UnknownTraceError, match="sankey"):
        picture(go.Figure(go.Sankey()), "T", "a", "s")


def test_values_are_read_as_plotly_writes_them() -> None:
    assert colour("rgba(40, 161, 151, 0.5)") == pytest.approx((40 / 255, 161 / 255, 151 / 255, 0.5))
    assert colour("#FF0000", 0.5) == (1.0, 0.0, 0.0, 0.5)
    assert colour(None) == CLEAR
    assert plain("a<br>b &amp; <b>c</b> $1") == "a\nb & c \\$1"
    assert plain("rate < 5 > 3") == "rate < 5 > 3"
    assert moment("2024-03-01").month == moment(date(2024, 3, 1)).month == 3
    assert moment("E01012345") == "E01012345"
