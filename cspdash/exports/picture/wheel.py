"""Wheels: bars and lines around a circle, from the top clockwise as Plotly was told to draw them."""

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from cspdash.exports.picture.axes import frame
from cspdash.exports.picture.values import DASHES, colour, each, listed, plain

KINDS = ("barpolar", "scatterpolar")
POINT = 0.75  # a Plotly pixel of line in matplotlib's points


def draw_wheel(page: Figure, traces: list[dict[str, Any]], layout: dict[str, Any]) -> list[tuple[Any, str]]:
    """Draw polar traces on one wheel and return (drawn, name) for the legend."""
    left, right, bottom, top = frame(page)
    around = layout.get("polar", {}).get("angularaxis", {})
    reach = layout.get("polar", {}).get("radialaxis", {})
    axes: Any = page.add_axes((left, bottom, right - left, top - bottom - 0.03), projection="polar")
    axes.set_theta_direction(-1 if around.get("direction") == "clockwise" else 1)
    axes.set_theta_offset(np.deg2rad(float(around.get("rotation", 0))))
    axes.set_facecolor(colour(layout.get("polar", {}).get("bgcolor")))
    named = []
    for order, trace in enumerate(traces):
        angle = np.deg2rad(np.asarray(listed(trace.get("theta")), dtype=float))
        length = np.asarray(listed(trace.get("r")), dtype=float)
        drawn = _bars(axes, trace, angle, length) if trace["type"] == "barpolar" else _line(axes, trace, angle, length)
        drawn.set_zorder(2 + order)
        named.append((drawn, plain(trace.get("name", ""))))
    axes.set_ylim(*listed(reach.get("range")) or (0, None))
    axes.set_yticks(listed(reach.get("tickvals")), [""] * len(listed(reach.get("tickvals"))))
    labels = [plain(words) for words in listed(around.get("ticktext"))]
    shade = colour((around.get("tickfont") or {}).get("color"))
    axes.set_xticks(np.deg2rad(listed(around.get("tickvals"))), labels, color=shade, fontsize=10)
    axes.tick_params(pad=9)
    axes.set_axisbelow(True)
    axes.grid(color=colour(reach.get("gridcolor")), linewidth=0.6)
    axes.spines["polar"].set_color(colour(around.get("linecolor")))
    return named


def _bars(axes: Any, trace: dict[str, Any], angle: np.ndarray, length: np.ndarray) -> Any:
    widths = np.deg2rad([float(width) for width in each(trace.get("width", 360 / len(angle)), len(angle))])
    marker = trace.get("marker", {})
    # A container of bars has no order of its own: the first wedge stands for it in the legend.
    drawn = axes.bar(angle, length, widths, color=colour(marker.get("color")),
                     edgecolor=colour((marker.get("line") or {}).get("color")), linewidth=0.8)  # fmt: skip
    return drawn[0]


def _line(axes: Any, trace: dict[str, Any], angle: np.ndarray, length: np.ndarray) -> Any:
    line = trace.get("line", {})
    dash = DASHES.get(line.get("dash", "solid"), "-")
    return axes.plot(
        angle, length, color=colour(line.get("color")), linewidth=line.get("width", 2) * POINT, linestyle=dash
    )[0]
