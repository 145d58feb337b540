"""How long each page takes, against an empty page in the same run: `python -m cspdash.ui.timing` prints JSON.

Pages run as Streamlit's own test runner runs them: server time without network and browser.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from cspdash.settings import ROOT
from cspdash.ui.navigation import address

TIMEOUT = 120
REPEATS = 7
PAGES = {"Overview": "", "High-impact localities": "places", "Sources and methods": "sources"}


def empty_page() -> None:
    """Draw what the empty page draws: one picker and one line of text."""
    import streamlit as st  # noqa: PLC0415 - the test runner takes the function's body alone

    st.selectbox("Area", ["a", "b"])
    st.write("empty")


def times(run: Callable[[], Any]) -> dict[str, float]:
    """Return milliseconds of the first run and the median of the repeated ones."""
    spent = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        run()
        spent.append((time.perf_counter() - start) * 1000)
    return {"first": round(spent[0], 1), "repeat": round(statistics.median(spent[1:]), 1)}


def opened(url_path: str) -> AppTest:
    """Return the app ready to run the page with this address."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=TIMEOUT)
    app._page_hash = calc_hash(url_path) if url_path else ""
    return app


def measure() -> dict[str, Any]:
    """Return the times of every page and of the empty page, in milliseconds, and the peak memory in MB."""
    from cspdash.ui.access import content  # noqa: PLC0415 - after the first empty page, as a server would

    empty = times(AppTest.from_function(empty_page, default_timeout=TIMEOUT).run)
    plan = content().default_plan
    pages = PAGES | {f"Priority: {item.short_title}": address(plan, item) for item in plan.priorities}
    found = {}
    for title, url_path in pages.items():
        app = opened(url_path)
        found[title] = times(app.run)
        if app.exception:
            raise RuntimeError(f"the page {title} failed: {app.exception[0].message}")
    return {"empty": empty, "pages": found, "peak_memory_mb": peak_memory()}


def peak_memory() -> int:
    """Return the most memory that this process has held, in MB.

    Read from the kernel: getrusage also counts what the parent held when it started this process.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return round(int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024)


if __name__ == "__main__":
    json.dump(measure(), sys.stdout)
