"""Two charts above one another on one time axis: what is recorded, and what people say. Never one scale for both."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import numpy as np

from cspdash.charts.drawing import Drawing
from cspdash.charts.once import once
from cspdash.charts.survey_words import days_words, share_words
from cspdash.charts.theme import Theme, layout, theme
from cspdash.findings.perception import Perception
from cspdash.findings.survey_waves import Wave
from cspdash.periods import add_months
from cspdash.stats.control import XmR

HEIGHT = 640
UPPER, LOWER = [0.57, 1.0], [0.0, 0.4]
# A share of the width: waves nearer than this have the numbers below them written upwards.
NEAR = 0.08
# Spans wider than this have their name written in them.
ROOMY = 0.14
Parts = list[dict[str, Any]]


@once
def perception_figure(found: Perception, dark: bool = False) -> Drawing:
    """Return the stacked charts of a finding: limits, breaks and compared spans above, waves with intervals below."""
    colours = theme(dark)
    look = layout(colours, height=HEIGHT, margin={"t": 40, "b": 70}, legend={"y": -0.16})
    time = look["xaxis"] | {"type": "date", "range": list(_span(found))}
    look["xaxis"], look["xaxis2"] = time | {"anchor": "y"}, time | {"anchor": "y2", "matches": "x"}
    scale = look["yaxis"] | {"rangemode": "tozero"}
    look["yaxis"], look["yaxis2"] = (
        scale | {"domain": UPPER},
        scale | {"domain": LOWER, "tickformat": ".0%", "anchor": "x2"},
    )
    spans, names = _compared_spans(found, colours)
    lines, numbers = _breaks(found, colours)
    changes, words = _runs(found, colours)
    look["shapes"] = [*spans, *lines, *changes]
    look["annotations"] = [*names, *numbers, *words, *_headings(found, colours), *_numbers_asked(found, colours)]
    return Drawing(data=[*_recorded(found, colours), *_waves(found, colours)], layout=look)


def rate_scale(found: Perception) -> float:
    """Return what a monthly count is multiplied by: to a rate per 1,000 residents, or 1 where none are held."""
    return 1000 / found.persons if found.persons else 1.0


def _span(found: Perception) -> tuple[date, date]:
    """Return the first and last day of the time axis: that of months, waves and what is compared."""
    days = [day for wave in found.waves.rows for day in (wave.start, wave.end)]
    months = [*found.trend.months]
    if found.chosen is not None:
        months += [*found.chosen.recorded.months_before, *found.chosen.recorded.months_after]
    days += [day for month in months for day in (month, add_months(month, 1))]
    return (min(days) - timedelta(days=10), max(days) + timedelta(days=10)) if days else (date.min, date.max)


def _note(text: str, x: object, y: float, xref: str, yref: str, colours: Theme, **more: object) -> dict[str, Any]:
    """Return a text on the chart, in a size that can be read on a phone."""
    font = {"size": 14, "color": colours.TEXT}
    return {"text": text, "x": x, "y": y, "xref": xref, "yref": yref, "showarrow": False, "font": font, **more}


def _line(day: date, axis: str, colour: str, dash: str) -> dict[str, Any]:
    """Return a line from bottom to top of one of the charts; `axis` is nothing for the upper one, 2 for the lower."""
    ends = {"x0": day, "x1": day, "y0": 0, "y1": 1, "xref": f"x{axis}", "yref": f"y{axis} domain"}
    return {"type": "line", **ends, "line": {"color": colour, "width": 2, "dash": dash}}


def _headings(found: Perception, colours: Theme) -> Parts:
    """Return what stands above each chart, as an axis title would crush a narrow screen."""
    unit = "a month per 1,000 residents" if found.persons else "a month"
    sized = any(wave.n is not None for wave in found.waves.shown)
    below = f"Share saying so (number asked {'below' if sized else 'unknown'})"
    made = [
        _note(f"<b>{text}</b>", 0, 1, "paper", f"{axis} domain", colours, xanchor="left", yanchor="bottom", yshift=4)
        for text, axis in ((f"Recorded {found.pair.subject} {unit}", "y"), (below, "y2"))
    ]
    if not found.trend.series.held:
        made.append(_note("No months are held here", 0.5, 0.5, "paper", "y domain", colours))
    return made


def _recorded(found: Perception, colours: Theme) -> Parts:
    series, scale, control = found.trend.series, rate_scale(found), found.trend.control
    line = {
        "type": "scatter", "x": list(series.months), "y": [None if n is None else n * scale for n in series.counts],
        "customdata": list(series.counts), "mode": "lines+markers", "name": "Recorded", "connectgaps": False,
        "line": {"color": colours.OBSERVED, "width": 3}, "marker": {"size": 6, "color": colours.OBSERVED},
        "hovertemplate": "%{x|%B %Y}: %{y:.2f} (%{customdata:,})<extra></extra>",
    }  # fmt: skip
    limited = control is not None and control.mean is not None
    limits = _expected_range(list(series.months), control, scale, colours) if limited and control else []
    return [trace | {"xaxis": "x", "yaxis": "y"} for trace in (*limits, line)]


def _expected_range(months: list[date], control: XmR, scale: float, colours: Theme) -> Parts:
    """Return mean and limits; limits are clipped at zero on the drawing only."""

    def line(values: np.ndarray, **more: Any) -> dict[str, Any]:
        y = [None if np.isnan(value) else float(value) * scale for value in values]
        return {"type": "scatter", "x": months, "y": y, "mode": "lines", "hoverinfo": "skip", **more}

    clear = {"color": "rgba(0,0,0,0)"}
    mean = {"color": colours.COMPARATOR, "width": 2, "dash": "dash"}
    upper = {"fill": "tonexty", "fillcolor": colours.EXPECTED_RANGE, "name": "Expected range", "line": clear}
    return [
        line(np.maximum(control.lower_line, 0), line=clear, showlegend=False),
        line(control.upper_line, **upper),
        line(control.mean_line, name="Mean", line=mean),
    ]


def _compared_spans(found: Perception, colours: Theme) -> tuple[Parts, Parts]:
    """Return the two spans of recorded months that are compared, and their names where there is room."""
    first, last = _span(found)
    shapes: Parts = []
    names: Parts = []
    recorded = found.chosen.recorded if found.chosen else None
    for months, name in ((recorded.months_before, "before"), (recorded.months_after, "after")) if recorded else ():
        if not months:
            continue
        start, end = months[0], add_months(months[-1], 1)
        box = {"x0": start, "x1": end, "y0": 0, "y1": 1, "xref": "x", "yref": "y domain", "line": {"width": 0}}
        shapes.append({"type": "rect", **box, "fillcolor": colours.QUIET, "opacity": 0.13, "layer": "below"})
        if (end - start) / (last - first) > ROOMY:
            names.append(_note(f" {name}", start, 0, "x", "y domain", colours, xanchor="left", yanchor="bottom"))
    return shapes, names


def _breaks(found: Perception, colours: Theme) -> tuple[Parts, Parts]:
    """Return each dated break as a numbered line, a passing one with its end; explained in words below the chart."""
    months = found.trend.months
    lines: Parts = []
    numbers: Parts = []
    for number, line in enumerate(found.trend.breaks, start=1):
        start = max(line.starts, months[0])
        passing = line.until is not None and line.until > line.starts
        lines.append(_line(start, "", colours.QUIET, "dash" if passing else "dot"))
        numbers.append(_note(f" {number}", start, 1, "x", "y domain", colours, xanchor="left", yanchor="top"))
        if passing and line.until is not None:
            end = min(add_months(line.until, 1), add_months(months[-1], 1))
            lines.append(_line(end, "", colours.QUIET, "dash"))
    return lines, numbers


def middle(wave: Wave) -> date:
    """Return the day in the middle of a wave, at which it is drawn."""
    return wave.start + (wave.end - wave.start) / 2


def _waves(found: Perception, colours: Theme) -> Parts:
    """Return the waves, filled with their interval or hollow without one, joined by a thin line within a run only."""
    shown = found.waves.shown
    made: Parts = []
    for run in dict.fromkeys(wave.run for wave in shown):
        joined = [wave for wave in shown if wave.run == run and wave.testable]
        if len(joined) > 1:
            at = {"x": [middle(wave) for wave in joined], "y": [wave.share for wave in joined]}
            line = {"color": colours.OBSERVED, "width": 1, "dash": "dot"}
            made.append(
                {"type": "scatter", **at, "mode": "lines", "showlegend": False, "hoverinfo": "skip", "line": line}
            )
    for name, waves, symbol in (
        ("Survey share, 95% interval", [wave for wave in shown if wave.testable], "circle"),
        ("Number asked not known: no interval", [wave for wave in shown if not wave.testable], "circle-open"),
    ):
        if waves:
            made.append(_points(name, waves, symbol, colours))
    return [trace | {"xaxis": "x2", "yaxis": "y2"} for trace in made]


def _points(name: str, waves: list[Wave], symbol: str, colours: Theme) -> dict[str, Any]:
    shares = [(wave.share or 0.0, wave.low or 0.0, wave.high or 0.0) for wave in waves]
    marker = {"symbol": symbol, "size": 11, "color": colours.OBSERVED, "line": {"width": 2, "color": colours.OBSERVED}}
    spread = {
        "type": "data", "array": [high - share for share, _, high in shares], "color": colours.OBSERVED, "width": 6,
        "arrayminus": [share - low for share, low, _ in shares], "thickness": 2.5, "visible": waves[0].testable,
    }  # fmt: skip
    return {
        "type": "scatter", "x": [middle(wave) for wave in waves], "y": [share for share, _, _ in shares],
        "mode": "markers", "name": name, "marker": marker, "error_y": spread,
        "text": [f"{days_words(wave.start, wave.end)}: {share_words(wave)}" for wave in waves],
        "hovertemplate": "%{text}<extra></extra>",
    }  # fmt: skip


def _numbers_asked(found: Perception, colours: Theme) -> Parts:
    """Return the number asked below each wave, written upwards where they would touch on a phone."""
    if not any(wave.n is not None for wave in found.waves.shown):
        return []
    first, last = _span(found)
    gaps = [middle(after) - middle(before) for before, after in pairwise(found.waves.rows)]
    angle = -90 if gaps and min(gaps) / (last - first) < NEAR else 0
    place = {"yanchor": "top", "yshift": -22, "textangle": angle}
    return [
        _note(_number_asked(wave), middle(wave), 0, "x2", "y2 domain", colours, **place) for wave in found.waves.rows
    ]


def _number_asked(wave: Wave) -> str:
    if wave.n is None:
        return "?"
    return f"{wave.n:,}" + ("*" if wave.base in {"too small", "caution"} else "")


def _runs(found: Perception, colours: Theme) -> tuple[Parts, Parts]:
    """Return a line where waves begin that were worded or asked in another way: nothing is joined across it."""
    lines: Parts = []
    words: Parts = []
    for before, after in pairwise(found.waves.rows):
        if after.run > max(wave.run for wave in found.waves.rows if wave.start <= before.start):
            day = before.end + (after.start - before.end) / 2
            lines.append(_line(day, "2", colours.CONCERN, "dot"))
            words.append(_note(" asked anew", day, 1, "x2", "y2 domain", colours, xanchor="left", yanchor="top"))
    return lines, words
