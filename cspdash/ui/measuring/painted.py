"""What a reader waits for: `python -m cspdash.ui.measuring.painted URL EMPTY [--default URL] [--naive URL]`, as JSON.

`--beside "TITLE|URL|SHAPES|PICKER"` is somebody else's page on which Plotly draws so many shapes; it can be repeated.

A headless Chromium opens each page with an empty cache and tells, frame by frame, when what it came for is there; then
it chooses in a picker, and tells when what is drawn changed for the last time after the choice was sent. Pages take
turns. Without Playwright or Chromium it prints that there is no browser.
"""

import argparse
import json
import shutil
import statistics
import sys
from dataclasses import dataclass
from typing import Any

ROUNDS, CHOICES, UNCOUNTED = 3, 5, 2
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync"]  # fmt: skip
NAMES = "chromium", "chromium-browser", "google-chrome"
PATIENCE, QUIET = 120_000, 800
SHAPES, PLOTLY_SHAPES = ".cd-map-area", ".choroplethlayer path.choroplethlocation"

# Each frame says what is drawn of what the reader came for: how many parts, and a text that differs when one does.
WATCHING = """
(([selector, need]) => {
  const seen = window.watched = { there: 0, changed: 0, sent: 0, armed: false, parts: 0 }
  const send = WebSocket.prototype.send
  WebSocket.prototype.send = function (...given) {
    if (seen.armed) { seen.sent = performance.now(); seen.armed = false }
    return send.apply(this, given)
  }
  // Where a shape begins tells it from others: as many may have its colour after a choice as before.
  const shape = part => part.style.fill + part.getAttribute('d').slice(0, 16)
  const shown = part => part.tagName === 'path' ? shape(part) : part.textContent
  let last = ''
  const frame = () => {
    const parts = [...document.querySelectorAll(selector)].filter(part => part.getAttribute('d') !== '')
    const drawn = parts.map(shown).join('|')
    if (drawn !== last) { last = drawn; seen.changed = performance.now() }
    seen.parts = parts.length
    if (!seen.there && parts.length >= need) seen.there = performance.now()
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
})(%s)
"""


@dataclass(frozen=True, slots=True)
class View:
    """A page: its address, what a reader came for (how many of a selector), and the picker that changes it, if any."""

    title: str
    address: str
    selector: str
    need: int
    picker: str | None = None


def views(given: argparse.Namespace) -> list[View]:
    """Return the pages in the order in which they take turns."""
    text = "[data-testid=stMain] [data-testid=stMarkdownContainer] p"
    found = [
        View("Empty page", given.empty, text, 1, "Area"),
        View("Overview", given.url, "[data-testid=stMain] table tbody tr", given.rows),
        View("Map of 389 areas", f"{given.url}/places?area=E23000008", SHAPES, 389, "Ranked by"),
    ]
    if given.default:
        found.append(View("Empty page, Streamlit's default", given.default, text, 1, "Area"))
    if given.naive:
        found.append(View("Map as usually written", given.naive, PLOTLY_SHAPES, 389, "Category"))
    return found + given.beside


def beside(words: str) -> View:
    """Return somebody else's page; ValueError when its four parts are not there."""
    title, address, shapes, picker = words.split("|")
    return View(title, address, PLOTLY_SHAPES, int(shapes), picker)


def opened(browser: Any, view: View) -> tuple[Any, Any]:
    """Return a context with an empty cache and its page, on which what the reader came for is there."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.add_init_script(WATCHING % json.dumps([view.selector, view.need]))
    page.goto(view.address, timeout=PATIENCE)
    for _ in range(PATIENCE // 50):
        if page.evaluate("window.watched.there"):
            return context, page
        page.wait_for_timeout(50)
    raise RuntimeError(f"{view.title}: {page.evaluate('window.watched.parts')} of {view.need} parts were drawn")


def first_paint(browser: Any, view: View) -> float:
    """Return milliseconds from the navigation to the first frame that has what the reader came for."""
    context, page = opened(browser, view)
    there = float(page.evaluate("window.watched.there"))
    context.close()
    return there


def repaints(browser: Any, view: View) -> list[float]:
    """Return milliseconds from a choice that was sent to the last change of what is drawn, to and fro."""
    context, page = opened(browser, view)
    page.wait_for_timeout(QUIET)
    found = []
    for turn in range(CHOICES):
        page.get_by_role("combobox", name=view.picker).first.click()
        page.get_by_role("option").first.wait_for(timeout=PATIENCE)
        page.keyboard.press("ArrowUp" if turn % 2 else "ArrowDown")
        page.evaluate("Object.assign(window.watched, { armed: true, sent: 0 })")
        page.keyboard.press("Enter")
        found.append(changed_after(page, view))
    context.close()
    return found[UNCOUNTED:]


def changed_after(page: Any, view: View) -> float:
    """Return milliseconds from the choice that was just sent to the last change, after which it stays as it is."""
    for _ in range(PATIENCE // 100):
        page.wait_for_timeout(100)
        sent, changed, now = page.evaluate("[window.watched.sent, window.watched.changed, performance.now()]")
        if changed > sent > 0 and now - changed > QUIET:
            return float(changed - sent)
    raise RuntimeError(f"{view.title}: nothing changed after a choice")


def measured(browser: Any, asked: list[View]) -> dict[str, Any]:
    """Return the median first paint of each page, and the median of what a choice takes, pages in turns."""
    paints: dict[str, list[float]] = {view.title: [] for view in asked}
    choices: dict[str, list[float]] = {view.title: [] for view in asked if view.picker}
    for _ in range(ROUNDS):
        for view in asked:
            paints[view.title].append(first_paint(browser, view))
    for _ in range(2):
        for view in asked:
            if view.picker:
                choices[view.title] += repaints(browser, view)
    return {
        "browser": f"Chromium {browser.version}",
        "first": {title: round(statistics.median(each)) for title, each in paints.items()},
        "repaint": {title: round(statistics.median(each)) for title, each in choices.items()},
    }


def main() -> None:
    """Read the command line, measure, and print one JSON object."""
    parser = argparse.ArgumentParser(prog="python -m cspdash.ui.measuring.painted")
    parser.add_argument("url")
    parser.add_argument("empty")
    parser.add_argument("--default")
    parser.add_argument("--naive")
    parser.add_argument("--beside", action="append", default=[], type=beside)
    parser.add_argument("--rows", type=int, default=5, help="rows of the Overview's table that are waited for")
    given = parser.parse_args()
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 - of requirements-dev.txt, maybe not installed
    except ImportError:
        path = None
    if path is None:
        json.dump({"browser": None}, sys.stdout)
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        json.dump(measured(browser, views(given)), sys.stdout)
        browser.close()


if __name__ == "__main__":
    main()
