"""A pack as PowerPoint: native charts that can be edited, pictures of maps with alt text, notes for the speaker."""

import io
from collections.abc import Sequence
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Inches, Pt

from cspdash.charts.tables import Table
from cspdash.charts.theme import LIGHT
from cspdash.exports.picture import picture
from cspdash.pack.html import MARKS, cover_lines
from cspdash.pack.pages import Drawing, Pack, Page
from cspdash.pack.slide_charts import add_chart
from cspdash.pack.slide_layout import (
    BESIDE,
    BOTTOM,
    CAPTION,
    GAP,
    LEFT,
    SMALL_PRINT,
    TOP,
    WIDE,
    Sheet,
    sheets,
    text_height,
    widths,
)

TITLE_ONLY = 5
SOURCE, FOOT = 10, 10


def slides_of(pack: Pack) -> bytes:
    """Return the pack as a .pptx file: a cover, then each page on as many slides as its tables and charts need."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(13.333), Inches(7.5)
    about = deck.core_properties
    about.title, about.subject, about.author = pack.title[:250], pack.origin.mark[:250], pack.partnership[:250]
    about.language = "en-GB"
    _cover(deck, pack)
    for page in pack.pages:
        for number, sheet in enumerate(sheets(page)):
            _slide(deck, pack, page, sheet, first=number == 0)
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def _cover(deck: Any, pack: Pack) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    _title(slide, pack.title, 1.2, 40)
    _lines(slide, [*cover_lines(pack), pack.origin.mark], (LEFT, 3.5, WIDE, 2.4), 24)
    _foot(slide, pack)
    slide.notes_slide.notes_text_frame.text = "\n".join(page.title for page in pack.pages)


def _slide(deck: Any, pack: Pack, page: Page, sheet: Sheet, first: bool) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    _title(slide, sheet.title, 0.3, 28)
    top = TOP
    if sheet.lead:
        _lines(slide, sheet.lead, (LEFT, top, WIDE, sheet.lead_height), sheet.size)
        top += sheet.lead_height
    if sheet.table is not None:
        _table(slide, sheet.table, top, sheet.table_width, sheet.cell)
    if sheet.drawings and sheet.table is not None:
        _stacked(slide, sheet.drawings, (top, sheet.bottom), pack)
    else:
        _side_by_side(slide, sheet.drawings, (top, sheet.bottom), pack)
    if sheet.small:
        _lines(slide, sheet.small, (LEFT, sheet.bottom, WIDE, BOTTOM - sheet.bottom), SMALL_PRINT, LIGHT.QUIET)
    _foot(slide, pack)
    slide.notes_slide.notes_text_frame.text = "\n".join(page.notes or page.lead) if first else sheet.title


def _title(slide: Any, words: str, top: float, size: int) -> None:
    shape = slide.shapes.title
    high = 1.9 if size > 30 else 0.85
    shape.left, shape.top, shape.width, shape.height = Inches(LEFT), Inches(top), Inches(WIDE), Inches(high)
    frame = shape.text_frame
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
    frame.text = words
    _style(frame.paragraphs[0], size if len(words) < 64 else int(size * 0.78), bold=True)


def _style(paragraph: Any, size: int, bold: bool = False, paint: str = LIGHT.TEXT, right: bool = False) -> None:
    paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
    for run in paragraph.runs:
        run.font.size, run.font.bold, run.font.name = Pt(size), bold, "Arial"
        run.font.color.rgb = RGBColor.from_string(paint.lstrip("#"))


def _lines(slide: Any, lines: Sequence[str], box: tuple[float, float, float, float], size: int,
           paint: str = LIGHT.TEXT) -> None:  # fmt: skip
    frame = slide.shapes.add_textbox(*(Inches(part) for part in box)).text_frame
    frame.word_wrap = True
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.text = line
        paragraph.space_after = Pt(5)
        _style(paragraph, size, paint=paint)


def _foot(slide: Any, pack: Pack) -> None:
    _lines(slide, [pack.footer], (LEFT, 6.9, WIDE, 0.5), FOOT, LIGHT.QUIET)


def _table(slide: Any, table: Table, top: float, width: float, cell: int) -> None:
    """Draw a table with a header row; words and shapes carry what colour says."""
    _lines(slide, [table.caption], (LEFT, top, width, CAPTION), 13)
    rows, columns = len(table.rows) + 1, len(table.columns)
    box = (Inches(LEFT), Inches(top + CAPTION), Inches(width), Inches(0.26) * rows)
    frame = slide.shapes.add_table(rows, columns, *box)
    frame.name = table.caption
    frame._element.nvGraphicFramePr.cNvPr.set("descr", f"Table: {table.caption}, {len(table.rows)} rows")
    grid = frame.table
    grid.first_row, grid.horz_banding = True, False
    for index, one in enumerate(widths(table, width, cell)):
        grid.columns[index].width = Inches(one)
    for index, name in enumerate(table.columns):
        _fill(grid.cell(0, index), name, cell, LIGHT.PAPER, LIGHT.OBSERVED, True, index in table.numeric)
    for number, row in enumerate(table.rows, start=1):
        for index, value in enumerate(row):
            paint = {"concern": LIGHT.CONCERN, "improvement": LIGHT.IMPROVEMENT}.get(value.tone, LIGHT.TEXT)
            words = f"{MARKS.get(value.tone, '')}{value.text}"
            strong = index == 0 or bool(value.tone)
            _fill(grid.cell(number, index), words, cell, paint, LIGHT.PAPER, strong, index in table.numeric)


def _fill(cell: Any, words: str, size: int, paint: str, ground: str, bold: bool, right: bool) -> None:
    cell.text = words
    cell.margin_left = cell.margin_right = Inches(0.05)
    cell.margin_top = cell.margin_bottom = Inches(0.02)
    cell.fill.solid()
    cell.fill.fore_color.rgb = RGBColor.from_string(ground.lstrip("#"))
    _style(cell.text_frame.paragraphs[0], size, bold, paint, right)


def _stacked(slide: Any, drawings: Sequence[Drawing], span: tuple[float, float], pack: Pack) -> None:
    """Draw up to two drawings above each other, beside a table."""
    left, width = LEFT + BESIDE + GAP, WIDE - BESIDE - GAP
    top, high = span[0], (span[1] - span[0]) / len(drawings)
    for number, drawing in enumerate(drawings):
        _drawing(slide, drawing, (left, top + number * high, width, high), pack)


def _side_by_side(slide: Any, drawings: Sequence[Drawing], span: tuple[float, float], pack: Pack) -> None:
    """Draw one or two drawings over the width of the slide; the two sides of one figure stand side by side."""
    if not drawings:
        return
    width = (WIDE - GAP * (len(drawings) - 1)) / len(drawings)
    for number, drawing in enumerate(drawings):
        _drawing(slide, drawing, (LEFT + number * (width + GAP), span[0], width, span[1] - span[0]), pack)


def _drawing(slide: Any, drawing: Drawing, box: tuple[float, float, float, float], pack: Pack) -> None:
    left, top, width, high = box
    below = text_height([drawing.source], width, SOURCE)
    inside = high - below
    if drawing.natives:
        each = (width - GAP * (len(drawing.natives) - 1)) / len(drawing.natives)
        for number, native in enumerate(drawing.natives):
            place = (left + number * (each + GAP), top, each, inside)
            add_chart(slide, native, drawing.alt, place)
    else:
        _picture(slide, drawing, (left, top, width, inside), pack)
    _lines(slide, [drawing.source], (left, top + inside, width, below), SOURCE, LIGHT.QUIET)


def _picture(slide: Any, drawing: Drawing, box: tuple[float, float, float, float], pack: Pack) -> None:
    drawn = picture(drawing.figure, drawing.title, drawing.alt, "", "png", pack.origin.mark)
    left, top, width, high = (Inches(part) for part in box)
    shape = slide.shapes.add_picture(io.BytesIO(drawn), left, top, height=high)
    if shape.width > width:
        shape.height, shape.width = int(shape.height * width / shape.width), width
    shape.name = drawing.title
    shape._element.nvPicPr.cNvPr.set("descr", drawing.alt)
