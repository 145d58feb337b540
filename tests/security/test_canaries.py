"""Texts of the data that would be markup, links or formulas: on no page is one of them anything but words.

What a browser makes of escaped texts is shown in journeys/test_markup.py.
"""

import json
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cspdash.catalogue.notes import Note
from cspdash.store import notes
from cspdash.store.release import building
from tests.security.test_fuzz_pages import PAGES, opened
from tests.sent import figures

CANARIES = [
    "<img src=x onerror=alert(1)>", "![a](http://192.0.2.1/x.png)", "[x](javascript:alert(1))", ":red[x]", "$x$", "`x`",
    "=cmd|' /C calc'!A0", "<script>alert(1)</script>", '<a href="http://192.0.2.1">x</a>',
]  # fmt: skip
CANARY = " ".join(CANARIES)
# What would be more than words where Markdown or Plotly reads it; "=cmd" is harmless on a page.
LIVE = [text for text in CANARIES if not text.startswith("=")]
CHANGES = [
    "UPDATE area SET area_name = area_name || ' ' || $canary",
    "UPDATE area_seen SET area_name = area_name || ' ' || $canary",
    "UPDATE ledger SET file_name = file_name || $canary, notes = [$canary]",
    "INSERT INTO reject SELECT min(load_id), 2, $canary, $canary FROM ledger",
    "UPDATE term SET term = term || $canary WHERE term_id IN (SELECT location_id FROM incident_row)",
    "UPDATE term SET term = $canary WHERE term = 'Vehicle crime'",
    "UPDATE monthly_category SET category = $canary WHERE category = 'Vehicle crime'",
    "UPDATE survey_wave SET wording = $canary, method = $canary",
    "UPDATE survey_answer SET source = $canary",
    "UPDATE observation SET source = $canary, note = $canary",
]


@pytest.fixture(scope="module")
def store_of_canaries(store_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    import shutil

    folder = Path(shutil.copytree(store_folder, tmp_path_factory.mktemp("canaries") / "store"))
    with building(folder) as build:
        for change in CHANGES:
            build.con.execute(change, {"canary": CANARY})
    notes.add(folder, Note("event", date(2023, 1, 1), CANARY, "Analyst", date(2023, 2, 1)))
    return folder


class Tags(HTMLParser):
    """The tags of our HTML, with the addresses they name."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def marked_up(app: AppTest) -> Iterator[tuple[str, str]]:
    """Yield every text of a page that Streamlit reads as Markdown."""
    for kind in ("title", "header", "subheader", "markdown", "caption", "info", "warning", "error", "success"):
        yield from ((kind, str(item.value)) for item in getattr(app, kind))
    for kind in (
        "button",
        "selectbox",
        "multiselect",
        "text_input",
        "text_area",
        "checkbox",
        "number_input",
        "expander",
    ):
        yield from ((kind, str(item.label)) for item in getattr(app, kind))
    for kind in ("download_button", "page_link"):
        yield from ((kind, str(item.proto.label)) for item in app.get(kind))


@pytest.mark.parametrize("page", PAGES)
def test_canaries_in_the_data_are_words_on_every_page(
    page: str, store_of_canaries: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CSPDASH_STORE", str(store_of_canaries))
    app = opened(page, {}).run()
    assert not app.exception, app.exception[0].message
    for kind, text in marked_up(app):
        for canary in LIVE:
            assert canary not in text, f"{kind}: {text[:120]}"
    for item in app.get("html"):
        for tag, attributes in Tags(item.proto.body).seen:
            assert tag not in {"script", "a", "iframe", "object", "form"}
            assert not any(name.startswith("on") for name in attributes)
            assert str(attributes.get("src") or "data:").startswith("data:")
    for _, drawn in figures(app):
        texts = list(strings(json.loads(drawn)))
        assert texts and not any('<a href="http://192.0.2.1">' in text for text in texts), "a link in a chart"


def strings(value: object) -> Iterator[str]:
    """Yield every text of a figure."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def test_the_canaries_are_really_on_the_pages(store_of_canaries: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CSPDASH_STORE", str(store_of_canaries))
    sources = opened("sources", {}).run()
    assert any("&lt;img src=x" in item.proto.body for item in sources.get("html"))
    places = opened("places", {"locality": "E01012304"}).run()
    assert any("\\<img src\\=x" in text.replace("src=", "src\\=") for _, text in marked_up(places))
