"""Maps of hot spots and of how long they stay: SVG, classes in words, a mark with every class that matters."""

from collections.abc import Mapping
from dataclasses import dataclass

from cspdash.charts.drawing import Drawing
from cspdash.charts.hot_spot_words import p_words, reading
from cspdash.charts.once import once
from cspdash.charts.theme import Theme, layout, theme
from cspdash.findings.hot_spots import Class, HotSpot, HotSpots
from cspdash.findings.outlines import Outlines

HEIGHT = 560
CLEAR = "rgba(0,0,0,0)"
MARKS: dict[str, str] = {
    "persistent": "square", "emerging": "triangle-up", "former": "triangle-down", "intermittent": "circle",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Shade:
    """One class of localities: its words, colours, and a mark where it has one."""

    label: str
    rows: tuple[HotSpot, ...]
    fill: str
    edge: str
    width: float = 0.7
    mark: str = ""


@once
def hot_spots_map(
    found: HotSpots, outlines: Mapping[str, str], chosen: str | None = None, dark: bool = False
) -> Drawing:
    """Return the map of hot and cold spots after correction; `outlines` are GeoJSON texts by area code."""
    colours = theme(dark)
    drawn = tuple(row for row in found.rows if row.code in outlines)
    neither = tuple(row for row in drawn if row.z is not None and not row.hot and not row.cold)
    shades = [
        _Shade("hot spot", tuple(row for row in drawn if row.hot), colours.CONCERN, colours.PAPER, mark="circle"),
        _Shade("cold spot", tuple(row for row in drawn if row.cold), colours.SCALE[2], colours.PAPER),
        _Shade("neither", neither, colours.SCALE[0], colours.QUIET, 0.4),
        _Shade("not tested", tuple(row for row in drawn if row.z is None), colours.NO_DATA, colours.QUIET, 1.5),
    ]
    return _map(shades, found, outlines, chosen, colours)


@once
def persistence_map(
    found: HotSpots, outlines: Mapping[str, str], chosen: str | None = None, dark: bool = False
) -> Drawing:
    """Return the map of how long hot spots stay, each class with a mark of its own."""
    colours = theme(dark)
    fills: dict[Class, str] = {
        "persistent": colours.CONCERN, "emerging": colours.SCALE[4], "former": colours.SCALE[2],
        "intermittent": colours.SCALE[1],
    }  # fmt: skip
    held = [row for row in found.rows if row.code in outlines]
    shades = [
        _Shade(name, tuple(row for row in held if row.persistence == name), fill, colours.PAPER, mark=MARKS[name])
        for name, fill in fills.items()
    ]
    shades += [
        _Shade("none", tuple(row for row in held if row.persistence == "none"), colours.SCALE[0], colours.QUIET, 0.4),
        _Shade(
            "not tested", tuple(row for row in held if row.persistence is None), colours.NO_DATA, colours.QUIET, 1.5
        ),
    ]
    return _map(shades, found, outlines, chosen, colours)


def _map(
    shades: list[_Shade], found: HotSpots, outlines: Mapping[str, str], chosen: str | None, colours: Theme
) -> Drawing:
    shapes = outlines if isinstance(outlines, Outlines) else Outlines(outlines)
    known = sorted({row.code for shade in shades for row in shade.rows})
    collection = shapes.address or shapes.collection(known)
    figure = Drawing(layout=layout(colours, height=HEIGHT, margin={"l": 0, "r": 0, "t": 0, "b": 0}), outlines=shapes)
    for shade in shades:
        _shade(figure, shade, collection, found)
    for shade in shades:
        if shade.mark:
            _marks(figure, shade, shapes, colours)
    picked = tuple(row for shade in shades for row in shade.rows if row.code == chosen)
    # A dark edge on a light one is seen on every class.
    _shade(figure, _Shade("", picked, CLEAR, colours.PAPER, 8), collection, found)
    _shade(figure, _Shade("heavy edge: chosen", picked, CLEAR, colours.TEXT, 3), collection, found)
    figure.update_geos(fitbounds="locations", visible=False, projection={"type": "mercator"}, bgcolor=colours.PAPER)
    figure.update_layout(showlegend=True)
    return figure


def _shade(figure: Drawing, shade: _Shade, shapes: str | dict, found: HotSpots) -> None:
    """Add one class of localities in one colour, with its own entry in the legend."""
    if not shade.rows:
        return
    count = f" ({len(shade.rows):,})" if shade.fill != CLEAR else ""
    figure.add_choropleth(
        geojson=shapes,
        locations=[row.code for row in shade.rows],
        z=[1] * len(shade.rows),
        colorscale=[[0, shade.fill], [1, shade.fill]],
        showscale=False,
        showlegend=bool(shade.label),
        name=f"{shade.label}{count}",
        marker={"line": {"color": shade.edge, "width": shade.width}},
        text=[hover_words(row, found) for row in shade.rows],
        hovertemplate="%{text}<extra></extra>",
    )


def _marks(figure: Drawing, shade: _Shade, shapes: Outlines, colours: Theme) -> None:
    """Put the class's mark in the middle of each of its localities: the reading does not rest on colour."""
    if not shade.rows:
        return
    boxes = [box for row in shade.rows if (box := shapes.box([row.code]))]
    middles = [((west + east) / 2, (south + north) / 2) for west, south, east, north in boxes]
    figure.add_scattergeo(
        lon=[east for east, _ in middles],
        lat=[north for _, north in middles],
        mode="markers",
        marker={"symbol": shade.mark, "size": 9, "color": colours.PAPER, "line": {"width": 1.5, "color": colours.TEXT}},
        name=f"mark: {shade.label}",
        hoverinfo="skip",
    )


def hover_words(row: HotSpot, found: HotSpots) -> str:
    """Return what a locality's hover says."""
    rate = f", {row.rate:,.1f} per 1,000" if row.rate is not None else ""
    test = f"; z {row.z:,.2f}, p {p_words(row.p)}" if row.z is not None and row.p is not None else ""
    quarters = f"; hot in {row.periods_hot} of {len(found.periods)} quarters" if found.periods else ""
    return f"{row.name}: {row.n:,} events{rate}<br>{reading(row)}{test}{quarters}"
