"""Change against change: each question as an interval beside that of the recorded side, zero marked."""

from collections.abc import Sequence
from typing import Any

from cspdash.charts.drawing import Drawing
from cspdash.charts.once import once
from cspdash.charts.perception_words import verdict_words
from cspdash.charts.survey_words import days_words, points
from cspdash.charts.tables import Cell, Table, number, text
from cspdash.charts.theme import layout, theme
from cspdash.charts.words import percent
from cspdash.findings.perceptions import AskedChange, Changes

Interval = tuple[float, float | None, float | None]
NO_INTERVAL = "no interval"
UPPER, LOWER = [0.62, 1.0], [0.0, 0.38]


def felt(change: AskedChange) -> Interval | None:
    """Return the change of the share, after minus before, in points with its limits; None where no figure is shown."""
    compared = change.comparison
    if compared.test is not None:
        return -100 * compared.test.difference, -100 * compared.test.high, -100 * compared.test.low
    if compared.before.share is None or compared.after.share is None:
        return None
    return 100 * (compared.after.share - compared.before.share), None, None


def recorded(change: AskedChange) -> Interval | None:
    """Return the recorded change in per cent with its limits; None where nothing can be compared."""
    tested = change.comparison.recorded.change
    if tested is None or tested.ratio is None or tested.verdict == "too few to compare":
        return None
    limits = [None if limit is None else 100 * (limit - 1) for limit in (tested.low, tested.high)]
    return 100 * (tested.ratio - 1), limits[0], limits[1]


@once
def changes_figure(changes: Changes, dark: bool = False) -> Drawing:
    """Return two panels with one row a question: the recorded change in per cent, the change of the share in points."""
    colours = theme(dark)
    look = layout(colours, height=260 + 110 * len(changes.rows), margin={"t": 40}, showlegend=False)
    across = look["xaxis"] | {"showgrid": True, "zeroline": False}
    rows = look["yaxis"] | {"showticklabels": False, "showgrid": False, "zeroline": False}
    rows["range"] = [-0.6, len(changes.rows) - 0.2]
    traces: list[dict[str, Any]] = []
    look["shapes"], look["annotations"] = [], []
    for axis, domain, name, read, unit in (
        ("", UPPER, "Recorded, change in %", recorded, "%"),
        ("2", LOWER, "Share, change in points", felt, " points"),
    ):
        found = [read(change) for change in reversed(changes.rows)]
        look[f"xaxis{axis}"] = across | {
            "anchor": f"y{axis}",
            "range": _reach(found),
            "ticksuffix": "" if axis else unit,
        }
        look[f"yaxis{axis}"] = rows | {"anchor": f"x{axis}", "domain": domain}
        heading = {"y": 1, "yref": f"y{axis} domain", "yshift": 4, "font": {"size": 15, "color": colours.TEXT}}
        look["annotations"].append(_label(f"<b>{name}</b>", **heading))
        for place, (change, one) in enumerate(zip(reversed(changes.rows), found, strict=True)):
            label = {"y": place + 0.22, "yref": f"y{axis}", "font": {"size": 14, "color": colours.TEXT}}
            look["annotations"].append(_label(change.question.name, bgcolor=colours.PAPER, **label))
            if one is not None:
                drawn = _interval(one, place, interval_words(one, unit), colours.OBSERVED)
                traces.append(drawn | {"xaxis": f"x{axis}", "yaxis": f"y{axis}"})
        ends = {"x0": 0, "x1": 0, "y0": 0, "y1": 1, "xref": f"x{axis}", "yref": f"y{axis} domain"}
        look["shapes"].append({"type": "line", **ends, "line": {"color": colours.TEXT, "width": 2}})
    return Drawing(data=traces, layout=look)


def _label(text: str, **more: object) -> dict[str, Any]:
    """Return a text at the left edge."""
    return {"text": text, "x": 0, "xref": "paper", "xanchor": "left", "yanchor": "bottom", "showarrow": False, **more}


def _reach(found: Sequence[Interval | None]) -> tuple[float, float]:
    """Return the span of an axis: every interval and zero, with a margin."""
    ends = [0.0, *(end for one in found if one for end in one if end is not None)]
    margin = 0.08 * (max(ends) - min(ends)) or 1.0
    return min(ends) - margin, max(ends) + margin


def _interval(found: Interval, place: int, said: str, colour: str) -> dict[str, Any]:
    """Return one interval; a change without one is a hollow point."""
    value, low, high = found
    sized = low is not None and high is not None
    spread = {
        "type": "data", "array": [(high or 0) - value if sized else 0], "thickness": 3, "width": 8, "color": colour,
        "arrayminus": [value - (low or 0) if sized else 0], "visible": sized,
    }  # fmt: skip
    return {
        "type": "scatter", "x": [value], "y": [place], "mode": "markers", "hoverinfo": "text", "hovertext": said,
        "marker": {"size": 12, "symbol": "circle" if sized else "circle-open", "color": colour}, "error_x": spread,
    }  # fmt: skip


def interval_words(found: Interval | None, unit: str) -> str:
    """Return a change with its interval in words."""
    if found is None:
        return "not known"
    value, low, high = found
    start = f"{points(value / 100)}{unit}"
    return (
        f"{start}, {NO_INTERVAL}"
        if low is None or high is None
        else f"{start} ({points(low / 100)} to {points(high / 100)})"
    )


def changes_alt(changes: Changes) -> str:
    """Return the alt text: each question with both changes."""
    parts = [
        f"{change.question.name}: recorded {change.subject} {interval_words(recorded(change), '%')}, "
        f"share {interval_words(felt(change), ' points')}"
        for change in changes.rows
    ]
    return f"Intervals of the change of each question beside the recorded change, with zero marked. {'; '.join(parts)}."


@once
def changes_table(changes: Changes) -> Table:
    """Return both changes of each question with their limits and the verdict."""
    columns = (
        "Question", "Waves", "Recorded", "Recorded change", "Recorded from", "Recorded to", "Change in points",
        "Points from", "Points to", "Verdict",
    )  # fmt: skip
    return Table(
        f"Change against change, {changes.place.name}",
        columns,
        tuple(_row(change) for change in changes.rows),
        frozenset(range(3, 9)),
    )


def _row(change: AskedChange) -> tuple[Cell, ...]:
    compared = change.comparison
    dates = [days_words(wave.start, wave.end) for wave in (compared.before, compared.after)]
    tested, share = recorded(change), felt(change)
    cells: list[Cell] = [text(change.question.title), text(" and ".join(dates)), text(change.subject)]
    if tested is None:
        cells += [Cell(None, "not known")] * 3
    else:
        cells += [
            Cell(None, NO_INTERVAL) if value is None else Cell(percent(1 + value / 100, 1), percent(1 + value / 100, 1))
            for value in tested
        ]
    cells += [number(value, 1, NO_INTERVAL) for value in share] if share else [Cell(None, "not shown")] * 3
    verdict = verdict_words(compared, change.subject, change.question.better)
    return (*cells, text(verdict[:1].upper() + verdict[1:]))
