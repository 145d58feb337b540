"""One area through all indicators: the spine chart, its words and its table."""

from math import log2

from cspdash.charts.compare_figures import SYMBOLS, paint_of, size_of
from cspdash.charts.compare_tables import TONES, shown
from cspdash.charts.compare_words import against, amount, one_peer, plain_words, standing_words
from cspdash.charts.drawing import Drawing
from cspdash.charts.once import once
from cspdash.charts.tables import Cell, Table, number, text
from cspdash.charts.theme import Theme, layout, theme
from cspdash.findings.compare import Row
from cspdash.findings.compare_profile import Line, Profile

LOWEST, HIGHEST = 1 / 8, 8.0
REACHES = (2.0, 4.0, 8.0)
TICKS = {-3: "⅛", -2: "¼", -1: "½", 0: "equal", 1: "2×", 2: "4×", 3: "8×"}  # by the number of doublings


def profile_sentences(found: Profile) -> list[str]:
    """Return where the area is worse and better than its peers, and how much cannot be told."""
    if found.why:
        return [found.why]
    rows = [(line.indicator.name, _own(line)) for line in found.lines]
    worse = [name for name, row in rows if row.meaning == "worse"]
    better = [name for name, row in rows if row.meaning == "better"]
    other = against(found.lines[0].compared)
    similar = sum(row.standing == "similar" for _, row in rows)
    few = sum(row.standing == "too few" for _, row in rows)
    said = [
        f"{found.name} among {found.peers.title}, {len(rows)} indicator{'' if len(rows) == 1 else 's'}: "
        f"worse than {other} in {_listed(worse)}; "
        f"better in {_listed(better)}; similar in {similar or 'none'}."
    ]
    neither = sum(row.standing.startswith(("higher", "lower")) and not row.meaning for _, row in rows)
    if neither:
        said.append(f"In {neither} it differs where neither direction is better.")
    if few:
        said.append(f"{few} cannot be compared: fewer than 10 events.")
    return said


def _listed(names: list[str]) -> str:
    return f"{len(names)} ({', '.join(names)})" if names else "none"


def _own(line: Line) -> Row:
    """Return the area's own row; a line of a profile always has one."""
    row = line.compared.own
    if row is None:
        raise LookupError(f"the profile's area has no value of {line.indicator.name}")
    return row


def drawable(line: Line) -> bool:
    """Tell whether a line can be drawn beside others: against an average above zero."""
    return bool(line.compared.average) and (line.compared.average or 0) > 0


def left_out_lines(found: Profile) -> list[str]:
    """Return the indicators that are not compared, those with one reason together."""
    names: dict[str, list[str]] = {}
    for name, why in found.left_out:
        names.setdefault(why, []).append(name)
    return [f"{', '.join(alike)}: {why}" for why, alike in names.items()]


EDGES = (
    "Each indicator is drawn as a multiple of the group's average. Below ⅛ or above 8 times the average it is drawn at "
    "the edge; the table has every value in full."
)


def profile_title(found: Profile) -> str:
    """Return the spine chart's title."""
    peer = one_peer(found.lines[0].compared)
    if peer:
        return f"{found.name} against {peer}, indicator by indicator"
    return f"{found.name} against the average of {found.peers.title}, indicator by indicator"


def profile_alt(found: Profile) -> str:
    """Return the spine chart's alt text: the first indicators with their standing."""
    said = "; ".join(f"{line.indicator.name} {standing_words(_own(line), line.compared)}" for line in found.lines[:4])
    return (
        f"Chart of {len(found.lines)} indicators of {found.name} as multiples of the group's average, with 95% "
        f"intervals and the range of the peers: {said}. The table gives all."
    )


@once
def profile_figure(found: Profile, dark: bool = False) -> Drawing:
    """Return each indicator as a multiple of the group's average, with interval, peers' range and middle half."""
    colours = theme(dark)
    lines = [line for line in found.lines if drawable(line)]
    names = [line.indicator.name for line in lines]
    reach = log2(_reach(lines))
    figure = Drawing(
        layout=layout(
            colours, height=190 + 36 * len(lines), barmode="overlay",
            xaxis={
                "range": [-reach, reach], "showgrid": True,
                "tickvals": list(TICKS), "ticktext": list(TICKS.values()),
            },
            yaxis={"categoryorder": "array", "categoryarray": names[::-1], "showgrid": False},
            margin={"b": 130}, showlegend=True, legend={"y": 0.0, "yanchor": "bottom", "yref": "container"},
        )
    )  # fmt: skip
    if not all(one_peer(line.compared) for line in lines):
        _spans(figure, lines, colours)
    for standing in SYMBOLS:
        for meaning in ("worse", "better", ""):
            own = [line for line in lines if (_own(line).standing, _own(line).meaning) == (standing, meaning)]
            if own:
                _dots(figure, own, colours)
    figure.add_vline(x=0, line={"color": colours.COMPARATOR, "width": 2, "dash": "dash"})
    return figure


