"""The map itself in a real browser: read and walked by keyboard, brought nearer, its classes taken off and put back."""

import json
import re

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.journeys.conftest import Visitor, window

pytestmark = pytest.mark.browser

PLACES = "/places?area=E06000005"


def the_map(visitor: Visitor) -> Locator:
    """Return the first map of the page, drawn."""
    found = visitor.page.locator(".cd-map").first
    expect(found.locator(".cd-map-area").first).to_be_visible(timeout=30_000)
    return found


def box_of(svg: Locator) -> list[float]:
    return [float(number) for number in (svg.get_attribute("viewBox") or "").split()]


def test_it_is_walked_by_keyboard_and_says_what_its_table_says(visitor: Visitor) -> None:
    visitor.open(PLACES)
    drawn = the_map(visitor)
    svg = drawn.get_by_role("listbox")
    assert re.match(r"Map of Darlington shaded by ", svg.get_attribute("aria-label") or "")
    said = drawn.locator(".cd-map-said")
    visitor.page.keyboard.press("Tab")
    svg.focus()
    visitor.page.keyboard.press("Home")
    seen = {svg.get_attribute("aria-activedescendant")}
    for key in ["ArrowDown", "ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "End"]:
        visitor.page.keyboard.press(key)
        now = svg.get_attribute("aria-activedescendant")
        option = visitor.page.locator(f"#{now}")
        assert (option.get_attribute("aria-label") or "").replace(", ", " ") == said.inner_text().replace(", ", " ")
        seen.add(now)
    assert len(seen) >= 5
    name = said.inner_text().split(":")[0]
    visitor.page.keyboard.press("Escape")
    expect(said).to_be_hidden()
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("h2", has_text=name)).to_be_visible(timeout=20_000)
    visitor.settle()
    chosen = the_map(visitor).locator("[aria-selected=true]")
    assert [name in (text or "") for text in chosen.evaluate_all("all => all.map(one => one.ariaLabel)")] == [True]
    assert visitor.errors == []


def test_it_is_brought_nearer_moved_and_made_whole_again(visitor: Visitor) -> None:
    visitor.open(PLACES)
    drawn = the_map(visitor)
    svg = drawn.get_by_role("listbox")
    whole = box_of(svg)
    drawn.get_by_role("button", name="Zoom in").click()
    drawn.get_by_role("button", name="Zoom in").click()
    near = box_of(svg)
    assert near[2] < whole[2] / 2 and near[0] > whole[0]
    at = svg.bounding_box()
    assert at
    visitor.page.mouse.move(at["x"] + at["width"] / 2, at["y"] + 100)
    visitor.page.mouse.down()
    visitor.page.mouse.move(at["x"] + at["width"] / 2 - 60, at["y"] + 100, steps=3)
    visitor.page.mouse.up()
    assert box_of(svg)[0] > near[0]
    assert "locality=" not in visitor.page.url, "a map that is moved chooses nothing"
    for _ in range(12):
        drawn.get_by_role("button", name="Zoom out").click()
    assert box_of(svg) == whole
    drawn.get_by_role("button", name="Zoom in").click()
    drawn.get_by_role("button", name="Whole map").click()
    assert box_of(svg) == whole


def test_pointing_tells_and_a_class_is_taken_off_and_put_back(visitor: Visitor) -> None:
    visitor.open(PLACES)
    drawn = the_map(visitor)
    area = drawn.locator("[data-code=E01012304] path").first
    area.hover(force=True)
    expect(drawn.locator(".cd-map-said")).to_contain_text("Darlington 012A")
    entry = drawn.locator(".cd-map-legend button").first
    counted = int(re.findall(r"\((\d+)\)", entry.inner_text())[0])
    entry.click()
    expect(entry).to_have_attribute("aria-pressed", "false")
    assert drawn.locator(".cd-map-off").count() == counted
    entry.click()
    assert drawn.locator(".cd-map-off").count() == 0


def test_districts_are_chosen_whole_and_a_new_choice_changes_colours_in_place(visitor: Visitor) -> None:
    visitor.open(PLACES)
    drawn = the_map(visitor)
    drawn.locator(".cd-map-area").first.evaluate("part => { part.stays = true }")
    labels = "all => all.map(one => one.ariaLabel).join()"
    before = drawn.get_by_role("option").evaluate_all(labels)
    visitor.choose("Ranked by", "Burglary")
    expect(drawn.get_by_role("listbox")).to_have_attribute("aria-label", re.compile("Burglary"), timeout=20_000)
    # Words follow the colours when the browser has time.
    visitor.page.wait_for_function(
        "before => [...document.querySelectorAll('.cd-map')[0].querySelectorAll('[role=option]')]"
        ".map(one => one.ariaLabel).join() !== before", arg=before,
    )  # fmt: skip
    assert drawn.locator(".cd-map-area").first.evaluate("part => part.stays")
    visitor.choose("Area", "Durham police force area")
    visitor.choose("Kind of area", "Districts")
    districts = drawn.get_by_role("option")
    expect(districts.first).to_have_attribute("data-code", re.compile("^E06"), timeout=20_000)
    assert districts.count() == 2 and drawn.locator(".cd-map-area").count() == 389
    code = districts.last.get_attribute("data-code")
    districts.last.locator("path").first.click(force=True)
    visitor.page.wait_for_url(f"**locality={code}**", timeout=20_000)
    assert visitor.errors == []


def test_without_its_outlines_it_says_so(browser: Browser, address: str) -> None:
    with window(browser, address) as visitor:
        visitor.page.route("**/outlines/**", lambda route: route.abort())
        visitor.open(PLACES)
        expect(visitor.page.locator(".cd-map-legend").first).to_contain_text("outlines did not arrive", timeout=20_000)
        assert visitor.page.locator("[data-testid=stException]").count() == 0


def test_what_the_data_say_is_never_markup(browser: Browser, address: str) -> None:
    """A script that draws a map from any text writes it as text."""
    with window(browser, address) as visitor:
        visitor.open(PLACES)
        the_map(visitor)
        ring = [[-1.6, 54.5], [-1.5, 54.6], [-1.4, 54.5], [-1.6, 54.5]]
        feature = {"id": "E01000001", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        evil = "&lt;img src=x onerror=window.hit=1>"
        trace = {
            "type": "choropleth", "geojson": {"features": [feature]}, "locations": ["E01000001"], "text": [evil],
            "hovertemplate": "%{text}<extra></extra>", "name": evil, "showlegend": True,
            "colorscale": [[0, "red"], [1, "red"]], "marker": {"line": {"color": "blue", "width": 1}},
        }  # fmt: skip
        sent = {"alt": evil, "traces": [trace], "frame": None, "height": 400, "text": "black", "paper": "white"}
        shown = visitor.page.evaluate(
            """async sent => {
                const made = document.createElement("div")
                document.body.append(made)
                const { default: draw } = await import("/_stcore/bidi-components/cspdash.map/map.js")
                draw({ data: new TextEncoder().encode(sent), parentElement: made, setTriggerValue() {} })
                await new Promise(done => setTimeout(done, 300))
                made.querySelector(".cd-map-area").dispatchEvent(new PointerEvent("pointermove", { bubbles: true }))
                await new Promise(done => setTimeout(done, 300))
                return [made.querySelector(".cd-map-said").textContent, made.querySelectorAll("img").length, window.hit]
            }""",
            json.dumps(sent),
        )
        assert shown == [evil.replace("&lt;", "<"), 0, None]
