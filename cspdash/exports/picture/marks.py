"""Lines, boxes and words that a figure lays over its axes, and the axes of a map."""

import json
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, PathPatch, Rectangle
from matplotlib.path import Path
from matplotlib.transforms import blended_transform_factory

from cspdash.exports.picture.axes import Pair, frame
from cspdash.exports.picture.scales import shades
from cspdash.exports.picture.values import CLEAR, DASHES, SHAPES, colour, listed, plain

STRETCH = 1.7  # a degree of latitude against one of longitude at 54 degrees north


def is_share(written: str) -> bool:
    """Tell whether a mark's place along an axis is a share of the plot and not a value."""
    return written == "paper" or written.endswith("domain")


def draw_shapes(pairs: dict[str, Pair], shapes: list[dict[str, Any]]) -> None:
    """Draw lines and boxes that stand for dates, levels and spans."""
    for shape in shapes:
        pair = _pair(pairs, shape)
        ends = {}
        for way in ("x", "y"):
            shared = is_share(str(shape.get(f"{way}ref", way)))
            values = [shape[f"{way}0"], shape[f"{way}1"]]
            ends[way] = (values if shared else pair.at(way, values), shared)
        moved = _transform(pair.axes, ends["x"][1], ends["y"][1])
        (x0, x1), (y0, y1) = (_convert(pair.axes, way, *ends[way]) for way in ("x", "y"))
        line = shape.get("line") or {}
        look: dict[str, Any] = {"transform": moved, "linewidth": float(line.get("width", 0) or 0) * 0.75}
        opacity = shape.get("opacity", 1.0)
        if shape.get("type") == "line":
            dash: Any = DASHES.get(line.get("dash", "solid"), "-")
            pair.axes.plot([x0, x1], [y0, y1], color=colour(line.get("color")), linestyle=dash, zorder=2.5, **look)
        else:
            edge = colour(line.get("color"), opacity) if line.get("width") else CLEAR
            paint = colour(shape.get("fillcolor"), opacity)
            pair.axes.add_patch(
                Rectangle((x0, y0), x1 - x0, y1 - y0, facecolor=paint, edgecolor=edge, zorder=0.5, **look)
            )


def draw_annotations(pairs: dict[str, Pair], notes: list[dict[str, Any]], text: object) -> None:
    """Write the figure's own words where they belong."""
    for note in notes:
        pair = _pair(pairs, note)
        place: list[Any] = []
        shared: list[bool] = []
        for way in ("x", "y"):
            share = is_share(str(note.get(f"{way}ref", way)))
            shared.append(share)
            axis = pair.axes.xaxis if way == "x" else pair.axes.yaxis
            place.append(note[way] if share else axis.convert_units(pair.at(way, [note[way]])[0]))
        across = {"left": "left", "right": "right"}.get(note.get("xanchor", "center"), "center")
        up = {"top": "top", "bottom": "bottom"}.get(note.get("yanchor", "middle"), "center")
        font = note.get("font") or {}
        pair.axes.annotate(
            plain(note.get("text", "")), tuple(place), (note.get("xshift", 0), note.get("yshift", 0)),
            xycoords=_transform(pair.axes, *shared), textcoords="offset points", ha=across, va=up, fontsize=9.5,
            color=colour(font["color"]) if font.get("color") else text, annotation_clip=False, zorder=9,
            rotation=-float(note.get("textangle", 0) or 0), weight="bold" if "<b>" in str(note.get("text")) else None,
        )  # fmt: skip


def _pair(pairs: dict[str, Pair], mark: dict[str, Any]) -> Pair:
    written = str(mark.get("yref", "y")).removesuffix(" domain")
    number = written[1:] if written != "paper" else str(mark.get("xref", "x")).removesuffix(" domain")[1:]
    return pairs.get(number if number.isdigit() or not number else "", next(iter(pairs.values())))


