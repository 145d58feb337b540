"""Choropleth maps: drawn as SVG from our own outlines, no tiles, no WebGL, nothing from outside."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from cspdash.charts.drawing import Drawing
from cspdash.charts.locality_words import class_words, said_of
from cspdash.charts.once import once
from cspdash.charts.theme import Theme, layout, theme
from cspdash.findings.localities import Localities
from cspdash.findings.outlines import Outlines
from cspdash.findings.windows import Scale

MARGIN = 0.02
CLEAR = "rgba(0,0,0,0)"


class Drawn(Protocol):
    """What can be drawn: an area with its code, the localities whose outlines make it up, and its middle."""

    @property
    def code(self) -> str:
        """Return its ONS code."""

    @property
    def drawn(self) -> tuple[str, ...]:
        """Return the localities whose outlines make it up."""

    @property
    def longitude(self) -> float | None:
        """Return the longitude of its middle."""

    @property
    def latitude(self) -> float | None:
        """Return the latitude of its middle."""


@dataclass(frozen=True, slots=True)
class Group:
    """Areas of one colour: the name of the class in the legend, and what each area says when it is pointed at."""

    name: str
    colour: str
    areas: tuple[Drawn, ...]
    texts: tuple[str, ...]
    edge: str = ""


@once
def localities_map(
    found: Localities,
    scale: Scale | None,
    outlines: Mapping[str, str],
    chosen: str | None = None,
    dark: bool = False,
    listed: Sequence[str] = (),
) -> Drawing:
    """Return the map of rates in the classes of a scale; `outlines` are GeoJSON texts by the code of a locality.

    `chosen` is drawn with a heavy edge, `listed` areas with a thin one.
    """
    colours = theme(dark)
    classes = scale.classes if scale else 1
    groups = []
    for index in range(classes):
        rows = [row for row in found.ranked if scale is None or scale.class_of(found.yearly(row) or 0) == index]
        colour = colours.SCALE[round(index * (len(colours.SCALE) - 1) / max(1, classes - 1))]
        name = f"{class_words(scale, index)} ({len(rows)})" if scale else f"rates ({len(rows)})"
        groups.append(Group(name, colour, tuple(rows), tuple(said_of(row) for row in rows)))
    rows = [row for row in found.rows if row.rate is None]
    groups.append(no_data("no rate", rows, [said_of(row) for row in rows], colours))
    return shaded_map(groups, outlines, chosen=chosen, listed=listed, dark=dark)


def no_data(name: str, areas: Sequence[Drawn], texts: Iterable[str], colours: Theme) -> Group:
    """Return the areas without a value: a grey edge tells them from a low value in black and white too."""
    return Group(f"{name} ({len(areas)})", colours.NO_DATA, tuple(areas), tuple(texts), colours.QUIET)


def shaded_map(
    groups: Sequence[Group],
    outlines: Mapping[str, str],
    *,
    chosen: str | None = None,
    listed: Sequence[str] = (),
    dots: Sequence[str] = (),
    dots_name: str = "",
    dark: bool = False,
) -> Drawing:
    """Return a map of groups of areas.

    `listed` areas have a thin edge, `dots` a dot that the legend explains as `dots_name`.
    """
    colours = theme(dark)
    shapes = outlines if isinstance(outlines, Outlines) else Outlines(outlines)
    figure = Drawing(layout=layout(colours, height=620, margin={"l": 0, "r": 0, "t": 0, "b": 0}), outlines=shapes)
    areas = {area.code: area for group in groups for area in group.areas}
    for group in groups:
        edge, width = (group.edge, 1.5) if group.edge else (colours.PAPER, 0.7)
        _shade(figure, group, shapes, edge, width)
    # An edge on one of the other kind is seen on every class.
    for codes, name, width in ((listed, "thin edge: in the list", 1.6), ((chosen,), "heavy edge: chosen", 3.6)):
        held = [areas[code] for code in codes if code in areas and any(one in shapes for one in areas[code].drawn)]
        _edges(figure, held, shapes, "", colours.PAPER, width + 2.4)
        _edges(figure, held, shapes, name, colours.TEXT, width)
    said = {area.code: text for group in groups for area, text in zip(group.areas, group.texts, strict=True)}
    _dots(figure, [areas[code] for code in dots if code in areas], said, dots_name, colours)
    figure.update_geos(visible=False, projection={"type": "mercator"}, bgcolor=colours.PAPER)
    _frame(figure, areas.values(), shapes)
    figure.update_layout(showlegend=True)
    return figure


def _shade(figure: Drawing, group: Group, outlines: Outlines, edge: str, width: float) -> None:
    """Add one group in one colour, with its own entry in the legend; outlines that are sent are only its own."""
    pieces = [
        (code, area.code, text)
        for area, text in zip(group.areas, group.texts, strict=True)
        for code in area.drawn
        if code in outlines
    ]
    if not pieces:
        return
    codes = [code for code, *_ in pieces]
    figure.add_choropleth(
        geojson=outlines.address or outlines.collection(codes),
        locations=codes,
        # The code that a click gives, where it is not that of the outline.
        customdata=[area for _, area, _ in pieces] if any(code != area for code, area, _ in pieces) else None,
        z=[1] * len(pieces),
        colorscale=[[0, group.colour], [1, group.colour]],
        showscale=False,
        showlegend=bool(group.name),
        name=group.name,
        marker={"line": {"color": edge, "width": width}},
        text=[text for *_, text in pieces],
        hovertemplate="%{text}<extra></extra>",
    )


def _placed(areas: Iterable[Drawn]) -> list[Drawn]:
    return [area for area in areas if area.longitude is not None and area.latitude is not None]


def _dots(figure: Drawing, areas: Sequence[Drawn], said: dict[str, str], name: str, colours: Theme) -> None:
    """Mark areas by a dot, so that they are seen without colour."""
    placed = _placed(areas)
    if placed:
        figure.add_scattergeo(
            lon=[area.longitude for area in placed],
            lat=[area.latitude for area in placed],
            mode="markers",
            marker={"size": 7, "color": colours.PAPER, "line": {"color": colours.TEXT, "width": 2}},
            customdata=[area.code for area in placed],
            text=[said[area.code] for area in placed],
            hovertemplate="%{text}<extra></extra>",
            name=name,
        )


def _edges(figure: Drawing, areas: Sequence[Drawn], outlines: Outlines, name: str, colour: str, width: float) -> None:
    """Draw the borders of areas over what they are shaded with; a line stands for them in the legend."""
    if not areas:
        return
    line = {"color": colour, "width": width}
    figure.add_choropleth(
        geojson=outlines.address or outlines.borders({area.code: area.drawn for area in areas}),
        locations=[area.code for area in areas],
        z=[1] * len(areas),
        colorscale=[[0, CLEAR], [1, CLEAR]],
        showscale=False,
        marker={"line": line},
        hoverinfo="skip",
    )
    if name:
        figure.add_scattergeo(lon=[None], lat=[None], mode="lines", line=line, name=name, hoverinfo="skip")


def _frame(figure: Drawing, areas: Iterable[Drawn], outlines: Outlines) -> None:
    """Fill the frame with the outlines that are drawn."""
    box = outlines.box([code for area in areas for code in area.drawn])
    if box is None:
        return
    west, south, east, north = box
    pad = MARGIN * max(east - west, north - south)
    across, up = [west - pad, east + pad], [south - pad, north + pad]
    figure.update_geos(lonaxis={"range": across}, lataxis={"range": up})
