"""A figure in few bytes: what the browser knows, or draws the same without, is not sent with each.

Months are written without their first day, and a level line that nobody can point at by its two ends. The areas of a
map are named by their number in the file of outlines, and what an area says when it is pointed at is its name, which
the file holds, and its numbers, put into one sentence for all areas that say the same. Only what a browser gets is
written so: tests, printed pictures and tables have the words.
"""

import base64
import re
from collections.abc import Sequence
from typing import Any

from cspdash.findings.outlines import Outlines

Values = dict[str, Any]
NUMBER = re.compile(r"-?\d+(?:,\d{3})*(?:\.\d+)?")
FIRST_DAY = re.compile(r"\d{4}-\d\d-01")
OVER_MONTHS = ("scatter", "bar")
NAME = "%{properties.name}"
SAID = "%{text}<extra></extra>"
# What only Plotly goes by.
UNREAD = {"z", "showscale", "featureidkey", "hoverinfo"}
# Areas that say something of another kind are a trace of their own, with no entry in the legend; each costs as much.
MOST_KINDS = 4
KIND_COSTS = 500


def sent(figure: Values, outlines: Outlines | None) -> Values:
    """Return a figure as it is sent, its maps in few bytes where their outlines have an address."""
    lean = [_lean(trace) for trace in figure["data"]]
    if outlines is None or not outlines.address:
        return {**figure, "data": lean}
    return {**figure, "data": [part for trace in lean for part in _parts(trace, outlines)]}


def _lean(trace: Values) -> Values:
    """Return a trace over months with no more than a browser needs to draw the same."""
    x, y = trace.get("x"), trace.get("y")
    if trace.get("type") not in OVER_MONTHS or not isinstance(x, list) or not isinstance(y, list):
        return trace
    if not x or len(x) != len(y) or not all(isinstance(month, str) and FIRST_DAY.fullmatch(month) for month in x):
        return trace
    kept = list(range(len(x)))
    if (trace["type"], trace.get("mode"), trace.get("hoverinfo")) == ("scatter", "lines", "skip"):
        kept = [at for at in kept if at in (0, len(y) - 1) or not y[at - 1] == y[at] == y[at + 1]]
    return {**trace, "x": [x[at].removesuffix("-01") for at in kept], "y": [y[at] for at in kept]}


def map_data(figure: Values) -> Values:
    """Return what our script draws a map from: its traces, its frame (west, south, east, north) and its colours."""
    look = figure["layout"]
    geo = look["geo"]
    framed = "lonaxis" in geo and "lataxis" in geo
    (west, east), (south, north) = (geo["lonaxis"]["range"], geo["lataxis"]["range"]) if framed else ((0, 0), (0, 0))
    return {
        "traces": [{name: value for name, value in trace.items() if name not in UNREAD} for trace in figure["data"]],
        "frame": [west, south, east, north] if framed else None,
        "height": look["height"],
        "text": look["font"]["color"],
        "paper": look["paper_bgcolor"],
    }


def _parts(trace: Values, outlines: Outlines) -> list[Values]:
    if not isinstance(trace.get("geojson"), str) or any(code not in outlines.numbers for code in trace["locations"]):
        return [trace]
    kinds = _kinds(trace, outlines)
    if kinds is None:
        return [_numbered(trace, outlines)]
    parts = []
    for at, (said, rows) in enumerate(kinds.items()):
        part = {**trace, "locations": [trace["locations"][place] for place, _ in rows], "z": [1] * len(rows)}
        part["customdata"] = [numbers for _, numbers in rows]
        part["hovertemplate"] = f"{said}<extra></extra>"
        del part["text"]
        if len(kinds) > 1:
            part["legendgroup"] = f"{trace.get('name')}"
            part["showlegend"] = at == 0 and trace.get("showlegend", False)
        parts.append(_numbered(part, outlines))
    return parts


def _numbered(trace: Values, outlines: Outlines) -> Values:
    """Return a trace with the numbers of its areas for their codes, all in one text each."""
    numbers = b"".join(outlines.numbers[code].to_bytes(2, "little") for code in trace["locations"])
    return {
        **trace, "featureidkey": "properties.number", "locations": _packed("u2", numbers),
        "z": _packed("i1", bytes([1]) * len(trace["locations"])),
    }  # fmt: skip


def _packed(kind: str, values: bytes) -> Values:
    return {"dtype": kind, "bdata": base64.b64encode(values).decode()}


def _kinds(trace: Values, outlines: Outlines) -> dict[str, list[tuple[int, list[Any]]]] | None:
    """Return, by sentence with places for numbers, the areas that say it with their numbers; None where words stay."""
    if trace.get("hovertemplate") != SAID or "customdata" in trace:
        return None
    found: dict[tuple[str, ...], list[tuple[int, list[str]]]] = {}
    for place, (code, text) in enumerate(zip(trace["locations"], trace["text"], strict=True)):
        name = outlines.names.get(code)
        if name is None or text.count(name) != 1 or "%{" in text:
            return None
        words = text.replace(name, NAME)
        found.setdefault(tuple(NUMBER.split(words)), []).append((place, NUMBER.findall(words)))
    if len(found) > MOST_KINDS or KIND_COSTS * (len(found) - 1) > sum(map(len, trace["text"])) / 2:
        return None
    return dict(_said(words, rows) for words, rows in found.items())


def _said(
    words: Sequence[str], rows: Sequence[tuple[int, Sequence[str]]]
) -> tuple[str, list[tuple[int, list[int | float | str]]]]:
    """Return the sentence of one kind and its areas' numbers; those that all have alike are part of the sentence."""
    columns = list(zip(*(numbers for _, numbers in rows), strict=True))
    differ = [at for at, column in enumerate(columns) if len(set(column)) > 1]
    said = words[0]
    for at, after in enumerate(words[1:]):
        said += (f"%{{customdata[{differ.index(at)}]}}" if at in differ else columns[at][0]) + after
    return said, [(place, [_plain(numbers[at]) for at in differ]) for place, numbers in rows]


def _plain(number: str) -> int | float | str:
    """Return a number as such where a browser would write it the same, else its text."""
    if number.isdigit():
        return int(number) if str(int(number)) == number else number
    if "," not in number and str(float(number)) == number and not number.endswith(".0"):
        return float(number)
    return number
