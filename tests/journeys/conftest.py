import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from cspdash.settings import ROOT
from scripts import reading

SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--process-per-site",
            # Pages live for seconds here: compiling their scripts better costs a tenth more than it saves.
            "--js-flags=--no-turbofan --no-maglev --min-semi-space-size=32"]  # fmt: skip
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def free_port() -> int:
    """Return a port on this machine that nothing uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(folder: Path, log: Path) -> Iterator[str]:
    """Serve a store as a reader would be served; give the address."""
    port = free_port()
    command = [sys.executable, "-m", "cspdash", "serve", "--store", str(folder), "--port", str(port)]
    with log.open("wb") as out:
        server = subprocess.Popen(command, cwd=ROOT, env={**os.environ}, stdout=out, stderr=subprocess.STDOUT)
    try:
        for _ in range(240):
            if server.poll() is not None:
                raise RuntimeError(log.read_text())
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1)
                break
            except OSError:
                time.sleep(0.25)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


@pytest.fixture(scope="session")
def address(store_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the sample store; give the address."""
    with served(store_folder, tmp_path_factory.mktemp("server") / "log") as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real headless browser; tests that need one are skipped where none is installed."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        opened.new_context()  # the one that windows are opened in
        yield opened
        opened.close()


@dataclass
class Visitor:
    """A reader with a browser: a page, the addresses it asked for, and the errors it met."""

    page: Page
    address: str
    asked: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        """Follow a link and wait until the page has its title and has finished running."""
        self.page.goto(self.address + path)
        self.settle()

    def hear(self, said: ConsoleMessage) -> None:
        """Write down what breaks the content security policy."""
        if "Content Security Policy" in said.text:
            self.errors.append(said.text)

    def settle(self) -> None:
        """Wait until the app has run to its end."""
        reading.settle(self.page)

    def choose(self, label: str, option: str) -> None:
        """Choose from a picker by keyboard alone: its list shows only the nearest options at a time."""
        self.page.get_by_role("combobox", name=label, exact=True).click()
        self.page.keyboard.type(option)
        expect(self.page.get_by_role("option", name=option, exact=True)).to_be_visible()
        self.page.keyboard.press("Enter")
        self.page.wait_for_timeout(500)
        self.settle()

    def text(self) -> str:
        """Return what the page says."""
        return self.page.inner_text("[data-testid=stMain]")

    def findings(self) -> list[str]:
        """Return the titles and the sentences that a page opens with."""
        self.page.wait_for_selector(".cd-lead")
        return self.page.locator("h1, h2, h3, .cd-lead").all_inner_texts()

    def outside(self) -> list[str]:
        """Return what was asked of other machines."""
        own = ("data:", "blob:", self.address, self.address.replace("http", "ws"))
        return [url for url in self.asked if not url.startswith(own)]


def visitor_in(context: BrowserContext, address: str) -> Visitor:
    """Return a visitor whose requests and errors are written down."""
    page = context.new_page()
    visitor = Visitor(page, address)
    page.on("request", lambda request: visitor.asked.append(request.url))
    page.on("websocket", lambda socket_: visitor.asked.append(socket_.url))
    page.on("pageerror", lambda error: visitor.errors.append(str(error)))
    page.on("console", visitor.hear)
    return visitor


@contextmanager
def window(
    browser: Browser, address: str, width: int = 1280, height: int = 900, scheme: reading.Scheme = "light"
) -> Iterator[Visitor]:
    """Give a visitor with a window of that size and a system that asks for that look; nothing of theirs is kept.

    Windows share one process of the browser, which stays: in a context of its own each would read, compile and warm up
    Streamlit's scripts again, three seconds of a core. Who has to be another browser, or has cookies, takes a context.
    """
    context = browser.contexts[0]
    if not context.pages:
        context.new_page().goto(f"{address}/_stcore/health")  # stays open, and so its process lives
    visitor = visitor_in(context, address)
    visitor.page.set_viewport_size({"width": width, "height": height})
    visitor.page.emulate_media(color_scheme=scheme)
    try:
        yield visitor
    finally:
        everything = {"origin": address, "storageTypes": "all"}
        context.new_cdp_session(visitor.page).send("Storage.clearDataForOrigin", everything)
        context.clear_cookies()
        visitor.page.close()


@pytest.fixture
def visitor(browser: Browser, address: str) -> Iterator[Visitor]:
    """A visitor with a projector-sized window."""
    with window(browser, address) as opened:
        yield opened
