"""The composite of several harms: map, bars of what each part adds, table and words."""

from collections.abc import Mapping

from cspdash.charts.drawing import Drawing
from cspdash.charts.locality_words import LEVELS, many
from cspdash.charts.maps import Group, shaded_map
from cspdash.charts.once import once
from cspdash.charts.tables import Cell, Table, number, text
from cspdash.charts.theme import layout, theme
from cspdash.findings.composite import DRAWS, PARTS, Composite, Scored
from cspdash.findings.localities import TOP
from cspdash.periods import span_words

CLASSES = ((0, 20), (20, 40), (40, 60), (60, 80), (80, 100))
PATTERNS = ("", "/", "x", ".", "-")
HOW = (
    "How it is made: the incidents of each part are counted over the 12 months and divided by the residents. Each "
    "rate, and deprivation, is turned into its percentile among the areas ranked: 0 where no other is lower, 100 where "
    "every other is. The score is the mean of the percentiles weighted as set here. A percentile shows order, not "
    "distance: the first may be far ahead of the second."
)
NO_DEPRIVATION = (
    "No deprivation is held, so the composite is made of the other parts and the weight of deprivation counts for "
    "nothing. Load the English Indices of Deprivation by LSOA with 'cspdash ingest observations imd2019.csv'."
)
WEIGHTLESS = "All weights are zero, so no area stands before another: give at least one part a weight above zero."


def how(found: Composite) -> str:
    """Return how the composite is made, with where deprivation comes from."""
    held = found.deprivation
    return f"{HOW} Deprivation is the {held.measure} of the {held.source}." if held else HOW


def composite_problem(found: Composite) -> str:
    """Return why there is no ranking to show, as a sentence; empty where there is one."""
    if not found.months:
        return (
            "No month is held in which anti-social behaviour, violence, criminal damage and drugs were all counted, so "
            "there is no composite."
        )
    if found.weightless:
        return WEIGHTLESS
    if not found.rows:
        return f"No area of {found.place.name} has residents and every part of the composite, so there is no score."
    if not any(sum(n or 0 for n in row.counts) for row in found.rows) and not found.shares[-1]:
        return f"No incident of any of the parts was recorded in {found.place.name}, so every area has the same score."
    if found.alike:
        return f"All {many(found.level, len(found.rows))} have the same score: none stands before another."
    return ""


def composite_title(found: Composite) -> str:
    """Return which area has the highest score."""
    first = found.rows[0]
    return f"{first.name} has the highest score of {many(found.level, len(found.rows))}: {first.score:.0f} of 100"


def composite_sentence(found: Composite) -> str:
    """Return what the score is made of, who leads, and how much hangs on the weights."""
    made = ", ".join(
        f"{part.title.lower()} {share:.0%}" for part, share in zip(PARTS, found.shares, strict=True) if share
    )
    held = "" if found.complete else f" ({len(found.months)} of 12 months held)"
    span = span_words(found.months[0], found.months[-1])
    steady = [row for row in found.rows[:TOP] if row.stays is not None and row.stays >= 0.9]
    said = ""
    if found.rows[0].stays is not None:
        said = (
            f" Of the {TOP} highest, {len(steady)} stay among the {TOP} in at least 90% of {DRAWS:,} random weightings "
            "of these parts; the places of the others hang on the weights."
        )
    without = ""
    if found.without:
        shown = ", ".join(found.without[:3]) + (f" and {len(found.without) - 3} more" if len(found.without) > 3 else "")
        without = f" No score for {shown}: residents or deprivation are not held."
    return f"Over {span}{held}, the score weighs {made}.{said}{without}"


def composite_alt(found: Composite) -> str:
    """Return the alt text of the composite's map, naming the three highest."""
    top = ", ".join(f"{row.name} {row.score:.0f}" for row in found.rows[:3])
    return (
        f"Map of {found.place.name} shaded by the composite score, 0 to 100, of {many(found.level, len(found.rows))}. "
        f"Highest: {top}. The table gives every {LEVELS[found.level][0]} and what each part adds."
    )


