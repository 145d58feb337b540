"""A comparison's numbers as tables: areas with intervals and ranks, the funnel's limits."""

from cspdash.charts.compare_words import WORDS, amount, standing_words
from cspdash.charts.once import once
from cspdash.charts.tables import Cell, Table, number, text
from cspdash.findings.compare import Compared, Row
from cspdash.findings.compare_values import Values

TONES = {"worse": "concern", "better": "improvement", "": ""}


def shown(found: Values, value: float | None) -> Cell:
    """Return a cell with a value as the comparison writes it."""
    return Cell(None if value is None else round(value, 6), amount(found, value))


@once
def areas_table(found: Compared) -> Table:
    """Return every area with count, denominator, value, interval, rank with its interval and standing."""
    columns = ("Area", "ONS code", "Events", "Out of", f"Value {found.values.unit}", "95% from", "95% to",
               "99.8% from", "99.8% to", "Rank", "Rank from", "Rank to", "Standing", "Chosen")  # fmt: skip
    rows = tuple(_area(row, found) for row in found.rows)
    caption = f"{found.indicator.name} {found.values.unit}: {found.peers.title}"
    return Table(caption, columns, rows, frozenset(range(2, 12)))


def _area(row: Row, found: Compared) -> tuple[Cell, ...]:
    value, values = row.value, found.values
    standing = f"{WORDS['no value']}: {value.why}" if row.standing == "no value" else standing_words(row, found)
    return (
        text(value.name), text(value.code), number(value.n, 0, "–"), number(value.denominator, 0, "–"),
        shown(values, value.value), shown(values, value.low), shown(values, value.high),
        shown(values, value.low998), shown(values, value.high998),
        number(row.rank, 0, "–"), number(row.rank_low, 0, "–"), number(row.rank_high, 0, "–"),
        Cell(standing, standing, TONES[row.meaning]), text("yes" if value.code == found.chosen else ""),
    )  # fmt: skip


@once
def funnel_table(found: Compared) -> Table:
    """Return every area of the funnel with its value and both pairs of limits."""
    columns = ("Area", "ONS code", "Events", "Size", f"Value {found.values.unit}", "95% from", "95% to", "99.8% from",
               "99.8% to", "Where it lies")  # fmt: skip
    caption = f"Funnel of {found.indicator.name} {found.values.unit}: {found.peers.title}"
    if found.funnel is None:
        return Table(caption, columns, ())
    scale = found.values.per if found.values.kind == "rate" else 1.0
    by_code = {row.value.code: row.value for row in found.ranked}
    rows = []
    for at, code in enumerate(found.funnel_codes):
        value, funnel = by_code[code], found.funnel
        limits = (funnel.lower95, funnel.upper95, funnel.lower998, funnel.upper998)
        where = "inside the limits" if funnel.standings[at] == "similar" else f"{funnel.standings[at]}%"
        rows.append(
            (
                text(value.name), text(code), number(value.n), number(value.denominator),
                shown(found.values, value.value), *(shown(found.values, float(limit[at]) * scale) for limit in limits),
                text(where),
            )
        )  # fmt: skip
    return Table(caption, columns, tuple(rows), frozenset(range(2, 9)))
