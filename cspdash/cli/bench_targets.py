"""`bench targets`: the twelve targets of performance, each with its floor of the same run, met or missed.

It takes what the other kinds of `bench` printed with --json; what none of them measured is said to be not measured.
"""

import statistics
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from cspdash.cli.bench_browser import DEFAULT, EMPTY

MAP, PAINTED_MAP, NAIVE = "High-impact localities, 389 areas", "Map of 389 areas", "Map as usually written"
YEAR_OF_A_COUNTRY = 6_500_000
ANSWERED = 1.0
# What nobody has chosen since the release, on a page that was seen; and a page of which the server knows nothing yet.
CHOICES = {"cached": ("cached", 2.0), "new": ("of a new choice", 5.0), "uncached": ("uncached", 5.0)}


@dataclass(frozen=True, slots=True)
class Target:
    """One bar of a target: its number and what it asks; at most or at least how much; what was measured, and how."""

    number: int
    asks: str
    bar: float
    value: float | None
    at_least: bool = False
    unit: str = "×"
    how: str = ""

    @property
    def met(self) -> bool | None:
        """Tell whether it is met; None where it was not measured."""
        if self.value is None:
            return None
        return self.value >= self.bar if self.at_least else self.value <= self.bar


def joined(parts: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Return the figures of several runs as one; of two runs of the same kind the later counts."""
    found: dict[str, Any] = {}
    for part in parts:
        found |= {name: value for name, value in part.items() if name != "machine"}
    return found


def of_pages(found: dict[str, Any]) -> list[Target]:
    """Return targets 1 and 6, and the first half of 2, from `bench pages`."""
    pages = found["pages"]["pages"]
    targets = []
    for name, (words, bar) in CHOICES.items():
        ratios = {title: page[name] / page["empty"] for title, page in pages.items()}
        worst = max(ratios, key=lambda title: ratios[title])
        how = (f"every page; median {statistics.median(ratios.values()):.1f} ×, worst {worst}, "
               f"{sum(ratio <= bar for ratio in ratios.values())} of {len(ratios)} within; "
               f"empty page {found['pages']['empty']:.1f} ms")  # fmt: skip
        targets.append(Target(1, f"page {words}, of the empty rerun", bar, max(ratios.values()), how=how))
    if default := found["pages"].get("default_empty"):
        how = f"{default:.0f} ms by default"
        bare = found["pages"]["empty"]
        targets.append(Target(2, "empty rerun below Streamlit's default", 5.0, default / bare, at_least=True, how=how))
    most = max(pages, key=lambda title: pages[title]["kilobytes"])
    how = f"most: {most}; the map {pages[MAP]['kilobytes']:.0f} KB, back {pages[MAP]['kilobytes_back']:.0f}"
    naive = found["pages"].get("naive")
    how += f"; page as usually written {naive['kilobytes']:.0f}" if naive else ""
    return [*targets, Target(6, "sent per choice", 40.0, pages[most]["kilobytes"], unit="KB", how=how)]


def of_load(found: dict[str, Any]) -> list[Target]:
    """Return the second half of 2 and the first of 10, from `bench load`."""
    targets = []
    if soak := found.get("soak"):
        before, *_, after = soak["memory_mb"]
        how = f"{soak['reruns']:,} reruns, {before} to {after} MB"
        targets.append(Target(2, "growth of memory over reruns", 10.0, 100 * (after / before - 1), unit="%", how=how))
    if naive := found.get("naive"):
        ours, its = ([crowd for crowd in crowds if crowd["p95"] is not None and crowd["p95"] < ANSWERED]
                     for crowds in (found["crowds"], naive["crowds"]))  # fmt: skip
        most = [max((crowd["sessions"] for crowd in crowds), default=0) for crowds in (ours, its)]
        spent = [crowds[-1]["processor_ms_a_turn"] for crowds in (naive["crowds"], found["crowds"])]
        how = (f"p95 below a second: {most[0]} readers (of the largest crowd sent) and {most[1]}; "
               f"CPU {spent[1]:.0f} and {spent[0]:.0f} ms a turn, {spent[0] / spent[1]:.0f} ×")  # fmt: skip
        value = most[0] / most[1] if most[1] else None
        targets.append(Target(10, "readers against the page as usually written", 50.0, value, at_least=True, how=how))
    return targets


def of_sizes(found: dict[str, Any]) -> list[Target]:
    """Return targets 4, 5 and 12, from `bench ingest`."""
    least, most = found["sizes"][0], found["sizes"][-1]
    rows = f"{most['rows']:,} rows"
    year = YEAR_OF_A_COUNTRY * most["ingest_seconds"] / most["rows"]
    span = f"{least['rows']:,} to {rows}"
    nearest = min(found["sizes"], key=lambda one: abs(one["rows"] - 1_000_000))
    # Crime IDs are random: nothing shortens them.
    rest = most["bytes_a_row"] - most["bytes_of_ids"]
    return [
        Target(4, "ingest, CPU of parsing every column", 2.5, most["ingest"] / most["floor"], how=rows),
        Target(4, "a national year", 12.0, year, unit="s", how=f"at the speed of {rows}"),
        Target(5, "a month replaced, large against small", 3.0, most["replace"] / least["replace"], how=f"CPU, {span}"),
        Target(5, "a month replaced at a million rows", 1.0, nearest["replace_seconds"], unit="s",
               how=f"CPU {nearest['replace']:.1f} s"),
        Target(12, "bytes per incident", 20.0, most["bytes_a_row"], unit="B", how=f"{rest:.1f} without Crime IDs"),
        Target(12, "opened", 50.0, most["open_ms"], unit="ms", how=rows),
        Target(12, "cold page, of a warm one", 5.0, most["cold_ms"] / most["warm_ms"],
               how=f"six questions, {rows}: {most['cold_ms']:.0f} ms"),
    ]  # fmt: skip


def of_curves(found: dict[str, Any]) -> list[Target]:
    """Return target 3, from `bench pages --store`."""
    least, most = found["curves"][0], found["curves"][-1]
    ratios = [most["pages"][title]["uncached_processor"] / page["uncached_processor"]
              for title, page in least["pages"].items()]  # fmt: skip
    how = f"CPU of uncached pages, {least['rows']:,} to {most['rows']:,} rows; worst {max(ratios):.1f} ×"
    return [Target(3, "page, large against small store", 1.2, statistics.median(ratios), how=f"median; {how}")]


def of_browser(found: dict[str, Any]) -> list[Target]:
    """Return targets 7, 8 and 9, from `bench browser`."""
    if found["browser"] is None:
        return []
    first, again = found["first"], found["repaint"]
    empty, bare = f"empty {first[EMPTY]:,} ms", f"empty {again[EMPTY]} ms"
    targets = [
        Target(7, "first paint of the Overview, of the empty page's", 1.5, first["Overview"] / first[EMPTY], how=empty),
        Target(7, "first paint of a map, of the empty page's", 2.8, first[PAINTED_MAP] / first[EMPTY], how=empty),
        Target(8, "choice to repaint, of the empty page's", 3.0, again[PAINTED_MAP] / again[EMPTY], how=bare),
    ]
    for other in [title for title in first if title not in {EMPTY, DEFAULT, "Overview", PAINTED_MAP}]:
        name = "the page as usually written" if other == NAIVE else other
        targets += [
            Target(8, f"repaint faster than {name}", 10.0, again[other] / again[PAINTED_MAP],
                   at_least=True, how=f"{again[other]:,} ms"),
            Target(9, f"first map faster than {name}", 3.0, first[other] / first[PAINTED_MAP],
                   at_least=True, how=f"{first[other]:,} ms"),
        ]  # fmt: skip
    return targets


def of_peers(found: dict[str, Any]) -> list[Target]:
    """Return target 11, from `bench --peers`: the better of a library's two forms counts, by processor time."""
    largest = max(found["peers"], key=lambda one: one["rows"])
    targets = []
    bars = {"DuckDB as it comes": (("duckdb",), 20.0), "pandas": (("pandas", "pandas-categories"), 20.0),
            "polars": (("polars",), 8.0), "indexed SQLite": (("sqlite",), 8.0)}  # fmt: skip
    for title, (names, bar) in bars.items():
        ratios = [(peer["processor_ms"] / peer["ours_processor_ms"], peer["ms"] / peer["ours_ms"])
                  for name in names if (peer := largest["peers"].get(name))]  # fmt: skip
        spent, took = min(ratios, default=(None, None))
        how = f"CPU, {largest['rows']:,} rows" + (f"; {took:.1f} × by the clock" if took is not None else "")
        targets.append(Target(11, f"six questions faster than {title}", bar, spent, at_least=True, how=how))
    return [*targets, Target(11, "memory", 500.0, largest["memory_mb"], unit="MB", how="at peak, six questions")]


READ: dict[str, Callable[[dict[str, Any]], list[Target]]] = {
    "pages": of_pages, "crowds": of_load, "curves": of_curves, "sizes": of_sizes, "browser": of_browser,
    "peers": of_peers,
}  # fmt: skip


def targets(found: dict[str, Any]) -> list[Target]:
    """Return every bar that these figures say something of, by number."""
    bars = [target for name, read in READ.items() if name in found for target in read(found)]
    return sorted(bars, key=lambda target: target.number)


def targets_table(bars: list[Target]) -> list[str]:
    """Return the bars as lines of a Markdown table, and a line for each number that nothing was measured of."""
    lines = ["| # | target | bar | measured | | how |", "|---|---|---|---|---|---|"]
    for one in bars:
        bar = f"{'≥' if one.at_least else '≤'} {one.bar:g} {one.unit}"
        value = "not measured" if one.value is None else f"{one.value:,.1f} {one.unit}"
        verdict = {True: "met", False: "**missed**", None: ""}[one.met]
        lines.append(f"| {one.number} | {one.asks} | {bar} | {value} | {verdict} | {one.how} |")
    absent = [str(number) for number in range(1, 13) if number not in {one.number for one in bars}]
    return [*lines, "", f"Not measured: {', '.join(absent)}."] if absent else lines
