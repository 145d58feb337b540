"""Every page, opened by links and with fields that hold what a stranger might put there: no error, nothing written."""

import os
import time
from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from cspdash.settings import ROOT
from tests.pages.test_pages import FIXED, PRIORITIES
from tests.security.hostile import encodable, nothing_written, texts

# What any page reads from its address.
KEYS = (
    "area", "locality", "recorded", "window", "plan", "level", "to", "beside", "weights", "list", "question",
    "compared",
    "span", "view", "measure", "months", "size", "peers", "indicator", "average", "page", "order", "counted", "from",
    "outcome", "street", "intervention", "after", "by", "began", "ended", "treated", "comparison", "displaced",
    "displacedcomparison", "printed", "kind", "since", "seen", "note-kind", "way", "rules", "screen", "notes", "back",
    "embed", "embed_options", "anything",
)  # fmt: skip
PAGES = sorted({*FIXED, "changes", "notes", "board-pack", "compare", PRIORITIES[0], PRIORITIES[-1]})
# More in a night: FUZZ_LINKS=200 pytest tests/security/test_fuzz_pages.py
LINKS = int(os.environ.get("FUZZ_LINKS", "1"))
LONGEST_SECONDS = 1.0


def opened(page: str, query: dict[str, str]) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app._page_hash = calc_hash(page) if page else ""
    for key, value in query.items():
        app.query_params[key] = value
    return app


def ran(app: AppTest) -> AppTest:
    """Run a page and hold it to what every run must do."""
    start = time.process_time()
    with nothing_written():
        app.run()
    took = time.process_time() - start
    assert not app.exception, app.exception[0].message
    assert len(app.title) == 1
    assert took <= LONGEST_SECONDS, f"{took:.2f} s of processor time"
    return app


@pytest.fixture
def warm(store_folder: object, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], AppTest]:
    """Open a page once as usual, so that what is worked out once for all readers is there."""
    monkeypatch.setenv("CSPDASH_STORE", str(store_folder))

    def usual(page: str) -> AppTest:
        return opened(page, {}).run()

    return usual


@pytest.mark.parametrize("page", PAGES)
def test_links_with_anything_in_them_show_the_usual_view(page: str, warm: Callable[[str], AppTest]) -> None:
    """Each link has another hostile text in every one of its parameters."""
    warm(page)
    given = [encodable(text) for text in texts(LINKS * len(KEYS), seed=sum(map(ord, page)) + 1)]
    for turn in range(LINKS):
        values = given[turn::LINKS]
        ran(opened(page, dict(zip(KEYS, values, strict=True))))


def hold(item: Any, text: str) -> None:
    """Put a text into a field as a browser could, past what the page offers."""
    if hasattr(item, "options"):
        item.options.append(text)
    item.set_value([text] if item.type == "multiselect" else text)


@pytest.mark.parametrize("page", ["places", "rows", "own-areas", "notes", "interventions", "compare"])
def test_fields_may_hold_anything(page: str, warm: Callable[[str], AppTest]) -> None:
    warm(page)
    for number, text in enumerate(["\0\u202e<img src=x>'; DROP TABLE incident; --../", "x" * 100_000]):
        query = {"way": "type"} if page == "own-areas" else {}
        app = opened(page, query).run()
        for item in (*app.text_input, *app.text_area):
            hold(item, text)
        if number == 0:
            for item in app.number_input:
                item.set_value(10**6)
        ran(app)


@pytest.mark.parametrize("page", ["places", "rows", "compare", "hotspots", "changes"])
def test_a_choice_that_was_never_offered_is_not_made(page: str, warm: Callable[[str], AppTest]) -> None:
    warm(page)
    labels = [item.label for item in warm(page).selectbox]
    for label, text in zip(labels, ["'; --", "E99999999" * 1_000], strict=False):
        app = opened(page, {}).run()
        hold(next(item for item in app.selectbox if item.label == label), text)
        ran(app)
