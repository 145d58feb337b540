"""One indicator through all areas, as data drawn: the dot plot with intervals and the funnel."""

from collections.abc import Mapping
from typing import Any

from cspdash.charts.compare_words import amount, one_peer, plain_words
from cspdash.charts.drawing import Drawing
from cspdash.charts.once import once
from cspdash.charts.theme import Theme, layout, theme
from cspdash.findings.compare import Compared, Row, Standing

SYMBOLS: dict[Standing, str] = {
    "higher 99.8": "triangle-up",
    "higher 95": "triangle-up-open",
    "similar": "circle",
    "lower 95": "triangle-down-open",
    "lower 99.8": "triangle-down",
    "too few": "x",
    "not judged": "square-open",
}
NEAR, FAR = "dash", "dot"
MOST_LABELS = 2
MANY = 100


def paint_of(row: Row, colours: Theme) -> str:
    """Return a row's colour: by its meaning alone, so that nothing is good or bad without polarity."""
    return {"worse": colours.CONCERN, "better": colours.IMPROVEMENT}.get(
        row.meaning, colours.QUIET if row.standing == "too few" else colours.OBSERVED
    )


def size_of(row: Row) -> dict[str, Any]:
    """Return a mark's size and line: open marks need one, the cross of too few stays small."""
    return {"size": 8} if row.standing == "too few" else {"size": 12, "line": {"width": 2}}


@once
def dots_figure(found: Compared, shown: tuple[Row, ...], dark: bool = False) -> Drawing:
    """Return the areas' values as dots with 95 % intervals, highest first, the average as a line."""
    colours = theme(dark)
    names = [_named(row, found.chosen) for row in shown]
    axis: dict[str, Any] = {"title": {"text": found.values.unit}, "showgrid": True, "rangemode": "tozero"}
    if found.values.kind == "proportion":
        axis["tickformat"] = ".0%"
    figure = Drawing(
        layout=layout(
            colours, height=170 + 30 * len(shown), xaxis=axis, margin={"b": 110},
            legend={"y": 0.0, "yanchor": "bottom", "yref": "container"}, showlegend=True,
            yaxis={"categoryorder": "array", "categoryarray": names[::-1], "showgrid": False},
        )
    )  # fmt: skip
    for standing in SYMBOLS:
        rows = [row for row in shown if row.standing == standing]
        if rows:
            _dots(figure, rows, found, colours)
    if found.average is not None:
        figure.add_vline(x=found.average, line={"color": colours.COMPARATOR, "width": 2, "dash": "dash"})
        said = f"{one_peer(found) or 'average'} {amount(found.values, found.average)}"
        figure.add_annotation(
            x=found.average, y=1, yref="paper", yanchor="bottom", showarrow=False, text=said,
            font={"size": 15, "color": colours.TEXT},
        )  # fmt: skip
    return figure


def _named(row: Row, chosen: str) -> str:
    return f"<b>→ {row.value.name}</b>" if row.value.code == chosen else row.value.name


def _dots(figure: Drawing, rows: list[Row], found: Compared, colours: Theme) -> None:
    first = rows[0]
    paint = paint_of(first, colours)
    values = [row.value for row in rows]
    bars = {
        "type": "data", "color": paint, "thickness": 2, "width": 0,
        "array": [(v.high if v.high is not None else v.value or 0) - (v.value or 0) for v in values],
        "arrayminus": [(v.value or 0) - (v.low if v.low is not None else v.value or 0) for v in values],
    }  # fmt: skip
    figure.add_scatter(
        x=[v.value for v in values], y=[_named(row, found.chosen) for row in rows], name=plain_words(first, found),
        mode="markers", error_x=bars, cliponaxis=False,
        marker={"symbol": SYMBOLS[first.standing], **size_of(first), "color": paint},
        text=[amount(found.values, v.value) for v in values], hovertemplate="%{y}: %{text}<extra></extra>",
    )  # fmt: skip


@once
def funnel_figure(found: Compared, dark: bool = False) -> Drawing:
    """Return the areas by size and value with the funnel's limits; the chosen and the furthest are named."""
    colours = theme(dark)
    scale = found.values.per if found.values.kind == "rate" else 1.0
    title = "Residents" if "residents" in found.values.unit else found.indicator.over or "Size"
    y: dict[str, Any] = {"title": {"text": found.values.unit}, "rangemode": "tozero"}
    if found.values.kind == "proportion":
        y["tickformat"] = ".0%"
    figure = Drawing(
        layout=layout(
            colours, height=640, xaxis={"title": {"text": title}, "tickformat": ",.0f"}, yaxis=y, margin={"b": 210},
            legend={"y": 0.0, "yanchor": "bottom", "yref": "container"},
        )
    )  # fmt: skip
    if found.funnel is None:
        return figure
    by_code = {row.value.code: row for row in found.ranked}
    rows = [by_code[code] for code in found.funnel_codes]
    _limits(figure, found, rows, scale, colours)
    _points(figure, found, rows, colours)
    return figure


