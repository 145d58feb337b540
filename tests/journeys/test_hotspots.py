"""The analyst's page in a real browser: hexagons with and without WebGL, an area by click, list and link."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import CHROMIUM, SWITCHES, Visitor, served, visitor_in, window
from tests.journeys.test_journeys import LOCALITY, NAME, OTHER

pytestmark = pytest.mark.browser

HEXAGONS = "/hotspots?view=hexagons"
EMPTY = "If it stays empty, your browser or computer has none: the table below holds the same numbers"


@pytest.fixture(scope="module")
def hot_address(hot_store_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the store with a cluster; give the address."""
    with served(hot_store_folder, tmp_path_factory.mktemp("hot-server") / "log") as found:
        yield found


def colours_drawn(page: Page) -> int:
    """Return how many colours the deck's own canvas shows, by what a reader would see of it."""
    shot = page.get_by_test_id("stDeckGlJsonChart").screenshot()
    return int(
        page.evaluate(
            """async bytes => {
                const image = await createImageBitmap(new Blob([new Uint8Array(bytes)], {type: "image/png"}));
                const canvas = new OffscreenCanvas(image.width, image.height), context = canvas.getContext("2d");
                context.drawImage(image, 0, 0);
                const data = context.getImageData(0, 0, image.width, image.height).data, seen = new Set();
                for (let at = 0; at < data.length; at += 4) seen.add((data[at] << 16) + (data[at+1] << 8) + data[at+2]);
                return seen.size;
            }""",
            list(shot),
        )
    )


def test_hexagons_are_drawn_and_nobody_else_is_asked(visitor: Visitor) -> None:
    visitor.open(HEXAGONS)
    visitor.page.wait_for_timeout(1500)
    assert colours_drawn(visitor.page) > 4
    assert EMPTY in visitor.text()
    assert visitor.outside() == []
    assert visitor.errors == []


def test_without_webgl_the_page_says_so_and_offers_the_table(browser: Browser, address: str) -> None:
    # A second browser of the same driver: graphics are switched off for the whole process.
    plain = browser.browser_type.launch(executable_path=CHROMIUM, args=[*SWITCHES, "--disable-3d-apis"])
    context = plain.new_context(viewport={"width": 1280, "height": 900})
    visitor = visitor_in(context, address)
    visitor.open(HEXAGONS)
    visitor.page.wait_for_timeout(1000)
    assert colours_drawn(visitor.page) <= 4
    expect(visitor.page.get_by_text(EMPTY)).to_be_visible()
    visitor.page.get_by_text("The same numbers as a table").click()
    table = visitor.page.get_by_role("group", name=re.compile("by hexagon, Darlington"))
    expect(table).to_be_visible()
    assert table.locator("tbody tr").count() == 3
    assert visitor.page.locator("[data-testid=stException]").count() == 0
    plain.close()


def test_click_list_and_link_choose_the_same_locality(browser: Browser, hot_address: str) -> None:
    with window(browser, hot_address) as visitor:
        a_locality_is_chosen(visitor)
        assert visitor.outside() == []
        assert visitor.errors == []


def a_locality_is_chosen(visitor: Visitor) -> None:
    """Choose the same locality by link and list, and another by click."""
    visitor.open(f"/hotspots?locality={LOCALITY}")
    expect(visitor.page.locator("h2", has_text=NAME)).to_be_visible()
    by_link = visitor.findings()
    visitor.open("/hotspots")
    visitor.choose("Locality", NAME)
    expect(visitor.page.locator("h2", has_text=NAME)).to_be_visible()
    assert f"locality={LOCALITY}" in visitor.page.url
    assert visitor.findings() == by_link
    visitor.open("/hotspots")
    shapes = visitor.page.locator(".cd-map-area")
    expect(shapes.first).to_be_visible()
    visitor.page.locator(f"[data-code={OTHER}] path").first.click(force=True, delay=80)
    expect(visitor.page.locator("h2", has_text=re.compile(r"^Darlington \d{3}[A-Z]$"))).to_be_visible(timeout=15_000)
    assert "locality=E0" in visitor.page.url
