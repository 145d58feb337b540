"""`bench --peers`: six questions about one district, asked of a release and of what a user would pick instead.

Every peer has a process of its own with the same rows (scripts/peers), takes turns with ours, and must answer the same.
"""

import importlib.util
import json
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from cspdash import catalogue, settings
from cspdash.cli.bench_load import environment
from cspdash.demo.national import plan, write_archive
from cspdash.ingest import run

ROWS, TURNS = 1_000_000, 5
OURS = "cspdash"
# By their name in scripts/peers: what the table calls them, and the package that they need.
PEERS = {
    "pandas": ("pandas, texts", "pandas"),
    "pandas-categories": ("pandas, categories", "pandas"),
    "polars": ("polars, categories", "polars"),
    "duckdb": ("DuckDB, texts in the files' order", "duckdb"),
    "sqlite": ("SQLite, index on district and month", "sqlite3"),
    "datasette": ("datasette over that SQLite, JSON", "datasette"),
}


class Peer:
    """A peer's process: it is told a word and answers with a line."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.loaded = float(self.heard()["load_seconds"])

    def told(self, word: str) -> Any:
        """Say a word and return the answer."""
        if self.process.stdin is None:
            raise RuntimeError("the peer's input is closed")
        self.process.stdin.write(f"{word}\n")
        self.process.stdin.flush()
        return self.heard()

    def heard(self) -> Any:
        """Return the next answer; raise RuntimeError when the process has ended instead."""
        line = self.process.stdout.readline() if self.process.stdout else ""
        if not line:
            raise RuntimeError(f"a peer ended without an answer: {' '.join(map(str, self.process.args))}")  # type: ignore[arg-type]
        return json.loads(line)


@contextmanager
def started(name: str, months: Path, scratch: Path, store: Path) -> Iterator[Peer]:
    """Start a peer, have it load the rows, and end it after the block."""
    process = subprocess.Popen(  # noqa: S603 - our own module, no shell
        [sys.executable, "-m", "scripts.peers", name, str(months), str(scratch), "--store", str(store)],
        cwd=settings.ROOT, env=environment(store), text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    with process:
        yield Peer(process)
        if process.stdin:
            process.stdin.close()


def peer_figures(folder: Path, rows: int, names: list[str] | None = None) -> dict[str, Any]:
    """Return what each peer that is installed took for the six questions on a generated archive, beside ours."""
    months, store = folder / "months", folder / "store"
    list(write_archive(months, *plan(rows)))
    loaded = run.police(store, [months], catalogue.load(settings.content_dir()))
    return {"rows": sum(report.rows_kept for report in loaded.loads), **asked_of_all(months, folder, store, names)}


def asked_of_all(months: Path, folder: Path, store: Path, names: list[str] | None = None) -> dict[str, Any]:
    """Return what each peer took on some months, beside ours on the store of them; ValueError on another answer."""
    found: dict[str, Any] = {}
    with ExitStack() as kept:
        ours = kept.enter_context(started(OURS, months, folder, store))
        answers = ours.told("answers")
        for name in names or list(PEERS):
            if importlib.util.find_spec(PEERS[name][1]) is None:
                found[name] = None
                continue
            with started(name, months, folder, store) as peer:
                check(name, peer.told("answers"), answers)
                found[name] = compared(ours, peer)
        memory = ours.told("memory")
    return {"memory_mb": memory, "peers": found}


def check(name: str, answers: dict[str, Any], ours: dict[str, Any]) -> None:
    """Raise ValueError naming the question whose answer is not ours."""
    for question, answer in ours.items():
        if answers[question] != answer:
            raise ValueError(
                f"{name} answers '{question}' otherwise: {len(answers[question])} rows, of which "
                f"{sum(row not in answer for row in answers[question])} are not among our {len(answer)}"
            )


def compared(ours: Peer, peer: Peer) -> dict[str, Any]:
    """Return the medians of a peer and of ours in turns, in milliseconds of the clock and of the processor."""
    turns = [(peer.told("ask"), ours.told("ask")) for _ in range(TURNS)]
    (its, spent), (own, ours_spent) = (medians([turn[side] for turn in turns]) for side in (0, 1))
    return {
        "questions": its, "ms": round(sum(its.values()), 1), "ours_ms": round(sum(own.values()), 1),
        "processor_ms": spent, "ours_processor_ms": ours_spent, "load_seconds": peer.loaded,
        "memory_mb": peer.told("memory"),
    }  # fmt: skip


def medians(turns: list[dict[str, Any]]) -> tuple[dict[str, float], float]:
    """Return the median of each question, and of the processor time of all six."""
    names = turns[0]["questions"]
    its = {name: statistics.median(turn["questions"][name] for turn in turns) for name in names}
    return its, round(statistics.median(turn["processor_ms"] for turn in turns), 1)


def peer_table(found: dict[str, Any]) -> list[str]:
    """Return the figures as lines of a Markdown table."""
    lines = [
        f"Six questions about one district of {found['rows']:,} rows, all answers equal; cspdash holds "
        f"{found['memory_mb']} MB at peak.",
        "",
        "| instead | six questions | cspdash beside it | ratio | CPU ms, and ours | ratio | loads in "
        "| memory at peak |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for name, peer in found["peers"].items():
        title = PEERS[name][0]
        if peer is None:
            lines.append(f"| {title} | not installed | | | | | | |")
            continue
        spent, ours = peer["processor_ms"], peer["ours_processor_ms"]
        lines.append(
            f"| {title} | {peer['ms']:.0f} ms | {peer['ours_ms']:.0f} ms | {peer['ms'] / peer['ours_ms']:.1f} × "
            f"| {spent:.0f}, {ours:.0f} | {spent / ours:.1f} × "
            f"| {peer['load_seconds']:.0f} s | {peer['memory_mb']:,} MB |"
        )
    return lines
