"""The chart of a test: the treated area and its comparison by month, with what is compared and when it was done."""

from datetime import date
from typing import Any

from cspdash.charts.drawing import Drawing
from cspdash.charts.once import once
from cspdash.charts.theme import Theme, layout, theme
from cspdash.findings.intervention import Arm, Trial
from cspdash.periods import add_months


def scale(tested: Trial, one: Arm) -> float:
    """Return what an area's monthly counts are multiplied by: to a rate per 1,000 where that is compared."""
    return 1000 / one.persons if tested.design.per_resident and one.persons else 1.0


@once
def intervention_figure(tested: Trial, dark: bool = False) -> Drawing:
    """Return the two lines with the treated area's limits from before, the windows and the time of the intervention."""
    colours, months = theme(dark), tested.months
    unit = "A month per 1,000 residents" if tested.design.per_resident else "Incidents a month"
    look = layout(colours, yaxis={"rangemode": "tozero", "title": {"text": unit}}, margin={"t": 44})
    look["xaxis"] |= {"range": [add_months(months[0], -1), add_months(months[-1], 1)], "type": "date"}
    shapes, notes = _spans(tested, months, colours)
    figure = Drawing(layout=look | {"shapes": shapes, "annotations": notes})
    _limits(figure, tested, months, colours)
    styles = (("treated", colours.OBSERVED, "solid", "circle"), ("comparison", colours.COMPARATOR, "dash", "diamond"))
    for role, colour, dash, symbol in styles:
        one = tested.arm(role)  # type: ignore[arg-type]
        factor = scale(tested, one)
        counts = [one.series.at(month) for month in months]
        figure.add_scatter(
            x=list(months), y=[None if n is None else n * factor for n in counts], customdata=counts,
            mode="lines+markers", name=f"{role.capitalize()}: {short_names(one)}", connectgaps=False,
            line={"color": colour, "width": 3, "dash": dash}, marker={"size": 7, "color": colour, "symbol": symbol},
            hovertemplate="%{x|%B %Y}: %{customdata:,}<extra></extra>",
        )  # fmt: skip
    return figure


def short_names(one: Arm) -> str:
    """Return the names of an arm's areas, as a number where there are many."""
    return one.names if len(one.places) < 3 else f"{len(one.places)} areas"


def _limits(figure: Drawing, tested: Trial, months: tuple[date, ...], colours: Theme) -> None:
    """Draw the range that the treated area's months before lead to expect, on through the months after."""
    found = tested.expected
    if found is None or found.lower is None or found.upper is None:
        return
    factor = scale(tested, tested.arm("treated"))
    ends, clear = [months[0], months[-1]], {"color": "rgba(0,0,0,0)"}
    shared: dict[str, Any] = {"x": ends, "mode": "lines", "line": clear, "hoverinfo": "skip"}
    figure.add_scatter(y=[max(0.0, found.lower) * factor] * 2, showlegend=False, **shared)
    name = "Range expected from before"
    upper = [found.upper * factor] * 2
    figure.add_scatter(y=upper, fill="tonexty", fillcolor=colours.EXPECTED_RANGE, name=name, **shared)


def _spans(
    tested: Trial, months: tuple[date, ...], colours: Theme
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the shading of the intervention's time, and bars along the top over the two windows compared."""
    last = add_months(months[-1], 1)
    start = tested.design.starts or months[0]
    end = min(tested.design.ends or last, last)
    band = {"type": "rect", "x0": start, "x1": end, "y0": 0, "y1": 1, "yref": "paper", "fillcolor": colours.QUIET,
            "opacity": 0.16, "line": {"width": 0}, "layer": "below"}  # fmt: skip
    shapes, notes = [band], []
    for text, span in (("before", tested.windows.before), ("after", tested.windows.after)):
        ends = {"x0": span[0], "x1": add_months(span[-1], 1), "y0": 1.015, "y1": 1.015, "yref": "paper"}
        shapes.append({"type": "line", **ends, "line": {"color": colours.TEXT, "width": 4}})
        notes.append({"x": span[len(span) // 2], "y": 1.02, "yref": "paper", "yanchor": "bottom", "text": text,
                      "showarrow": False, "font": {"size": 15, "color": colours.TEXT}})  # fmt: skip
    shapes.append({"type": "line", "x0": start, "x1": start, "y0": 0, "y1": 1, "yref": "paper",
                   "line": {"color": colours.TEXT, "width": 2, "dash": "dot"}})  # fmt: skip
    return shapes, notes
