"""Two measures on one map: nine classes in colour, each with a letter and a number, and a legend that is a table."""

from collections.abc import Mapping

from cspdash.charts.drawing import Drawing
from cspdash.charts.locality_words import many
from cspdash.charts.maps import Group, shaded_map
from cspdash.charts.once import once
from cspdash.charts.tables import Cell, Table, number, text
from cspdash.charts.theme import theme
from cspdash.findings.bivariate import CLASSES, Bivariate, Both
from cspdash.findings.windows import Scale

OTHER = {
    "deprivation": ("least deprived third", "middle third", "most deprived third"),
    "change": ("down on a year earlier", "no detectable change", "up on a year earlier"),
}
RATES = ("low", "middle", "high")
LETTERS = "ABC"
PROBLEMS = {
    "no deprivation": "No deprivation is held, so rate and deprivation cannot be set side by side. Load the English "
    "Indices of Deprivation by LSOA with 'cspdash ingest observations imd2019.csv'.",
    "no year before": "No month of these 12 is held a year earlier too, so there is no change to set beside the rate. "
    "Choose other 12 months, or load the months before.",
    "no rates": "No area has a rate, as no population or no month is held: there is nothing to set side by side.",
    "no area with both": "No area has both a rate and the other measure: there is nothing to set side by side.",
}


def bivariate_problem(found: Bivariate) -> str:
    """Return why there is no map of two measures, as a sentence; empty where there is one."""
    return PROBLEMS.get(found.problem, "")


def rate_words(scale: Scale, index: int) -> str:
    """Return a class of the rate in words: high rate (30.1 or more per 1,000)."""
    word = RATES[index]
    if index >= scale.classes:
        return f"{word} rate (none)"
    if scale.none and index == 0:
        return "no incidents"
    low, high = scale.bounds(index)
    if low is None and high is None:
        return f"{word} rate"
    if low is None:
        return f"{word} rate (under {high:,.1f} per 1,000)"
    return f"{word} rate ({low:,.1f}{' or more' if high is None else f' to under {high:,.1f}'} per 1,000)"


def name_of(across: int, up: int) -> str:
    """Return the short name of one of the nine classes: C3 is the highest of both."""
    return f"{LETTERS[up]}{across + 1}"


def bivariate_title(found: Bivariate) -> str:
    """Return how many areas have a high rate and are most deprived, or have a high rate and rose."""
    n = found.count(CLASSES - 1, CLASSES - 1)
    also = (
        "among the most deprived third" if found.kind == "deprivation" else "up on a year earlier by more than chance"
    )
    verb = "has" if n == 1 else "have"
    return f"{many(found.found.level, n)} {verb} a high rate and {'is' if n == 1 else 'are'} {also}"


def bivariate_sentence(found: Bivariate) -> str:
    """Return which areas are highest in both, and what was compared."""
    both = [row for row in found.rows if (row.across, row.up) == (CLASSES - 1, CLASSES - 1)]
    named = ", ".join(row.name for row in both[:6]) + (f" and {len(both) - 6} more" if len(both) > 6 else "")
    said = f"Highest in both (C3, with a dot): {named or 'none'}."
    if found.kind == "deprivation":
        said += (
            f" Thirds of deprivation are of the areas shown; the classes of the rate are the same in every year. "
            f"Deprivation: {found.source}."
        )
    else:
        said += (
            f" Change is on the same {found.months} months a year earlier, tested at 95%; fewer than 10 incidents are "
            "too few to compare and stand under no detectable change."
        )
    if found.without:
        said += f" Not on the map, as one of the two is not held: {many(found.found.level, len(found.without))}."
    return said


def bivariate_alt(found: Bivariate) -> str:
    """Return the alt text of the map, with the number of areas in the corners."""
    other = OTHER[found.kind]
    high = CLASSES - 1
    return (
        f"Map of {found.found.place.name} in nine classes of rate and {found.kind}. High rate and {other[2]}: "
        f"{found.count(high, high)}; high rate and {other[0]}: {found.count(high, 0)}; low rate and {other[2]}: "
        f"{found.count(0, high)}; low rate and {other[0]}: {found.count(0, 0)}. The legend below is a table."
    )


@once
def bivariate_map(
    found: Bivariate, outlines: Mapping[str, str], chosen: str | None = None, dark: bool = False
) -> Drawing:
    """Return the map; the areas highest in both carry a dot, so that they are seen without colour."""
    colours = theme(dark)
    groups = []
    for up in reversed(range(CLASSES)):
        for across in range(CLASSES):
            rows = tuple(row for row in found.rows if (row.across, row.up) == (across, up))
            texts = tuple(f"{name_of(across, up)} {row.name}: {row.rate:,.1f} per 1,000, {row.said}" for row in rows)
            groups.append(Group(f"{name_of(across, up)} ({len(rows)})", colours.BOTH[up][across], rows, texts))
    dots = [row.code for row in found.rows if (row.across, row.up) == (CLASSES - 1, CLASSES - 1)]
    return shaded_map(groups, outlines, chosen=chosen, dots=dots, dots_name="highest in both", dark=dark)


@once
def legend_table(found: Bivariate) -> Table:
    """Return the nine classes in words with the number of areas in each: the legend, readable without colour."""
    scale = found.scale
    rates = [rate_words(scale, index) if scale else RATES[index] for index in range(CLASSES)]
    rows = []
    for up in reversed(range(CLASSES)):
        cells = [
            Cell(found.count(across, up), f"{name_of(across, up)}: {found.count(across, up)}")
            for across in range(CLASSES)
        ]
        rows.append((text(f"{LETTERS[up]}: {OTHER[found.kind][up]}"), *cells))
    heads = (found.kind.capitalize(), *(f"{index + 1}: {rate}" for index, rate in enumerate(rates)))
    return Table("The nine classes, and how many areas are in each", heads, tuple(rows))


@once
def bivariate_table(found: Bivariate) -> Table:
    """Return every area with its rate, the other measure and its class, highest of both first."""
    rows = sorted(found.rows, key=lambda row: (-row.up - row.across, -row.rate, row.code))
    other = "Deprivation" if found.kind == "deprivation" else "On a year earlier"
    heads = ("Area", "ONS code", "Class", "Rate per 1,000", "Rate is", other, f"{other} is")
    return Table(
        f"{found.found.subject}: rate and {found.kind}, {found.found.place.name}", heads,
        tuple(_row(row, found) for row in rows), frozenset({3}),
    )  # fmt: skip


def _row(row: Both, found: Bivariate) -> tuple[Cell, ...]:
    return (
        text(row.name), text(row.code), text(name_of(row.across, row.up)), number(row.rate, 1),
        text(RATES[row.across]), text(row.said), text(OTHER[found.kind][row.up]),
    )  # fmt: skip
