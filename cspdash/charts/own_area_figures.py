"""Own areas: a map to draw on and to see them on, their table, and what there is to say of them."""

from collections.abc import Iterable, Mapping, Sequence

from cspdash.charts.drawing import Drawing
from cspdash.charts.once import once
from cspdash.charts.row_figures import box_of, plain_map, rings_of, trace_of, widened
from cspdash.charts.tables import Cell, Table, number, text
from cspdash.charts.theme import theme
from cspdash.findings.own_areas import OwnArea

# How much ground is drawn on each side of a locality, in its own widths.
AROUND = 1.5
MADE_OF = {"outline": "an outline", "localities": "localities"}
NOT_ONS = (
    "An own area has a code that starts with X-: it is none of ONS's, and no other table knows it. An outline's counts "
    "are of the events whose map point lies inside it; its residents are estimated by the share of each locality's "
    "ground inside. Own areas lie over localities that are counted there already: never add the two."
)


@once
def drawing_map(
    outlines: Mapping[str, str],
    middles: Sequence[tuple[str, float, float]],
    areas: Iterable[OwnArea],
    near: str | None = None,
    dark: bool = False,
) -> Drawing:
    """Return a map to draw on: outlines of localities, a mark (name, longitude, latitude) in each, own areas heavy.

    `near` is the outline around which it is drawn large; None draws all localities.
    """
    colours = theme(dark)
    rings = rings_of(outlines.values())
    around = widened(box_of(rings_of([near])), AROUND) if near else widened(box_of(rings))
    figure = plain_map(rings, around, colours)
    for area in areas:
        if area.outline:
            line = {"color": colours.CONCERN, "width": 3}
            name = area.place.name
            figure.add_scatter(**trace_of(rings_of([area.outline])), line=line, name=name, hoverinfo="skip")
    figure.add_scatter(
        x=[east for _, east, _ in middles],
        y=[north for _, _, north in middles],
        mode="markers",
        text=[name for name, _, _ in middles],
        hovertemplate="%{text}<extra></extra>",
        marker={"size": 6, "color": colours.OBSERVED},
        name="localities",
        showlegend=False,
    )
    figure.update_layout(
        dragmode="lasso", uirevision="keep", newselection={"line": {"color": colours.CONCERN, "width": 3}}
    )
    return figure


def map_alt(name: str, middles: Sequence[object], areas: Sequence[OwnArea]) -> str:
    """Return the map for a reader who does not see it."""
    own = f"own areas: {', '.join(area.place.name for area in areas)}" if areas else "no own area yet"
    return (
        f"Map of {name} with {len(middles)} localities and {own}. A line drawn with the mouse becomes an outline; "
        "without a mouse, choose another way of giving it."
    )


@once
def areas_table(areas: Sequence[OwnArea], names: Mapping[str, str]) -> Table:
    """Return the own areas with what is in each; `names` are those of districts by code."""
    rows = tuple(
        (
            text(area.place.name), text(area.place.code), text(MADE_OF[area.place.made_of]),
            text(", ".join(names.get(code, code) for code in area.place.districts)), number(area.n),
            Cell(area.persons, _residents(area)),
        )
        for area in areas
    )  # fmt: skip
    columns = ("Area", "Code (not ONS)", "Made of", "Lies in", "Incidents, all months", "Residents")
    return Table("Own areas", columns, rows, frozenset({4, 5}))


def _residents(area: OwnArea) -> str:
    if area.persons is None:
        return "not known"
    return f"{'about ' if area.place.made_of == 'outline' else ''}{area.persons:,} ({area.year})"


def drawn_words(corners: Sequence[int]) -> str:
    """Return what was drawn: one outline with 24 corners."""
    if len(corners) == 1:
        return f"Drawn: one outline with {corners[0]} corners."
    return f"Drawn: {len(corners)} outlines with {sum(corners)} corners together."
