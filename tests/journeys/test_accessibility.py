"""Everyone can read and work every page: axe-core without an exception, contrast, headings, focus, keyboard, zoom.

Here every page of both editions is read in both looks and both widths at least once: light at 1280 pixels, dark at 320
with everything folded away opened. `python scripts/accessibility_run.py` reads every combination and writes the record.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from cspdash import catalogue, settings
from cspdash.ingest import run
from cspdash.publish.build import publish
from cspdash.store.release import building
from scripts import reading
from tests.journeys.conftest import served, window
from tests.journeys.walking import read, walk

pytestmark = pytest.mark.browser
ROUNDS = pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
# Where a page answers more than one question; the rest is in the full run.
QUESTIONS = [
    "places?recorded=composite", "places?level=district&beside=change", "compare?view=funnel", "compare?view=past",
    "compare?view=trends", "compare?view=profile", "hotspots?view=hexagons", "hotspots?view=repeats",
    "hotspots?view=times", "hotspots?view=concentration", "hotspots?view=persistence", "own-areas?way=file",
    "own-areas?way=type", "own-areas?way=list", "rows?counted=asb", f"places?{reading.WRONG}", "meeting",
    "interventions?treated=E01012304&comparison=E01012316&began=2021-06-01",
]  # fmt: skip
PUBLIC_QUESTIONS = [
    "places?recorded=composite", "places?level=district&beside=change", "places?locality=E01012304",
    "compare?view=funnel", "compare?peers=districts", "compare?view=funnel&peers=districts",
    "compare?view=past&peers=districts", "compare?view=trends&peers=districts", "compare?view=profile&peers=districts",
    f"compare?{reading.WRONG}",
]  # fmt: skip


def ask(browser: Browser, address: str, scheme: reading.Scheme, width: int, links: list[str]) -> None:
    """Open links and read what they show; each is read in one of the two rounds, and in the full run in all."""
    with window(browser, address, width, scheme=scheme) as visitor:
        for link in links[width == 320 :: 2]:
            visitor.open(f"/{link}")
            assert read(visitor, width) == [], link
        assert visitor.errors == []


@pytest.fixture(scope="module")
def public_address(store_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the public edition of the sample store; give the address."""
    folder = tmp_path_factory.mktemp("public") / "store"
    publish(store_folder, folder, catalogue.load(settings.content_dir()))
    with served(folder, tmp_path_factory.mktemp("public-server") / "log") as found:
        yield found


@pytest.fixture(scope="module")
def empty_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a store with reference data and no incident; give the address."""
    content, folder = catalogue.load(settings.content_dir()), tmp_path_factory.mktemp("nothing")
    with building(folder) as build:
        run.prepare(build, content)
        run.derive(build.con, content)
    with served(folder, tmp_path_factory.mktemp("empty-server") / "log") as found:
        yield found


@ROUNDS
def test_every_page_of_the_partnership_can_be_read(
    browser: Browser, address: str, scheme: reading.Scheme, width: int
) -> None:
    with window(browser, address, width, scheme=scheme) as visitor:
        assert len(walk(visitor, width)) >= 19


@pytest.mark.xdist_group("public-reading")
def test_every_public_page_can_be_read(browser: Browser, public_address: str) -> None:
    """Here in the light look on a wide screen; test_public.py reads them all in the dark look on a narrow one."""
    with window(browser, public_address) as visitor:
        assert len(walk(visitor, 1280)) >= 15


@pytest.mark.xdist_group("public-reading")
def test_every_page_without_data_can_be_read(browser: Browser, empty_address: str) -> None:
    with window(browser, empty_address, 320, scheme="dark") as visitor:
        assert len(walk(visitor, 320)) >= 19


@ROUNDS
def test_every_question_of_a_page_can_be_read(
    browser: Browser, address: str, scheme: reading.Scheme, width: int
) -> None:
    ask(browser, address, scheme, width, QUESTIONS)


@pytest.mark.xdist_group("public-reading")
@ROUNDS
def test_every_question_of_a_public_page_can_be_read(
    browser: Browser, public_address: str, scheme: reading.Scheme, width: int
) -> None:
    ask(browser, public_address, scheme, width, PUBLIC_QUESTIONS)


BROKEN = """<html lang="en"><head><title>x</title></head><body><main><h1>One</h1><h3>Three</h3>
<p style="color:#999;background:#fff">Grey on white</p><img src="data:,"><button style="width:9px;height:9px"></button>
<svg width="300" height="60" style="background:#fff"><rect width="300" height="60" fill="#333"/>
<text x="9" y="30" fill="#111">Dark on dark</text></svg><div style="width:4000px">wide</div></main></body></html>"""


def test_what_is_wrong_is_found(browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 700})
    page = context.new_page()
    page.set_content(BROKEN)
    said = "\n".join(reading.faults(page))
    for fault in ("image-alt", "button-name", "color-contrast", "heading-order", "heading level skipped", "sideways"):
        assert fault in said, fault
    found = page.evaluate(reading.CONTRAST, [["text"], ["h1"]])
    assert len(found) == 1
    assert "Dark on dark" in found[0]
    context.close()
