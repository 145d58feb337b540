"""A figure made large for a projector: the same numbers, with type and lines that the back of a room can see."""

from typing import Any

import plotly.graph_objects as go

TYPE, SMALL = 24, 20
LINES, MARKS = 1.6, 1.5
# What stands below an axis moves down with the larger type of the ticks, and the legend below that.
BELOW, LEGEND = 1.7, -0.34


def projected(figure: Any) -> go.Figure:
    """Return a copy of a figure with large type, thick lines and no height of its own; the figure stays as it was."""
    large = go.Figure(figure.to_dict())
    for trace in large.data:
        _enlarge(trace)
    large.update_layout(
        font={"size": TYPE}, hoverlabel={"font": {"size": TYPE}}, legend={"font": {"size": SMALL}}, height=None,
        margin={"l": 8, "r": 24, "b": 8},
    )  # fmt: skip
    for axis in (*large.select_xaxes(), *large.select_yaxes()):
        axis.update(tickfont={"size": TYPE}, title={"font": {"size": SMALL}}, nticks=6)
    for note in large.layout.annotations:
        note.update(font={"size": max(SMALL, note.font.size or 0)})
        if note.yshift and note.yshift < 0:
            note.update(yshift=note.yshift * BELOW)
    if len(list(large.select_xaxes())) > 1:
        # Two charts on one time axis: the lower one says the time for both.
        large.update_layout(xaxis={"showticklabels": False}, legend={"y": LEGEND})
        large.update_yaxes(nticks=4)
    for shape in large.layout.shapes:
        if shape.line.width:
            shape.update(line={"width": shape.line.width * LINES})
    return large


def _enlarge(trace: Any) -> None:
    """Make what one trace draws larger, as far as it draws lines, marks, intervals or text."""
    line, marker = getattr(trace, "line", None), getattr(trace, "marker", None)
    if line is not None and line.width:
        line.width = line.width * LINES
    if marker is not None and isinstance(getattr(marker, "size", None), int | float):
        marker.size = marker.size * MARKS
    if getattr(trace, "textfont", None) is not None:
        trace.textfont.size = SMALL
    spread = getattr(trace, "error_y", None)
    if spread is not None and spread.thickness:
        spread.thickness = spread.thickness * LINES
