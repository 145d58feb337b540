"""Crashes for real: a command is traced, then killed or failed by ptrace at a system call that it was seen to make.

`strace` takes hold of a forked command and delivers SIGKILL, or an error in place of the call's work, at the n-th call
of a kind. What is left is then examined as a reader, a second try and the doctor would find it.
"""

import json
import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cspdash.settings import ROOT
from cspdash.store.checks import verify
from cspdash.store.connection import open_store
from cspdash.store.content_hash import content_hash, total
from cspdash.store.pointer import release_path, to_serve
from cspdash.store.recovery import examine, repair

WRITES = ("pwrite64", "write", "sendfile", "copy_file_range", "fsync", "fdatasync", "rename", "ftruncate", "mkdir")
CALLS = (*WRITES, "openat", "unlink", "rmdir", "flock", "fallocate")
KILL = "SIGKILL"
# A disk that is full or read-only stays so; but the command's own words must still come out by write().
LASTING = {"ENOSPC", "EROFS"}
LINE = re.compile(r"^(?P<tid>\d+)\s+(?P<call>\w+)\((?P<rest>.*)$")


@dataclass(frozen=True)
class Point:
    """The n-th call of a kind in its thread."""

    call: str
    nth: int


@dataclass(frozen=True)
class Scenario:
    """A command, the store that it starts from (None for none), and the hash of what it should leave."""

    name: str
    words: tuple[str, ...]
    base: Path | None
    expected: str


@dataclass(frozen=True)
class Run:
    """What one crash did: where, whether it was reached, what is served, and what is wrong (nothing: all holds)."""

    scenario: str
    fault: str
    call: str
    nth: int
    reached: bool
    status: int
    serves: str
    wrong: str