def _transform(axes: Axes, share_x: bool, share_y: bool) -> Any:
    return blended_transform_factory(
        axes.transAxes if share_x else axes.transData, axes.transAxes if share_y else axes.transData
    )


def _convert(axes: Axes, way: str, values: list[Any], shared: bool) -> tuple[float, float]:
    axis = axes.xaxis if way == "x" else axes.yaxis
    low, high = values if shared else (axis.convert_units(value) for value in values)
    return float(low), float(high)


def draw_map(
    figure: Figure, traces: list[dict[str, Any]], points: list[dict[str, Any]] | None = None
) -> list[tuple[Any, str]]:
    """Draw choropleth traces from their own outlines, marks on top, and return (drawn, name) for the legend."""
    _, right, bottom, top = frame(figure)
    axes = figure.add_axes((0.03, bottom - 0.03, right - 0.03, top - bottom + 0.03))
    axes.set_axis_off()
    axes.set_aspect(STRETCH)
    named: list[tuple[Any, str]] = []
    shapes: dict[str, Path] = {}
    for order, trace in enumerate(traces):
        shapes |= {
            str(feature["id"]): path_of(feature["geometry"])
            for feature in trace["geojson"]["features"]
            if str(feature["id"]) not in shapes
        }
        line = trace.get("marker", {}).get("line", {})
        paints = _paints(trace)
        look = {"edgecolor": colour(line.get("color")), "linewidth": float(line.get("width", 0.7)) * 0.6}
        for code, paint in zip(listed(trace["locations"]), paints, strict=True):
            if str(code) in shapes:
                axes.add_patch(PathPatch(shapes[str(code)], facecolor=paint, zorder=1 + order, **look))
        if trace.get("name") and trace.get("showlegend") and paints:
            edge = look["edgecolor"]
            named.append((Patch(facecolor=paints[0], edgecolor=edge, linewidth=0.8), plain(trace["name"])))
    named += [_spots(axes, trace, len(traces) + order) for order, trace in enumerate(points or [])]
    axes.autoscale_view()
    return named


def _spots(axes: Axes, trace: dict[str, Any], order: int) -> tuple[Any, str]:
    """Draw the marks of a map: one shape and colour a trace."""
    marker = trace.get("marker", {})
    line = marker.get("line", {})
    if trace.get("mode") == "lines":
        stroke = trace.get("line", {})
        look: dict[str, Any] = {"color": colour(stroke.get("color")), "linewidth": float(stroke.get("width", 2)) * 0.6}
        return axes.plot([], [], zorder=1 + order, **look)[0], plain(trace.get("name", ""))
    drawn = axes.plot(
        listed(trace.get("lon")), listed(trace.get("lat")), linestyle="none", zorder=1 + order,
        marker=SHAPES.get(str(marker.get("symbol", "circle")), "o"), markersize=float(marker.get("size", 6)) * 0.6,
        markerfacecolor=colour(marker.get("color")), markeredgecolor=colour(line.get("color")),
        markeredgewidth=float(line.get("width", 0)) * 0.6,
    )[0]  # fmt: skip
    return drawn, plain(trace.get("name", ""))


def _paints(trace: dict[str, Any]) -> list[Any]:
    values = listed(trace["z"])
    if len({str(paint) for _, paint in trace["colorscale"]}) == 1:
        return [colour(trace["colorscale"][0][1])] * len(values)
    return shades(np.asarray(values, dtype=float), trace)


def path_of(geometry: dict[str, Any] | str) -> Path:
    """Return a GeoJSON polygon or multipolygon as one path with its holes."""
    shape = json.loads(geometry) if isinstance(geometry, str) else geometry
    polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    points: list[tuple[float, float]] = []
    codes: list[Any] = []
    for rings in polygons:
        for ring in rings:
            points += [(place[0], place[1]) for place in ring]
            codes += [Path.MOVETO, *[Path.LINETO] * (len(ring) - 2), Path.CLOSEPOLY]
    return Path(points, codes)
