"""A figure as the plain values that a browser gets: made without Plotly's checks, which the tests still run.

Plotly checks every value that is given to a `go.Figure`, copies it whenever it is read, and sends 7 KB of colours that
we do not use with each: three figures cost a page more than its questions. A `Drawing` has the same methods, as far
as our charts use them; `data` and `layout` are Plotly's own checked objects, made when somebody looks.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

import plotly.graph_objects as go
from plotly.basedatatypes import BaseFigure
from plotly.utils import PlotlyJSONEncoder

from cspdash.charts.sending import map_data, sent
from cspdash.findings.outlines import Outlines

Values = dict[str, Any]


class Drawing(BaseFigure):
    """A figure that is only written down; Streamlit takes it for one of Plotly's that has been checked."""

    def __init__(
        self, data: Iterable[Values] = (), layout: Mapping[str, Any] | None = None, outlines: Outlines | None = None
    ) -> None:
        """`data` are traces with their type, `layout` as the theme gives it, `outlines` what a map is drawn from."""
        self._spec: Values = {"data": list(data), "layout": dict(layout or {})}
        self._outlines = outlines

    def to_dict(self) -> Values:
        """Return the figure as it is written down; it is not copied."""
        return self._spec

    def to_plotly_json(self) -> Values:
        """Return the figure with its outlines, where a browser would get them by their address."""
        return {**self._spec, "data": [self._whole(trace) for trace in self._spec["data"]]}

    def _whole(self, trace: Values) -> Values:
        if self._outlines is None or not isinstance(trace.get("geojson"), str):
            return trace
        return {**trace, "geojson": self._outlines.parts(trace["locations"])}

    @property
    def data(self) -> tuple[Any, ...]:
        """Return the traces as Plotly's objects; ValueError names what Plotly does not know."""
        return tuple(go.Figure(self._spec).data)

    @property
    def layout(self) -> Any:
        """Return the layout as Plotly's object; ValueError names what Plotly does not know."""
        return go.Figure(self._spec).layout

    @cached_property
    def ready(self) -> "Drawing":
        """Return the figure as it is sent: in the words of JSON alone, tags that are not ours shown; made once."""
        from cspdash.charts.plain import plain  # noqa: PLC0415 - plain takes drawings, and is taken here

        whole = plain(json.loads(json.dumps(self._spec, cls=PlotlyJSONEncoder)))
        return Drawing(outlines=self._outlines, **sent(whole, self._outlines))

    @cached_property
    def is_map(self) -> bool:
        """Tell whether this is a map of areas, which our own script draws in a browser."""
        return any(trace["type"] == "choropleth" for trace in self._spec["data"])

    @cached_property
    def map_data(self) -> str:
        """Return the map as it is sent to our script, as JSON; made once."""
        return json.dumps(map_data(self.ready.to_dict()), separators=(",", ":"))

    def _trace(self, kind: str, trace: Values) -> None:
        self._spec["data"].append({"type": kind, **{name: value for name, value in trace.items() if value is not None}})

    def add_scatter(self, **trace: Any) -> None:
        """Add lines or marks."""
        self._trace("scatter", trace)

    def add_bar(self, **trace: Any) -> None:
        """Add bars."""
        self._trace("bar", trace)

    def add_heatmap(self, **trace: Any) -> None:
        """Add a field of coloured cells."""
        self._trace("heatmap", trace)

    def add_barpolar(self, **trace: Any) -> None:
        """Add bars round a wheel."""
        self._trace("barpolar", trace)

    def add_scatterpolar(self, **trace: Any) -> None:
        """Add lines or marks round a wheel."""
        self._trace("scatterpolar", trace)

    def add_choropleth(self, **trace: Any) -> None:
        """Add shaded areas."""
        self._trace("choropleth", trace)

    def add_scattergeo(self, **trace: Any) -> None:
        """Add lines or marks on a map."""
        self._trace("scattergeo", trace)

    def add_shape(self, **shape: Any) -> None:
        """Add a shape."""
        self._spec["layout"].setdefault("shapes", []).append(shape)

    def add_annotation(self, **note: Any) -> None:
        """Add words at a place."""
        self._spec["layout"].setdefault("annotations", []).append(note)

    def add_vline(self, x: Any, **look: Any) -> None:
        """Add a line from the bottom to the top at `x`."""
        self.add_shape(type="line", x0=x, x1=x, y0=0, y1=1, xref="x", yref="y domain", **look)

    def add_vrect(self, x0: Any, x1: Any, **look: Any) -> None:
        """Add a band from the bottom to the top."""
        self.add_shape(type="rect", x0=x0, x1=x1, y0=0, y1=1, xref="x", yref="y domain", **look)

    def add_hline(self, y: Any, annotation: Values | None = None, **look: Any) -> None:
        """Add a line from left to right at `y`, with words above its right end where they are given."""
        self.add_shape(type="line", x0=0, x1=1, y0=y, y1=y, xref="x domain", yref="y", **look)
        if annotation:
            ends = {"x": 1, "xref": "x domain", "y": y, "yref": "y", "xanchor": "right", "yanchor": "bottom"}
            self.add_annotation(**ends, showarrow=False, **annotation)

    def update_layout(self, **more: Any) -> None:
        """Change the layout: what is given in braces is merged with what is there."""
        merge(self._spec["layout"], more)

    def update_geos(self, **more: Any) -> None:
        """Change the map's layout."""
        merge(self._spec["layout"], {"geo": more})

    def update_polars(self, **more: Any) -> None:
        """Change the wheel's layout."""
        merge(self._spec["layout"], {"polar": more})

    def update_xaxes(self, **more: Any) -> None:
        """Change every axis across."""
        for name in self._axes("xaxis"):
            merge(self._spec["layout"], {name: more})

    def _axes(self, kind: str) -> Iterator[str]:
        return (name for name in list(self._spec["layout"]) if name.startswith(kind))


def merge(base: Values, more: Mapping[str, Any]) -> None:
    """Put `more` into `base`, dictionaries into dictionaries; what was there is not changed elsewhere."""
    for name, value in more.items():
        if isinstance(value, Mapping):
            base[name] = dict(base.get(name) or {})
            merge(base[name], value)
        else:
            base[name] = value
