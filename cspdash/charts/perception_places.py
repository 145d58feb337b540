"""Places where people feel it more or less than is recorded: the quadrant, its sentences and its table."""

from cspdash.charts.drawing import Drawing
from cspdash.charts.once import once
from cspdash.charts.survey_words import days_words
from cspdash.charts.tables import Cell, Table, number, share, text
from cspdash.charts.theme import Theme, layout, theme
from cspdash.findings.perception_areas import AreaView, AreaViews, Reading
from cspdash.periods import span_words

LEVELS = {"lsoa": "localities", "ward": "wards", "district": "districts"}
NAMED: dict[Reading, tuple[str, str]] = {
    "reassurance gap": ("Reassurance gap: felt high, recorded low", "triangle-up"),
    "hidden problem": ("Hidden problem: recorded high, felt low", "diamond"),
    "high on both sides": ("High on both sides", "square"),
    "low on both sides": ("Low on both sides", "triangle-down"),
    "not told apart": ("Not told apart from the average", "circle"),
}


@once
def places_figure(found: AreaViews, dark: bool = False) -> Drawing:
    """Return recorded rate against share, each place with both intervals, the averages as lines."""
    colours = theme(dark)
    paint = {"reassurance gap": colours.CONCERN, "hidden problem": colours.CONCERN}
    title = {"font": {"size": 15, "color": colours.TEXT}}
    across = f"Recorded {found.subject} per 1,000 (dashed: average)"
    figure = Drawing(
        layout=layout(
            colours, height=560, legend={"y": -0.22},
            xaxis={"title": {"text": across, **title}, "rangemode": "tozero", "showgrid": True},
            yaxis={"title": {"text": "Share saying so", **title}, "tickformat": ".0%", "rangemode": "tozero"},
        )
    )  # fmt: skip
    middle = max((row.rate or 0 for row in found.drawn), default=0) / 2
    for reading, (name, symbol) in NAMED.items():
        rows = [row for row in found.read_as(reading) if row.drawn]
        if rows:
            _places(figure, rows, name, symbol, middle, paint.get(reading, colours.OBSERVED), colours)
    for value, line in ((found.average_rate, figure.add_vline), (found.average_share, figure.add_hline)):
        if value is not None:
            line(value, line={"color": colours.COMPARATOR, "width": 2, "dash": "dash"})
    return figure


def _places(
    figure: Drawing, rows: list[AreaView], name: str, symbol: str, middle: float, colour: str, colours: Theme
) -> None:
    named = symbol in {"triangle-up", "diamond"}
    bar = {"type": "data", "color": colour if named else colours.GRID, "thickness": 2 if named else 1, "width": 0}

    sides = {
        "x": [(row.rate or 0, row.rate_low or 0, row.rate_high or 0) for row in rows],
        "y": [(row.share or 0, row.low or 0, row.high or 0) for row in rows],
    }
    spread = {
        side: {**bar, "array": [high - value for value, _, high in held],
               "arrayminus": [value - low for value, low, _ in held]}
        for side, held in sides.items()
    }  # fmt: skip
    figure.add_scatter(
        x=[row.rate for row in rows], y=[row.share for row in rows], name=f"{name} ({len(rows)})",
        mode="markers+text" if named else "markers", cliponaxis=False,
        textposition=["top right" if (row.rate or 0) < middle else "top left" for row in rows],
        text=[row.name for row in rows], textfont={"size": 14, "color": colours.TEXT},
        marker={"symbol": symbol, "size": 13 if named else 9, "color": colour},
        error_x=spread["x"], error_y=spread["y"],
        hovertemplate="%{text}: %{x:.1f} per 1,000, %{y:.1%}<extra></extra>",
    )  # fmt: skip


def places_title(found: AreaViews) -> str:
    """Return the quadrant's title: which places are named."""
    gaps, hidden = found.read_as("reassurance gap"), found.read_as("hidden problem")
    if not gaps and not hidden:
        return f"None of {len(found.drawn)} {LEVELS[found.level]} is a reassurance gap or a hidden problem"
    said = [
        f"{len(rows)} {word}{'s' if len(rows) > 1 else ''}"
        for rows, word in ((gaps, "reassurance gap"), (hidden, "hidden problem"))
        if rows
    ]
    return f"{' and '.join(said)} among {len(found.drawn)} {LEVELS[found.level]}"


def places_sentences(found: AreaViews) -> list[str]:
    """Return the places that are named, what the names mean, and what is not shown."""
    said = []
    meanings: dict[Reading, str] = {
        "reassurance gap": "felt above the average, recorded below it",
        "hidden problem": "recorded above the average, felt below it",
    }
    for reading, meaning in meanings.items():
        rows = found.read_as(reading)
        names = ", ".join(row.name for row in rows) or "none"
        said.append(f"{reading.capitalize()} ({meaning}): {names}.")
    small = [row for row in found.rows if row.base == "too small"]
    bare = [row for row in found.rows if row.base == "not known"]
    said.append(
        f"A place is named only where both sides differ from the average by more than chance (95% intervals): "
        f"{len(found.drawn)} of {len(found.rows)} {LEVELS[found.level]} asked in "
        f"{days_words(found.wave_start, found.wave_end)} have both."
    )
    if small:
        said.append(f"Base too small in {len(small)}: fewer than 30 people were asked, so no figure of them is shown.")
    if bare:
        said.append(f"The number asked is not known in {len(bare)}, so they cannot be tested.")
    if len(found.months) < 12:
        said.append(f"Recorded side: {len(found.months)} of the 12 months that end with the wave are held.")
    return said


def places_alt(found: AreaViews) -> str:
    """Return the quadrant's alt text with the averages and the counts of each reading."""
    counts = [f"{len(found.read_as(reading))} {reading}" for reading in NAMED if found.read_as(reading)]
    if found.average_rate is None or found.average_share is None:
        return f"Chart of {LEVELS[found.level]} by recorded rate and share. There is nothing to compare with."
    return (
        f"Chart of {len(found.drawn)} {LEVELS[found.level]} of {found.place.name}: recorded {found.subject} per 1,000 "
        f"residents against the share saying so, with the averages {found.average_rate:,.1f} and "
        f"{found.average_share:.1%}. {', '.join(counts) or 'None can be placed'}. The table gives every place."
    )


@once
def places_table(found: AreaViews) -> Table:
    """Return every place with both sides, their intervals and its reading."""
    columns = (
        "Place", "ONS code", "Recorded", "Rate per 1,000", "Rate from", "Rate to", "Share", "Share from", "Share to",
        "Asked", "Reading",
    )  # fmt: skip
    months = span_words(found.months[0], found.months[-1]) if found.months else "no months held"
    title = f"{found.question.title} and recorded {found.subject} ({months}), {found.place.name}"
    return Table(title, columns, tuple(_row(row) for row in found.rows), frozenset(range(2, 10)))


def _row(row: AreaView) -> tuple[Cell, ...]:
    missing = Cell(None, "base too small" if row.base == "too small" else "no interval")
    shares = [share(value) if value is not None else missing for value in (row.share, row.low, row.high)]
    asked = number(row.n, 0, "below 30" if row.base == "too small" else "not known")
    rates = [number(value, 1) for value in (row.rate, row.rate_low, row.rate_high)]
    return (text(row.name), text(row.code), number(row.counted), *rates, *shares, asked, text(row.reading))
