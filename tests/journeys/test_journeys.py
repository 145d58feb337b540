"""What a reader does, in a real browser: every page, the map by click, list and link, and nothing asked of others."""

import re

import pytest
from playwright.sync_api import Browser, expect

from cspdash import catalogue, settings
from cspdash.ui.navigation import address as address_of
from scripts import reading
from tests.journeys.conftest import Visitor, visitor_in, window

pytestmark = pytest.mark.browser

CONTENT = catalogue.load(settings.content_dir())
PLAN = CONTENT.default_plan
LOCALITY, NAME = "E01012304", "Darlington 012A"
OTHER = "E01012306"


def paths(visitor: Visitor) -> int:
    """Return how many areas the first map has coloured: edges of listed areas lie over them by themselves."""
    return visitor.page.locator(".cd-map").first.locator(".cd-map-area").count()


def test_the_map_draws_every_locality_without_webgl(browser: Browser, visitor: Visitor) -> None:
    visitor.open("/places?area=E06000047")
    expect(visitor.page.locator(".cd-map-area").first).to_be_visible()
    durham = paths(visitor)
    visitor.open("/places?area=E06000005")
    expect(visitor.page.locator(".cd-map-area").first).to_be_visible()
    darlington = paths(visitor)
    # 65 and 324 LSOAs of 2011; one in each is split in the sample, which leaves the common areas as they are.
    assert (darlington, durham) == (65, 324)
    # A map whose outlines are wound the wrong way fills the whole frame with one area.
    frame = visitor.page.locator(".cd-map-frame").first.bounding_box()
    assert frame
    boxes = [box for item in visitor.page.locator(".cd-map-area").all()[:20] if (box := item.bounding_box())]
    assert all(box["width"] * box["height"] < frame["width"] * frame["height"] / 2 for box in boxes)


def test_click_list_and_link_give_the_same_profile(visitor: Visitor) -> None:
    visitor.open(f"/places?locality={LOCALITY}")
    by_link = visitor.page.locator("h2").all_inner_texts()
    assert any(NAME in title for title in by_link)

    visitor.open("/places")
    visitor.choose("Locality", NAME)
    expect(visitor.page.locator("h2", has_text=NAME)).to_be_visible()
    assert f"locality={LOCALITY}" in visitor.page.url

    visitor.open("/places")
    shapes = visitor.page.locator(".cd-map-area")
    expect(shapes.first).to_be_visible()
    visitor.page.locator(f"[data-code={OTHER}] path").first.click(force=True, delay=80)
    expect(visitor.page.locator("h2", has_text=re.compile(r"^Darlington \d{3}[A-Z]$"))).to_be_visible(timeout=15_000)
    assert "locality=E0" in visitor.page.url


def test_a_copied_link_restores_the_view_in_another_browser(browser: Browser, visitor: Visitor) -> None:
    visitor.open(f"/{address_of(PLAN, PLAN.priority('safer-places'))}")
    visitor.choose("Area", "County Durham")
    link, seen = visitor.page.url, visitor.findings()
    other_context = browser.new_context(viewport={"width": 1280, "height": 900})
    other = visitor_in(other_context, "")
    other.open(link)
    assert other.findings() == seen
    assert "County Durham" in " ".join(seen)
    other_context.close()


def test_choosing_a_plan_lists_its_priorities(visitor: Visitor) -> None:
    older = CONTENT.plans[-1]
    visitor.open("/")
    visitor.choose("Plan", older.short_title)
    links = visitor.page.locator("[data-testid=stPageLink]").all_inner_texts()
    for priority in older.priorities:
        assert f"{priority.number}. {priority.short_title}" in links


@pytest.mark.parametrize(("scheme", "first"), [("light", 0), ("dark", 1)])
def test_every_priority_of_every_plan_opens_from_a_link(
    browser: Browser, address: str, scheme: reading.Scheme, first: int
) -> None:
    """Each is opened once, every second in the other look; the newest plan's pages are read in both elsewhere."""
    every = [(plan, priority) for plan in CONTENT.plans for priority in plan.priorities]
    with window(browser, address, scheme=scheme) as visitor:
        for plan, priority in every[first::2]:
            visitor.open(f"/{address_of(plan, priority)}?area=E06000047")
            assert visitor.page.locator("h1").inner_text() == f"{priority.number}. {priority.title}"
            assert visitor.page.get_by_role("combobox", name="Plan", exact=True).input_value() == plan.short_title
            assert visitor.page.get_by_role("combobox", name="Area", exact=True).input_value() == "County Durham"
            assert visitor.page.locator("[data-testid=stException], [role=dialog]").count() == 0
        assert visitor.errors == []
