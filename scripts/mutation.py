"""Do the tests notice? `python -m scripts.mutation`: small faults are written into the program, one at a time.

A sample of all the places where an operator, a number, a condition or a piece of SQL can be turned into a near miss, in
the rooms where a silent fault costs most. For each, a copy of the checkout runs the tests that mirror the module, and
where they pass, all tests of its room. What no test notices is a survivor. The score is written to docs/mutation.md.
A run that was cut off goes on where it stopped, by the lines in .cache, as long as program and tests are the same.
"""

import argparse
import hashlib
import json
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from time import monotonic

from scripts.mutants import Mutant, mutants, mutated

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("ingest", "publish", "stats")
# How much longer than without a fault tests may take, and seconds more, before they count as never ending.
SLOWER, MORE = 5, 60


def mirrors(path: str) -> list[str]:
    """Return the test modules that mirror a module, the closest there are: its own, its folder's, its room's."""
    module = Path(path)
    folder = Path("tests", *module.parts[1:-1])
    near = [
        sorted((ROOT / folder).glob(f"test_{module.stem}*.py")),
        [ROOT / folder] if (ROOT / folder).is_dir() and folder.parent != Path("tests") else [],
        sorted((ROOT / folder.parent).glob(f"test_{folder.name}*.py")),
        [ROOT / "tests" / module.parts[1]],
    ]
    return [str(file.relative_to(ROOT)) for file in next(found for found in near if found)]


def asked_of(one: Mutant) -> list[list[str]]:
    """Return the tests that may notice a fault, nearest first: those of its module, then those of its room."""
    nearest, room = mirrors(one.path), [f"tests/{one.room}"]
    return [nearest, room] if nearest != room else [room]


def command(tests: list[str]) -> list[str]:
    """Return the command that runs tests until the first that fails."""
    options = ["-q", "-x", "-n0", "-p", "no:cacheprovider", "-m", "not browser"]
    return [sys.executable, "-m", "pytest", *options, *tests]


def patience(copy: Path, tests: list[str]) -> float:
    """Return how many seconds tests may take with a fault; SystemExit when they fail without one, or there are none."""
    begun = monotonic()
    done = subprocess.run(command(tests), cwd=copy, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(tests)} fail without any fault:\n{done.stdout[-2000:]}")
    return SLOWER * (monotonic() - begun) + MORE


def survives(copy: Path, tests: list[str], seconds: float) -> bool:
    """Tell whether the tests of a copy pass with the fault in it; one that never ends is noticed."""
    try:
        done = subprocess.run(command(tests), cwd=copy, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        return False
    if -done.returncode in (signal.SIGKILL, signal.SIGTERM):
        raise SystemExit(f"{' '.join(tests)} were ended from outside, which says nothing of the fault: run again.")
    return done.returncode == 0


def digest(folder: Path) -> str:
    """Return one hash of the program and its tests, so that results of others are never taken over."""
    found = hashlib.sha256()
    for path in sorted(path for room in ("cspdash", "tests") for path in (folder / room).rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            found.update(f"{path.relative_to(folder)}\0".encode() + path.read_bytes())
    return found.hexdigest()


def done_before(lines: Path, which: str) -> dict[Mutant, bool]:
    """Return what an earlier run of the same program and tests found, by fault: whether it survives."""
    held = [json.loads(line) for line in lines.read_text().splitlines()] if lines.exists() else []
    return {Mutant(**one["fault"]): one["survives"] for one in held if one["digest"] == which}


def attempt(copy: Path, one: Mutant, source: str, allowed: dict[tuple[str, ...], float]) -> bool:
    """Tell whether a fault survives its tests; `allowed` remembers how long these may take."""
    for tests in asked_of(one):
        if (*tests,) not in allowed:
            allowed[*tests] = patience(copy, tests)
    target = copy / one.path
    target.write_text(mutated(source, one), encoding="utf-8")
    try:
        return all(survives(copy, tests, allowed[*tests]) for tests in asked_of(one))
    finally:
        target.write_text(source, encoding="utf-8")


def report(tried: dict[Mutant, bool], seed: int, possible: int) -> str:
    """Return the score as Markdown, with the survivors by name."""
    lines = [
        "# Do the tests notice?",
        "",
        f"{len(tried)} of {possible:,} possible small faults (drawn with seed {seed}) were written into the program,",
        "one at a time, by `python -m scripts.mutation`. A survivor is a fault that no test of its room noticed.",
        "",
        "| Room | Faults | Noticed | Score |",
        "|---|---|---|---|",
    ]
    ordered = sorted(tried, key=lambda one: (one.room, one.path, one.line))
    for room, group in groupby(ordered, key=lambda one: one.room):
        listed = list(group)
        noticed = sum(not tried[one] for one in listed)
        lines.append(f"| {room} | {len(listed)} | {noticed} | {100 * noticed / len(listed):.0f} % |")
    left = [one for one in ordered if tried[one]]
    return "\n".join([*lines, "", "## Survivors", "", *(f"- {one}" for one in left)]) + "\n"


def main() -> None:
    """Draw the faults, try each, and write the score."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mutants", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--to", type=Path, default=ROOT / "docs" / "mutation.md")
    parser.add_argument("--rooms", nargs="+", choices=ROOMS, default=ROOMS)
    asked = parser.parse_args()
    sources = {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8")
        for room in asked.rooms
        for path in sorted((ROOT / "cspdash" / room).rglob("*.py"))
    }
    every = [one for path, source in sources.items() for one in mutants(path, source)]
    drawn = random.Random(asked.seed).sample(every, min(asked.mutants, len(every)))
    lines, which = ROOT / ".cache" / "mutation.jsonl", digest(ROOT)
    lines.parent.mkdir(exist_ok=True)
    before, tried = done_before(lines, which), dict[Mutant, bool]()
    allowed: dict[tuple[str, ...], float] = {}
    with tempfile.TemporaryDirectory(prefix="cspdash-mutation-") as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".git", ".venv", ".cache", "data/store", "docs"))
        for number, one in enumerate(drawn, start=1):
            tried[one] = before[one] if one in before else attempt(copy, one, sources[one.path], allowed)
            if one not in before:
                with lines.open("a", encoding="utf-8") as log:
                    log.write(json.dumps({"digest": which, "fault": asdict(one), "survives": tried[one]}) + "\n")
            sys.stdout.write(f"{number} of {len(drawn)} {'SURVIVES' if tried[one] else 'noticed '} {one}\n")
            sys.stdout.flush()
            asked.to.write_text(report(tried, asked.seed, len(every)), encoding="utf-8")


if __name__ == "__main__":
    main()
