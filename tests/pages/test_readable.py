"""Every chart has a text that names its numbers and a table of the same numbers, on every page of both editions."""

import html
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from cspdash import catalogue, settings
from cspdash.publish.build import publish
from cspdash.ui.navigation import address
from tests.pages.conftest import Opener
from tests.sent import figures

CONTENT = catalogue.load(settings.content_dir())
PLAN = CONTENT.default_plan
PAGES = [
    ("", {}), ("perceptions", {}), ("places", {}), ("places", {"recorded": "composite"}), ("delivery", {}),
    ("compare", {}), ("compare", {"view": "funnel"}), ("compare", {"view": "past"}), ("compare", {"view": "profile"}),
    ("hotspots", {}), ("hotspots", {"view": "persistence"}), ("hotspots", {"view": "repeats"}),
    ("hotspots", {"view": "times"}), ("plans", {}), ("changes", {}), ("rows", {"counted": "asb"}), ("notes", {}),
    ("interventions", {"treated": "E01012304", "comparison": "E01012316", "began": "2021-06-01"}),
    *((address(PLAN, priority), {}) for priority in PLAN.priorities),
]  # fmt: skip
NAMES = [f"{page or 'overview'}-{'-'.join(query.values())[:20]}" for page, query in PAGES]
NUMBER = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?(?![\w])")
# A trend's text: "from 412 to 377, lowest 301 in May 2021, highest 520 in ..."
TREND = re.compile(r"from (\d[\d,.]*) to (\d[\d,.]*), lowest (\d[\d,.]*) in .*?, highest (\d[\d,.]*) in")


def tables(app: AppTest) -> str:
    """Return the texts of every table on a page."""
    written = " ".join(item.proto.body for item in app.get("html") if "<table" in item.proto.body)
    return html.unescape(re.sub(r"<[^>]+>", " ", written))


def numbers(text: str) -> set[str]:
    """Return the numbers that a text names, as they are written."""
    return set(NUMBER.findall(text))


@pytest.fixture(scope="session")
def public_pages(store_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The public edition of the sample store."""
    folder = tmp_path_factory.mktemp("readable") / "store"
    publish(store_folder, folder, CONTENT)
    return folder


def check(app: AppTest) -> None:
    """Hold that charts = texts = tables, and that what a text says is in the tables or in the page's sentences."""
    assert not app.exception, app.exception[0].message
    alts = [alt for alt, _ in figures(app)] + [item.proto.alt for item in app.get("deck_gl_json_chart")]
    beside = [item for item in app.expander if item.label == "The same numbers as a table"]
    assert all(len(alt) > 40 for alt in alts)
    assert len(set(alts)) == len(alts)
    assert len(beside) >= len(alts)
    written = numbers(tables(app))
    for alt in alts:
        for value in (number for found in TREND.finditer(alt) for number in found.groups()):
            assert value in written, f"{value} of {alt!r} is in no table"


@pytest.mark.parametrize(("page", "query"), PAGES, ids=NAMES)
def test_every_chart_is_told_and_tabled(page: str, query: dict[str, str], open_page: Opener) -> None:
    check(open_page(page, **query))


def test_a_trend_is_told_with_numbers(open_page: Opener) -> None:
    app = open_page(address(PLAN, PLAN.priority("safer-places")))
    assert any(TREND.search(alt) for alt, _ in figures(app))


@pytest.mark.parametrize("page", ["", "perceptions", "places", "compare", "accessibility"])
def test_every_public_chart_is_told_and_tabled(
    page: str, public_pages: Path, open_page: Opener, stores: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(stores, "public", public_pages)
    check(open_page(page, "public"))
