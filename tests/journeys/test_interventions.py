"""The analyst who tests an intervention: by keyboard alone, the link shares it, and it can be read in every look."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, expect

from scripts import reading
from tests.journeys.conftest import Visitor, window

pytestmark = pytest.mark.browser
LINK = "/interventions?treated=E01012304&comparison=E01012316&began=2021-06-01&displaced=E01012305"
LINK += "&displacedcomparison=E01020634&ended=2021-12-31"
VERDICT = "Anti-social behaviour in Darlington 012A: no detectable effect"


def take(visitor: Visitor, label: str, name: str) -> None:
    """Add an area to a picker by keyboard alone."""
    visitor.page.get_by_role("combobox", name=label).focus()
    visitor.page.keyboard.type(name)
    expect(visitor.page.get_by_role("option", name=name, exact=True)).to_be_visible()
    visitor.page.keyboard.press("Enter")
    visitor.page.keyboard.press("Escape")
    visitor.page.wait_for_timeout(500)
    visitor.settle()


def test_a_test_is_made_by_keyboard_and_its_link_gives_the_same_page(visitor: Visitor, browser: Browser) -> None:
    visitor.open("/interventions?began=2021-06-01")
    take(visitor, "Treated areas", "Darlington 012A")
    assert "Choose a comparison area" in visitor.text()
    take(visitor, "Comparison areas", "Darlington 010B")
    expect(visitor.page.get_by_role("heading", name=VERDICT)).to_be_visible()
    asked = parse_qs(urlsplit(visitor.page.url).query)
    assert (asked["treated"], asked["comparison"], asked["began"]) == (["E01012304"], ["E01012316"], ["2021-06-01"])
    with window(browser, visitor.address) as other:
        other.page.goto(visitor.page.url)
        other.settle()
        assert other.findings() == visitor.findings()
    assert visitor.errors == []
    assert visitor.outside() == []


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_it_can_be_read_by_everyone(browser: Browser, address: str, width: int, scheme: reading.Scheme) -> None:
    with window(browser, address, width, 844, scheme) as visitor:
        visitor.open(LINK)
        expect(visitor.page.get_by_role("heading", name=VERDICT)).to_be_visible()
        for title in ("The same numbers as a table", "The test itself", "Keep this test as content"):
            visitor.page.get_by_text(title, exact=True).click()
        visitor.settle()
        expect(visitor.page.get_by_text("Both together", exact=True)).to_be_visible()
        assert reading.faults(visitor.page) == []
        assert visitor.page.evaluate("document.documentElement.scrollWidth") <= width
        assert visitor.errors == []
