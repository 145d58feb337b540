"""Small multiples: one small trend for each area as an SVG, all on one scale. A gap is a gap."""

from collections.abc import Sequence

from cspdash.charts.once import once
from cspdash.charts.tables import Cell, Table, text
from cspdash.charts.theme import FONT, theme
from cspdash.findings.compare_trends import Small, Trends
from cspdash.periods import short_month

WIDTH, HEIGHT = 300, 130
LEFT, RIGHT, TOP, BOTTOM = 44, 10, 10, 24
ORDERS = {
    "newest": "Highest in the newest four quarters first",
    "change": "Largest rise from the first to the newest quarter first",
    "name": "By name",
}


def small_picture(row: Small, found: Trends, dark: bool = False) -> str:
    """Return one area's quarters as an SVG with the scale of all areas; `found.top` is the highest of any."""
    colours = theme(dark)
    step = (WIDTH - LEFT - RIGHT) / max(1, len(found.quarters) - 1)
    floor, top = HEIGHT - BOTTOM, found.top or 1.0

    def runs(values: Sequence[float | None]) -> str:
        found: list[list[tuple[float, float]]] = [[]]
        for index, value in enumerate(values):
            if value is None:
                found.append([])
            else:
                found[-1].append((LEFT + index * step, floor - value / top * (floor - TOP)))
        return "".join(map(_run, filter(None, found)))

    label = f'font-family="{FONT}" font-size="13" fill="{colours.TEXT}" stroke="none"'
    first, last = (short_month(found.quarters[at]) for at in (0, -1))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<path d="M{LEFT} {floor}H{WIDTH - RIGHT}M{LEFT} {TOP}H{WIDTH - RIGHT}" stroke="{colours.GRID}"/>'
        f'<g fill="none" stroke="{colours.COMPARATOR}" stroke-dasharray="4 3">{runs(found.average)}</g>'
        f'<g fill="none" stroke="{colours.OBSERVED}" stroke-width="2.5">{runs(row.rates)}</g>'
        f'<text x="{LEFT - 5}" y="{TOP + 6}" text-anchor="end" {label}>{_short(top)}</text>'
        f'<text x="{LEFT - 5}" y="{floor + 2}" text-anchor="end" {label}>0</text>'
        f'<text x="{LEFT}" y="{HEIGHT - 6}" {label}>{first}</text>'
        f'<text x="{WIDTH - RIGHT}" y="{HEIGHT - 6}" text-anchor="end" {label}>{last}</text></svg>'
    )


def _run(run: list[tuple[float, float]]) -> str:
    if len(run) == 1:
        return f'<circle cx="{run[0][0]:.1f}" cy="{run[0][1]:.1f}" r="2.5" stroke-dasharray="none"/>'
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in run)
    return f'<polyline points="{points}"/>'


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:,.1f}"


def small_alt(row: Small, found: Trends) -> str:
    """Return one picture's alt text: first, newest, lowest and highest quarter."""
    held = [value for value in row.rates if value is not None]
    gaps = sum(value is None for value in row.rates)
    said = f" {gaps} {'quarter is a gap' if gaps == 1 else 'quarters are gaps'}." if gaps else ""
    return (
        f"{row.name}: from {held[0]:,.1f} to {held[-1]:,.1f} per {found.per:,.0f} residents a quarter, "
        f"lowest {min(held):,.1f}, highest {max(held):,.1f}.{said}"
    )


def small_title(found: Trends) -> str:
    """Return the panel's title."""
    return f"{found.indicator.name} by quarter, {found.peers.title}"


def small_sentence(found: Trends) -> str:
    """Return how to read the pictures: unit, scale, order and gaps."""
    order = ORDERS[found.order][:1].lower() + ORDERS[found.order][1:]
    return (
        f"Incidents a quarter per {found.per:,.0f} residents. Every picture has the same scale, from 0 to "
        f"{found.top:,.1f}; order: {order}. Dashed: the mean of all areas. A break in a line is a quarter of "
        "which a month is not held."
    )


@once
def small_table(found: Trends) -> Table:
    """Return each area's quarters, one row an area and quarter; a gap is empty."""
    columns = ("Area", "ONS code", "Quarter from", "Incidents", "Rate")
    rows = tuple(
        (
            text(row.name), text(row.code), Cell(f"{quarter:%Y-%m}", short_month(quarter)),
            Cell(n, "not held" if n is None else f"{n:,}"),
            Cell(_rounded(rate), "–" if rate is None else f"{rate:,.1f}"),
        )
        for row in found.rows
        for quarter, n, rate in zip(found.quarters, row.counts, row.rates, strict=True)
    )  # fmt: skip
    return Table(small_title(found), columns, rows, frozenset({3, 4}))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
