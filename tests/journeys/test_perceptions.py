"""The reader on a phone, and the one who comes from another page: the verdict first, the area kept."""

import pytest
from playwright.sync_api import Browser

from tests.journeys.conftest import Visitor, visitor_in

pytestmark = pytest.mark.browser

VERDICT = "Darlington: recorded ASB fell; there is no evidence that perception changed."


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_shows_the_verdict_without_scrolling(browser: Browser, address: str, scheme: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme)  # type: ignore[arg-type]
    visitor = visitor_in(context, address)
    visitor.open("/perceptions")
    heading = visitor.page.get_by_role("heading", name=VERDICT)
    box = heading.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 844
    assert visitor.page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


def test_the_area_is_kept_from_page_to_page(visitor: Visitor) -> None:
    visitor.open("/perceptions")
    assert VERDICT in visitor.text()
    for page in ("High-impact localities", "Perceptions against reality"):
        visitor.page.get_by_role("link", name=page).first.click()
        visitor.settle()
        assert "area=" not in visitor.page.url
    visitor.choose("Area", "County Durham")
    visitor.page.get_by_role("link", name="High-impact localities").first.click()
    visitor.settle()
    visitor.page.get_by_role("link", name="Perceptions against reality").first.click()
    visitor.settle()
    assert "area=E06000047" in visitor.page.url
    assert "no answers are held" in visitor.text()
    assert visitor.errors == []
