"""Two charts above one another on one time axis: what is recorded, and what people say. Never one scale for both."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from cspdash.charts.survey_words import days_words, share_words
from cspdash.charts.theme import Theme, layout, theme
from cspdash.findings.perception import Perception
from cspdash.findings.survey_waves import Wave
from cspdash.periods import add_months
from cspdash.stats.control import XmR

HEIGHT = 640
# A share of the width: waves nearer than this have the numbers below them written upwards.
NEAR = 0.08
# Spans wider than this have their name written in them.
ROOMY = 0.14


def perception_figure(found: Perception, dark: bool = False) -> go.Figure:
    """Return the stacked charts of a finding: limits, breaks and compared spans above, waves with intervals below."""
    colours = theme(dark)
    figure = make_subplots(rows=2, cols=1, shared_xaxes=True, vertical_spacing=0.17, row_heights=[0.52, 0.48])
    look = layout(colours, height=HEIGHT, margin={"t": 40, "b": 70})
    look["xaxis2"], look["yaxis2"] = look["xaxis"] | {}, look["yaxis"] | {"tickformat": ".0%", "rangemode": "tozero"}
    look["yaxis"] = look["yaxis"] | {"rangemode": "tozero"}
    look["legend"] = look["legend"] | {"y": -0.16}
    figure.update_layout(**look)
    figure.update_xaxes(type="date")
    figure.update_xaxes(showticklabels=True, row=1, col=1)
    _recorded(figure, found, colours)
    _compared_spans(figure, found, colours)
    _breaks(figure, found, colours)
    _waves(figure, found, colours)
    _runs(figure, found, colours)
    _headings(figure, found, colours)
    first, last = _span(found)
    figure.update_xaxes(range=[first, last])
    return figure


def rate_scale(found: Perception) -> float:
    """Return what a monthly count is multiplied by: to a rate per 1,000 residents, or 1 where none are held."""
    return 1000 / found.persons if found.persons else 1.0


def _span(found: Perception) -> tuple[date, date]:
    """Return the first and last day of the time axis: that of months, waves and what is compared."""
    days = [*found.trend.months, *(day for wave in found.waves.rows for day in (wave.start, wave.end))]
    if found.chosen is not None:
        days += [*found.chosen.recorded.months_before, *found.chosen.recorded.months_after]
        days += [add_months(month, 1) for month in found.chosen.recorded.months_after[-1:]]
    if found.trend.months:
        days.append(add_months(found.trend.months[-1], 1))
    return (min(days) - timedelta(days=10), max(days) + timedelta(days=10)) if days else (date.min, date.max)


def _headings(figure: go.Figure, found: Perception, colours: Theme) -> None:
    """Write above each chart what it shows, as an axis title would crush a narrow screen."""
    unit = "a month per 1,000 residents" if found.persons else "a month"
    sized = any(wave.n is not None for wave in found.waves.shown)
    below = f"Share saying so (number asked {'below' if sized else 'unknown'})"
    if not found.trend.series.held:
        figure.add_annotation(
            x=0.5, xref="paper", y=0.5, yref="y domain", text="No months are held here", showarrow=False,
            font={"size": 15, "color": colours.TEXT},
        )  # fmt: skip
    for text, axis in ((f"Recorded {found.pair.subject} {unit}", "y"), (below, "y2")):
        figure.add_annotation(
            x=0, xref="paper", xanchor="left", y=1, yref=f"{axis} domain", yanchor="bottom", yshift=4,
            text=f"<b>{text}</b>", showarrow=False, font={"size": 15, "color": colours.TEXT}, align="left",
        )  # fmt: skip


def _recorded(figure: go.Figure, found: Perception, colours: Theme) -> None:
    series, scale = found.trend.series, rate_scale(found)
    control = found.trend.control
    if control is not None and control.mean is not None:
        _expected_range(figure, list(series.months), control, scale, colours)
    figure.add_scatter(
        x=list(series.months),
        y=[None if n is None else n * scale for n in series.counts], customdata=list(series.counts),
        mode="lines+markers", name="Recorded", connectgaps=False, line={"color": colours.OBSERVED, "width": 3},
        marker={"size": 6, "color": colours.OBSERVED}, row=1, col=1,
        hovertemplate="%{x|%B %Y}: %{y:.2f} (%{customdata:,})<extra></extra>",
    )  # fmt: skip


def _expected_range(figure: go.Figure, months: list[date], control: XmR, scale: float, colours: Theme) -> None:
    """Draw mean and limits; limits are clipped at zero on the drawing only."""

    def line(values: np.ndarray) -> list[float | None]:
        return [None if np.isnan(value) else float(value) * scale for value in values]

    clear: dict[str, Any] = {"x": months, "mode": "lines", "line": {"color": "rgba(0,0,0,0)"}, "hoverinfo": "skip"}
    figure.add_scatter(y=line(np.maximum(control.lower_line, 0)), showlegend=False, row=1, col=1, **clear)
    figure.add_scatter(
        y=line(control.upper_line), fill="tonexty", fillcolor=colours.EXPECTED_RANGE, name="Expected range",
        row=1, col=1, **clear,
    )  # fmt: skip
    figure.add_scatter(
        x=months, y=line(control.mean_line), mode="lines", name="Mean", hoverinfo="skip", row=1, col=1,
        line={"color": colours.COMPARATOR, "width": 2, "dash": "dash"},
    )  # fmt: skip


def _compared_spans(figure: go.Figure, found: Perception, colours: Theme) -> None:
    """Shade the two spans of recorded months that are compared, and name them where there is room."""
    if found.chosen is None:
        return
    first, last = _span(found)
    recorded = found.chosen.recorded
    for months, name in ((recorded.months_before, "before"), (recorded.months_after, "after")):
        if not months:
            continue
        start, end = months[0], add_months(months[-1], 1)
        figure.add_vrect(
            x0=start, x1=end, fillcolor=colours.QUIET, opacity=0.13, line_width=0, layer="below", row=1, col=1
        )
        if (end - start) / (last - first) > ROOMY:
            figure.add_annotation(
                x=start, xref="x", y=0, yref="y domain", xanchor="left", yanchor="bottom", text=f" {name}",
                showarrow=False, font={"size": 14, "color": colours.TEXT},
            )  # fmt: skip


def _breaks(figure: go.Figure, found: Perception, colours: Theme) -> None:
    """Draw each dated break as a numbered line above, a passing one with its end; explained below the chart."""
    months = found.trend.months
    for number, line in enumerate(found.trend.breaks, start=1):
        ends = [(max(line.starts, months[0]), f" {number}")]
        if line.until and line.until > line.starts:
            ends.append((min(add_months(line.until, 1), add_months(months[-1], 1)), ""))
        for day, text in ends:
            dash = "dot" if line.until is None else "dash"
            figure.add_vline(x=day.isoformat(), row=1, col=1, line={"color": colours.QUIET, "width": 2, "dash": dash})
            figure.add_annotation(
                x=day, y=1, xref="x", yref="y domain", text=text, showarrow=False, xanchor="left", yanchor="top",
                font={"size": 14, "color": colours.TEXT},
            )  # fmt: skip


def middle(wave: Wave) -> date:
    """Return the day in the middle of a wave, at which it is drawn."""
    return wave.start + (wave.end - wave.start) / 2


def _waves(figure: go.Figure, found: Perception, colours: Theme) -> None:
    """Draw the waves: filled with their interval where the number asked is known, hollow without it."""
    shown = found.waves.shown
    for run in dict.fromkeys(wave.run for wave in shown):
        joined = [wave for wave in shown if wave.run == run and wave.testable]
        if len(joined) > 1:
            figure.add_scatter(
                x=[middle(wave) for wave in joined], y=[wave.share for wave in joined], mode="lines", showlegend=False,
                hoverinfo="skip", line={"color": colours.OBSERVED, "width": 1, "dash": "dot"}, row=2, col=1,
            )  # fmt: skip
    for name, waves, symbol in (
        ("Survey share, 95% interval", [wave for wave in shown if wave.testable], "circle"),
        ("Number asked not known: no interval", [wave for wave in shown if not wave.testable], "circle-open"),
    ):
        if waves:
            _points(figure, name, waves, symbol, colours)
    crowded = _crowded(found)
    for wave in found.waves.rows if any(one.n is not None for one in shown) else ():
        figure.add_annotation(
            x=middle(wave), y=0, xref="x2", yref="y2 domain", yanchor="top", yshift=-22, showarrow=False,
            text=_number_asked(wave), textangle=-90 if crowded else 0, font={"size": 13, "color": colours.TEXT},
        )  # fmt: skip


def _crowded(found: Perception) -> bool:
    """Tell whether two waves lie so near to one another that the numbers below them would touch on a phone."""
    first, last = _span(found)
    gaps = [middle(after) - middle(before) for before, after in pairwise(found.waves.rows)]
    return bool(gaps) and min(gaps) / (last - first) < NEAR


def _number_asked(wave: Wave) -> str:
    if wave.n is None:
        return "?"
    return f"{wave.n:,}" + ("*" if wave.base in {"too small", "caution"} else "")


def _points(figure: go.Figure, name: str, waves: list[Wave], symbol: str, colours: Theme) -> None:
    figure.add_scatter(
        x=[middle(wave) for wave in waves],
        y=[wave.share for wave in waves],
        mode="markers",
        name=name,
        marker={
            "symbol": symbol,
            "size": 11,
            "color": colours.OBSERVED,
            "line": {"width": 2, "color": colours.OBSERVED},
        },
        error_y={
            "type": "data",
            "array": [0 if wave.high is None or wave.share is None else wave.high - wave.share for wave in waves],
            "arrayminus": [0 if wave.low is None or wave.share is None else wave.share - wave.low for wave in waves],
            "color": colours.OBSERVED,
            "thickness": 2.5,
            "width": 6,
            "visible": waves[0].testable,
        },
        text=[f"{days_words(wave.start, wave.end)}: {share_words(wave)}" for wave in waves],
        hovertemplate="%{text}<extra></extra>",
        row=2,
        col=1,
    )


def _runs(figure: go.Figure, found: Perception, colours: Theme) -> None:
    """Draw a line where waves begin that were worded or asked in another way: nothing is joined across it."""
    for before, after in pairwise(found.waves.rows):
        if after.run > max(wave.run for wave in found.waves.rows if wave.start <= before.start):
            day = before.end + (after.start - before.end) / 2
            line = {"color": colours.CONCERN, "width": 2, "dash": "dot"}
            figure.add_vline(x=day.isoformat(), row=2, col=1, line=line)
            figure.add_annotation(
                x=day, y=1, xref="x2", yref="y2 domain", yanchor="top", xanchor="left", showarrow=False,
                text=" asked anew", font={"size": 14, "color": colours.TEXT},
            )  # fmt: skip
