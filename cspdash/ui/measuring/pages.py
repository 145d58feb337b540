"""Pages beside the empty page: `python -m cspdash.ui.measuring.pages URL PID EMPTY_URL` prints JSON.

Each page is opened, then one picker is moved to and fro. Cached: every answer is remembered. New: nobody has chosen
this since the release, but the page was seen. Uncached: before each move the server has forgotten all. Between the
pages the empty page is run, so that all have the same machine.
"""

import argparse
import asyncio
import json
import os
import signal
import statistics
import sys
from collections.abc import Awaitable, Callable
from typing import Any

from cspdash.ui.access import content
from cspdash.ui.load import cost, processor
from cspdash.ui.measuring.browser import Browser, Turn
from cspdash.ui.navigation import address

CACHED, UNCACHED, BETWEEN = 15, 7, 10
SETTLE = 0.05
PAGES = {
    "Overview": ("", "Area"),
    "High-impact localities, 389 areas": ("places", "Ranked by"),
    "Profile of one locality": ("places", "Locality"),
    "Hot spots": ("hotspots", "Recorded"),
    "Compare": ("compare", "Indicator"),
    "Perceptions against reality": ("perceptions", "Area"),
    "Rows behind the numbers": ("rows", "Area"),
    "Sources and methods": ("sources", "Plan"),
}
FORCE_AREA = {"High-impact localities, 389 areas"}


def pages() -> dict[str, tuple[str, str]]:
    """Return the pages that are measured: their title, address, and the picker that is moved."""
    plan = content().default_plan
    return PAGES | {f"Priority: {one.short_title}": (address(plan, one), "Months shown") for one in plan.priorities}


async def opened(url: str, number: int) -> Browser:
    """Return a browser that has connected."""
    browser = Browser(url, number)
    await browser.open()
    return browser


async def repeated(times: int, act: Callable[[int], Awaitable[Turn]]) -> list[Turn]:
    """Return what so many turns cost."""
    return [await act(at) for at in range(times)]


def middle(turns: list[Turn]) -> float:
    """Return the median of the turns' milliseconds."""
    return round(statistics.median(turn.ms for turn in turns), 1)


async def measure_page(browser: Browser, where: tuple[str, str], pid: int, force: bool) -> dict[str, Any]:
    """Return what one page costs: first, cached, uncached, and the bytes of a move."""
    page, label = where
    first = await browser.visit(page)
    if force:
        await browser.choose("Area", len(browser.labels["Area"].options) - 1)
    # To an option that this browser has not seen: on the way back, much is a reference to what it holds.
    unseen = await browser.choose(label, 1)
    await browser.choose(label, 0)
    begun = processor([pid])
    cached = await repeated(CACHED, lambda at: browser.choose(label, (at + 1) % 2))
    between = processor([pid])

    async def anew(at: int) -> Turn:
        await told(pid, signal.SIGUSR1)
        return await browser.choose(label, at % 2)

    uncached = await repeated(UNCACHED, anew)
    spent = processor([pid])
    charts = cached[-1].charts
    return {
        "first": round(first.ms, 1),
        "cached": middle(cached),
        "new": middle(await never_chosen(browser, label, pid)),
        "uncached": middle(uncached),
        "cached_processor": cost(begun, between, CACHED),
        "uncached_processor": cost(between, spent, UNCACHED),
        "kilobytes": round(unseen.received / 1000, 1),
        "kilobytes_back": round(max(turn.received for turn in cached) / 1000, 1),
        "first_kilobytes": round(first.received / 1000, 1),
        "chart_kilobytes": round(sum(map(len, charts)) / 1000, 1),
        "charts": len(charts),
        "geometry": any('"coordinates"' in chart for chart in charts),
        "elements": cached[-1].elements,
    }


async def told(pid: int, number: signal.Signals) -> None:
    """Send the server a signal and wait until it has done what that says."""
    os.kill(pid, number)
    await asyncio.sleep(SETTLE)


async def never_chosen(browser: Browser, label: str, pid: int) -> list[Turn]:
    """Return what it costs to choose what nobody has chosen yet on a page that was seen: its answers are not known."""
    await told(pid, signal.SIGUSR1)
    await browser.choose(label, 0)
    await told(pid, signal.SIGUSR2)

    async def first(_: int) -> Turn:
        turn = await browser.choose(label, 1)
        await told(pid, signal.SIGUSR1)
        await browser.choose(label, 0)
        return turn

    found = await repeated(UNCACHED, first)
    await told(pid, signal.SIGUSR2)
    return found


async def measured(given: argparse.Namespace) -> dict[str, Any]:
    """Return the figures of every page and of the empty page, run between them."""
    empty = await opened(given.empty, 1)
    await repeated(BETWEEN, lambda at: empty.choose("Area", at) if empty.labels else empty.act())
    default = None
    if given.default:
        default = await opened(given.default, 1)
        await default.act()
    naive = await opened(given.naive, 1) if given.naive else None
    begun = await naive.act() if naive else Turn(0)
    found, floors, defaults, naives = {}, [], [], []
    for number, (title, where) in enumerate(pages().items(), start=2):
        floor = await repeated(BETWEEN, lambda at: empty.choose("Area", at))
        if default:
            defaults += await repeated(3, moves(default, "Area"))
        if naive:
            naives += await repeated(3, moves(naive, "Category"))
        browser = await opened(given.url, number)
        await browser.act()
        page = await measure_page(browser, where, given.pid, title in FORCE_AREA)
        floor += await repeated(BETWEEN, lambda at: empty.choose("Area", at))
        found[title] = page | {"empty": middle(floor)}
        floors += floor
        if browser.socket:
            await browser.socket.close()
    figures: dict[str, Any] = {"empty": middle(floors), "pages": found}
    if default:
        figures["default_empty"] = middle(defaults)
    if naive:
        sent = round(max(turn.received for turn in naives) / 1000, 1)
        figures["naive"] = {"first": round(begun.ms, 1), "cached": middle(naives), "kilobytes": sent}
    return figures


def moves(browser: Browser, label: str) -> Callable[[int], Awaitable[Turn]]:
    """Return what moves a picker of a page that stands beside ours."""
    return lambda at: browser.choose(label, at)


def main() -> None:
    """Read the command line, measure, and print one JSON object."""
    parser = argparse.ArgumentParser(prog="python -m cspdash.ui.measuring.pages")
    parser.add_argument("url")
    parser.add_argument("pid", type=int)
    parser.add_argument("empty")
    parser.add_argument("--default")
    parser.add_argument("--naive")
    json.dump(asyncio.run(measured(parser.parse_args())), sys.stdout)


if __name__ == "__main__":
    main()
