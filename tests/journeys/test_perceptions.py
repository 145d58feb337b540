"""The reader on a phone, and the one who comes from another page: the verdict first, the area kept."""

import pytest
from playwright.sync_api import Browser, expect

from scripts import reading
from tests.journeys.conftest import Visitor, window

pytestmark = pytest.mark.browser

VERDICT = "Darlington: recorded ASB fell; there is no evidence that perception changed."


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_the_verdict_without_scrolling(browser: Browser, address: str, scheme: reading.Scheme) -> None:
    with window(browser, address, 390, 844, scheme) as visitor:
        visitor.open("/perceptions")
        heading = visitor.page.get_by_role("heading", name=VERDICT)
        box = heading.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] < 844
        assert visitor.page.evaluate("document.documentElement.scrollWidth") <= 390


def followed(visitor: Visitor, page: str) -> None:
    """Follow a link of the navigation and wait until its page is shown."""
    visitor.page.get_by_role("link", name=page).first.click()
    expect(visitor.page).to_have_title(f"{page} - cspdash")
    visitor.settle()


def test_the_area_is_kept_from_page_to_page(visitor: Visitor) -> None:
    visitor.open("/perceptions")
    assert VERDICT in visitor.text()
    for page in ("High-impact localities", "Perceptions against reality"):
        followed(visitor, page)
        assert "area=" not in visitor.page.url
    visitor.choose("Area", "County Durham")
    followed(visitor, "High-impact localities")
    followed(visitor, "Perceptions against reality")
    assert "area=E06000047" in visitor.page.url
    assert "no answers are held" in visitor.text()
    assert visitor.errors == []
