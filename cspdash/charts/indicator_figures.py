"""The picture of an indicator that is not counted by month: its points with intervals, never joined across methods."""

import textwrap
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from cspdash.catalogue import Break, Indicator
from cspdash.charts.drawing import Drawing
from cspdash.charts.indicator_values import point_period, value_words
from cspdash.charts.indicator_words import movement_title
from cspdash.charts.once import once
from cspdash.charts.theme import Theme, layout, theme
from cspdash.findings.indicator import Point, Reading

SUPPLIED_SHAPES = ("circle", "square", "diamond", "triangle-up")
PRINTED_SHAPES = ("circle-open", "square-open", "diamond-open", "triangle-up-open", "cross-open")
LEVELS = ("at_most", "at_least")
MOST_LABELLED = 24
LEGEND_WIDTH = 36  # characters: what a phone shows of a line
PERIODS, INTERVALS, JOINED = "periods", "intervals", "joined"
End = tuple[date, float | None]


def indicator_title(reading: Reading) -> str:
    """Return a chart's title that says the finding."""
    return f"{reading.indicator.name} in {reading.area_name}: {movement_title(reading)}"


@once
def indicator_figure(reading: Reading, dark: bool = False) -> Drawing:
    """Return the points of an indicator by the end of their periods; a line joins only periods of one source and
    length that follow each other without a gap, and never printed figures."""
    colours, indicator = theme(dark), reading.indicator
    figure = Drawing(layout=layout(colours, yaxis=_axis(indicator), showlegend=True))
    series = dict.fromkeys((point.series, point.printed) for point in reading.points)
    supplied = [name for name, printed in series if not printed]
    printed_in = [name for name, printed in series if printed]
    for number, name in enumerate(supplied):
        points = [point for point in reading.points if point.series == name and not point.printed]
        _supplied(figure, indicator, points, SUPPLIED_SHAPES[number % len(SUPPLIED_SHAPES)], colours)
    for number, name in enumerate(printed_in):
        points = [point for point in reading.points if point.series == name and point.printed]
        shape = PRINTED_SHAPES[number % len(PRINTED_SHAPES)]
        _markers(figure, indicator, points, f"Printed in {name}", shape, colours.COMPARATOR)
    _target(figure, reading, colours)
    _breaks(figure, reading, colours)
    return figure


def _axis(indicator: Indicator) -> dict[str, object]:
    words = {"share": indicator.over, "count": indicator.unit, "value": indicator.unit}
    title = words.get(indicator.measure) or f"{indicator.counted} per {indicator.per:,.0f} {indicator.over}"
    axis: dict[str, object] = {"rangemode": "tozero", "title": {"text": f"{title[0].upper()}{title[1:]}"}}
    if indicator.measure == "share":
        axis |= {"tickformat": ".0%", "title": {"text": f"Share of {indicator.over}"}}
    return axis


def _supplied(figure: Drawing, indicator: Indicator, points: list[Point], shape: str, colours: Theme) -> None:
    """Draw one source: a thin line through periods that follow each other, then the points with intervals."""
    for run in runs(points):
        if len(run) > 1:
            figure.add_scatter(
                x=[point.period_end for point in run],
                y=[point.value for point in run],
                mode="lines",
                name=JOINED,
                line={"color": colours.OBSERVED, "width": 2},
                showlegend=False,
                hoverinfo="skip",
            )
    _markers(figure, indicator, points, points[0].source, shape, colours.OBSERVED)


def runs(points: Sequence[Point]) -> list[list[Point]]:
    """Return the points of one source in runs of one length without a gap; a withheld number ends a run."""
    found: list[list[Point]] = [[]]
    for point in points:
        last = found[-1][-1] if found[-1] else None
        follows = last and last.as_long_as(point) and last.period_end + timedelta(days=1) == point.period_start
        if point.value is None or (last and not follows):
            found.append([])
        if point.value is not None:
            found[-1].append(point)
    return [run for run in found if run]


