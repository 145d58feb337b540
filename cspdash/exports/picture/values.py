"""Plotly's values as matplotlib wants them: dates, colours, dashes, marker shapes, text without markup."""

import base64
import html
import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import numpy as np
from matplotlib.dates import date2num

Colour = tuple[float, float, float, float]
CLEAR: Colour = (0.0, 0.0, 0.0, 0.0)
DASHES = {"solid": "-", "dash": "--", "dot": ":", "dashdot": "-.", "longdash": (0, (8, 3))}
# Plotly's shapes by matplotlib's letters; "-open" ones are drawn without a filling.
SHAPES = {
    "circle": "o", "square": "s", "diamond": "D", "cross": "P", "x": "X", "star": "*", "pentagon": "p",
    "triangle-up": "^", "triangle-down": "v", "triangle-left": "<", "triangle-right": ">",
    "line-ns": "|", "line-ew": "_",
}  # fmt: skip
LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
MARKUP = re.compile(r"</?[a-zA-Z][^>]*>")
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def plain(text: object) -> str:
    """Return a text without Plotly's markup; a dollar sign stays a dollar sign and starts no formula."""
    words = MARKUP.sub("", LINE_BREAK.sub("\n", str(text)))
    return html.unescape(words).replace("$", r"\$")


def colour(written: object, opacity: float = 1.0) -> Colour:
    """Return '#12436D' or 'rgba(40, 161, 151, 0.18)' as red, green, blue, alpha from 0 to 1."""
    text = str(written or "").strip()
    if text.startswith("rgb"):
        parts = [float(part) for part in text[text.index("(") + 1 : -1].split(",")]
        alpha = parts[3] if len(parts) == 4 else 1.0
        return parts[0] / 255, parts[1] / 255, parts[2] / 255, alpha * opacity
    if text.startswith("#") and len(text) == 7:
        red, green, blue = (int(text[start : start + 2], 16) / 255 for start in (1, 3, 5))
        return red, green, blue, opacity
    return CLEAR


def listed(values: Any) -> list[Any]:
    """Return a trace's values as a list, also where Plotly packed an array as base64."""
    if values is None:
        return []
    if isinstance(values, dict) and "bdata" in values:
        return list(np.frombuffer(base64.b64decode(values["bdata"]), dtype=values["dtype"]).tolist())
    if isinstance(values, str) or not isinstance(values, Iterable):
        return [values]
    return list(values)


def moment(value: Any) -> Any:
    """Return a day written as text as a date; anything else as it is."""
    if isinstance(value, str) and ISO_DAY.match(value):
        return datetime.fromisoformat(value)
    return datetime(value.year, value.month, value.day) if type(value) is date else value  # noqa: DTZ001 - a day has no zone


def numbers(values: Iterable[Any]) -> list[Any]:
    """Return values with gaps as not-a-number, which matplotlib never bridges; days among gaps as its numbers."""
    found = [moment(value) for value in values]
    if None in found and any(isinstance(value, datetime) for value in found):
        return [float("nan") if value is None else date2num(value) for value in found]
    return [float("nan") if value is None else value for value in found]


def is_date(values: Iterable[Any]) -> bool:
    """Tell whether values are days."""
    return any(isinstance(moment(value), datetime) for value in values)


def is_category(values: Iterable[Any]) -> bool:
    """Tell whether values are names rather than numbers or days."""
    return any(isinstance(moment(value), str) for value in values)


def each(value: Any, count: int) -> list[Any]:
    """Return one value for each of `count` points: Plotly takes one for all, or a list."""
    found = listed(value) if not isinstance(value, str | int | float | type(None)) else [value] * count
    return (found * count)[:count] if len(found) == 1 else found
