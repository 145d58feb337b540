"""Colours of values on a scale, as Plotly writes scales."""

from typing import Any

import numpy as np
from matplotlib.colors import LinearSegmentedColormap, Normalize

from cspdash.exports.picture.values import Colour, colour


def scale_of(settings: dict[str, Any]) -> LinearSegmentedColormap:
    """Return the colour scale of a trace or marker."""
    stops = [(float(at), colour(paint)) for at, paint in settings["colorscale"]]
    return LinearSegmentedColormap.from_list("scale", stops)


def shades(values: np.ndarray, settings: dict[str, Any]) -> list[Colour]:
    """Return the colour of each value; the scale's ends are the figure's, else the lowest and highest value."""
    low = settings.get("cmin", settings.get("zmin"))
    high = settings.get("cmax", settings.get("zmax"))
    limits = Normalize(np.nanmin(values) if low is None else low, np.nanmax(values) if high is None else high)
    return [(float(r), float(g), float(b), float(a)) for r, g, b, a in scale_of(settings)(limits(values))]
