"""The numbers of the hot-spot maps as tables."""

from cspdash.charts.hot_spot_words import MEANING, reading, span_of
from cspdash.charts.once import once
from cspdash.charts.tables import Cell, Table, number, text
from cspdash.charts.theme import theme
from cspdash.findings.hot_spots import MEASURES, HotSpot, HotSpots
from cspdash.periods import span_words

BOX = 12
NO_TEST = "not tested"


@once
def hot_spots_table(found: HotSpots) -> Table:
    """Return every locality with its numbers, the statistic, p before correction and the reading after it."""
    columns = (
        "Locality", "ONS code", "Reading after correction", "Events", "Residents", "Rate per 1,000", "Gi* z",
        "p before correction", "Neighbours", "Class over the quarters", "Quarters hot",
    )  # fmt: skip
    rows = tuple(
        (
            text(row.name), text(row.code), text(reading(row)), number(row.n), number(row.persons),
            number(row.rate, 1), number(row.z, 2, NO_TEST), number(row.p, 4, NO_TEST), number(row.neighbours),
            text(row.persistence or NO_TEST), _quarters(row, found),
        )
        for row in found.rows
    )  # fmt: skip
    measure = MEASURES[found.measure]
    caption = f"{found.subject} by {measure}, {found.place.name}, {span_of(found.window)}"
    return Table(caption, columns, rows, frozenset({3, 4, 5, 6, 7, 8, 10}))


def _quarters(row: HotSpot, found: HotSpots) -> Cell:
    if not found.periods:
        return Cell(None, NO_TEST)
    return Cell(row.periods_hot, f"{row.periods_hot} of {len(found.periods)}")


@once
def persistence_table(found: HotSpots, dark: bool = False) -> Table:
    """Return every locality that was ever hot, most quarters first, with its quarters as a strip of squares."""
    ever = sorted((row for row in found.rows if row.periods_hot), key=lambda row: (-row.periods_hot, row.name))
    colours = theme(dark)
    rows = tuple(
        (
            text(row.name), text(row.code), _class(row), _quarters(row, found), Cell(len(found.periods), ""),
            Cell("", strip_words(row, found), picture=strip(row.hot_in, colours.CONCERN, colours.QUIET)),
            text(_when(row, found, -1)),
        )
        for row in ever
    )  # fmt: skip
    columns = ("Locality", "ONS code", "Class", "Quarters hot", "Quarters tested", "Oldest to newest", "Last hot in")
    never = len(found.rows) - len(ever)
    caption = f"Localities of {found.place.name} that were ever hot; the other {never:,} never were"
    return Table(caption, columns, rows, frozenset({3}), frozenset({4}))


def _class(row: HotSpot) -> Cell:
    if row.persistence is None:
        return Cell(None, NO_TEST)
    return Cell(row.persistence, f"{row.persistence}: {MEANING[row.persistence]}")


def _when(row: HotSpot, found: HotSpots, which: int) -> str:
    hot = [span_words(*period) for period, is_hot in zip(found.periods, row.hot_in, strict=True) if is_hot]
    return hot[which]


def strip_words(row: HotSpot, found: HotSpots) -> str:
    """Return a strip of quarters in words."""
    hot = [span_words(*period) for period, is_hot in zip(found.periods, row.hot_in, strict=True) if is_hot]
    listed = "; ".join(hot[-8:])
    return f"Hot in {listed}" if len(hot) <= 8 else f"Hot in {len(hot)} quarters, the newest {listed}"


def strip(hot_in: tuple[bool, ...], fill: str, edge: str) -> str:
    """Return an SVG of one square a quarter, oldest first, filled where it was hot."""
    squares = "".join(
        f'<rect x="{at * BOX + 1}" y="1" width="{BOX - 3}" height="{BOX}" fill="{fill if is_hot else "none"}" '
        f'stroke="{edge}"/>'
        for at, is_hot in enumerate(hot_in)
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{BOX * len(hot_in) + 2}" height="{BOX + 2}">{squares}</svg>'
