"""Choropleth maps: drawn as SVG from our own outlines, no tiles, no WebGL, nothing from outside."""

import json
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from cspdash.charts.theme import layout, theme
from cspdash.findings.localities import Localities

# The base map is an empty file of ours: without it Plotly asks a server far away for one.
CONFIG = {"topojsonURL": "/app/static/", "scrollZoom": False, "displayModeBar": False}
CLASSES = 5


@dataclass(frozen=True, slots=True)
class Class:
    """One class of a map: rates from `low` up to, not including, `high`, and how many areas are in it."""

    low: float
    high: float
    areas: int

    @property
    def label(self) -> str:
        """Return the class in words: 12.0 to 25.3."""
        return f"{self.low:,.1f} to {self.high:,.1f}" if self.high > self.low else f"{self.low:,.1f}"


def classes(found: Localities) -> list[Class]:
    """Return up to five classes with equal numbers of localities; fewer when rates repeat."""
    rates = np.array([row.rate for row in found.rows if row.rate is not None])
    if not len(rates):
        return []
    # Where many localities have none, zero is a class of its own and the rest share the others.
    none = int((rates == 0).sum())
    zero = [Class(0.0, 0.0, none)] if none > len(rates) / CLASSES else []
    rates = rates[rates > 0] if zero else rates
    if not len(rates):
        return zero
    edges = np.unique(np.quantile(rates, np.linspace(0, 1, CLASSES + 1 - len(zero))))
    if len(edges) == 1:
        return [*zero, Class(float(edges[0]), float(edges[0]), len(rates))]
    counts = np.histogram(rates, edges)[0]
    bounds = zip(edges[:-1], edges[1:], counts, strict=True)
    return zero + [Class(float(low), float(high), int(n)) for low, high, n in bounds]


def class_of(rate: float, found: list[Class]) -> int:
    """Return the index of the class that a rate falls in."""
    inside = (index for index, group in enumerate(found[:-1]) if rate < group.high or rate == group.low)
    return next(inside, len(found) - 1)


def localities_map(
    found: Localities, outlines: dict[str, str], chosen: str | None = None, dark: bool = False
) -> go.Figure:
    """Return the map of a finding; `outlines` are GeoJSON texts by area code, `chosen` is drawn with a heavy edge."""
    colours = theme(dark)
    groups = classes(found)
    drawn = [row for row in found.rows if row.code in outlines]
    features = [
        {"type": "Feature", "id": row.code, "properties": {}, "geometry": json.loads(outlines[row.code])}
        for row in drawn
    ]
    shapes = {"type": "FeatureCollection", "features": features}
    figure = go.Figure(layout=layout(colours, height=600, margin={"l": 0, "r": 0, "t": 0, "b": 0}))
    for index, group in enumerate(groups):
        rows = [row for row in drawn if row.rate is not None and class_of(row.rate, groups) == index]
        colour = colours.SCALE[round(index * (len(colours.SCALE) - 1) / max(1, len(groups) - 1))]
        _shade(figure, rows, shapes, colour, f"{group.label} ({len(rows)})", colours.PAPER)
    # Without a rate is not the same as a low rate: a grey edge tells them apart in black and white too.
    _shade(figure, [row for row in drawn if row.rate is None], shapes, colours.NO_DATA, "no rate", colours.QUIET, 1.5)
    picked = [row for row in drawn if row.code == chosen]
    # A dark edge on a light one is seen on every class.
    _shade(figure, picked, shapes, "rgba(0,0,0,0)", "", colours.PAPER, 8)
    _shade(figure, picked, shapes, "rgba(0,0,0,0)", "heavy edge: chosen", colours.TEXT, 3)
    figure.update_geos(fitbounds="locations", visible=False, projection_type="mercator", bgcolor=colours.PAPER)
    figure.update_layout(uirevision="keep", showlegend=True, clickmode="event+select")
    return figure


def _shade(figure: go.Figure, rows: list, shapes: dict, colour: str, name: str, edge: str, width: float = 0.7) -> None:
    """Add one class of areas in one colour, with its own entry in the legend."""
    if not rows:
        return
    figure.add_choropleth(
        geojson=shapes,
        locations=[row.code for row in rows],
        z=[1] * len(rows),
        colorscale=[[0, colour], [1, colour]],
        showscale=False,
        showlegend=bool(name),
        name=name,
        marker={"line": {"color": edge, "width": width}},
        text=[f"{row.name}: {row.n:,} incidents" + (f", {row.rate:,.1f} per 1,000" if row.rate is not None else "")
              for row in rows],
        hovertemplate="%{text}<extra></extra>",
    )  # fmt: skip