def _markers(figure: Drawing, indicator: Indicator, points: list[Point], name: str, shape: str, colour: str) -> None:
    """Draw points at the end of their periods, with the interval upright and the period lying."""
    held = [point for point in points if point.value is not None]
    labels = lengths(held)
    periods = [((point.period_start, point.value), (point.period_end, point.value)) for point in held]
    intervals = [
        ((point.period_end, point.low), (point.period_end, point.high)) for point in held if point.low is not None
    ]
    _segments(figure, PERIODS, periods, colour, "dot")
    _segments(figure, INTERVALS, intervals, colour, "solid")
    figure.add_scatter(
        x=[point.period_end for point in held],
        y=[point.value for point in held],
        mode="markers+text" if any(labels) and len(points) <= MOST_LABELLED else "markers",
        name="<br>".join(textwrap.wrap(name, LEGEND_WIDTH)),
        marker={"symbol": shape, "size": 11, "color": colour, "line": {"width": 2, "color": colour}},
        text=labels,
        textposition="top left",
        customdata=[f"{point_period(point)}: {value_words(indicator, point.value)}" for point in held],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _segments(figure: Drawing, name: str, ends: Sequence[tuple[End, End]], colour: str, dash: str) -> None:
    """Draw short lines, each from one place to another."""
    figure.add_scatter(
        x=[part for first, last in ends for part in (first[0], last[0], None)],
        y=[part for first, last in ends for part in (first[1], last[1], None)],
        mode="lines",
        name=name,
        line={"color": colour, "width": 1.5, "dash": dash},
        showlegend=False,
        hoverinfo="skip",
    )


def lengths(points: Sequence[Point]) -> list[str]:
    """Return how long each point's period is, where points differ in it; most are of one length, which is not said."""
    said = [_length(point) for point in points]
    counted = Counter(said).most_common(2)
    if len(counted) < 2:
        return [""] * len(said)
    usual = counted[0][0] if counted[0][1] > counted[1][1] else None
    return ["" if words == usual else words for words in said]


def _length(point: Point) -> str:
    """Return how long a point's period is: counts of unequal periods are not to be compared by eye."""
    if point.months is None:
        return f"{(point.period_end - point.period_start).days + 1} days"
    return "1 month" if point.months == 1 else f"{point.months} months"


def _target(figure: Drawing, reading: Reading, colours: Theme) -> None:
    """Draw the level of the target shown first, where it has one."""
    target = reading.target.target if reading.target else None
    if target is None or target.kind not in LEVELS or target.level is None:
        return
    word = "at most" if target.kind == "at_most" else "at least"
    figure.add_hline(
        y=target.level,
        line={"color": colours.COMPARATOR, "width": 2, "dash": "dash"},
        annotation={
            "text": f"Target: {word} {value_words(reading.indicator, target.level)}",
            "font": {"size": 15, "color": colours.TEXT},
        },
    )


def _breaks(figure: Drawing, reading: Reading, colours: Theme) -> None:
    """Draw the dated breaks within the points' span, numbered as they are listed below the chart."""
    for number, line in enumerate(breaks_drawn(reading), start=1):
        figure.add_vline(x=line.starts, line={"color": colours.QUIET, "width": 2, "dash": "dot"})
        figure.add_annotation(
            x=line.starts, y=1, yref="paper", text=f" {number}", showarrow=False, xanchor="left", yanchor="top",
            font={"size": 15, "color": colours.TEXT},
        )  # fmt: skip


def breaks_drawn(reading: Reading) -> tuple[Break, ...]:
    """Return the breaks that start within the points' span, in the order of their numbers on the chart."""
    if not reading.points:
        return ()
    first, last = min(p.period_start for p in reading.points), max(p.period_end for p in reading.points)
    return tuple(line for line in reading.breaks if first < line.starts <= last)


def indicator_alt(reading: Reading) -> str:
    """Return the alt text of an indicator's chart: how many values, their span, lowest and highest, and gaps."""
    indicator = reading.indicator
    held = [(point.value, point) for point in reading.points if point.value is not None]
    if not held:
        return f"No values of {indicator.name} in {reading.area_name} to draw."
    low, high = min(held, key=lambda pair: pair[0])[1], max(held, key=lambda pair: pair[0])[1]
    printed = sum(point.printed for _, point in held)
    withheld = len(reading.points) - len(held)
    values = "1 value" if len(held) == 1 else f"{len(held)} values"
    return (
        f"Chart of {values} of {indicator.name} in {reading.area_name}, {printed} of them printed in plans: "
        f"lowest {value_words(indicator, low.value)} in {point_period(low)}, "
        f"highest {value_words(indicator, high.value)} in {point_period(high)}."
        + (f" {withheld} more are withheld." if withheld else "")
    )
