"""What the server promises, seen from a real browser: its policy is never broken, single letters do nothing."""

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.conftest import Visitor, visitor_in, window

pytestmark = pytest.mark.browser


def asked(visitor: Visitor) -> list[object]:
    """Return what the page will have asked of the server by then, one message a run: runs are too short to be seen."""
    sent: list[object] = []

    def hear(frame: object) -> None:
        sent.append(frame)

    visitor.page.on("websocket", lambda socket: socket.on("framesent", hear))
    return sent


def test_what_breaks_the_policy_is_heard_and_not_run(visitor: Visitor) -> None:
    """That no page does is what every journey asserts: `visitor.errors` stays empty."""
    visitor.open("/")
    assert visitor.errors == []
    visitor.page.evaluate("""() => {
        const script = document.createElement("script")
        script.text = "window.broken = true"
        document.head.append(script)
    }""")
    visitor.page.wait_for_timeout(200)
    assert len(visitor.errors) == 1
    assert visitor.page.evaluate("window.broken") is None


def test_a_single_letter_outside_a_field_does_nothing(visitor: Visitor) -> None:
    sent = asked(visitor)
    visitor.open("/places")
    before = len(sent)
    for key in ("r", "c", "R"):
        visitor.page.locator("h1").click()
        visitor.page.keyboard.press(key)
        visitor.page.get_by_role("link", name="Overview").first.focus()
        visitor.page.keyboard.press(key)
    visitor.page.wait_for_timeout(1000)
    assert len(sent) == before > 0
    assert visitor.page.get_by_role("dialog").count() == 0


def test_letters_still_go_into_fields_and_without_our_script_r_would_run_the_page(
    browser: Browser, address: str
) -> None:
    context = browser.new_context()
    context.route("**/cspdash/keys.js*", lambda route: route.fulfill(body="", content_type="text/javascript"))
    unprotected = visitor_in(context, address)
    sent = asked(unprotected)
    unprotected.open("/places")
    before = len(sent)
    unprotected.page.locator("h1").click()
    unprotected.page.keyboard.press("r")
    for _ in range(40):
        if len(sent) > before:
            break
        unprotected.page.wait_for_timeout(250)
    assert len(sent) > before
    context.close()

    with window(browser, address) as protected:
        protected.open("/places")
        box = protected.page.get_by_role("combobox", name="Locality", exact=True)
        box.click()
        protected.page.keyboard.type("rc")
        expect(box).to_have_value("rc")


def test_a_first_visit_is_small_and_the_second_asks_for_no_script(browser: Browser, address: str) -> None:
    context = browser.new_context()
    visitor = visitor_in(context, address)
    devtools = context.new_cdp_session(visitor.page)
    devtools.send("Network.enable")
    sizes: list[float] = []
    devtools.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    visitor.open("/places")
    # The map comes last, and late on a busy machine.
    expect(visitor.page.locator(".cd-map-area").first).to_be_visible(timeout=30_000)
    visitor.page.wait_for_load_state("networkidle")
    first = sum(sizes)
    sizes.clear()
    visitor.open("/places")
    # Streamlit by itself moves 9 MB here.
    assert 500_000 < first < 4_500_000
    assert sum(sizes) < first / 10
    context.close()


def test_the_page_has_our_title_before_any_script_runs(address: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/places")
    assert page.title() == "cspdash"
    assert "needs JavaScript" in page.inner_text("body")
    answer = context.request.get(f"{address}/places", headers={"accept-encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    context.close()
