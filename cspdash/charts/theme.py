"""Colours by meaning, in light and in dark, and the look that every figure shares.

The light colours are the Government Analysis Function's, some a little lighter or darker so that readers with every
kind of colour vision tell apart what is compared; the dark ones are lighter tints of the same
hues with a contrast of 3:1 or more on the dark background. Colour never stands alone: a word, a shape or
a line style goes with it.
"""

from dataclasses import dataclass
from typing import Any

FONT = "Arial, Helvetica, sans-serif"
HEIGHT = 420
# Of Plotly's own template, which is 7 KB in every figure, what our figures go by.
_AXIS = {"ticks": "", "title": {"standoff": 15}, "automargin": True, "zerolinewidth": 2}
TEMPLATE = {
    "layout": {
        "autotypenumbers": "strict", "hovermode": "closest", "hoverlabel": {"align": "left"},
        "xaxis": _AXIS, "yaxis": _AXIS,
    },
    "data": {"heatmap": [{"type": "heatmap", "colorbar": {"outlinewidth": 0, "ticks": ""}}]},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Theme:
    """One set of colours, named by what they mean."""

    OBSERVED: str
    COMPARATOR: str
    EXPECTED_RANGE: str
    CONCERN: str
    IMPROVEMENT: str
    NEUTRAL: str
    NO_DATA: str
    TEXT: str
    QUIET: str
    GRID: str
    PAPER: str
    SCALE: tuple[str, ...]
    # Three by three: rows by the second measure, columns by the rate, lowest first.
    BOTH: tuple[tuple[str, ...], ...]


LIGHT = Theme(
    OBSERVED="#12436D",
    COMPARATOR="#3D3D3D",
    EXPECTED_RANGE="rgba(40, 161, 151, 0.18)",
    CONCERN="#73103F",
    IMPROVEMENT="#0A7D6C",
    NEUTRAL="#3D3D3D",
    NO_DATA="#E3E6E8",
    TEXT="#0B0C0C",
    QUIET="#505A5F",
    GRID="#DADDE0",
    PAPER="#FFFFFF",
    SCALE=("#E3EEF8", "#A9CCE8", "#6BA3CF", "#2F6FA6", "#0F3558"),
    BOTH=(("#EFEAE0", "#ACE0E0", "#4FB9BE"), ("#DFB0D6", "#A5A9D3", "#4F8DB8"), ("#BE5CA8", "#8657A6", "#2B3A86")),
)
DARK = Theme(
    OBSERVED="#8CC3F0",
    COMPARATOR="#D0D5DA",
    EXPECTED_RANGE="rgba(94, 214, 202, 0.20)",
    CONCERN="#E86FAE",
    IMPROVEMENT="#7BE8DC",
    NEUTRAL="#D0D5DA",
    NO_DATA="#3A444F",
    TEXT="#F3F5F7",
    QUIET="#B8C0C8",
    GRID="#33404D",
    PAPER="#10161D",
    SCALE=("#1D3A55", "#2C5F8A", "#4A8FC4", "#8CC3F0", "#E2F1FC"),
    BOTH=(("#27333F", "#2B6A6E", "#36B0AC"), ("#6A4670", "#6A7CA6", "#72B8DC"), ("#C163B2", "#C79BE2", "#F6F0FF")),
)


def theme(dark: bool) -> Theme:
    """Return the colours for the light or the dark look."""
    return DARK if dark else LIGHT


def layout(colours: Theme, **more: Any) -> dict[str, Any]:
    """Return the layout that every figure shares, with `more` on top."""
    axis = {
        "gridcolor": colours.GRID,
        "linecolor": colours.QUIET,
        "zerolinecolor": colours.QUIET,
        "tickfont": {"size": 15, "color": colours.TEXT},
        "title": {"font": {"size": 15, "color": colours.TEXT}},
        "automargin": True,
    }
    base: dict[str, Any] = {
        "font": {"family": FONT, "size": 15, "color": colours.TEXT},
        "paper_bgcolor": colours.PAPER,
        "plot_bgcolor": colours.PAPER,
        "height": HEIGHT,
        "margin": {"l": 8, "r": 16, "t": 24, "b": 8},
        "hoverlabel": {"font": {"family": FONT, "size": 15}},
        "legend": {"orientation": "h", "y": -0.18, "x": 0, "font": {"size": 15, "color": colours.TEXT}},
        "xaxis": {**axis, "showgrid": False},
        "yaxis": dict(axis),
        "dragmode": False,
        "template": TEMPLATE,
    }
    for name, value in more.items():
        base[name] = {**base[name], **value} if isinstance(base.get(name), dict) else value
    return base
