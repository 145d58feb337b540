"""The pack as files: what an office program, a browser and a screen reader find in them."""

import io
import re
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pypdf
import pytest
from pptx import Presentation
from pptx.util import Emu

from cspdash.pack import Pack, PackProblem, write
from cspdash.pack.html import html_of
from cspdash.pack.pdf import pdf_of
from cspdash.pack.slides import slides_of


class Reader(HTMLParser):
    """Collects what a page asks for and how it is built."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


@pytest.fixture(scope="module")
def page(pack: Pack) -> str:
    return html_of(pack)


def test_the_html_pack_asks_nobody_for_anything_and_runs_nothing(page: str) -> None:
    reader = Reader()
    reader.feed(page)
    for tag, attributes in reader.tags:
        assert tag not in {"script", "iframe", "link", "object"}
        assert not any(name.startswith("on") for name in attributes)
        assert str(attributes.get("src", "data:")).startswith("data:")
        assert str(attributes.get("href", "#")).startswith("#")
    assert "url(" not in page


def test_the_html_pack_has_headings_alt_texts_and_table_headers(page: str, pack: Pack) -> None:
    reader = Reader()
    reader.feed(page)
    names = [tag for tag, _ in reader.tags]
    assert names.count("h1") == 1
    assert names.count("h2") == len(pack.pages)
    pictures = [attributes for tag, attributes in reader.tags if tag == "img"]
    assert pictures
    assert all(picture.get("alt") for picture in pictures)
    assert names.count("caption") == names.count("table") == sum(len(page.tables) for page in pack.pages)
    assert page.count(f'class="footing">{pack.footer[:20]}') == len(pack.pages)


def test_what_is_written_in_a_text_is_shown_and_not_run(pack: Pack) -> None:
    shown = html_of(replace(pack, partnership="<script>alert(1)</script>", pages=pack.pages[:1]))
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


@pytest.fixture(scope="module")
def deck(pack: Pack) -> Presentation:
    return Presentation(io.BytesIO(slides_of(pack)))


def test_charts_of_the_slides_are_native_with_the_numbers_of_the_pack(deck: Presentation, pack: Pack) -> None:
    natives = {native.title: native for page in pack.pages for drawing in page.drawings for native in drawing.natives}
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert len(charts) == len(natives) > 2
    for chart in charts:
        native = natives[chart.chart_title.text_frame.text]
        assert tuple(chart.plots[0].categories) == native.categories
        for series, (name, values) in zip(chart.plots[0].series, native.series, strict=True):
            assert series.name == name
            assert [None if value is None else pytest.approx(value) for value in values] == list(series.values)
        assert chart._chartSpace.xpath(".//c:dispBlanksAs")[0].get("val") == "gap"


def test_every_slide_has_title_footer_and_notes_and_nothing_leaves_it(deck: Presentation, pack: Pack) -> None:
    for slide in deck.slides:
        assert slide.shapes.title.text_frame.text
        assert any(shape.has_text_frame and shape.text_frame.text == pack.footer for shape in slide.shapes)
        assert slide.notes_slide.notes_text_frame.text
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= deck.slide_width + Emu(9525)
            assert shape.top + shape.height <= deck.slide_height + Emu(9525)
            if shape.has_chart or shape.has_table or shape.shape_type == 13:
                described = shape._element.xpath(".//p:cNvPr")[0].get("descr")
                assert described


def test_the_slides_have_every_row_of_every_table(deck: Presentation, pack: Pack) -> None:
    rows = sum(len(table.rows) for page in pack.pages for table in page.tables)
    tables = [shape.table for slide in deck.slides for shape in slide.shapes if shape.has_table]
    assert sum(len(table.rows) - 1 for table in tables) == rows


def test_the_pdf_is_tagged_for_screen_readers(pack: Pack) -> None:
    pytest.importorskip("weasyprint")
    # The printer is slow: the first two pages and the first one with charts have every kind of part that a pack has.
    drawn = next(page for page in pack.pages[2:] if page.drawings)
    pack = replace(pack, pages=(*pack.pages[:2], drawn))
    document = pypdf.PdfReader(io.BytesIO(pdf_of(pack)))
    root = document.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert document.metadata and document.metadata.title == pack.title
    kinds: list[str] = []
    alts: list[str] = []

    def walk(node: object) -> None:
        found = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(found, list):
            for one in found:
                walk(one)
        elif isinstance(found, dict) and "/S" in found:
            kinds.append(str(found["/S"]))
            if found["/S"] == "/Figure":
                alts.append(str(found.get("/Alt", "")))
            walk(found.get("/K", []))

    walk(root["/StructTreeRoot"]["/K"])
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") == len(pack.pages)
    assert "/Table" in kinds
    assert "/TH" in kinds
    assert sorted(alts) == sorted(drawing.alt for page in pack.pages for drawing in page.drawings)
    said = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in document.pages))
    assert f"Release {pack.origin.release}" in said


def test_without_its_printer_a_pdf_is_refused_with_what_to_do(
    pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(PackProblem, match=r"libpango-1.0-0.*or write the pack to .pptx or .html"):
        write(pack, tmp_path / "pack.pdf")
    assert list(tmp_path.iterdir()) == []


def test_another_ending_is_refused(pack: Pack, tmp_path: Path) -> None:
    with pytest.raises(PackProblem, match=r"pack.doc: end the file's name with .pptx, .pdf, .html"):
        write(pack, tmp_path / "pack.doc")
    assert list(tmp_path.iterdir()) == []
