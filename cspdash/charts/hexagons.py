"""The map of hexagons: drawn by the reader's own graphics (WebGL) from our numbers, no tiles, nothing from outside.

The classes are the same for every category, window and size of hexagon, so that two maps can be compared.
"""

import json
from collections.abc import Mapping
from math import cos, log2, radians

import pydeck as pdk

from cspdash.charts.once import once
from cspdash.charts.point_words import covered, locations_words
from cspdash.charts.tables import Cell, Table, number, text
from cspdash.charts.theme import Theme, theme
from cspdash.findings.hexagons import Hexagon, Hexagons

# Events in the window from which each class begins: four times as many as the one before.
BEGINS = (1, 5, 20, 80, 320)
HEIGHT = 560
# The width in pixels that a view is made for: a phone then shows the middle, and the reader zooms out.
WIDTH = 700
KILOMETRES_ROUND = 40_075.0
TILE = 512


def class_label(index: int) -> str:
    """Return a class in words: 5 to 19."""
    low = BEGINS[index]
    return f"{low:,} or more" if index == len(BEGINS) - 1 else f"{low:,} to {BEGINS[index + 1] - 1:,}"


def class_of(n: int) -> int:
    """Return the index of the class that a number of events (1 or more) falls in."""
    return sum(n >= low for low in BEGINS) - 1


def hexagons_deck(found: Hexagons, outlines: Mapping[str, str], dark: bool = False) -> pdk.Deck:
    """Return the map: hexagons by class over the outlines of the localities (GeoJSON texts by area code)."""
    colours = theme(dark)
    layers = []
    if outlines:
        layers.append(_outlines_layer(outlines, colours))
    layers.append(_hexagons_layer(found, colours))
    return pdk.Deck(
        layers=layers,
        initial_view_state=pdk.ViewState(**_view(found, outlines), min_zoom=5, max_zoom=15, pitch=0, bearing=0),
        map_provider=None,
        tooltip={"text": "{words}"},
    )


def _outlines_layer(outlines: Mapping[str, str], colours: Theme) -> pdk.Layer:
    features = [
        {"type": "Feature", "properties": {}, "geometry": json.loads(shape)} for _, shape in sorted(outlines.items())
    ]
    return pdk.Layer(
        "GeoJsonLayer",
        {"type": "FeatureCollection", "features": features},
        id="localities",
        stroked=True,
        filled=False,
        get_line_color=[*_channels(colours.QUIET), 150],
        line_width_min_pixels=1,
        get_line_width=1,
        pickable=False,
    )


def _hexagons_layer(found: Hexagons, colours: Theme) -> pdk.Layer:
    data = [
        {"cell": row.cell, "fill": [*_channels(colours.SCALE[class_of(row.n)]), 225], "words": hexagon_words(row)}
        for row in found.rows
    ]
    return pdk.Layer(
        "H3HexagonLayer",
        data,
        id="hexagons",
        get_hexagon="cell",
        get_fill_color="fill",
        get_line_color=[*_channels(colours.QUIET), 255],
        line_width_min_pixels=1,
        stroked=True,
        filled=True,
        extruded=False,
        pickable=True,
        auto_highlight=True,
    )


def _view(found: Hexagons, outlines: Mapping[str, str]) -> dict[str, float]:
    """Return the middle and the zoom at which the whole place is in view."""
    if outlines:
        pairs = [pair for shape in outlines.values() for pair in _pairs(json.loads(shape)["coordinates"])]
    else:
        pairs = [
            (row.longitude, row.latitude)
            for row in found.points.rows
            if row.longitude is not None and row.latitude is not None
        ]
    west, east = min(x for x, _ in pairs), max(x for x, _ in pairs)
    south, north = min(y for _, y in pairs), max(y for _, y in pairs)
    middle = (south + north) / 2
    # Degrees of longitude that the height of the place would span: Mercator stretches both alike.
    wide = max((east - west) / WIDTH, (north - south) / cos(radians(middle)) / HEIGHT, 1e-6)
    return {"longitude": (west + east) / 2, "latitude": middle, "zoom": round(log2(360 / TILE / wide) - 0.15, 2)}


