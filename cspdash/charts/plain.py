"""A figure whose texts are words: Plotly reads tags in them, and the data's names may hold some."""

import re
from typing import Any

import numpy as np

# The tags that our charts write themselves, none of which leads anywhere.
OPENING = re.compile(r"<(?!/?(?:b|i|br|extra)>)")
# Outlines and coordinates hold no words, and are large.
WORDLESS = {"geojson", "lon", "lat", "z", "locations"}


def plain(figure: Any) -> Any:
    """Return a figure (dict or Plotly's) with every other tag in its texts shown as it is; the same where none has."""
    whole = figure if isinstance(figure, dict) else figure.to_dict()
    return _plain(whole) if _has_tags(whole) else figure


def _items(value: Any) -> list[Any]:
    """Return what a container holds; nothing for numbers alone, as that is what most hold."""
    if isinstance(value, dict):
        return [inner for key, inner in value.items() if key not in WORDLESS]
    if isinstance(value, np.ndarray):
        return list(value.tolist()) if value.dtype.kind in "OU" else []
    return list(value) if isinstance(value, list | tuple) else []


def _has_tags(value: Any) -> bool:
    if isinstance(value, str):
        return bool(OPENING.search(value))
    return any(_has_tags(inner) for inner in _items(value) if not isinstance(inner, int | float | None))


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return OPENING.sub("&lt;", value)
    if isinstance(value, dict):
        return {key: inner if key in WORDLESS else _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple) or (isinstance(value, np.ndarray) and value.dtype.kind in "OU"):
        return [_plain(inner) for inner in _items(value)]
    return value
