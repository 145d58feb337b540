"""What a choice on a page costs and runs: the page alone, few bytes, and everything when the release is another."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from cspdash import settings
from cspdash.catalogue import load
from cspdash.ingest import run
from cspdash.ui.measuring.browser import Browser, Turn
from cspdash.ui.navigation import address
from cspdash.ui.serving.compression import Factory
from tests import making
from tests.processes import dashboard

# As they come over the line, that is with large messages compressed.
MOST_KILOBYTES = 40
SHARED = load(settings.content_dir()).default_plan
PAGES = {
    "map": ("places", "Ranked by"),
    "profile": ("places", "Locality"),
    "compare": ("compare", "Indicator"),
    **{one.slug: (address(SHARED, one), "Months shown") for one in SHARED.priorities},
}


@pytest.fixture(scope="module")
def served(behind_a_proxy: str) -> str:
    return behind_a_proxy


class Weighing(Browser):
    """A browser that knows how long messages are once they are read."""

    read_bytes = 0

    def read(self, raw: bytes) -> None:
        self.read_bytes += len(raw)
        super().read(raw)


def visiting(served: str, act: Callable[[Weighing], Awaitable[None]]) -> None:
    """Open a browser, let it act, and close it."""

    async def visit() -> None:
        browser = Weighing(served, 1)
        await browser.open()
        try:
            await browser.act()
            await act(browser)
        finally:
            assert browser.socket
            await browser.socket.close()

    asyncio.run(visit())


async def chosen(browser: Browser, page: str, label: str) -> Turn:
    """Return what it cost to choose something that this browser has not seen, on a page of the force area."""
    await browser.visit(page)
    if "Area" in browser.labels:
        await browser.choose("Area", len(browser.labels["Area"].options) - 1)
    return await browser.choose(label, 1)


@pytest.mark.parametrize("name", PAGES)
def test_a_choice_is_forty_kilobytes_at_most(served: str, name: str) -> None:
    async def act(browser: Weighing) -> None:
        turn = await chosen(browser, *PAGES[name])
        assert turn.elements > 10
        assert turn.received <= MOST_KILOBYTES * 1000
        assert not any('"coordinates"' in chart for chart in turn.charts), "outlines come by their address"

    visiting(served, act)


def test_a_choice_runs_the_page_and_not_what_stands_round_it(served: str) -> None:
    async def act(browser: Weighing) -> None:
        first = await browser.visit("compare")
        assert {"Plan", "Area"} <= set(browser.labels)
        turn = await browser.choose("Indicator", 1)
        assert "Area" in browser.labels and "Plan" not in browser.labels
        assert turn.elements < first.elements - 25, "the sidebar alone has as many"
        await browser.choose("Plan", 1) if "Plan" in browser.labels else await browser.act()
        assert "Plan" in browser.labels, "a run of everything draws it again"

    visiting(served, act)


def test_large_messages_come_compressed(served: str) -> None:
    async def act(browser: Weighing) -> None:
        assert browser.socket
        (agreed,) = browser.socket.protocol.extensions
        assert agreed.name == Factory.name
        await chosen(browser, "places", "Ranked by")
        assert browser.received < 0.75 * browser.read_bytes

    visiting(served, act)


def test_another_release_draws_everything_anew(store_copy: Path, tmp_path: Path) -> None:
    with dashboard(store_copy, tmp_path / "log") as served:

        async def act(browser: Weighing) -> None:
            await browser.visit("compare")
            await browser.choose("Indicator", 1)
            assert "Plan" not in browser.labels
            month = making.MONTHS[-1]
            making.write_month(tmp_path / "again", making.month_rows(month)[:-1], f"{month:%Y-%m}")
            run.police(store_copy, [tmp_path / "again"], load(settings.content_dir()))
            await browser.choose("Indicator", 0)
            assert {"Plan", "Area"} <= set(browser.labels)

        visiting(served, act)
