"""`bench pages --store DIR --store DIR`: what the same pages cost over stores of different sizes."""

from pathlib import Path
from typing import Any

from cspdash.cli.bench_pages import page_figures
from cspdash.store import queries
from cspdash.store.connection import open_store

DRAWN = ("Overview", "High-impact localities, 389 areas", "Rows behind the numbers")


def incidents(folder: Path) -> int:
    """Return how many incidents a store holds."""
    store = open_store(folder)
    try:
        return int(queries.summary(store)["incidents"])
    finally:
        store.close()


def curve_figures(stores: list[Path], scratch: Path) -> list[dict[str, Any]]:
    """Return what every page costs over each store, smallest first, each beside the empty page of its own run."""
    sizes = sorted((incidents(store), store) for store in stores)
    return [{"rows": rows, **page_figures(store, scratch)} for rows, store in sizes]


def curve_table(sizes: list[dict[str, Any]]) -> list[str]:
    """Return a page's milliseconds at each size, cached and uncached and the processor's, and how these grow."""
    floors = " | ".join(f"{one['empty']:.1f}" for one in sizes)
    heads = " | ".join(f"{one['rows']:,} rows" for one in sizes)
    lines = [
        f"| page: cached, uncached (CPU), in ms | {heads} | largest to smallest (CPU) |",
        "|---" * (len(sizes) + 2) + "|",
        f"| *the empty page beside them* | {floors} | |",
    ]
    for title in sizes[0]["pages"]:
        found = [one["pages"][title] for one in sizes]
        cells = " | ".join(
            f"{page['cached']:.0f}, {page['uncached']:.0f} ({page['uncached_processor']:.0f})" for page in found
        )
        least, most = found[0], found[-1]
        growth = (f"{most[name] / least[name]:.1f} ×" for name in ("cached", "uncached", "uncached_processor"))
        lines.append("| {} | {} | {}, {} ({}) |".format(title, cells, *growth))
    return lines


def page_lines(sizes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the curves of a few pages, uncached, as Plotly's traces in seconds against rows."""
    return [
        {
            "type": "scatter", "mode": "lines+markers", "name": f"{title}, uncached, CPU s",
            "x": [one["rows"] for one in sizes],
            "y": [one["pages"][title]["uncached_processor"] / 1000 for one in sizes],
        }
        for title in DRAWN
    ]  # fmt: skip