@once
def composite_map(
    found: Composite,
    outlines: Mapping[str, str],
    chosen: str | None = None,
    dark: bool = False,
    listed: tuple[str, ...] = (),
) -> Drawing:
    """Return the map of scores in five fixed classes."""
    colours = theme(dark)
    groups = []
    for index, (low, high) in enumerate(CLASSES):
        rows = [row for row in found.rows if min(int(row.score // 20), len(CLASSES) - 1) == index]
        texts = tuple(f"{row.name}: score {row.score:.0f}, rank {row.rank}" for row in rows)
        name = f"{low} to {'' if high == 100 else 'under '}{high} ({len(rows)})"
        groups.append(Group(name, colours.SCALE[index], tuple(rows), texts))
    return shaded_map(groups, outlines, chosen=chosen, listed=listed, dark=dark)


@once
def parts_figure(found: Composite, rows: tuple[Scored, ...], dark: bool = False) -> Drawing:
    """Return bars of what each part adds to the scores of some areas, the first on top; a pattern for each part."""
    colours = theme(dark)
    shown = list(reversed(rows))
    axis = {"range": [0, 100], "title": {"text": "Score, 0 to 100"}, "showgrid": True}
    figure = Drawing(layout=layout(colours, height=150 + 34 * len(shown), xaxis=axis, barmode="stack"))
    for at, part in enumerate(PARTS):
        if not found.shares[at]:
            continue
        figure.add_bar(
            x=[row.points[at] for row in shown],
            y=[row.name for row in shown],
            orientation="h",
            name=f"{part.title} ({found.shares[at]:.0%})",
            marker={
                "color": colours.SCALE[-1 - at],
                "pattern": {
                    "shape": PATTERNS[at],
                    "fgcolor": colours.PAPER,
                    "size": 8,
                    "solidity": 0.2,
                    "fillmode": "overlay",
                },
                "line": {"color": colours.PAPER, "width": 1},
            },
            hovertemplate="%{y}: %{x:.1f} points<extra></extra>",
        )
    figure.update_layout(legend={"traceorder": "normal"})
    return figure


def parts_title(found: Composite, rows: tuple[Scored, ...]) -> str:
    """Return what adds most to the scores of some areas."""
    sums = [sum(row.points[at] for row in rows) for at in range(len(PARTS))]
    most = PARTS[max(range(len(PARTS)), key=sums.__getitem__)].title
    return f"What each part adds to the score in {found.place.name}: most comes from {most.lower()}"


def parts_alt(found: Composite, rows: tuple[Scored, ...]) -> str:
    """Return the alt text of the bars."""
    first = rows[0]
    made = ", ".join(
        f"{part.title.lower()} {first.points[at]:.0f}" for at, part in enumerate(PARTS) if found.shares[at]
    )
    return (
        f"Stacked bars of the points that each part adds to the scores of {many(found.level, len(rows))}. "
        f"{first.name}: {first.score:.0f} points, of which {made}."
    )


@once
def composite_table(found: Composite, rows: tuple[Scored, ...]) -> Table:
    """Return areas with score, rank, how often they stay in the top, and count, rate, percentile and points by part."""
    counted = PARTS[:-1]
    heads = [LEVELS[found.level][0].capitalize(), "ONS code", "Rank", "Score", f"In the top {TOP} of random weights"]
    for part in counted:
        heads += [f"{part.title}: incidents", "per 1,000", "percentile", "points"]
    if found.deprivation:
        heads += [f"Deprivation: {found.deprivation.measure} {found.deprivation.year}", "percentile", "points"]
    heads = [head if heads.count(head) == 1 else f"{_before(heads, at)} {head}" for at, head in enumerate(heads)]
    made = []
    for row in rows:
        stays = Cell(row.stays, "–") if row.stays is None else Cell(round(row.stays, 4), f"{row.stays:.0%}")
        cells = [text(row.name), text(row.code), number(row.rank), number(row.score, 1), stays]
        for at in range(len(counted)):
            cells += [number(row.counts[at]), number(row.measured[at], 1), number(row.percentiles[at], 0),
                      number(row.points[at], 1)]  # fmt: skip
        if found.deprivation:
            places = 1 if found.deprivation.measure == "score" else 0
            cells += [number(row.measured[-1], places), number(row.percentiles[-1], 0), number(row.points[-1], 1)]
        made.append(tuple(cells))
    caption = f"Composite score by {LEVELS[found.level][0]}, {found.place.name}"
    return Table(caption, tuple(heads), tuple(made), frozenset(range(2, len(heads))))


def _before(heads: list[str], at: int) -> str:
    """Return the part that a repeated heading belongs to."""
    return next(head.split(":")[0] for head in reversed(heads[: at + 1]) if ":" in head)
