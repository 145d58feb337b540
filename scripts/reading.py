"""Whether everyone can read a page: axe-core's rules, and what axe leaves open.

axe does not decide on contrast where it cannot see what lies behind a text (every chart, most of what overlaps):
those texts are measured here from the computed colours of what is really painted below their middle.
"""

import re
from pathlib import Path
from typing import Any, Literal

import axe_playwright_python
from playwright.sync_api import Page, expect

SOURCE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
Scheme = Literal["light", "dark"]
THEMES: tuple[Scheme, Scheme] = ("light", "dark")
WIDTHS = (1280, 320)
STATES = ("usual view", "other choices", "a wrong link", "no data", "everything folded away opened")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# No rule is switched off and no element is left out.
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations", "incomplete"]}
RUN = """async options => {
    const found = await axe.run(document, options)
    const short = list => list.map(rule => ({id: rule.id, nodes: rule.nodes.map(node => ({
        target: node.target, html: node.html.slice(0, 200), why: (node.failureSummary || '').slice(0, 300)}))}))
    return {violations: short(found.violations), incomplete: short(found.incomplete), version: found.testEngine.version}
}"""
CONTRAST = Path(__file__).with_name("contrast.js").read_text(encoding="utf-8")
# What Streamlit shows where a page failed (an empty page is no page either), and what we show without a store to read.
ERRORS = "[data-testid=stException], [data-testid=stAlertContentError]"
SHAPE = """() => {
    const seen = element => element.checkVisibility()
    const levels = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].filter(seen).map(one => +one.tagName[1])
    const faults = []
    if (levels.filter(level => level === 1).length !== 1) faults.push(`headings: levels ${levels}`)
    if (levels.some((level, at) => at && level > levels[at - 1] + 1)) faults.push(`heading level skipped: ${levels}`)
    const root = document.documentElement, main = document.querySelector('[data-testid=stMain]')
    if (root.scrollWidth > root.clientWidth) faults.push(`the page scrolls sideways: ${root.scrollWidth}`)
    if (main && main.scrollWidth > main.clientWidth) faults.push(`the page scrolls sideways: ${main.scrollWidth}`)
    return faults
}"""


def axe(page: Page) -> dict[str, Any]:
    """Run axe-core on a page as it stands; the script goes into each loaded page once."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(SOURCE)
    result: dict[str, Any] = page.evaluate(RUN, OPTIONS)
    return result


def faults(page: Page) -> list[str]:
    """Return everything that is wrong with a page as it stands, one line each; an empty list is what must come out."""
    found = axe(page)
    said = [
        f"{rule['id']}: {node['target']} {node['html']} {node['why']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]
    open_ = [node["target"] for rule in found["incomplete"] if rule["id"] == "color-contrast" for node in rule["nodes"]]
    if open_:
        said += page.evaluate(CONTRAST, open_)
    said += [f"an error is shown: {text}" for text in page.locator(ERRORS).all_inner_texts()]
    return said + page.evaluate(SHAPE)


# Where a page answers more than one question, or can be opened at something: every one of them is read as well.
VIEWS: dict[str, tuple[str, ...]] = {
    "": ("area=E06000047", "area=E23000008"),
    "places": ("recorded=composite", "level=district&beside=change", "locality=E01012304", "area=E06000047"),
    "compare": ("view=funnel", "view=past", "view=trends", "view=profile", "peers=districts",
                "view=funnel&peers=districts", "view=past&peers=districts", "view=trends&peers=districts",
                "view=profile&peers=districts"),
    "hotspots": ("view=hexagons", "view=persistence", "view=repeats", "view=times", "view=concentration"),
    "own-areas": ("way=file", "way=type", "way=list"),
    "rows": ("counted=asb", "locality=E01012304&counted=asb"),
    "interventions": ("treated=E01012304&comparison=E01012316&began=2021-06-01",),
}  # fmt: skip
# A page is as it will stay when nothing in it has changed for a while; charts are drawn after the script has ended.
QUIET = """quiet => new Promise(done => {
    let timer = setTimeout(ended, quiet)
    const watch = new MutationObserver(() => { clearTimeout(timer); timer = setTimeout(ended, quiet) })
    const most = setTimeout(ended, 5000)
    function ended() { watch.disconnect(); clearTimeout(timer); clearTimeout(most); done() }
    watch.observe(document, {subtree: true, childList: true, attributes: true, characterData: true})
})"""
LINKS = "[data-testid=stSidebar] [data-testid=stPageLink] a"
MENU = "[data-testid=stExpandSidebarButton]"
FILTERED, WRONG = "area=E06000047", "area=E99999999&plan=none&locality=none"
OPEN_ALL = """() => document.querySelectorAll('[data-testid=stMain] details:not([open]) > summary')
    .forEach(one => one.click())"""


def settle(page: Page) -> None:
    """Wait until the app has run to its end, what loads late is there, and nothing moves any more."""
    page.wait_for_selector("[data-testid=stMainBlockContainer] h1", timeout=60_000)
    page.wait_for_selector("[data-test-script-state=notRunning]", state="attached", timeout=60_000)
    page.evaluate(QUIET, 100)
    # Parts that the browser loads late leave a placeholder until they are there.
    # Not wait_for_function: it evaluates text in the page, which the content security policy forbids.
    late = page.locator("[data-testid=stSkeleton]")
    if late.count():
        expect(late).to_have_count(0, timeout=30_000)
        page.evaluate(QUIET, 100)


def addresses(page: Page) -> list[str]:
    """Return the address of every page that the navigation shows, without the slash."""
    return [str(link.get_attribute("href")).strip("/") for link in page.locator(LINKS).all()]


def widened(page: Page, width: int) -> None:
    """Give the window another width without loading the page again."""
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate(QUIET, 200)


def opened(page: Page) -> None:
    """Open every table and form that is folded away."""
    page.evaluate(OPEN_ALL)
    page.evaluate(QUIET, 100)


def arrived(page: Page, link: str) -> list[str]:
    """Follow a link of the navigation, which a narrow screen folds away; return what is wrong on arrival."""
    at = addresses(page).index(link)
    folded = page.locator(MENU)
    narrow = folded.is_visible()
    if narrow:
        folded.click()
    page.locator(LINKS).nth(at).click()
    page.wait_for_url(re.compile(rf"://[^/]+/{link}(\?|$)"))
    settle(page)
    said = []
    if not page.title().endswith(" - cspdash"):
        said.append(f"title: {page.title()}")
    try:
        expect(page.locator("[data-testid=stMain] h1")).to_be_focused(timeout=12_000)
    except AssertionError:
        said.append("the focus is not on the heading")
    if narrow and not folded.is_visible():
        said.append("the menu lies over the page")
    return said


def choices(name: str) -> tuple[str, ...]:
    """Return the choices at which a page is read besides its usual view."""
    return VIEWS.get(name, (FILTERED,))


def axe_version() -> str:
    """Return the version of axe-core that is used."""
    found = re.search(r"axe v([\d.]+)", SOURCE[:200])
    return found[1] if found else "unknown"
