"""Native charts of the slides: lines with gaps, points with the ends of their intervals; numbers stay editable."""

from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from cspdash.charts.theme import LIGHT
from cspdash.pack.native import Native

DASHED = {"Mean": MSO_LINE.DASH, "Expected from": MSO_LINE.ROUND_DOT, "Expected to": MSO_LINE.ROUND_DOT}
ENDS = {"95% from", "95% to"}


def add_chart(slide: Any, native: Native, alt: str, box: tuple[float, float, float, float]) -> None:
    """Add an editable chart at a place (left, top, width, height in inches) with its title and alt text."""
    data = CategoryChartData(number_format="0%" if native.share else "#,##0.##")
    data.categories = native.categories
    for name, values in native.series:
        data.add_series(name, values)
    frame = slide.shapes.add_chart(XL_CHART_TYPE.LINE_MARKERS, *(Inches(part) for part in box), data)
    frame.name = native.title
    frame._element.nvGraphicFramePr.cNvPr.set("descr", alt)
    _dress(frame.chart, native)


def _dress(chart: Any, native: Native) -> None:
    chart.has_title = True
    chart.chart_title.text_frame.text = native.title
    chart.chart_title.text_frame.paragraphs[0].runs[0].font.size = Pt(12)
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.font.size, chart.font.name = Pt(10), "Arial"
    chart.value_axis.minimum_scale = 0
    chart.value_axis.major_gridlines.format.line.color.rgb = _rgb(LIGHT.GRID)
    chart.value_axis.tick_labels.number_format = "0%" if native.share else "#,##0"
    chart.value_axis.tick_labels.number_format_is_linked = False
    for series in chart.plots[0].series:
        _series(series, native)
    # A gap is drawn as a gap, never bridged and never zero.
    chart._chartSpace.chart.find(qn("c:dispBlanksAs")).set("val", "gap")


def _series(series: Any, native: Native) -> None:
    line, marker = series.format.line, series.marker
    series.smooth = False
    paint = LIGHT.OBSERVED
    if series.name in DASHED:
        paint = LIGHT.COMPARATOR
        line.dash_style, marker.style = DASHED[series.name], XL_MARKER_STYLE.NONE
        line.color.rgb, line.width = _rgb(paint), Pt(1.5)
        return
    if native.kind == "line":
        line.color.rgb, line.width = _rgb(paint), Pt(2.5)
    else:
        line.fill.background()
    marker.style = XL_MARKER_STYLE.DASH if series.name in ENDS else XL_MARKER_STYLE.CIRCLE
    marker.size = 9 if native.kind == "points" else 5
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = _rgb(paint)
    marker.format.line.color.rgb = _rgb(paint)


def _rgb(written: str) -> RGBColor:
    return RGBColor.from_string(written.lstrip("#"))