class Warm:
    """The process that forks commands; `run` gives a command's status and what it said."""

    def __init__(self, scratch: Path, environment: dict[str, str]) -> None:
        self.out = scratch / "out.txt"
        self.server = subprocess.Popen(
            [sys.executable, "-m", "scripts.crash_server"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment,
        )  # fmt: skip

    def ask(self, order: dict[str, Any]) -> dict[str, int]:
        """Send an order and wait for its answer."""
        assert self.server.stdin and self.server.stdout
        self.server.stdin.write(json.dumps(order) + "\n")
        self.server.stdin.flush()
        found: dict[str, int] = json.loads(self.server.stdout.readline())
        return found

    def run(self, words: list[str], traced: list[str] | None = None) -> tuple[int, str]:
        """Run a command, under strace with such options; its exit code (negative: the signal) and its words."""
        pid = self.ask({"argv": words, "out": str(self.out)})["pid"]
        tracer = None
        if traced:
            command = ["strace", "-f", "-p", str(pid), *traced]
            tracer = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
            assert tracer.stderr
            attached = tracer.stderr.readline()
            assert "attached" in attached, attached
        status = self.ask({"go": True})["status"]
        if tracer:
            tracer.communicate()
        return status, self.out.read_text(encoding="utf-8", errors="replace")

    def close(self) -> None:
        """End the process."""
        self.server.communicate()


@contextmanager
def warmed(scratch: Path, environment: dict[str, str]) -> Iterator[Warm]:
    """Start the forking process, and end it."""
    warm = Warm(scratch, environment)
    try:
        yield warm
    finally:
        warm.close()


def trace(warm: Warm, scenario: Scenario, work: Path) -> list[str]:
    """Run a scenario whole; return the lines that strace wrote of it."""
    store = begin(scenario, work)
    log = work / "trace.txt"
    calls = f"trace={','.join(CALLS)}"
    status, said = warm.run([*scenario.words, "--store", str(store)], ["-y", "-o", str(log), "-e", calls])
    assert status == 0, said
    return log.read_text(encoding="utf-8", errors="replace").splitlines()


def begin(scenario: Scenario, work: Path) -> Path:
    """Give a fresh copy of the store that a scenario starts from."""
    store = work / "store"
    shutil.rmtree(store, ignore_errors=True)
    if scenario.base:
        shutil.copytree(scenario.base, store)
    return store


def points(lines: list[str], store: Path) -> list[Point]:
    """Return every call that touches the store, as its number among the calls of its kind in its thread."""
    counted: Counter[tuple[str, str]] = Counter()
    found = []
    for line in lines:
        if (match := LINE.match(line)) and match["call"] in CALLS:
            counted[match["tid"], match["call"]] += 1
            if str(store) in match["rest"]:
                found.append(Point(match["call"], counted[match["tid"], match["call"]]))
    return found


def draw(chosen: random.Random, places: list[Point]) -> tuple[Point, str]:
    """Draw a point and what happens there: a kill twice in three, else the disk fails where something is written."""
    if chosen.random() < 2 / 3:
        return chosen.choice(places), KILL
    return chosen.choice([place for place in places if place.call in WRITES]), chosen.choice(["ENOSPC", "EIO", "EROFS"])


def crash(warm: Warm, scenario: Scenario, place: Point, fault: str, work: Path) -> Run:
    """Run a scenario with a fault at a point, then examine what is left, try again, and call the doctor."""
    store = begin(scenario, work)
    before = to_serve(store)
    words = [*scenario.words, "--store", str(store)]
    lasting = "+" if fault in LASTING and place.call != "write" else ""
    effect = f"signal={KILL}" if fault == KILL else f"error={fault}"
    log = work / "inject.txt"
    inject = f"inject={place.call}:{effect}:when={place.nth}{lasting}"
    status, said = warm.run(words, ["-y", "-o", str(log), "-e", f"trace={place.call}", "-e", inject])
    met = [line for line in log.read_text(encoding="utf-8", errors="replace").splitlines() if "(INJECTED)" in line]
    reached = status == -9 if fault == KILL else any(str(store) in line for line in met)
    found = to_serve(store)
    serves = "nothing" if not found else "old" if before and found.release == before.release else "new"
    wrong = left_wrong(scenario, store, serves)
    if fault == KILL or all(str(store) in line for line in met):  # elsewhere it is not the store's disk that failed
        wrong += [f"{one} ({met[:1]})" for one in said_wrong(fault, reached, status, said, serves)]
    again, said = warm.run(words)
    if again != 0:
        wrong.append(f"the second try ended with {again}: {said[-200:]}")
    wrong += left_wrong(scenario, store, "new", whole=False)
    repair(store)
    wrong += [f"after doctor: {one.said}" for one in examine(store)]
    return Run(scenario.name, fault, place.call, place.nth, reached, status, serves, "; ".join(wrong))


def left_wrong(scenario: Scenario, store: Path, serves: str, *, whole: bool = True) -> list[str]:
    """Return what is wrong with what is served: another release than the old or the new, or one that is not whole."""
    found = to_serve(store)
    if found is None:
        return [] if serves == "nothing" and scenario.base is None else ["nothing is served"]
    wrong = [found.wrong] if found.wrong else []
    if serves == "old":
        return wrong  # its file is what its name says, see to_serve: byte for byte the old one
    if whole:
        checks = verify(release_path(store, found.release))
        wrong += [f"{check.name}: {check.detail}" for check in checks if not check.holds]
    same = contents(store) == scenario.expected
    return wrong if same else [*wrong, "the contents are neither the old nor the new"]


def contents(store: Path) -> str:
    """Return the hash of what a store serves."""
    opened = open_store(store, seconds=None)
    try:
        return total(content_hash(opened))
    finally:
        opened.close()


def said_wrong(fault: str, reached: bool, status: int, said: str, serves: str) -> list[str]:
    """Return what is wrong with how a command ended: it says what is so, and never shows a traceback."""
    if fault == KILL:
        return [] if reached or status == 0 else [f"not killed, yet it ended with {status}: {said[-200:]}"]
    wrong = ["a traceback"] if "Traceback" in said else []
    if status == 0 and serves != "new":
        wrong.append("it said that all is well")
    if status not in {0, 74}:
        wrong.append(f"it ended with {status}: {said[-200:]}")
    if status == 74 and ("was published" in said) != (serves == "new"):
        wrong.append(f"it did not say what is served: {said[-200:]}")
    return wrong


def summary(runs: list[Run]) -> dict[str, Any]:
    """Return the campaign's figures as plain values."""
    return {
        "runs": len(runs),
        "reached": sum(run.reached for run in runs),
        "by_fault": dict(sorted(Counter(run.fault for run in runs if run.reached).items())),
        "by_call": dict(sorted(Counter(run.call for run in runs if run.reached).items())),
        "by_scenario": dict(sorted(Counter(run.scenario for run in runs if run.reached).items())),
        "served_afterwards": dict(sorted(Counter(run.serves for run in runs if run.reached).items())),
        "wrong": [asdict(run) for run in runs if run.wrong],
    }


def why_not() -> str:
    """Return why nothing can be injected here: no strace, or a system that lets nobody trace; empty when it can be."""
    if not shutil.which("strace"):
        return "strace is not installed"
    command = ["strace", "-qq", "-e", "trace=getpid", "true"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    return f"nothing can be traced here: {done.stderr.strip()}" if done.returncode else ""
