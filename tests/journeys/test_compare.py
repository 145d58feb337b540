"""Compare in a real browser: chosen by keyboard, kept in the link, on a phone."""

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import Visitor, window

pytestmark = pytest.mark.browser


def test_a_comparison_is_chosen_by_keyboard_and_opens_again_from_its_link(visitor: Visitor, browser: Browser) -> None:
    visitor.open("/compare")
    visitor.choose("Compare with", "Districts of the partnership")
    visitor.choose("Show", "Against its own past")
    assert {"peers=districts", "view=past"} <= set(visitor.page.url.split("?")[1].split("&"))
    said = visitor.findings()
    assert any("1 year before" in text for text in said)
    with window(browser, visitor.address) as other:
        other.open(visitor.page.url.removeprefix(visitor.address))
        assert other.findings() == said


def test_small_trends_stand_side_by_side_and_below_one_another_on_a_phone(browser: Browser, address: str) -> None:
    lines = {}
    for width in (1280, 390):
        with window(browser, address, width, 844) as visitor:
            visitor.open("/compare?view=trends")
            pictures = visitor.page.locator(".cd-grid figure")
            expect(pictures).to_have_count(12)
            boxes = [box for one in pictures.all() if (box := one.bounding_box())]
            lines[width] = len({round(box["y"]) for box in boxes})
            assert visitor.page.locator(".cd-grid img").first.evaluate("one => one.complete && one.naturalWidth > 0")
            assert all(one.get_attribute("alt") for one in visitor.page.locator(".cd-grid img").all())
            assert visitor.page.evaluate("document.documentElement.scrollWidth") <= width
    assert lines == {1280: 4, 390: 12}
