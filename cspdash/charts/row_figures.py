"""Figures of rows: bars by month, and a plain map of points on outlines that needs no tiles and no WebGL."""

import json
import math
from collections.abc import Iterable, Sequence
from typing import Any

from cspdash.charts.drawing import Drawing
from cspdash.charts.once import once
from cspdash.charts.theme import Theme, layout, theme
from cspdash.findings.rows import Point, Rows

Ring = list[tuple[float, float]]
Box = tuple[float, float, float, float]
SMALLEST, LARGEST = 6.0, 30.0


@once
def monthly_figure(found: Rows, dark: bool = False) -> Drawing:
    """Return bars of rows by month; a month that is a gap has none and a mark of its own."""
    colours = theme(dark)
    figure = Drawing(layout=layout(colours, yaxis={"rangemode": "tozero", "title": {"text": "Rows a month"}}))
    figure.add_bar(
        x=list(found.series.months),
        y=list(found.series.counts),
        name="Rows",
        marker={"color": colours.OBSERVED},
        hovertemplate="%{x|%B %Y}: %{y:,}<extra></extra>",
    )
    gaps = sorted([*found.series.missing, *found.series.cut_off])
    if gaps:
        figure.add_scatter(
            x=gaps,
            y=[0] * len(gaps),
            mode="markers",
            name="not held: a gap, not zero",
            marker={"symbol": "x", "size": 9, "color": colours.QUIET},
            hovertemplate="%{x|%B %Y}: not held<extra></extra>",
        )
    figure.update_layout(showlegend=bool(gaps))
    figure.update_xaxes(tickformat="%b %Y")
    return figure


@once
def points_map(found: Rows, outlines: Iterable[str], chosen: str | None = None, dark: bool = False) -> Drawing:
    """Return the map points of rows, larger where more lie, on outlines (GeoJSON texts); `chosen` has a heavy edge."""
    colours = theme(dark)
    rings, heavy = rings_of(outlines), rings_of([chosen]) if chosen else []
    figure = plain_map(rings, widened(box_of([*(heavy or rings), _corners(found.points)])), colours)
    if heavy:
        line = {"color": colours.TEXT, "width": 3}
        figure.add_scatter(**trace_of(heavy), line=line, name="the place", hoverinfo="skip")
    _add_points(figure, found.points, colours)
    figure.update_layout(showlegend=bool(heavy))
    return figure


def plain_map(rings: Sequence[Ring], around: Box, colours: Theme, **more: Any) -> Drawing:
    """Return a map without anything from outside: outlines as lines, one degree as long eastwards as it is there."""
    west, south, east, north = around
    hidden = {"showgrid": False, "zeroline": False, "showticklabels": False, "ticks": "", "showline": False}
    scale = 1 / math.cos(math.radians((south + north) / 2))
    margin = {"l": 0, "r": 0, "t": 0, "b": 0}
    xaxis = {**hidden, "range": [west, east], "constrain": "domain"}
    yaxis = {**hidden, "range": [south, north], "scaleanchor": "x", "scaleratio": scale, "constrain": "domain"}
    legend = {"y": -0.01, "yanchor": "top"}
    figure = Drawing(layout=layout(colours, height=600, margin=margin, xaxis=xaxis, yaxis=yaxis, legend=legend, **more))
    near = [ring for ring in rings if _meets(box_of([ring]), around)]
    figure.add_scatter(
        **trace_of(near),
        line={"color": colours.QUIET, "width": 0.8},
        name="localities",
        hoverinfo="skip",
        showlegend=False,
    )
    return figure


def _add_points(figure: Drawing, points: Sequence[Point], colours: Theme) -> None:
    """Add points whose ground, not width, stands for the rows."""
    most = max((point.n for point in points), default=1)
    figure.add_scatter(
        x=[point.longitude for point in points],
        y=[point.latitude for point in points],
        mode="markers",
        name="map points",
        showlegend=False,
        text=[f"{point.location}: {point.n:,}" for point in points],
        hovertemplate="%{text}<extra></extra>",
        marker={
            "size": [round(max(SMALLEST, LARGEST * math.sqrt(point.n / most)), 1) for point in points],
            "color": colours.OBSERVED,
            "opacity": 0.65,
            "line": {"color": colours.PAPER, "width": 1},
        },
    )


def rings_of(outlines: Iterable[str]) -> list[Ring]:
    """Return the rings of GeoJSON polygons as lists of (longitude, latitude)."""
    found: list[Ring] = []
    for text in outlines:
        drawn = json.loads(text)
        parts = drawn["coordinates"] if drawn["type"] == "MultiPolygon" else [drawn["coordinates"]]
        found += [[(corner[0], corner[1]) for corner in ring] for part in parts for ring in part]
    return found


def box_of(rings: Iterable[Ring]) -> Box:
    """Return (west, south, east, north) of rings; Great Britain's middle where there is none."""
    corners = [corner for ring in rings for corner in ring]
    if not corners:
        return (-2.0, 54.0, -1.0, 55.0)
    east, north = [corner[0] for corner in corners], [corner[1] for corner in corners]
    return (min(east), min(north), max(east), max(north))


def widened(box: Box, share: float = 0.08, least: float = 0.002) -> Box:
    """Return a box with room around it."""
    west, south, east, north = box
    wide, high = max((east - west) * share, least), max((north - south) * share, least)
    return (west - wide, south - high, east + wide, north + high)


def _corners(points: Iterable[Point]) -> Ring:
    return [(point.longitude, point.latitude) for point in points]


def _meets(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def trace_of(rings: Sequence[Ring]) -> dict[str, Any]:
    """Return rings as one line trace, with gaps between them."""
    x: list[float | None] = []
    y: list[float | None] = []
    for ring in rings:
        x += [*(corner[0] for corner in ring), None]
        y += [*(corner[1] for corner in ring), None]
    return {"x": x, "y": y, "mode": "lines"}
