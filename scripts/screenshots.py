"""Take the README's screenshots of the demonstration in a headless Chromium: `make screenshots`.

python scripts/screenshots.py [--store DIR] [--to FOLDER] builds the demonstration store in a temporary folder
(unless it is given one), serves it, and writes a small PNG for each page.
"""

import argparse
import io
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
MOST_BYTES = 150_000
COLOURS = (128, 64, 32, 16)
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync"]  # fmt: skip
WAIT = 60_000


@dataclass(frozen=True)
class Shot:
    """One picture: its name, the address it shows, the window and the colours that the reader prefers."""

    name: str
    address: str
    width: int = 1280
    height: int = 900
    dark: bool = False


SHOTS = (
    Shot("overview", "/"),
    Shot("priority", "/darlington-2021-26-safer-places", height=1300),
    Shot("localities", "/places?locality=E01012349", height=2200),
    Shot("perceptions", "/perceptions", height=1700),
    Shot("delivery", "/delivery?plan=safe-durham-2011-14&area=E06000047", height=1100),
    Shot("phone-dark", "/places", width=390, height=1560, dark=True),
)


def chromium() -> str:
    """Return the browser's path, or leave with a message."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    sys.exit("no Chromium on this machine: install one (Debian: apt-get install chromium)")


@contextmanager
def demonstration() -> Iterator[Path]:
    """Give a temporary folder with a demonstration store in it."""
    with tempfile.TemporaryDirectory(prefix="cspdash-screenshots-") as folder:
        store = Path(folder) / "store"
        subprocess.run([sys.executable, "-m", "cspdash", "demo", "--store", str(store)], cwd=ROOT, check=True)
        yield store


@contextmanager
def served(store: Path) -> Iterator[str]:
    """Serve a store on a port that is free and give the address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "cspdash", "serve", "--store", str(store), "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        until = time.monotonic() + WAIT / 1000
        while not answers(f"http://127.0.0.1:{port}/_stcore/health"):
            if server.poll() is not None or time.monotonic() > until:
                sys.exit("the dashboard did not start")
            time.sleep(0.25)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


def answers(address: str) -> bool:
    """Tell whether an address answers."""
    try:
        with urllib.request.urlopen(address, timeout=1):
            return True
    except OSError:
        return False


def taken(browser: Browser, address: str, shot: Shot) -> bytes:
    """Return one picture as the browser takes it, once the page has run to its end."""
    context = browser.new_context(
        viewport={"width": shot.width, "height": shot.height}, color_scheme="dark" if shot.dark else "light"
    )
    page = context.new_page()
    page.goto(address + shot.address)
    page.wait_for_selector("[data-testid=stMainBlockContainer] h1", timeout=WAIT)
    page.wait_for_selector("[data-test-script-state=notRunning]", state="attached", timeout=WAIT)
    page.locator("[data-testid=stSkeleton]").first.wait_for(state="detached", timeout=WAIT)
    page.wait_for_timeout(1500)  # charts draw themselves after the script has ended
    if page.locator("[data-testid=stException]").count():
        sys.exit(f"{shot.address} shows an error")
    picture = page.screenshot()
    context.close()
    return picture


def small(picture: bytes) -> bytes:
    """Return a picture with as many colours as fit into MOST_BYTES."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    for colours in COLOURS:
        out = io.BytesIO()
        image.quantize(colours, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        if out.tell() <= MOST_BYTES:
            return out.getvalue()
    sys.exit(f"a picture of {image.width} by {image.height} does not fit into {MOST_BYTES:,} bytes")


def take_all(store: Path, folder: Path) -> None:
    """Write every picture of a store to a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with served(store) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=SWITCHES)
        for shot in SHOTS:
            data = small(taken(browser, address, shot))
            (folder / f"{shot.name}.png").write_bytes(data)
            print(f"{shot.name}.png  {shot.width} by {shot.height}, {len(data) / 1000:.0f} kB")
        browser.close()


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description="Take the README's screenshots.")
    parser.add_argument("--store", type=Path, help="a store to show (default: a new demonstration store)")
    parser.add_argument("--to", type=Path, default=ROOT / "docs" / "screenshots", help="where the PNGs go")
    options = parser.parse_args()
    chromium()
    if options.store:
        take_all(options.store.resolve(), options.to)
        return
    with demonstration() as store:
        take_all(store, options.to)


if __name__ == "__main__":
    main()
