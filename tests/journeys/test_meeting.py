"""A meeting walked by keyboard alone, from a page and back to it; and pages on paper."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from cspdash import catalogue, settings
from cspdash.ui.navigation import address as address_of
from scripts import reading
from tests.journeys.conftest import Visitor, window

pytestmark = pytest.mark.browser

CONTENT = catalogue.load(settings.content_dir())
PLAN = CONTENT.default_plan
SAFER = f"/{address_of(PLAN, PLAN.priority('safer-places'))}"
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RULES = {"runOnly": {"type": "tag", "values": LEVELS}}
BEYOND = "document.querySelector('.stMain').scroll{side} - document.querySelector('.stMain').client{side}"
DRAWN = "[...document.querySelectorAll('.js-plotly-plot, table.cd')].filter(drawn => drawn.offsetWidth)"
VARIABLE = "parseFloat(drawn.style.getPropertyValue('--cd-paper'))"
CHARTS = f"{DRAWN}.filter(drawn => drawn.matches('div')).map(drawn => [drawn.offsetWidth, {VARIABLE}])"
ZOOMED = f"{DRAWN}.map(drawn => [parseFloat(getComputedStyle(drawn).zoom), {VARIABLE}])"
PAPER = 186 / 25.4 * 96


def where(visitor: Visitor) -> tuple[int, int]:
    """Return which screen of how many is shown."""
    found = re.search(r"Screen (\d+) of (\d+)", visitor.text())
    assert found
    return int(found[1]), int(found[2])


def press(visitor: Visitor, key: str, at: int | None = None) -> None:
    """Press a key and wait for the screen that it leads to."""
    visitor.page.keyboard.press(key)
    if at is not None:
        expect(visitor.page.get_by_role("status").filter(has_text=f"Screen {at} of")).to_be_visible(timeout=20_000)
    visitor.settle()


def test_a_whole_meeting_by_keyboard_and_back_to_where_it_was(visitor: Visitor) -> None:
    visitor.open(f"{SAFER}?area=E06000047&window=60")
    before, link = visitor.findings(), visitor.page.url
    press(visitor, "Alt+p", at=1)
    expect(visitor.page.locator("[data-testid=stSidebar]")).to_be_hidden()
    expect(visitor.page.get_by_role("combobox")).to_have_count(0)
    assert [button.inner_text().split("\n")[0] for button in visitor.page.get_by_role("button").all()] == [
        "Previous", "Next", "Speaker notes", "Leave",
    ]  # fmt: skip
    first, last = where(visitor)
    assert first == 1 and last >= 1 + len(PLAN.priorities)
    titles = []
    for at in range(1, last + 1):
        assert where(visitor) == (at, last)
        titles.append(visitor.page.locator("h1").inner_text())
        assert "County Durham" in visitor.text()
        assert re.search(r"Data to \w+ \d{4}\.", visitor.text())
        assert "Source: " in visitor.text()
        if at < last:
            press(visitor, "ArrowRight" if at % 2 else "PageDown", at=at + 1)
    assert [f"{one.number}. {one.title}" for one in PLAN.priorities] == [t for t in titles if t[0].isdigit()]
    press(visitor, "PageUp", at=last - 1)
    press(visitor, "ArrowLeft", at=last - 2)
    expect(visitor.page.get_by_role("heading", name="Speaker notes")).to_have_count(0)
    press(visitor, "Alt+n")
    expect(visitor.page.get_by_role("heading", name="Speaker notes")).to_be_visible()
    press(visitor, "Escape")
    expect(visitor.page.locator("h1", has_text=PLAN.priority("safer-places").title)).to_be_visible()
    visitor.settle()
    assert sorted(visitor.page.url.split("?")[1].split("&")) == sorted(link.split("?")[1].split("&"))
    assert visitor.page.url.split("?")[0] == link.split("?")[0]
    assert visitor.findings() == before
    assert visitor.errors == []


def test_a_link_into_a_meeting_opens_its_screen_and_leads_back(visitor: Visitor) -> None:
    visitor.open("/meeting?area=E06000047&screen=priority-safer-places&notes=shown&back=sources&seen=00000000")
    assert visitor.page.locator("h1").inner_text() == f"2. {PLAN.priority('safer-places').title}"
    expect(visitor.page.get_by_role("heading", name="Speaker notes")).to_be_visible()
    assert "another release" in visitor.text()
    press(visitor, "Escape")
    expect(visitor.page.locator("h1", has_text="Sources and methods")).to_be_visible()
    visitor.open("/meeting?screen=nothing&back=%3Cscript%3E&area=nowhere")
    assert where(visitor)[0] == 1
    assert "screen that is not there" in visitor.text()
    press(visitor, "Escape")
    expect(visitor.page.locator("h1", has_text="Is our area getting safer?")).to_be_visible()
    assert visitor.errors == []


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_screens_fit_a_projector_and_pass_the_accessibility_rules(
    browser: Browser, address: str, scheme: reading.Scheme, width: int
) -> None:
    asked = "perceptions-asb-seen-and-recorded"
    with window(browser, address, width, 720, scheme) as visitor:
        for screen in ("priority-safer-places", asked, f"{asked}&notes=shown"):
            visitor.open(f"/meeting?screen={screen}")
            assert visitor.page.get_by_role("alert").count() == 0
            found = Axe().run(visitor.page, options=RULES)
            assert found.violations_count == 0, f"{screen}: {found.generate_report()}"
            high, wide = (visitor.page.evaluate(BEYOND.format(side=side)) for side in ("Height", "Width"))
            assert wide == 0, f"{screen} scrolls sideways"
            if width == 1280 and "notes" not in screen:
                assert high == 0, f"{screen} has to be scrolled"
                size_of = "parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)"
                assert visitor.page.evaluate(size_of) >= 32
        assert visitor.errors == []


@pytest.mark.parametrize("path", [SAFER, "/places", "/perceptions", "/"])
def test_a_page_on_paper_is_whole(visitor: Visitor, tmp_path: Path, path: str) -> None:
    visitor.open(path)
    lead = visitor.page.locator(".cd-lead, [data-testid=stHeading] h2").first.inner_text()
    visitor.page.pdf(path=tmp_path / "page.pdf", format="A4", prefer_css_page_size=True)
    read = PdfReader(tmp_path / "page.pdf")
    words = " ".join(" ".join(page.extract_text() for page in read.pages).split())
    assert " ".join(lead.split()) in words
    assert "Source: " in words
    assert "Present in the meeting" not in words and "Download as CSV" not in words
    assert all(abs(float(page.mediabox.width) - 595) < 2 for page in read.pages)
    # Each drawing was told before printing by how much to shrink, and on paper it does.
    assert all(width * by <= PAPER + 1 for width, by in visitor.page.evaluate(CHARTS))
    visitor.page.emulate_media(media="print")
    zoomed = visitor.page.evaluate(ZOOMED)
    assert zoomed
    assert all(abs(zoom - told) < 0.001 and 0.6 < told <= 1 for zoom, told in zoomed)
    expect(visitor.page.get_by_role("button", name="Present in the meeting")).to_be_hidden()
    expect(visitor.page.locator("[data-testid=stSidebar]")).to_be_hidden()
