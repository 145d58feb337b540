"""By keyboard alone, with a focus that is seen; and bigger text, wider spacing, no motion and forced colours."""

import pytest
from playwright.sync_api import Browser, Page, expect

from cspdash import catalogue, settings
from scripts import reading
from tests.journeys.conftest import Visitor, window

pytestmark = pytest.mark.browser
PLANS = catalogue.load(settings.content_dir()).plans
FOCUS = """() => {
    const style = getComputedStyle(document.activeElement), seen = []
    for (let one = document.activeElement, up = 0; one && up < 5; one = one.parentElement, up += 1) {
        const its = getComputedStyle(one)
        seen.push(its.outlineStyle === 'none' ? 0 : parseFloat(its.outlineWidth))
    }
    return Math.max(...seen)
}"""
NAMED = """name => {
    const one = document.activeElement
    const words = one.getAttribute('aria-label') || one.innerText || one.labels?.[0]?.innerText || ''
    return words.includes(name)
}"""
# WCAG 1.4.12: what a reader may set by a style sheet of their own.
SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-bottom: 2em !important }"""

MOVING = "() => document.getAnimations().filter(one => one.playState === 'running').length"


def tab_to(page: Page, name: str, most: int = 90) -> None:
    """Press Tab until the part with this name has the focus, and hold that the focus can be seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(NAMED, name):
            assert page.evaluate(FOCUS) >= 2, f"the focus on {name} is not seen"
            return
    raise AssertionError(f"{name} is not reached by {most} tabs")


def typed(visitor: Visitor, label: str, option: str) -> None:
    """Choose in a picker by keyboard alone."""
    tab_to(visitor.page, label)
    visitor.page.keyboard.type(option)
    expect(visitor.page.get_by_role("option", name=option, exact=True)).to_be_visible()
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_timeout(500)
    visitor.settle()


def followed(visitor: Visitor, link: str) -> None:
    """Follow a link of the navigation by keyboard alone; the reader must stand at the new page's heading."""
    tab_to(visitor.page, link)
    visitor.page.keyboard.press("Enter")
    expect(visitor.page).to_have_title(f"{link} - cspdash")
    visitor.settle()
    expect(visitor.page.locator("h1")).to_be_focused()


def test_a_priority_an_area_a_table_and_a_download(visitor: Visitor) -> None:
    """Tasks 1 to 4: open a priority, choose an area, open the table of a chart, take it away as CSV."""
    visitor.open("/plans")
    visitor.page.locator("body").focus()
    followed(visitor, "2. Safer places")
    typed(visitor, "Area", "County Durham")
    said = visitor.page.locator(".cd-unseen[role=status]")
    expect(said).to_contain_text("County Durham")
    tab_to(visitor.page, "The same numbers as a table")
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("details[open] table").first).to_be_visible()
    with visitor.page.expect_download() as waiting:
        tab_to(visitor.page, "CSV")
        visitor.page.keyboard.press("Enter")
    assert waiting.value.suggested_filename.endswith(".csv")
    assert visitor.errors == []


def test_a_locality_other_pages_another_plan_and_a_hot_spot(visitor: Visitor) -> None:
    """Tasks 5 to 8: a locality from the list, from page to page, another plan, an area of the hot-spot page."""
    visitor.open("/plans")
    visitor.page.locator("body").focus()
    followed(visitor, "High-impact localities")
    typed(visitor, "Locality", "Darlington 012A")
    expect(visitor.page.locator("h2", has_text="Darlington 012A")).to_be_visible()
    visitor.open("/compare")
    followed(visitor, "Hot spots")
    typed(visitor, "Area", "County Durham")
    assert "area=E06000047" in visitor.page.url
    assert "of 389 localities" in visitor.text()
    visitor.open("/")
    older = PLANS[-1]
    typed(visitor, "Plan", older.short_title)
    first = older.priorities[0]
    followed(visitor, f"{first.number}. {first.short_title}")
    assert visitor.errors == []


def test_bigger_text_wider_spacing_no_motion_and_forced_colours_lose_nothing(browser: Browser, address: str) -> None:
    with window(browser, address) as visitor:
        visitor.page.emulate_media(reduced_motion="reduce", forced_colors="active")
        for path in ("/places", "/compare?view=funnel"):
            nothing_is_lost(visitor, path)


def nothing_is_lost(visitor: Visitor, path: str) -> None:
    """Open a page, then give it bigger text and wider spacing, let it come to rest, and make it narrow."""
    visitor.open(path)
    words = visitor.page.locator("[data-testid=stMain] :is(h1, h2, h3, .cd-lead)")
    before = words.all_inner_texts()
    for sheet in ("html { font-size: 200% !important }", SPACING):
        visitor.page.evaluate("sheet => document.head.append(Object.assign(document.createElement('style'),"
                              " { textContent: sheet, className: 'tried' }))", sheet)  # fmt: skip
        visitor.page.wait_for_timeout(300)
        assert words.all_inner_texts() == before
        assert visitor.page.evaluate(reading.SHAPE) == [], f"{path} {sheet[:30]}"
        assert cut_off(visitor.page) == [], f"{path} {sheet[:30]}"
        visitor.page.evaluate("() => document.querySelectorAll('style.tried').forEach(one => one.remove())")
    # Taking the sheets away may itself move something for a moment; nothing goes on moving.
    for _ in range(20):
        moving = visitor.page.evaluate(MOVING)
        if not moving:
            break
        visitor.page.wait_for_timeout(250)
    assert moving == 0
    reading.widened(visitor.page, 320)
    assert visitor.page.evaluate(reading.SHAPE) == []
    reading.widened(visitor.page, 1280)


def cut_off(page: Page) -> list[str]:
    """Return the texts that are longer than the part that shows them, and cannot be scrolled to."""
    found: list[str] = page.evaluate("""() => [...document.querySelectorAll(
        '[data-testid=stMain] :is(h1, h2, h3, p, li, th, td, button, summary):not(.cd-unseen)')].filter(one => {
            const style = getComputedStyle(one)
            return one.checkVisibility() && style.overflowX === 'hidden' && style.textOverflow !== 'ellipsis'
                && one.scrollWidth > one.clientWidth + 2
        }).map(one => one.innerText.slice(0, 60))""")
    return found