def _limits(figure: Drawing, found: Compared, rows: list[Row], scale: float, colours: Theme) -> None:
    """Draw the baseline and both pairs of limits, areas in the order of their size."""
    if found.funnel is None:
        return
    order = sorted(range(len(rows)), key=lambda at: rows[at].value.denominator or 0)
    sizes = [rows[at].value.denominator for at in order]
    lines = [
        ([found.funnel.baseline] * len(order), "pooled average", "solid", True),
        ([found.funnel.lower95[at] for at in order], "95% limits", NEAR, True),
        ([found.funnel.upper95[at] for at in order], "95% limits", NEAR, False),
        ([found.funnel.lower998[at] for at in order], "99.8% limits", FAR, True),
        ([found.funnel.upper998[at] for at in order], "99.8% limits", FAR, False),
    ]
    for values, name, dash, listed in lines:
        figure.add_scatter(
            x=sizes, y=[float(value) * scale for value in values], mode="lines", name=name, showlegend=listed,
            line={"color": colours.COMPARATOR, "width": 2, "dash": dash}, hoverinfo="skip",
        )  # fmt: skip


def _points(figure: Drawing, found: Compared, rows: list[Row], colours: Theme) -> None:
    """Draw the areas, those outside the limits by shape, the chosen one ringed; name the chosen and the furthest."""
    if found.funnel is None:
        return
    groups: dict[str, tuple[str, str]] = {
        "similar": ("inside the limits", "circle"),
        "higher 95": ("above 95%", "triangle-up-open"), "higher 99.8": ("above 99.8%", "triangle-up"),
        "lower 95": ("below 95%", "triangle-down-open"), "lower 99.8": ("below 99.8%", "triangle-down"),
    }  # fmt: skip
    standings = dict(zip(found.funnel_codes, found.funnel.standings, strict=True))
    for standing, (name, symbol) in groups.items():
        own = [row for row in rows if standings[row.value.code] == standing]
        if not own:
            continue
        figure.add_scatter(
            x=[row.value.denominator for row in own], y=[row.value.value for row in own], name=f"{name} ({len(own)})",
            mode="markers", cliponaxis=False, text=[row.value.name for row in own],
            hovertemplate="%{text}: %{y:.3~g}<extra></extra>",
            marker={"symbol": symbol, "size": 6 if len(rows) > MANY else 10, "color": colours.OBSERVED,
                    "line": {"width": 1 if len(rows) > MANY else 2, "color": colours.OBSERVED}},
        )  # fmt: skip
    for row in _to_name(rows, standings, found.chosen):
        _label(figure, row, row.value.code == found.chosen, colours)


def _to_name(rows: list[Row], standings: Mapping[str, str], chosen: str) -> list[Row]:
    """Return the rows that are named: the chosen one, then the highest above the limits where no name is near."""
    wide = max(row.value.denominator or 0 for row in rows) - min(row.value.denominator or 0 for row in rows) or 1
    tall = max(row.value.value or 0 for row in rows) or 1
    named: list[Row] = [row for row in rows if row.value.code == chosen]
    for row in rows:
        near = any(
            abs((row.value.denominator or 0) - (other.value.denominator or 0)) < wide / 4
            and abs((row.value.value or 0) - (other.value.value or 0)) < tall / 10
            for other in named
        )
        if standings[row.value.code].startswith("higher") and not near and not row.value.too_few:
            named.append(row)
    return named[: MOST_LABELS + 1]


def _label(figure: Drawing, row: Row, chosen: bool, colours: Theme) -> None:
    text = f"<b>{row.value.name}</b>" if chosen else row.value.name
    if chosen:
        figure.add_scatter(
            x=[row.value.denominator], y=[row.value.value], mode="markers", name=f"ring: {row.value.name}",
            marker={"symbol": "circle-open", "size": 20, "color": colours.TEXT, "line": {"width": 3}},
            hoverinfo="skip",
        )  # fmt: skip
    figure.add_annotation(
        x=row.value.denominator, y=row.value.value, text=text, showarrow=False, yshift=18,
        font={"size": 15, "color": colours.TEXT},
    )  # fmt: skip