def _pairs(nested: list) -> list[tuple[float, float]]:
    """Return the points of GeoJSON coordinates, however deep they are nested."""
    if nested and isinstance(nested[0], int | float):
        return [(nested[0], nested[1])]
    return [pair for part in nested for pair in _pairs(part)]


def _channels(colour: str) -> tuple[int, int, int]:
    """Return a colour of the theme as red, green and blue."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def hexagon_words(row: Hexagon) -> str:
    """Return what a hexagon holds, in one line."""
    points = f"{row.points:,} map point{'' if row.points == 1 else 's'}"
    most = f", most {row.street[:1].lower()}{row.street[1:]}" if row.street else ""
    return f"{row.area_name}: {row.n:,} at {points}{most}"


def across_words(found: Hexagons) -> str:
    """Return how wide a hexagon is: 920 m, 2.4 km."""
    return f"{round(found.across * 1000, -1):,.0f} m" if found.across < 1 else f"{found.across:,.1f} km"


def hexagons_title(found: Hexagons) -> str:
    """Return the title: how few hexagons hold half of the events."""
    subject = f"{found.points.subject} in {found.points.place.name}"
    if not found.rows:
        return f"{subject}: no point to draw"
    half = half_of(found)
    return (
        f"{subject}: {half:,} of {len(found.rows):,} hexagons {'holds' if half == 1 else 'hold'} half of the "
        "events that have a point"
    )


def half_of(found: Hexagons) -> int:
    """Return the fewest hexagons that hold half of the events with a point."""
    count = running = 0
    while running * 2 < found.points.placed:
        running += found.rows[count].n
        count += 1
    return count


def hexagons_sentences(found: Hexagons) -> list[str]:
    """Return the finding: where most are, and how many could not be placed."""
    sentences = [covered(found.points)]
    if found.rows:
        top = found.rows[0]
        street = f", around “{top.street}”" if top.street else ""
        share = top.n / found.points.placed
        sentences.append(
            f"The fullest hexagon, {across_words(found)} across, lies in {top.area_name}{street}: {top.n:,} events, "
            f"{share:.0%} of those that have a point."
        )
    return [*sentences, *locations_words(found.points)]


def hexagons_alt(found: Hexagons) -> str:
    """Return the map's alt text, naming the three fullest hexagons."""
    top = "; ".join(f"{row.area_name} {row.n:,}" for row in found.rows[:3])
    return (
        f"Map of {found.points.place.name} with {len(found.rows):,} hexagons about {across_words(found)} across, "
        f"shaded in five fixed classes by the number of events. Fullest: {top}. The table gives every hexagon."
    )


@once
def legend_table(found: Hexagons, dark: bool = False) -> Table:
    """Return the classes with their colour, hexagons and events: the legend, and a table of its own."""
    colours = theme(dark)
    held: list[list[int]] = [[] for _ in BEGINS]
    for row in found.rows:
        held[class_of(row.n)].append(row.n)
    rows = tuple(
        (
            text(f"{class_label(index)} events"),
            Cell("", f"colour {index + 1} of {len(BEGINS)}", picture=_swatch(colours.SCALE[index], colours.QUIET)),
            number(len(counts)),
            number(sum(counts)),
        )
        for index, counts in enumerate(held)
    )
    return Table("What the colours stand for", ("A hexagon with", "Colour", "Hexagons", "Events"), rows,
                 frozenset({2, 3}))  # fmt: skip


def _swatch(fill: str, edge: str) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="44" height="20"><rect x="1" y="1" width="42" height="18" '
        f'fill="{fill}" stroke="{edge}" stroke-width="1.5"/></svg>'
    )


@once
def hexagons_table(found: Hexagons) -> Table:
    """Return every hexagon, most events first, with its class and the street with most of them."""
    rows = tuple(
        (
            text(row.cell), number(row.n), text(class_label(class_of(row.n))), number(row.points),
            text(row.area_name), Cell(row.street, row.street or "no street recorded"),
        )
        for row in found.rows
    )  # fmt: skip
    columns = ("Hexagon (H3)", "Events", "Class", "Map points", "Locality with most", "Street with most")
    caption = f"{found.points.subject} by hexagon, {found.points.place.name}"
    return Table(caption, columns, rows, frozenset({1, 3}))