def _reach(lines: list[Line]) -> float:
    """Return how many times the average the axis reaches: as little as holds every value, eight at most."""
    ends = [(_own(line).value.value, _own(line).value.low, _own(line).value.high) for line in lines]
    ends += [(line.quarter, line.three_quarters, None) for line in lines]
    ratios = [_clipped(end, line) for held, line in zip(ends, lines * 2, strict=True) for end in held if end]
    furthest = max((max(ratio, 1 / ratio) for ratio in ratios), default=1.0)
    return next((reach for reach in REACHES if furthest <= reach), HIGHEST)


def _clipped(value: float | None, line: Line) -> float:
    """Return a value as a multiple of the average, held within the axis: the table has it in full."""
    return min(HIGHEST, max(LOWEST, (value or 0.0) / (line.compared.average or 1.0)))


def _doublings(value: float | None, line: Line) -> float:
    """Return where a value stands on the axis: how often the average is doubled (1 is twice, −1 is half)."""
    return log2(_clipped(value, line))


def _spans(figure: Drawing, lines: list[Line], colours: Theme) -> None:
    """Draw the peers' whole range and its middle half behind the dots."""
    whole = [(line.lowest, line.highest) for line in lines]
    middle = [(line.quarter, line.three_quarters) for line in lines]
    for name, width, colour, ends in (
        ("range of the peers", 0.3, colours.NO_DATA, whole),
        ("middle half of the peers", 0.55, colours.EXPECTED_RANGE, middle),
    ):
        lows = [_doublings(low, line) for (low, _), line in zip(ends, lines, strict=True)]
        highs = [_doublings(high, line) for (_, high), line in zip(ends, lines, strict=True)]
        figure.add_bar(
            orientation="h", y=[line.indicator.name for line in lines], base=lows, width=width, name=name,
            x=[high - low for low, high in zip(lows, highs, strict=True)], hoverinfo="skip",
            marker={"color": colour, "line": {"color": colours.QUIET, "width": 1}},
        )  # fmt: skip


def _dots(figure: Drawing, lines: list[Line], colours: Theme) -> None:
    first = _own(lines[0])
    paint = paint_of(first, colours)
    at = [_doublings(_own(line).value.value, line) for line in lines]
    values = [_own(line).value for line in lines]
    highs = [_doublings(v.high if v.high is not None else v.value, line) for v, line in zip(values, lines, strict=True)]
    lows = [_doublings(v.low if v.low is not None else v.value, line) for v, line in zip(values, lines, strict=True)]
    figure.add_scatter(
        x=at, y=[line.indicator.name for line in lines], mode="markers", cliponaxis=False,
        name=plain_words(first, lines[0].compared),
        marker={"symbol": SYMBOLS[first.standing], **size_of(first), "color": paint},
        error_x={
            "type": "data", "color": paint, "thickness": 2, "width": 0,
            "array": [high - x for high, x in zip(highs, at, strict=True)],
            "arrayminus": [x - low for low, x in zip(lows, at, strict=True)],
        },
        text=[amount(line.compared.values, v.value) for v, line in zip(values, lines, strict=True)],
        hovertemplate="%{y}: %{text}<extra></extra>",
    )  # fmt: skip


@once
def profile_table(found: Profile) -> Table:
    """Return each indicator with value, interval, average, the peers' range, rank and standing."""
    columns = ("Indicator", "Unit", "Events", "Value", "95% from", "95% to", "Average", "Lowest", "25%", "75%",
               "Highest", "Rank", "Of", "Standing")  # fmt: skip
    rows = []
    for line in found.lines:
        row, one = _own(line), line.compared
        ends = (line.lowest, line.quarter, line.three_quarters, line.highest)
        standing = standing_words(row, one)
        rows.append(
            (
                text(line.indicator.name), text(one.values.unit), number(row.value.n, 0, "–"),
                *(shown(one.values, value) for value in (row.value.value, row.value.low, row.value.high, one.average)),
                *(shown(one.values, end) for end in ends), number(row.rank), number(len(one.ranked)),
                Cell(standing, standing, TONES[row.meaning]),
            )
        )  # fmt: skip
    return Table(f"{found.name} among {found.peers.title}", columns, tuple(rows), frozenset(range(2, 13)))
