"""Figures from findings: a finding in, a Plotly figure out. Nothing is computed here that a table would not show."""

from datetime import date
from typing import Any

import numpy as np

from cspdash.charts.drawing import Drawing
from cspdash.charts.once import once
from cspdash.charts.theme import Theme, layout, theme
from cspdash.findings.profile import Mix
from cspdash.findings.trend import Trend
from cspdash.periods import add_months
from cspdash.stats.control import XmR

PROVISIONAL = "Provisional: looks incomplete"
SHAPES = {"concern": "triangle-up", "improvement": "triangle-down", "neutral change": "diamond"}


@once
def trend_figure(trend: Trend, dark: bool = False) -> Drawing:
    """Return the monthly line with its expected range, marked points, breaks and gaps."""
    colours = theme(dark)
    figure = Drawing(layout=layout(colours, yaxis={"rangemode": "tozero", "title": {"text": "Incidents a month"}}))
    months = list(trend.series.months)
    if trend.control is not None and not np.isnan(trend.control.mean_line).all():
        _expected_range(figure, months, trend.control, colours)
    figure.add_scatter(
        x=months,
        y=list(trend.series.counts),
        mode="lines+markers",
        name="Recorded",
        connectgaps=False,
        line={"color": colours.OBSERVED, "width": 3},
        marker={"size": 7, "color": colours.OBSERVED},
        hovertemplate="%{x|%B %Y}: %{y:,}<extra></extra>",
    )
    _provisional(figure, trend, colours)
    _marked_points(figure, trend, colours)
    _breaks(figure, trend, colours)
    return figure


def _expected_range(figure: Drawing, months: list[date], control: XmR, colours: Theme) -> None:
    """Draw mean and limits; limits are clipped at zero on the drawing only."""
    clear = {"color": "rgba(0,0,0,0)"}
    lower = np.maximum(control.lower_line, 0)
    shared: dict[str, Any] = {"x": months, "mode": "lines", "line": clear, "hoverinfo": "skip"}
    figure.add_scatter(y=_gaps(lower), showlegend=False, **shared)
    figure.add_scatter(
        y=_gaps(control.upper_line), fill="tonexty", fillcolor=colours.EXPECTED_RANGE, name="Expected range", **shared
    )
    figure.add_scatter(
        x=months,
        y=_gaps(control.mean_line),
        mode="lines",
        name="Mean",
        line={"color": colours.COMPARATOR, "width": 2, "dash": "dash"},
        hovertemplate="mean %{y:,.0f}<extra></extra>",
    )


def _provisional(figure: Drawing, trend: Trend, colours: Theme) -> None:
    """Draw months that look incomplete as hollow marks that no line joins."""
    if not trend.series.provisional:
        return
    figure.add_scatter(
        x=[month for month, _ in trend.series.provisional],
        y=[n for _, n in trend.series.provisional],
        mode="markers",
        name=PROVISIONAL,
        marker={"symbol": "circle-open", "size": 11, "color": colours.QUIET, "line": {"width": 2}},
        hovertemplate="%{x|%B %Y}: %{y:,}, looks incomplete<extra></extra>",
    )


def _gaps(values: np.ndarray) -> list[float | None]:
    return [None if np.isnan(value) else round(float(value), 2) for value in values]


def _marked_points(figure: Drawing, trend: Trend, colours: Theme) -> None:
    """Mark the points where a rule fired, by shape and colour, each kind with its word in the legend."""
    if trend.control is None:
        return
    paint = {"concern": colours.CONCERN, "improvement": colours.IMPROVEMENT, "neutral change": colours.NEUTRAL}
    for word, shape in SHAPES.items():
        where = [index for index, state in enumerate(trend.control.variations) if state == word]
        if not where:
            continue
        figure.add_scatter(
            x=[trend.series.months[index] for index in where],
            y=[trend.series.counts[index] for index in where],
            mode="markers",
            name=f"More than chance: {word}",
            marker={"symbol": shape, "size": 12, "color": paint[word], "line": {"width": 1, "color": colours.PAPER}},
            hovertemplate="%{x|%B %Y}: %{y:,}<extra></extra>",
        )


def _breaks(figure: Drawing, trend: Trend, colours: Theme) -> None:
    """Draw each dated break as a line, or as a band when it was passing; numbered, explained below the chart."""
    first, last = trend.series.months[:1], trend.series.months[-1:]
    for number, line in enumerate(trend.breaks, start=1):
        start = max(line.starts, first[0])
        if line.until and line.until > line.starts:
            end = min(add_months(line.until, 1), add_months(last[0], 1))
            figure.add_vrect(x0=start, x1=end, fillcolor=colours.QUIET, opacity=0.10, line={"width": 0}, layer="below")
        else:
            figure.add_vline(x=start, line={"color": colours.QUIET, "width": 2, "dash": "dot"})
        figure.add_annotation(
            x=start, y=1, yref="paper", text=f" {number}", showarrow=False, xanchor="left", yanchor="top",
            font={"size": 15, "color": colours.TEXT},
        )  # fmt: skip


@once
def mix_figure(found: Mix, dark: bool = False) -> Drawing:
    """Return the shares of categories in a locality as bars with intervals, and those around it as marks."""
    colours = theme(dark)
    rows = list(reversed(found.rows))
    axis = {"tickformat": ".0%", "rangemode": "tozero", "title": {"text": "Share of incidents"}, "showgrid": True}
    figure = Drawing(layout=layout(colours, height=90 + 30 * len(rows), xaxis=axis))
    names, shares = [row.category for row in rows], [row.share for row in rows]
    figure.add_bar(
        x=shares,
        y=names,
        orientation="h",
        name=found.place.name,
        marker={"color": colours.OBSERVED},
        error_x={
            "array": [row.high - row.share for row in rows],
            "arrayminus": [row.share - row.low for row in rows],
            "color": colours.QUIET,
            "thickness": 2,
        },
        hovertemplate="%{y}: %{x:.1%}<extra></extra>",
    )
    figure.add_scatter(
        x=[row.share_around for row in rows],
        y=names,
        mode="markers",
        name=found.around.name,
        marker={"symbol": "line-ns-open", "size": 18, "color": colours.COMPARATOR, "line": {"width": 3}},
        hovertemplate="%{y}: %{x:.1%}<extra></extra>",
    )
    return figure
