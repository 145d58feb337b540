"""Traces of a Plotly figure drawn by matplotlib: lines, points, bands, bars, heat maps."""

from typing import Any

import numpy as np

from cspdash.exports.picture.axes import Pair
from cspdash.exports.picture.scales import scale_of, shades
from cspdash.exports.picture.values import CLEAR, DASHES, SHAPES, colour, each, is_date, listed, plain

MARK = 0.72  # a Plotly pixel in matplotlib's points
BAR = 0.72
Trace = dict[str, Any]


class UnknownTraceError(ValueError):
    """A kind of trace that pictures cannot draw; whoever adds it to a figure must add it here."""


def draw(pair: Pair, traces: list[Trace], layout: dict[str, Any]) -> list[tuple[Any, str]]:
    """Draw traces onto their axes and return (drawn, name) for the legend."""
    named: list[tuple[Any, str]] = []
    bars = [trace for trace in traces if trace["type"] == "bar"]
    stacked: dict[Any, float] = {}
    before: Trace | None = None
    for order, trace in enumerate(traces):
        if trace.get("visible") in (False, "legendonly"):
            continue
        kind, drawn = trace["type"], None
        if kind in ("scatter", "scattergl"):
            drawn = _scatter(pair, trace, before, order)
            before = trace
        elif kind == "bar":
            drawn = _bars(pair, trace, bars, layout.get("barmode", "group"), stacked, order)
        elif kind == "heatmap":
            _heat(pair, trace)
        else:
            raise UnknownTraceError(f"a picture cannot draw {kind!r}")
        if drawn is not None and trace.get("name") and trace.get("showlegend", True):
            named.append((drawn, plain(trace["name"])))
    return named


def _points(pair: Pair, trace: Trace) -> tuple[list[Any], list[Any]]:
    y = listed(trace.get("y"))
    x = listed(trace.get("x")) or list(range(len(y)))
    return pair.at("x", x), pair.at("y", y)


def _scatter(pair: Pair, trace: Trace, before: Trace | None, order: int) -> Any:
    x, y = _points(pair, trace)
    if not x:
        return None
    mode = trace.get("mode", "lines")
    opacity = trace.get("opacity", 1.0)
    drawn: Any = None
    if trace.get("fill") in ("tonexty", "tozeroy", "toself"):
        drawn = _band(pair, trace, before, x, y)
    if "lines" in mode:
        line = trace.get("line", {})
        paint = colour(line.get("color"), opacity)
        dash: Any = DASHES.get(line.get("dash", "solid"), "-")
        step = {"hv": "steps-post", "vh": "steps-pre"}.get(line.get("shape", ""), "default")
        made = pair.axes.plot(
            x, y, color=paint, linewidth=line.get("width", 2) * 0.75, linestyle=dash, drawstyle=step, zorder=3 + order
        )[0]
        drawn = drawn if drawn is not None and paint[3] == 0 else made
    if "markers" in mode:
        line, drawn = drawn, _markers(pair, trace, x, y, opacity, order)
        drawn = (line, drawn) if line is not None and drawn is not None else drawn
    _spreads(pair, trace, x, y, order)
    if "text" in mode:
        _texts(pair, trace, x, y)
    return drawn


def _band(pair: Pair, trace: Trace, before: Trace | None, x: list[Any], y: list[Any]) -> Any:
    paint = colour(trace.get("fillcolor"), 1.0)
    if trace["fill"] == "toself":
        return pair.axes.fill(x, y, color=paint, linewidth=0, zorder=1)[0]
    lower: Any = 0
    if trace["fill"] == "tonexty" and before is not None:
        lower = np.asarray(pair.at("y", listed(before.get("y"))), dtype=float)
    return pair.axes.fill_between(x, np.asarray(y, dtype=float), lower, color=paint, linewidth=0, zorder=1)


def _markers(pair: Pair, trace: Trace, x: list[Any], y: list[Any], opacity: float, order: int) -> Any:
    marker = trace.get("marker", {})
    count = len(x)
    edge = marker.get("line", {})
    drawn: Any = None
    written = marker.get("color")
    paints = _scaled(marker, count) or [colour(one, opacity) for one in each(written, count)]
    edges = each(edge.get("color"), count)
    sizes, shapes = each(marker.get("size", 6), count), each(marker.get("symbol", "circle"), count)
    for index, (across, up) in enumerate(zip(x, y, strict=True)):
        shape = str(shapes[index] or "circle")
        hollow = shape.endswith("-open")
        letter = SHAPES.get(shape.removesuffix("-open"), "o")
        width = float(edge.get("width", 1 if hollow else 0) or 0)
        outline = colour(edges[index]) if edges[index] and not hollow else paints[index]
        made = pair.axes.plot(
            [across], [up], linestyle="none", marker=letter, markersize=float(sizes[index]) * MARK,
            markerfacecolor=CLEAR if hollow else paints[index], markeredgecolor=outline,
            markeredgewidth=max(width * 0.8, 1.6) if letter in "|_" else width * 0.8, zorder=4 + order,
        )  # fmt: skip
        drawn = drawn or made[0]
    return drawn


