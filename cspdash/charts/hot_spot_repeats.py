"""The locations with the most events: bars, sentences and table, always as streets and never as addresses."""

from cspdash.charts.drawing import Drawing
from cspdash.charts.once import once
from cspdash.charts.point_words import covered
from cspdash.charts.tables import Table, number, share, text
from cspdash.charts.theme import layout, theme
from cspdash.findings.repeats import Repeat, Repeats

BARS = 12
NOT_CARRIED = (
    "Repeat victims and repeat callers cannot be counted: no extract that this store can hold carries a number for "
    "them. The program loads no name, no number and no address of a person, so what is shown here is about places "
    "alone."
)


def location_name(row: Repeat) -> str:
    """Return a location in words: the street, and which of its points where it has several."""
    point = f" (point {row.number})" if row.number else ""
    return f"{row.street}{point}, {row.area_name}"


def repeats_title(found: Repeats) -> str:
    """Return the title: how few locations hold half."""
    subject = f"{found.points.subject} in {found.points.place.name}"
    if not found.rows:
        return f"{subject}: no location is recorded"
    one = found.half == 1
    return f"{subject}: {found.half:,} of {found.locations:,} locations {'holds' if one else 'hold'} half of the events"


def repeats_sentences(found: Repeats) -> list[str]:
    """Return the finding in sentences."""
    if not found.rows:
        return [covered(found.points), *(["None of them has a named location."] if found.points.total else [])]
    top = found.rows[0]
    without = found.points.total - found.located
    left = f" {without:,} events have no named location and are left out." if without else ""
    months = len(found.points.months)
    return [
        f"{covered(found.points)} {found.half:,} of the {found.locations:,} locations with an event "
        f"{'holds' if found.half == 1 else 'hold'} half of them; {found.once:,} had one only.{left}",
        f"Most: {location_name(top)}, with {top.n:,} ({top.share:.1%}), in {top.months} of the {months} "
        f"{'month' if months == 1 else 'months'} held.",
    ]


def repeats_alt(found: Repeats) -> str:
    """Return the alt text of the bars, naming the three longest."""
    top = "; ".join(f"{location_name(row)} {row.n:,}" for row in found.rows[:3])
    return f"Bar chart of the {min(BARS, len(found.rows))} recorded locations with most events, most first: {top}."


@once
def repeats_figure(found: Repeats, dark: bool = False) -> Drawing:
    """Return the locations with most events as bars, most first, with events and months beside them."""
    colours = theme(dark)
    rows = list(reversed(found.rows[:BARS]))
    across = {"rangemode": "tozero", "title": {"text": "Events"}, "showgrid": True}
    figure = Drawing(layout=layout(colours, height=110 + 40 * len(rows), xaxis=across, showlegend=False))
    figure.add_bar(
        x=[row.n for row in rows],
        y=[_two_lines(row) for row in rows],
        orientation="h",
        marker={"color": colours.OBSERVED},
        text=[f"{row.n:,}" for row in rows],
        textposition="auto",
        hovertext=[f"{location_name(row)}: {row.n:,} in {row.months} months" for row in rows],
        hoverinfo="text",
    )
    return figure


def _two_lines(row: Repeat) -> str:
    """Return a bar's label, short enough for a phone: the street above its locality."""
    point = f" ({row.number})" if row.number else ""
    street = row.street if len(row.street) <= 34 else f"{row.street[:33]}…"
    return f"{street}{point}<br>{row.area_name}"


@once
def repeats_table(found: Repeats) -> Table:
    """Return the locations with events, share and months with an event."""
    rows = tuple(
        (text(location_name(row)), text(row.area_name), number(row.n), share(row.share), number(row.months))
        for row in found.rows
    )
    columns = ("Recorded location", "Locality", "Events", "Share", "Months with an event")
    caption = f"The {len(rows)} locations with most events: {found.points.subject}, {found.points.place.name}"
    return Table(caption, columns, rows, frozenset({2, 3, 4}))
