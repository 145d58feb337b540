"""The comparison's pickers and pictures: pages in the link, SVG as images, texts escaped."""

import base64
from html.parser import HTMLParser
from typing import Any

from tests.ui.conftest import address_of, html_of, started


def pages(count: int, a_screen: int, start: int) -> None:
    import streamlit as st

    from cspdash.ui.compare import pick_page

    st.text(f"page {pick_page(count, a_screen, start)}")


def pictures(given: list[tuple[str, str, str]]) -> None:
    from cspdash.ui.markup import show_pictures

    show_pictures(given)


def test_one_screen_has_no_pages() -> None:
    app = started(pages, count=12, a_screen=12, start=1)
    assert not app.selectbox
    assert app.text[0].value == "page 1"


def test_pages_open_on_the_chosen_area_and_go_into_the_link() -> None:
    assert started(pages, count=65, a_screen=20, start=3).text[0].value == "page 3"
    app = started(pages, count=65, a_screen=20, start=1)
    assert app.selectbox[0].options == ["1 to 20 of 65", "21 to 40 of 65", "41 to 60 of 65", "61 to 65 of 65"]
    app.selectbox[0].set_value("4").run()
    assert address_of(app) == {"page": "4"}
    assert app.text[0].value == "page 4"
    assert started(pages, {"page": "2"}, count=65, a_screen=20, start=1).text[0].value == "page 2"


class Images(HTMLParser):
    """The tags of a text with their attributes, and its captions."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.images: list[dict[str, Any]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in {"div", "figure", "figcaption", "img"}
        if tag == "img":
            self.images.append(dict(attrs))

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_pictures_are_images_with_their_texts_escaped() -> None:
    name, alt, svg = "<b>A & B</b>", '" onerror="x', "<svg xmlns='http://www.w3.org/2000/svg'/>"
    found = Images(html_of(started(pictures, given=[(name, alt, svg), ("C", "d", svg)])))
    assert [image["alt"] for image in found.images] == [alt, "d"]
    assert set(found.images[0]) == {"alt", "src"}
    assert "".join(found.words).strip() == f"{name}C"
    held = found.images[0]["src"].removeprefix("data:image/svg+xml;base64,")
    assert base64.b64decode(held).decode() == svg
