"""Check every page of both editions for everyone: `python scripts/accessibility_run.py` writes the record.

It builds the demonstration store, its public edition and an empty store in a temporary folder (or takes --store and
--public), serves each, and reads every page of the navigation in the light and the dark look, 1280 and 320 pixels
wide (there with everything folded away opened), at its usual view, at other choices, after a wrong link, and without
any data. The record, docs/accessibility-run.json, feeds the accessibility statement; it ends with 1 where anything
is wrong.
"""

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, sync_playwright  # noqa: E402

from scripts import reading  # noqa: E402
from scripts.screenshots import SWITCHES, chromium  # noqa: E402

RECORD = ROOT / "docs" / "accessibility-run.json"
EMPTY = """
import sys
from pathlib import Path
from cspdash import catalogue, settings
from cspdash.ingest import run
from cspdash.store.release import building
content = catalogue.load(settings.content_dir())
with building(Path(sys.argv[1])) as build:
    run.prepare(build, content)
    run.derive(build.con, content)
"""


def command(*words: str) -> None:
    """Run one of our commands."""
    subprocess.run([sys.executable, "-m", "cspdash", *words], cwd=ROOT, check=True)


@contextmanager
def served(store: Path) -> Iterator[str]:
    """Serve a store on a free port; give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    started = [sys.executable, "-m", "cspdash", "serve", "--store", str(store), "--port", str(port)]
    server = subprocess.Popen(started, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1)
                break
            except OSError:
                time.sleep(0.5)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


def read_all(browser: Browser, address: str, kinds: tuple[str, ...]) -> tuple[list[str], int, list[str]]:
    """Read every page of one server; return its pages, how many views were read, and what is wrong."""
    pages: list[str] = []
    views = 0
    wrong: list[str] = []
    for scheme in reading.THEMES:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
        page = context.new_page()
        page.goto(address)
        reading.settle(page)
        pages = pages or [*reading.addresses(page), "meeting"]
        for name in pages:
            queries = {"default": ("",), "wrong link": (reading.WRONG,), "filtered": reading.choices(name)}
            for kind in kinds:
                for query in queries[kind]:
                    page.goto(f"{address}/{name}?{query}")
                    reading.settle(page)
                    for width in reading.WIDTHS:
                        reading.widened(page, width)
                        if width == reading.WIDTHS[-1]:
                            reading.opened(page)
                        views += 1
                        wrong += [f"/{name}?{query} {scheme} {width}: {fault}" for fault in reading.faults(page)]
                    reading.widened(page, reading.WIDTHS[0])
            print(f"{scheme} /{name}: {views} views, {len(wrong)} faults", flush=True)
        context.close()
    return pages, views, wrong


def read_edition(store: Path, kinds: tuple[str, ...]) -> tuple[list[str], int, list[str], str]:
    """Serve a store and read it in a browser of its own; return what `read_all` does, and the browser's version."""
    with sync_playwright() as playwright, served(store) as address:
        browser = playwright.chromium.launch(executable_path=chromium(), args=SWITCHES)
        found = *read_all(browser, address, kinds), browser.version
        browser.close()
    return found


def main() -> None:
    """Build what is not given, read everything, write the record."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--store", type=Path, help="a partnership store to read instead of the demonstration")
    asked.add_argument("--public", type=Path, help="a public store to read instead of the demonstration's")
    asked.add_argument("--to", type=Path, default=RECORD)
    given = asked.parse_args()
    usual = ("default", "filtered", "wrong link")
    with tempfile.TemporaryDirectory(prefix="cspdash-reading-") as scratch:
        store, public = given.store or Path(scratch) / "store", given.public or Path(scratch) / "public"
        empty = Path(scratch) / "empty"
        if not given.store:
            command("demo", "--store", str(store))
        if not given.public:
            command("publish", str(public), "--store", str(store))
        subprocess.run([sys.executable, "-c", EMPTY, str(empty)], cwd=ROOT, check=True, env={**os.environ})
        # Spawned, not forked: each has a browser of its own, and the threads that talk to it.
        with ProcessPoolExecutor(2, get_context("spawn")) as pool:
            runs = {
                "partnership": pool.submit(read_edition, store, usual),
                "public": pool.submit(read_edition, public, usual),
                "without data": pool.submit(read_edition, empty, ("default",)),
            }
            found = {edition: run.result() for edition, run in runs.items()}
    wrong = [f"{edition} {fault}" for edition, (_, _, faults, _) in found.items() for fault in faults]
    counted = {edition: views for edition, (_, views, _, _) in found.items()}
    record = {
        "date": datetime.now(UTC).date().isoformat(),
        "tools": {
            "axe-core": reading.axe_version(),
            "Chromium": found["partnership"][3],
            "Streamlit": version("streamlit"),
        },
        "editions": {edition: [f"/{name}" for name in pages] for edition, (pages, _, _, _) in found.items()},
        "themes": list(reading.THEMES), "widths": list(reading.WIDTHS), "states": list(reading.STATES),
        "views": counted, "violations": wrong,
    }  # fmt: skip
    given.to.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    print("\n".join(wrong))
    print(f"{sum(counted.values())} views, {len(wrong)} faults; written to {given.to}")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