def _scaled(marker: dict[str, Any], count: int) -> list[Any]:
    """Return colours of points whose colour is a number on a scale, or nothing where it is not."""
    values = marker.get("color")
    if isinstance(values, str | type(None)) or not listed(marker.get("colorscale")):
        return []
    return shades(np.asarray(listed(values), dtype=float), marker)[:count]


def _spreads(pair: Pair, trace: Trace, x: list[Any], y: list[Any], order: int) -> None:
    """Draw the intervals of points or bars."""
    for way in ("x", "y"):
        spread = trace.get(f"error_{way}")
        if not spread or spread.get("visible") is False or spread.get("array") is None:
            continue
        more = np.nan_to_num(np.asarray(listed(spread["array"]), dtype=float))
        less_given = listed(spread.get("arrayminus"))
        less = np.nan_to_num(np.asarray(less_given, dtype=float)) if less_given else more
        size: dict[str, Any] = {f"{way}err": np.maximum([less, more], 0)}
        pair.axes.errorbar(
            x, y, **size, fmt="none", capsize=3,
            ecolor=colour(spread.get("color")), elinewidth=float(spread.get("thickness", 2)) * 0.75, zorder=4 + order,
        )  # fmt: skip


def _texts(pair: Pair, trace: Trace, x: list[Any], y: list[Any]) -> None:
    place = str(trace.get("textposition", "top center"))
    up = 6 if "top" in place else -6 if "bottom" in place else 0
    across = -6 if "left" in place else 6 if "right" in place else 0
    aligned = "right" if "left" in place else "left" if "right" in place else "center"
    risen = "bottom" if up > 0 else "top" if up < 0 else "center"
    font = trace.get("textfont") or {}
    for at_x, at_y, words in zip(x, y, each(trace.get("text"), len(x)), strict=True):
        if words:
            pair.axes.annotate(
                plain(words), (at_x, at_y), (across, up), textcoords="offset points", ha=aligned, va=risen, fontsize=9,
                color=colour(font["color"]) if font.get("color") else None, zorder=9,
            )  # fmt: skip


def _bars(pair: Pair, trace: Trace, bars: list[Trace], mode: str, stacked: dict[Any, float], order: int) -> Any:
    lying = trace.get("orientation") == "h"
    along, length = _points(pair, trace)[:: -1 if lying else 1]
    if not along:
        return None
    marker = trace.get("marker", {})
    paints = [colour(one, trace.get("opacity", 1.0)) for one in each(marker.get("color"), len(along))]
    edge = marker.get("line") or {}
    share = len(bars) if mode == "group" else 1
    width: Any = BAR / share
    spots: list[Any] = list(along)
    if listed(trace.get("width")):
        width = each(trace["width"], len(along))
    elif is_date(along):
        width = 20.0 / share
    elif share > 1:
        spots = [spot + (bars.index(trace) - (share - 1) / 2) * width for spot in along]
    under = stacked if mode in ("stack", "relative") else {}
    base = {"left" if lying else "bottom": listed(trace.get("base")) or [under.get(spot, 0.0) for spot in along]}
    draw_bars: Any = pair.axes.barh if lying else pair.axes.bar
    drawn = draw_bars(
        spots, np.nan_to_num(np.asarray(length, dtype=float)), width, **base,
        color=paints, edgecolor=colour(edge.get("color")), linewidth=float(edge.get("width", 0) or 0), zorder=2 + order,
    )  # fmt: skip
    for spot, value in zip(along, length, strict=True):
        stacked[spot] = stacked.get(spot, 0.0) + (0.0 if value != value else value)  # noqa: PLR0124 - a gap is not itself
    across, up = (length, spots) if lying else (spots, length)
    _spreads(pair, trace, across, up, order)
    return drawn


def _heat(pair: Pair, trace: Trace) -> None:
    """Draw a heat map with its own scale; it has no place in the legend."""
    values = np.asarray(
        [[np.nan if value is None else value for value in listed(row)] for row in listed(trace["z"])], float
    )
    x, y = pair.at("x", listed(trace.get("x"))), pair.at("y", listed(trace.get("y")))
    x, y = x or list(range(values.shape[1])), y or list(range(values.shape[0]))
    if not np.isfinite(values).any():
        return
    drawn = pair.axes.pcolormesh(
        x, y, values, cmap=scale_of(trace), vmin=trace.get("zmin"), vmax=trace.get("zmax"), zorder=2
    )  # fmt: skip
    if trace.get("showscale", True):
        page: Any = pair.axes.figure
        page.colorbar(drawn, ax=pair.axes, fraction=0.035, pad=0.02)
