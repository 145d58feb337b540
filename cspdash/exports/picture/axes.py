"""Axes of a picture: one pair for each of the figure's, with their part of the page, titles and ticks."""

from dataclasses import dataclass, field
from typing import Any

from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from cspdash.exports.picture.values import colour, is_category, is_date, listed, numbers, plain

# The plot's part of the page: left and right as shares of its width, what is kept free below and above in inches.
LEFT, NAMED_LEFT, RIGHT = 0.09, 0.27, 0.975
BELOW, ABOVE = 1.45, 0.7
SMALL = 10


def frame(figure: Figure) -> tuple[float, float, float, float]:
    """Return the plot's part of a page: left, right, bottom and top as shares of it."""
    height = figure.get_figheight()
    return LEFT, RIGHT, BELOW / height, 1 - ABOVE / height


@dataclass
class Pair:
    """One x and one y axis; `places` gives the position of each name on an axis of names."""

    axes: Axes
    x: dict[str, Any]
    y: dict[str, Any]
    names: dict[str, dict[str, int]] = field(default_factory=dict)

    def at(self, way: str, values: list[Any]) -> list[Any]:
        """Return positions along an axis: names by their place, None as a gap."""
        known = self.names.get(way)
        if known is None:
            return numbers(values)
        return [float("nan") if value is None else known.get(str(value), float("nan")) for value in values]


def pair_of(trace: dict[str, Any]) -> str:
    """Return the number of a trace's axes as Plotly writes it: nothing for the first pair, 2 for the second."""
    return str(trace.get("yaxis", "y"))[1:]


def lay_out(figure: Figure, data: list[dict[str, Any]], layout: dict[str, Any], text: object) -> dict[str, Pair]:
    """Add the axes that a figure's traces ask for and return them by number."""
    pairs: dict[str, Pair] = {}
    for number in dict.fromkeys(pair_of(trace) for trace in data) or [""]:
        traces = [trace for trace in data if pair_of(trace) == number]
        x, y = layout.get(f"xaxis{number}", {}), layout.get(f"yaxis{number}", {})
        named = is_category([value for trace in traces for value in listed(trace.get("y"))])
        axes = figure.add_axes(_box(frame(figure), x, y, named))
        pair = Pair(axes, x, y)
        for way in ("x", "y"):
            _name_places(pair, way, traces)
        _dress(pair, traces, layout, text)
        pairs[number] = pair
    return pairs


def _box(
    inside: tuple[float, float, float, float], x: dict[str, Any], y: dict[str, Any], named: bool
) -> tuple[float, float, float, float]:
    left, right, bottom, top = inside
    left = NAMED_LEFT if named else left
    (x0, x1), (y0, y1) = x.get("domain", (0, 1)), y.get("domain", (0, 1))
    width, height = right - left, top - bottom
    return left + x0 * width, bottom + y0 * height, (x1 - x0) * width, (y1 - y0) * height


def _name_places(pair: Pair, way: str, traces: list[dict[str, Any]]) -> None:
    values = [value for trace in traces for value in listed(trace.get(way)) if value is not None]
    if not is_category(values):
        return
    order = dict.fromkeys([*listed((pair.x if way == "x" else pair.y).get("categoryarray")), *map(str, values)])
    places = {name: place for place, name in enumerate(order)}
    pair.names[way] = places
    labels = [plain(name) for name in places]
    if way == "x":
        pair.axes.set_xticks(range(len(labels)), labels)
    else:
        pair.axes.set_yticks(range(len(labels)), labels)


def _dress(pair: Pair, traces: list[dict[str, Any]], layout: dict[str, Any], text: object) -> None:
    axes = pair.axes
    axes.set_facecolor(colour(layout.get("plot_bgcolor")))
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for way, axis, settings in (("x", axes.xaxis, pair.x), ("y", axes.yaxis, pair.y)):
        axes.spines["bottom" if way == "x" else "left"].set_color(colour(settings.get("linecolor")))
        axis.set_tick_params(colors=text, labelsize=SMALL, length=3)
        if settings.get("showgrid", True):
            axis.grid(visible=True, color=colour(settings.get("gridcolor")), linewidth=0.8)
        if settings.get("showticklabels") is False or settings.get("visible") is False:
            axis.set_ticks([])
        title = plain((settings.get("title") or {}).get("text") or "")
        axis.set_label_text(title, color=text, fontsize=SMALL)
        _ticks(pair, way, axis, settings, traces)
    axes.set_axisbelow(True)


def _ticks(pair: Pair, way: str, axis: Any, settings: dict[str, Any], traces: list[dict[str, Any]]) -> None:
    values = [value for trace in traces for value in listed(trace.get(way)) if value is not None]
    if listed(settings.get("tickvals")):
        axis.set_ticks(
            pair.at(way, listed(settings["tickvals"])),
            [plain(label) for label in listed(settings.get("ticktext")) or listed(settings["tickvals"])],
        )
    elif way not in pair.names and is_date(values):
        # At least three: four years would else have too few ticks by year and too many by half-year.
        locator = AutoDateLocator(minticks=3, maxticks=9)
        axis.set_major_locator(locator)
        axis.set_major_formatter(ConciseDateFormatter(locator))
    elif way not in pair.names and settings.get("showticklabels") is not False and settings.get("type") != "log":
        axis.set_major_locator(MaxNLocator(nbins=7))
        places = str(settings.get("tickformat", ""))
        if "%" in places:
            axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0%}"))
        else:
            axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}"))


def set_ranges(pair: Pair) -> None:
    """Set what the figure fixes of its axes, after everything is drawn."""
    if pair.y.get("scaleanchor"):
        # A map on plain axes: a degree north is drawn longer than one east.
        pair.axes.set_aspect(float(pair.y.get("scaleratio", 1)), adjustable="box")
    for way, settings in (("x", pair.x), ("y", pair.y)):
        limits = listed(settings.get("range"))
        change = pair.axes.set_xlim if way == "x" else pair.axes.set_ylim
        if settings.get("type") == "log":
            (pair.axes.set_xscale if way == "x" else pair.axes.set_yscale)("log")
        if len(limits) == 2:
            low, high = pair.at(way, limits) if way not in pair.names else limits
            # A log axis gives its range as powers of ten.
            change(*((10.0**low, 10.0**high) if settings.get("type") == "log" else (low, high)))
        elif settings.get("autorange") == "reversed":
            (pair.axes.invert_xaxis if way == "x" else pair.axes.invert_yaxis)()
        elif settings.get("rangemode") == "tozero" and settings.get("type") != "log":
            low, high = pair.axes.get_xlim() if way == "x" else pair.axes.get_ylim()
            change(min(0, low) if low < 0 else 0, max(high, 0))
