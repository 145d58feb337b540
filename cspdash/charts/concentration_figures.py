"""How much in how few places: the Lorenz curve beside the curve that chance alone gives, with its words and table."""

from cspdash.charts.drawing import Drawing
from cspdash.charts.once import once
from cspdash.charts.tables import Table, number, share
from cspdash.charts.theme import layout, theme
from cspdash.findings.concentration import Concentration
from cspdash.periods import span_words


def concentration_title(found: Concentration) -> str:
    """Return the chart's title: how few localities hold half."""
    subject = f"{found.subject} in {found.place.name}"
    if not found.computed:
        return f"{subject}: concentration cannot be worked out"
    localities = "locality" if found.areas == 1 else "localities"
    return f"{subject}: half of it in {found.half:,} of {found.areas:,} {localities}"


def chance_half(found: Concentration) -> int:
    """Return how many localities would hold half if chance alone acted."""
    return round(found.chance_half_share * found.areas)


def concentration_sentences(found: Concentration) -> list[str]:
    """Return the concentration in a sentence, and whether it is more than chance."""
    if not found.computed or found.window is None:
        return [found.note]
    kind = "in proportion to residents" if found.by_population else "evenly over the localities"
    more = (
        "Events are more concentrated than chance would make them"
        if found.gini > found.chance_gini_high
        else "Events are more even than chance would make them"
        if found.gini < found.chance_gini_low
        else "That is no more than chance gives"
    )
    verb = "holds" if found.half == 1 else "hold"
    return [
        f"{found.half:,} of {found.areas:,} localities ({found.half_share:.0%}) {verb} half of the {found.events:,} "
        f"{found.subject} events of {found.place.name}, {span_words(*found.window)}; if chance alone spread the same "
        f"number {kind}, it would take {chance_half(found):,} ({found.chance_half_share:.0%}).",
        f"{more}: the Gini coefficient is {found.gini:.2f}, against {found.chance_gini:.2f} by chance "
        f"({found.chance_gini_low:.2f} to {found.chance_gini_high:.2f} in 95% of {found.simulations:,} simulations). "
        "0 is the same number everywhere, 1 is all in one locality.",
    ]


def concentration_method(found: Concentration) -> list[str]:
    """Return how chance was worked out."""
    return [
        "Few events over many localities look concentrated by chance alone, so the curve stands beside the one that "
        "chance gives, never beside the diagonal only.",
        f"Chance: the same number of events dealt out {found.simulations:,} times, "
        f"{'by residents' if found.by_population else 'evenly'}, seed {found.seed}.",
    ]


def concentration_alt(found: Concentration) -> str:
    """Return the chart's alt text."""
    return (
        f"Curve of the share of {found.subject} events by share of localities of {found.place.name}, busiest first: "
        f"half of the events in {found.half_share:.0%} of localities, against {found.chance_half_share:.0%} by chance. "
        f"Gini {found.gini:.2f}, by chance {found.chance_gini:.2f}."
    )


@once
def concentration_figure(found: Concentration, dark: bool = False) -> Drawing:
    """Return the Lorenz curve from the busiest locality on, chance's curve with its band, and the diagonal."""
    colours = theme(dark)
    across = {
        "tickformat": ".0%",
        "range": [0, 1.01],
        "dtick": 0.2,
        "title": {"text": "Localities, busiest first"},
        "showgrid": True,
    }
    up = {"tickformat": ".0%", "range": [0, 1.02], "title": {"text": "Events"}}
    room = {"margin": {"r": 40}, "legend": {"y": -0.26}}
    figure = Drawing(layout=layout(colours, xaxis=across, yaxis=up, height=520, **room))
    x = list(found.share_of_areas)
    clear = {"color": "rgba(0,0,0,0)"}
    figure.add_scatter(x=x, y=list(found.chance_low), mode="lines", line=clear, showlegend=False, hoverinfo="skip")
    figure.add_scatter(
        x=x, y=list(found.chance_high), mode="lines", line=clear, fill="tonexty", fillcolor=colours.EXPECTED_RANGE,
        name="Chance, 95% of simulations", hoverinfo="skip",
    )  # fmt: skip
    figure.add_scatter(
        x=x, y=list(found.chance_share_of_events), mode="lines", name="Chance alone",
        line={"color": colours.COMPARATOR, "width": 2, "dash": "dash"},
        hovertemplate="%{x:.0%} of localities: %{y:.0%} by chance<extra></extra>",
    )  # fmt: skip
    figure.add_scatter(
        x=x, y=list(found.share_of_events), mode="lines", name="Recorded", line={"color": colours.OBSERVED, "width": 4},
        hovertemplate="%{x:.0%} of localities: %{y:.0%} of events<extra></extra>",
    )  # fmt: skip
    figure.add_scatter(
        x=[0, 1], y=[0, 1], mode="lines", name="The same everywhere", hoverinfo="skip",
        line={"color": colours.QUIET, "width": 1.5, "dash": "dot"},
    )  # fmt: skip
    _half(figure, found, colours.TEXT)
    return figure


def _half(figure: Drawing, found: Concentration, colour: str) -> None:
    """Mark where half of the events are reached."""
    at = found.half_share
    figure.add_shape(type="line", x0=at, x1=at, y0=0, y1=0.5, line={"color": colour, "width": 1.5, "dash": "dot"})
    figure.add_shape(type="line", x0=0, x1=at, y0=0.5, y1=0.5, line={"color": colour, "width": 1.5, "dash": "dot"})
    figure.add_annotation(
        x=0.99, y=0.03, xanchor="right", yanchor="bottom", showarrow=False, font={"size": 17, "color": colour},
        text=f"Half of the events<br>in {at:.0%} of localities",
    )  # fmt: skip


@once
def concentration_table(found: Concentration) -> Table:
    """Return the curves' numbers, one row a locality, busiest first."""
    points = zip(
        found.share_of_areas, found.share_of_events, found.chance_share_of_events, found.chance_low, found.chance_high,
        strict=True,
    )  # fmt: skip
    rows = tuple((number(n), *(share(value) for value in point)) for n, point in enumerate(points))
    columns = ("Busiest localities", "Share of localities", "Share of events", "By chance", "Chance, 95% from",
               "95% to")  # fmt: skip
    return Table(f"Concentration of {found.subject}, {found.place.name}", columns, rows, frozenset(range(6)))
