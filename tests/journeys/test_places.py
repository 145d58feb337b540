"""High-impact localities in a real browser: one page by map, list, link and keyboard, with and without WebGL."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserType, Page, expect

from tests.journeys.conftest import CHROMIUM, SWITCHES, Visitor, visitor_in, window

pytestmark = pytest.mark.browser

LOCALITY, NAME = "E01012304", "Darlington 012A"
SHAPES = ".cd-map-area"


def profile(visitor: Visitor) -> list[str]:
    """Return what the profile of one locality says: its titles and sentences."""
    expect(visitor.page.locator("h2", has_text=NAME)).to_be_visible(timeout=20_000)
    visitor.settle()
    return visitor.page.locator("h2, h3, .cd-lead").all_inner_texts()


def tab_to(page: Page, role: str, name: str) -> None:
    """Press Tab until what has a role and a name has the focus."""
    target = page.get_by_role(role, name=name, exact=True).first  # type: ignore[arg-type]
    for _ in range(150):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Tab does not reach {name}")


def test_map_list_and_link_give_the_same_page(visitor: Visitor) -> None:
    visitor.open(f"/places?locality={LOCALITY}")
    by_link = profile(visitor)

    visitor.open("/places")
    visitor.choose("Locality", NAME)
    assert profile(visitor) == by_link
    assert f"locality={LOCALITY}" in visitor.page.url

    visitor.open("/places")
    visitor.page.locator(f"[data-code={LOCALITY}] path").first.click(force=True, delay=80)
    assert profile(visitor) == by_link
    assert f"locality={LOCALITY}" in visitor.page.url


def test_keyboard_alone_opens_a_profile_by_picker_by_list_and_goes_back(visitor: Visitor) -> None:
    visitor.open(f"/places?locality={LOCALITY}")
    by_link = profile(visitor)
    visitor.open("/places")
    tab_to(visitor.page, "combobox", "Locality")
    visitor.page.keyboard.type(NAME)
    expect(visitor.page.get_by_role("option", name=NAME, exact=True)).to_be_visible()
    visitor.page.keyboard.press("Enter")
    assert profile(visitor) == by_link

    tab_to(visitor.page, "button", "Back to all of Darlington")
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("h2", has_text=NAME)).to_have_count(0, timeout=20_000)
    visitor.settle()
    number = next(
        text for text in visitor.page.get_by_role("button").all_inner_texts() if re.fullmatch(rf"\d+\. {NAME}", text)
    )
    tab_to(visitor.page, "button", number)
    visitor.page.keyboard.press("Enter")
    assert profile(visitor) == by_link


def test_a_list_chosen_by_hand_is_in_the_link_and_opens_elsewhere(browser: Browser, visitor: Visitor) -> None:
    visitor.open("/places?list=E01012316.E01012305")
    rows = visitor.page.locator("table.cd", has_text="The list").locator("tbody th")
    assert rows.all_inner_texts() == ["Darlington 010B", "Darlington 012B"]
    tab_to(visitor.page, "combobox", "Areas in the list")
    visitor.page.keyboard.type(NAME)
    expect(visitor.page.get_by_role("option", name=NAME, exact=True)).to_be_visible()
    visitor.page.keyboard.press("Enter")
    expect(rows).to_have_count(3, timeout=20_000)
    visitor.settle()
    assert f"list=E01012316.E01012305.{LOCALITY}" in visitor.page.url
    with window(browser, visitor.address) as other:
        other.page.goto(visitor.page.url)
        expect(other.page.locator("table.cd", has_text="The list").locator("tbody th")).to_have_count(3)


def test_a_weight_moved_by_keyboard_is_in_the_link_and_moves_the_shares(visitor: Visitor) -> None:
    visitor.open("/places?recorded=composite")
    assert "drugs 25%" in visitor.page.locator(".cd-lead").first.inner_text()
    field = visitor.page.get_by_label("Weight: drugs", exact=True)
    field.focus()
    visitor.page.keyboard.press("ArrowUp")
    visitor.page.keyboard.press("ArrowUp")
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator(".cd-lead").first).to_contain_text("drugs 50%", timeout=20_000)
    visitor.settle()
    assert "weights=1-1-1-3-1" in visitor.page.url


@pytest.fixture(scope="module", params=["with WebGL", "without WebGL"])
def engine(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Browser]:
    """A browser that can draw in three dimensions by software, and one in which that is switched off."""
    kind: BrowserType = browser.browser_type
    webgl = ["--disable-3d-apis"] if request.param == "without WebGL" else ["--enable-unsafe-swiftshader"]
    switches = [switch for switch in SWITCHES if switch != "--disable-gpu"] + webgl
    opened = kind.launch(executable_path=CHROMIUM, args=switches)
    yield opened
    opened.close()


def test_all_389_localities_are_drawn_with_and_without_webgl(engine: Browser, address: str) -> None:
    context = engine.new_context(viewport={"width": 1280, "height": 900})
    visitor = visitor_in(context, address)
    visitor.open("/places?area=E23000008")
    expect(visitor.page.locator(SHAPES).first).to_be_visible()
    options = visitor.page.get_by_role("listbox").first.get_by_role("option")
    assert len(set(options.evaluate_all("all => all.map(one => one.dataset.code)"))) == 389
    assert visitor.outside() == []
    assert visitor.errors == []
    context.close()
