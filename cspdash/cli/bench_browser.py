"""`bench browser`: what a reader waits for in a real browser, beside the empty page in the same run."""

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from cspdash.cli.bench_load import printed
from cspdash.cli.bench_pages import servers_beside

EMPTY, DEFAULT = "Empty page", "Empty page, Streamlit's default"


def browser_figures(store: Path, scratch: Path, months: Path | None, others: Sequence[str] = ()) -> dict[str, Any]:
    """Return first paints and repaints of our pages on a store, and of what stands beside them on its months.

    `others` are pages that somebody serves already: "TITLE|URL|SHAPES|PICKER".
    """
    with ExitStack() as servers:
        url, _, empty, *beside = servers_beside(servers, store, scratch, months)
        words = [word for other in others for word in ("--beside", other)]
        return printed("cspdash.ui.measuring.painted", [url, empty, *beside, *words], store)


def browser_table(found: dict[str, Any]) -> list[str]:
    """Return the figures as lines of a Markdown table."""
    if found["browser"] is None:
        return ["no browser: Playwright (requirements-dev.txt) and Chromium are needed to measure what is painted"]
    lines = [
        f"In a headless {found['browser']}, its cache empty at each first paint:",
        "",
        "| page | first paint | of the empty page's | choice to repaint | of the empty page's |",
        "|---|---|---|---|---|",
    ]
    for title, ms in found["first"].items():
        again = found["repaint"].get(title)
        repaint = f"{again} ms | {again / found['repaint'][EMPTY]:.1f} ×" if again is not None else "|"
        lines.append(f"| {title} | {ms:,} ms | {ms / found['first'][EMPTY]:.1f} × | {repaint} |")
    return lines
