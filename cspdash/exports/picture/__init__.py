"""A Plotly figure as SVG or PNG without a browser: title above, source, date and edition mark below.

The figure is read as the plain values that it would send to a browser, so a picture shows what the screen shows.
Text stays text in an SVG, and its title and description are those of the panel.
"""

import io
import textwrap
from typing import Any, Literal
from xml.sax.saxutils import escape

import matplotlib as mpl
from matplotlib.figure import Figure

from cspdash.exports.picture.axes import lay_out, pair_of, set_ranges
from cspdash.exports.picture.marks import draw_annotations, draw_map, draw_shapes
from cspdash.exports.picture.traces import UnknownTraceError, draw
from cspdash.exports.picture.values import colour, listed, plain
from cspdash.exports.picture.wheel import KINDS, draw_wheel

__all__ = ["UnknownTraceError", "picture"]

Kind = Literal["svg", "png"]
WIDTH, DPI = 10.0, 150
LINE = 118  # characters of small print that fit on a line
FONTS = ["Arial", "Liberation Sans", "DejaVu Sans"]
LOOK: dict[str, Any] = {
    "font.family": "sans-serif",
    "font.sans-serif": FONTS,
    "svg.fonttype": "none",
    "svg.hashsalt": "cspdash",
}


def picture(figure: Any, title: str, alt: str, source: str, kind: Kind = "svg", mark: str = "") -> bytes:
    """Return a figure as a picture of `kind`.

    `figure` is a Plotly figure, `title`, `alt` and `source` are those of its panel, `mark` says what must never get
    lost, such as the edition or that the data are generated. Raises UnknownTraceError for a kind of trace that this
    module does not draw: nothing is left out in silence.
    """
    written = figure.to_plotly_json()
    data, layout = list(written.get("data", [])), written.get("layout", {})
    text = colour((layout.get("font") or {}).get("color"))
    height = WIDTH * max(0.5, min(1.3, float(layout.get("height") or 420) / 760))
    with mpl.rc_context(LOOK):
        page = Figure(figsize=(WIDTH, height), facecolor=colour(layout.get("paper_bgcolor")))
        named = _fill(page, data, layout, text)
        _legend(page, named, text)
        _say(page, title, source, mark, text)
        out = io.BytesIO()
        metadata = (
            {"Date": None, "Title": title} if kind == "svg" else {"Title": title, "Description": alt, "Source": source}
        )
        page.savefig(out, format=kind, dpi=DPI, metadata=metadata, facecolor=page.get_facecolor())
    return _described(out.getvalue(), title, alt) if kind == "svg" else out.getvalue()


def _fill(page: Figure, data: list[dict[str, Any]], layout: dict[str, Any], text: object) -> list[tuple[Any, str]]:
    """Draw everything between title and source, and return what the legend names."""
    maps = [trace for trace in data if trace["type"] == "choropleth"]
    if maps:
        return draw_map(page, maps, [trace for trace in data if trace["type"] == "scattergeo"])
    if data and all(trace["type"] in KINDS for trace in data):
        return draw_wheel(page, data, layout)
    pairs = lay_out(page, data, layout, text)
    named: list[tuple[Any, str]] = []
    for number, pair in pairs.items():
        named += draw(pair, [trace for trace in data if pair_of(trace) == number], layout)
    draw_shapes(pairs, listed(layout.get("shapes")))
    for pair in pairs.values():
        set_ranges(pair)
    draw_annotations(pairs, listed(layout.get("annotations")), text)
    return named if layout.get("showlegend", True) else []


def _legend(page: Figure, named: list[tuple[Any, str]], text: object) -> None:
    once = {name: drawn for drawn, name in reversed(named) if name}
    if not once:
        return
    names = list(reversed(once))
    columns = max(1, min(4, len(names), 100 // (max(len(name) for name in names) + 6)))
    page.legend(
        [once[name] for name in names], names, loc="lower left", bbox_to_anchor=(0.06, 0.5 / page.get_figheight()),
        ncols=columns, frameon=False, fontsize=9.5, labelcolor=text, borderaxespad=0, handlelength=1.6,
    )  # fmt: skip


def _say(page: Figure, title: str, source: str, mark: str, text: object) -> None:
    above = "\n".join(textwrap.wrap(plain(title), 84))
    page.text(0.03, 1 - 0.14 / page.get_figheight(), above, ha="left", va="top", fontsize=14, weight="bold", color=text)
    below = "\n".join(textwrap.wrap(plain(f"{mark} {source}".strip()), LINE))
    page.text(0.03, 0.08 / page.get_figheight(), below, ha="left", va="bottom", fontsize=8.5, color=text)


def _described(drawing: bytes, title: str, alt: str) -> bytes:
    """Give an SVG the title and description that a screen reader says."""
    head, tag, rest = drawing.decode("utf-8").partition("<svg ")
    attributes, closed, body = rest.partition(">")
    words = f"<title>{escape(title)}</title><desc>{escape(alt)}</desc>"
    return f'{head}{tag}role="img" {attributes}{closed}{words}{body}'.encode()
