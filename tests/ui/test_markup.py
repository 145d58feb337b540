"""Texts from outside never become markup; tables carry what a screen reader needs."""

import base64
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cspdash.charts.sparks import spark
from cspdash.charts.tables import Cell, Table, number, text
from cspdash.charts.theme import DARK, LIGHT
from cspdash.ui.markup import MARKS, literal, style, table_html
from tests.ui.conftest import html_of, plain, started

CANARIES = [
    "<img src=x onerror=alert(1)>", "![a](http://example.org/x.png)", "[x](javascript:alert(1))", ":red[x]", "$x$",
    "`code`", "**b** _i_ ~~s~~", "# head", "1. one", "1) one", "- item", "+ item", "> quote", "&lt;b&gt; &amp; &copy;",
    "<script>alert(1)</script>", "\\*x\\*", "| a | b |", "[^1] [x]: http://x", "</td></tr></table><h1>x</h1>",
    '" onmouseover="x', "'><b>", "]]><!-- -->", "http://example.org/?a=1&b=2",
]  # fmt: skip
TEXTS = st.one_of(st.sampled_from(CANARIES), st.text("ab<>&\"'`*_[](){}!$:#|~\\-+.1 \n\t", max_size=30))


class Parsed(HTMLParser):
    """What a browser would make of a table: its tags with attributes, and its texts by cell."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.cells: list[str] = []
        self.caption = ""
        self.inside = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.inside = tag
        if tag in {"th", "td"}:
            self.cells.append("")

    def handle_data(self, data: str) -> None:
        if self.inside == "caption":
            self.caption += data
        elif self.inside in {"th", "td"}:
            self.cells[-1] += data

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""


@pytest.mark.parametrize("canary", CANARIES)
def test_a_text_from_outside_is_shown_as_it_is(canary: str) -> None:
    (tokens,) = (token for token in MarkdownIt("gfm-like", {"linkify": False}).parse(literal(canary)) if token.children)
    assert {child.type for child in tokens.children or ()} <= {"text", "text_special"}
    assert "".join(child.content for child in tokens.children or ()) == canary


@given(TEXTS)
def test_any_text_is_one_paragraph_of_plain_words(given_text: str) -> None:
    words = " ".join(given_text.split())
    tokens = MarkdownIt("commonmark").parse(literal(given_text))
    assert [token.type for token in tokens] == (["paragraph_open", "inline", "paragraph_close"] if words else [])
    shown = "".join(child.content for token in tokens for child in token.children or ())
    assert shown == words


def test_streamlits_own_markup_is_escaped_too() -> None:
    assert literal(":red[x] $x$ ~x~") == "\\:red\\[x\\] \\$x\\$ \\~x\\~"


def test_words_that_would_become_icons_stay_words() -> None:
    joined = plain(literal("see :material/home: or :streamlit:"))
    assert joined.replace("\u2060", "") == "see :material/home: or :streamlit:"
    assert ":material/" not in joined
    assert ":streamlit:" not in joined


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_nothing_in_a_table_becomes_markup(caption: str, column: str, row_name: str, cell: str) -> None:
    made = Parsed(table_html(Table(caption, (column, "n"), ((text(row_name), text(cell)),))))
    expected = ["div", "table", "caption", "thead", "tr", "th", "th", "tbody", "tr", "th", "td"]
    assert [tag for tag, _ in made.tags] == expected
    assert made.cells == [column, "n", row_name, cell]
    assert made.caption == caption == made.tags[0][1]["aria-label"]
    assert {name for _, attributes in made.tags for name in attributes} <= {
        "class", "tabindex", "role", "aria-label", "scope",
    }  # fmt: skip


def test_a_table_has_a_caption_headers_and_can_be_scrolled_by_keyboard() -> None:
    rows = ((text("Burglary"), number(1234), text("down")), (text("Drugs"), number(None), text("up")))
    made = Parsed(table_html(Table("Recorded", ("Category", "n", "Reading"), rows, frozenset({1}))))
    assert made.caption == "Recorded"
    scopes = [attributes.get("scope") for tag, attributes in made.tags if tag == "th"]
    assert scopes == ["col"] * 3 + ["row"] * 2
    numeric = [attributes.get("class") for tag, attributes in made.tags if tag == "td"]
    assert numeric == ["num", None] * 2
    assert made.cells[4:6] == ["1,234", "down"]
    assert made.cells[7] == "not held"
    assert (made.tags[0][1]["tabindex"], made.tags[0][1]["role"]) == ("0", "group")


def test_columns_for_downloads_alone_are_not_on_screen() -> None:
    table = Table("T", ("a", "b", "c"), ((text("x"), text("hidden"), text("y")),), download_only=frozenset({1}))
    assert Parsed(table_html(table)).cells == ["a", "c", "x", "y"]
    assert table.records() == [{"a": "x", "b": "hidden", "c": "y"}]


def test_a_reading_has_a_shape_beside_its_colour() -> None:
    cells = (
        text("Burglary"),
        Cell("concern", "up: concern", "concern"),
        Cell("x", "more people came forward", "other"),
    )
    html = table_html(Table("T", ("a", "b", "c"), (cells,)))
    assert f'<td class="concern">{MARKS["concern"]}up: concern</td>' in html
    assert "<td>more people came forward</td>" in html
    assert len(set(MARKS.values())) == len(MARKS)


def test_a_picture_has_its_words_and_is_a_picture() -> None:
    drawn = spark([1, None, 3], LIGHT.OBSERVED)
    html = table_html(Table("T", ("a", "b"), ((text("x"), Cell("alt", 'lowest "1"', picture=drawn)),)))
    (image,) = (attributes for tag, attributes in Parsed(html).tags if tag == "img")
    assert image["alt"] == 'lowest "1"'
    kind, data = (image["src"] or "").split(",")
    assert kind == "data:image/svg+xml;base64"
    assert ElementTree.fromstring(base64.b64decode(data)).tag.endswith("svg")


def test_each_look_has_its_own_colours() -> None:
    for colours, dark in ((LIGHT, False), (DARK, True)):
        sheet = style(dark)
        assert colours.CONCERN in sheet
        assert colours.CONCERN in sheet
        assert sheet.count("{") == sheet.count("}")
    assert style(False) != style(True)


def test_sentences_are_written_large_and_escaped() -> None:
    def leading() -> None:
        from cspdash.ui.markup import show_lead

        show_lead(["ASB fell by 5 < 6 & <b>more</b>.", "Second."])

    html = html_of(started(leading))
    assert '<p class="cd-lead">ASB fell by 5 &lt; 6 &amp; &lt;b&gt;more&lt;/b&gt;.</p>' in html
    assert html.count("<p ") == 2
