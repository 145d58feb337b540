"""One peer in a process of its own: `python -m scripts.peers NAME MONTHS SCRATCH [--store DIR]`.

It loads the rows, then reads words from its input and answers each with a line of JSON: `ask` times every question
once, `answers` gives the answers, `memory` the megabytes at peak. Its input's end ends it.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cspdash.ui.load import processor
from scripts.peers.databases import Datasette, Duckdb, Sqlite
from scripts.peers.frames import Pandas, Polars
from scripts.peers.ours import Cspdash
from scripts.peers.questions import Asked, Peer, questions

DISTRICT = "Darlington"


def peers(files: list[Path], scratch: Path, store: Path, asked: Asked) -> dict[str, Callable[[], Peer]]:
    """Return how each peer is made, by its name on the command line."""
    return {
        "cspdash": lambda: Cspdash(store, asked),
        "pandas": lambda: Pandas(files, asked),
        "pandas-categories": lambda: Pandas(files, asked, categories=True),
        "polars": lambda: Polars(files, asked),
        "sqlite": lambda: Sqlite(files, asked, scratch),
        "duckdb": lambda: Duckdb(files, asked, scratch),
        "datasette": lambda: Datasette(files, asked, scratch),
    }


def asked_of(files: list[Path], district: str) -> Asked:
    """Return what is asked of an archive: of one district, over the months that the files are named for."""
    return Asked(district, tuple(sorted({file.name[:7] for file in files})))


def milliseconds(work: Callable[[], Any]) -> float:
    """Return how long a piece of work takes."""
    started = time.perf_counter()
    work()
    return round(1000 * (time.perf_counter() - started), 3)


def spent(peer: Peer) -> float:
    """Return the processor time that a peer's processes have taken so far, in milliseconds."""
    server = processor([peer.server.pid]) if isinstance(peer, Datasette) else None
    return 1000 * (time.process_time() + (server or 0.0))


def peak(pid: int | str) -> int:
    """Return the most memory that a process has held, in MB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return round(int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024)


def answer(word: str, peer: Peer) -> Any:
    """Return what a word of the input asks for."""
    if word == "ask":
        before = spent(peer)
        took = {name: milliseconds(work) for name, work in questions(peer).items()}
        return {"questions": took, "processor_ms": round(spent(peer) - before, 3)}
    if word == "answers":
        return {name: work() for name, work in questions(peer).items()}
    if word == "memory":
        return peak("self") + (peak(peer.server.pid) if isinstance(peer, Datasette) else 0)
    raise ValueError(f"{word} is not asked for")


def main(words: list[str]) -> int:
    """Load, then answer until the input ends."""
    parser = argparse.ArgumentParser(prog="python -m scripts.peers")
    parser.add_argument("name", choices=list(peers([], Path(), Path(), Asked("", ()))))
    parser.add_argument("months", type=Path)
    parser.add_argument("scratch", type=Path)
    parser.add_argument("--store", type=Path, default=Path())
    parser.add_argument("--district", default=DISTRICT)
    given = parser.parse_args(words)
    files = sorted(given.months.rglob("*-street.csv"))
    started = time.perf_counter()
    peer = peers(files, given.scratch, given.store, asked_of(files, given.district))[given.name]()
    try:
        print(json.dumps({"load_seconds": round(time.perf_counter() - started, 2)}), flush=True)
        for line in sys.stdin:
            print(json.dumps(answer(line.strip(), peer)), flush=True)
    finally:
        if isinstance(peer, Datasette):
            peer.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
