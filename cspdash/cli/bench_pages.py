"""`bench pages`: what pages cost through the server, beside an empty page of the same configuration in the same run."""

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from cspdash import settings
from cspdash.cli.bench_load import PATIENCE, crowds, environment, free_port, is_listening, printed

SERVER = "cspdash.ui.measuring.server"
EMPTY = settings.ROOT / "cspdash" / "ui" / "measuring" / "empty.py"
NAIVE_SESSIONS = 2, 5, 10
NAIVE = settings.ROOT / "scripts" / "peers" / "naive_page.py"


@contextmanager
def running(command: Sequence[str], port: int, store: Path, folder: Path) -> Iterator[tuple[str, int]]:
    """Run a server until the block ends; give its address and the process's number."""
    process = subprocess.Popen(  # noqa: S603 - our own modules, no shell
        [sys.executable, "-m", *command], cwd=folder, env=environment(store), stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    started = time.perf_counter()
    try:
        while not is_listening(port):
            if process.poll() is not None or time.perf_counter() - started > PATIENCE:
                raise RuntimeError(f"the server did not start: {' '.join(command)}")
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}", process.pid
    finally:
        process.terminate()
        process.wait(20)


def ours(kind: str, port: int) -> list[str]:
    """Return the command of our server, for the pages or for the empty page; readers' addresses come as by a proxy."""
    return [SERVER, kind, "--trusted-proxy", "127.0.0.1", str(port)]


def as_it_comes(port: int, script: Path = EMPTY, *words: str) -> list[str]:
    """Return the command of Streamlit's own server with its default configuration, for a page of its own."""
    options = ["--server.headless", "true", "--browser.gatherUsageStats", "false", "--server.port", str(port)]
    options += ["--server.enableStaticServing", "true"] if script == NAIVE else []
    return ["streamlit", "run", str(script), *options, "--", *words]


def page_figures(store: Path, scratch: Path, months: Path | None = None) -> dict[str, Any]:
    """Return what every page of a store costs, with its floors; of its `months` also the page of a naive dashboard."""
    with ExitStack() as servers:
        words = servers_beside(servers, store, scratch, months)
        return printed("cspdash.ui.measuring.pages", words, store)


def servers_beside(servers: ExitStack, store: Path, scratch: Path, months: Path | None) -> list[str]:
    """Start the dashboard and the pages that stand beside it; return them as words for what measures them."""
    port, empty, default, naive = (free_port() for _ in range(4))
    url, pid = servers.enter_context(running(ours("pages", port), port, store, settings.ROOT))
    floor, _ = servers.enter_context(running(ours("empty", empty), empty, store, settings.ROOT))
    # Away from our configuration file, which Streamlit would take from the folder.
    comes, _ = servers.enter_context(running(as_it_comes(default), default, store, scratch))
    words = [url, str(pid), floor, "--default", comes]
    if months:
        words += ["--naive", servers.enter_context(running(naively(naive, months), naive, store, scratch))[0]]
    return words


def naively(port: int, months: Path) -> list[str]:
    """Return the command of the page as it is usually written, on some months."""
    return as_it_comes(port, NAIVE, str(months), str(*settings.SHAPEFILES.glob("lsoa11*.geojson")))


def naive_crowds(store: Path, scratch: Path, months: Path, think: float, seconds: float) -> dict[str, Any]:
    """Return what small crowds of readers meet on the page as it is usually written."""
    port = free_port()
    with running(naively(port, months), port, store, scratch) as (url, pid):
        return crowds(store, url, [pid], list(NAIVE_SESSIONS), think, seconds)


def page_table(found: dict[str, Any]) -> list[str]:
    """Return the figures as lines of a Markdown table."""
    lines = [
        "| page | first | cached | new | uncached | empty page beside it | cached | new | uncached | CPU ms "
        "| KB to new, back | elements |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for title, page in found["pages"].items():
        times = " | ".join(f"{page[name]:.0f} ms" for name in ("first", "cached", "new", "uncached"))
        ratios = " | ".join(f"{page[name] / page['empty']:.1f} ×" for name in ("cached", "new", "uncached"))
        spent = f"{page['cached_processor']:.0f}, {page['uncached_processor']:.0f}"
        lines.append(
            f"| {title} | {times} | {page['empty']:.1f} ms | {ratios} | {spent} | {page['kilobytes']:.0f}, "
            f"{page['kilobytes_back']:.0f} | {page['elements']} |"
        )
    if "default_empty" in found:
        ratio = found["default_empty"] / found["empty"]
        lines += [
            "",
            f"The empty page takes {found['empty']:.1f} ms here; as Streamlit serves it by default "
            f"{found['default_empty']:.1f} ms, {ratio:.0f} times as long.",
        ]
    if naive := found.get("naive"):
        lines += [
            "",
            f"A page as it is usually written (rows cached from CSV, plotly express, outlines in the figure) takes "
            f"{naive['cached']:.0f} ms and sends {naive['kilobytes']:,.0f} KB at each choice, "
            f"first {naive['first']:,.0f} ms.",
        ]
    return lines
