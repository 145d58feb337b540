"""When it happens: the hours of the week as a heat map, the months of the year as a wheel."""

from math import isclose

from cspdash.charts.drawing import Drawing
from cspdash.charts.once import once
from cspdash.charts.tables import Cell, Table, number, text
from cspdash.charts.theme import layout, theme
from cspdash.findings.times import Season, Times
from cspdash.stats.aoristic import Aoristic

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")  # fmt: skip


def hour_name(hour: int) -> str:
    """Return an hour of the day in words: 21:00 to 22:00."""
    return f"{hour:02d}:00 to {(hour + 1) % 24:02d}:00"


@once
def hours_figure(hours: Aoristic, dark: bool = False) -> Drawing:
    """Return the week by hour: days down, hours across, darker (in the dark theme lighter) where there are more."""
    colours = theme(dark)
    steps = len(colours.SCALE) - 1
    figure = Drawing(
        layout=layout(
            colours,
            height=430,
            xaxis={"title": {"text": "Hour of the day"}, "tickmode": "array", "tickvals": list(range(0, 24, 3)),
                   "ticktext": [f"{hour:02d}:00" for hour in range(0, 24, 3)]},
            yaxis={"autorange": "reversed", "showgrid": False},
        )
    )  # fmt: skip
    figure.add_heatmap(
        x=list(range(24)),
        y=list(DAYS),
        z=[[round(float(value), 2) for value in row] for row in hours.weights],
        zmin=0,
        colorscale=[[at / steps, colour] for at, colour in enumerate(colours.SCALE)],
        colorbar={"title": {"text": "Events"}, "thickness": 14, "tickfont": {"size": 15, "color": colours.TEXT}},
        xgap=2,
        ygap=2,
        hovertemplate="%{y}, hour from %{x}:00: %{z:.1f} events<extra></extra>",
    )
    return figure


@once
def hours_table(found: Times, hours: Aoristic) -> Table:
    """Return the week by hour: one row an hour, one column a day, and the sum."""
    rows = [
        (text(hour_name(hour)), *(number(float(hours.weights[day, hour]), 1) for day in range(7)),
         number(float(hours.weights[:, hour].sum()), 1))
        for hour in range(24)
    ]  # fmt: skip
    sums = [number(float(hours.weights[day].sum()), 1) for day in range(7)]
    rows.append((text("All hours"), *sums, number(hours.placed, 1)))
    caption = f"{found.subject} by hour and day, {found.place.name}"
    return Table(caption, ("Hour", *DAYS, "All days"), tuple(rows), frozenset(range(1, 9)))


@once
def season_figure(season: Season, dark: bool = False) -> Drawing:
    """Return the season as a wheel: one wedge a month from the top clockwise, a ring at the year's average."""
    colours = theme(dark)
    steps = [round(360 / 12 * at, 1) for at in range(12)]
    figure = Drawing(layout=layout(colours, height=560, margin={"l": 60, "r": 60, "t": 60, "b": 60}))
    figure.add_barpolar(
        theta=steps,
        r=[row.index for row in season.months],
        width=[27] * 12,
        name="Events a day against the year's average",
        marker={"color": colours.SCALE[2], "line": {"color": colours.OBSERVED, "width": 1.5}},
        text=[f"{name}: {index_words(row.index)}" for name, row in zip(MONTHS, season.months, strict=True)],
        hovertemplate="%{text}<extra></extra>",
    )
    figure.add_scatterpolar(
        theta=list(range(0, 361, 3)), r=[1] * 121, mode="lines", name="The year's average", hoverinfo="skip",
        line={"color": colours.TEXT, "width": 3, "dash": "dash"},
    )  # fmt: skip
    most = max(1.2, *(row.index for row in season.months)) * 1.05
    figure.update_polars(
        bgcolor=colours.PAPER,
        angularaxis={"direction": "clockwise", "rotation": 90, "tickmode": "array", "tickvals": steps,
                     "ticktext": [f"{MONTHS[row.number - 1][:3]}<br>{signed(row.index)}" for row in season.months],
                     "tickfont": {"size": 16, "color": colours.TEXT},
                     "gridcolor": colours.GRID, "linecolor": colours.QUIET, "ticks": ""},
        radialaxis={"range": [0, most], "tickvals": [0.5, 1], "showticklabels": False, "ticks": "", "showline": False,
                    "gridcolor": colours.GRID},
    )  # fmt: skip
    return figure


def signed(index: float) -> str:
    """Return a month against its year as a signed percentage: +18%."""
    percent = round((index - 1) * 100)
    return f"{'+' if percent > 0 else '−' if percent < 0 else '±'}{abs(percent)}%"


def index_words(index: float) -> str:
    """Return a month against its year in words: 18% above average."""
    percent = round(abs(index - 1) * 100)
    return "as the average" if not percent else f"{percent}% {'above' if index > 1 else 'below'} average"


@once
def season_table(found: Times, season: Season) -> Table:
    """Return the months of the year with events a day, their index, and the range over the years."""
    rows = tuple(
        (text(MONTHS[row.number - 1]), number(row.a_day, 1), *map(_index, (row.index, row.low, row.high)))
        for row in season.months
    )  # fmt: skip
    columns = ("Month", "Events a day", "Against the year's average", "Lowest year", "Highest year")
    return Table(f"{found.subject} by month of the year, {found.place.name}", columns, rows, frozenset({1, 2, 3, 4}))


def _index(value: float) -> Cell:
    return Cell(round(value, 4), "average" if isclose(value, 1, abs_tol=0.005) else f"{value:.0%} of average")
