"""Do the tests notice? `python scripts/mutation.py`: small faults are written into the program, one at a time.

A sample of all the places where an operator, a number, a condition or a piece of SQL can be turned into a near miss, in
the rooms where a silent fault costs most. For each, a copy of the checkout runs the tests that mirror the module, and
where they pass, all tests of its room. What no test notices is a survivor. The score is written to docs/mutation.md.
"""

import argparse
import ast
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from time import monotonic

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("ingest", "publish", "stats")
# How much longer than without a fault tests may take, and seconds more, before they count as never ending.
SLOWER, MORE = 5, 60
COMPARED: dict[type[ast.cmpop], str] = {
    ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">", ast.Eq: "!=", ast.NotEq: "==",
    ast.Is: "is not", ast.IsNot: "is", ast.In: "not in", ast.NotIn: "in",
}  # fmt: skip
COUNTED: dict[type[ast.operator], str] = {ast.Add: "-", ast.Sub: "+", ast.Mult: "/", ast.Div: "*", ast.FloorDiv: "*"}
ASKED = (
    (r" = ", " <> "), (r" < ", " <= "), (r" > ", " >= "), (r"\bAND\b", "OR"), (r"\bIS NULL\b", "IS NOT NULL"),
    (r"\bIS NOT NULL\b", "IS NULL"), (r"\bmax\(", "min("), (r"\bUNION ALL\b", "UNION"), (r"\bLEFT JOIN\b", "JOIN"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mutant:
    """One fault: characters `start` to `end` of a file are replaced by `text`."""

    path: str
    line: int
    start: int
    end: int
    text: str
    was: str

    @property
    def room(self) -> str:
        """The room of the house that it is in."""
        return Path(self.path).parts[1]

    def __str__(self) -> str:
        """Say where it is and what it does."""
        return f"{self.path}:{self.line}: `{self.was}` becomes `{self.text}`"


def offsets(source: str) -> list[int]:
    """Return where each line begins, in bytes, as the syntax tree counts columns."""
    found = [0]
    for line in source.encode().splitlines(keepends=True):
        found.append(found[-1] + len(line))
    return found


def faults_in(node: ast.AST, data: bytes, place: list[int]) -> Iterator[tuple[int, int, str]]:
    """Yield near misses of one node of the tree: start, end and what stands there instead."""

    def span(one: ast.expr) -> tuple[int, int]:
        return place[one.lineno - 1] + one.col_offset, place[(one.end_lineno or 1) - 1] + (one.end_col_offset or 0)

    def between(left: ast.expr, right: ast.expr, sign: str, other: str) -> Iterator[tuple[int, int, str]]:
        start, end = span(left)[1], span(right)[0]
        at = data[start:end].find(sign.encode())
        if at >= 0:
            yield start + at, start + at + len(sign), other

    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in COMPARED:
        sign = {other: name for name, other in _signs().items()}[type(node.ops[0])]
        yield from between(node.left, node.comparators[0], sign, COMPARED[type(node.ops[0])])
    elif (
        isinstance(node, ast.BinOp)
        and type(node.op) in COUNTED
        and not isinstance(node.left, ast.Constant | ast.JoinedStr)
    ):
        sign = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//"}[type(node.op)]
        yield from between(node.left, node.right, sign, COUNTED[type(node.op)])
    elif isinstance(node, ast.BoolOp):
        words = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
        yield from between(node.values[0], node.values[1], *words)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield *span(node), f"({ast.unparse(node.operand)})"
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield *span(node), str(not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        yield *span(node), repr(node.value + 1)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and "SELECT" in node.value:
        start, end = span(node)
        for pattern, other in ASKED:
            for found in re.finditer(pattern.encode(), data[start:end]):
                yield start + found.start(), start + found.end(), other


def _signs() -> dict[str, type[ast.cmpop]]:
    return {"<": ast.Lt, "<=": ast.LtE, ">": ast.Gt, ">=": ast.GtE, "==": ast.Eq, "!=": ast.NotEq,
            "is": ast.Is, "is not": ast.IsNot, "in": ast.In, "not in": ast.NotIn}  # fmt: skip


def mutants(path: str, source: str) -> list[Mutant]:
    """Return all near misses of a module's source; each one is still a program."""
    data, place = source.encode(), offsets(source)
    found = []
    for node in ast.walk(ast.parse(source)):
        for start, end, text in faults_in(node, data, place):
            line = data.count(b"\n", 0, start) + 1
            made = Mutant(path, line, start, end, text, data[start:end].decode())
            if compiles(mutated(source, made)):
                found.append(made)
    return sorted(set(found), key=lambda one: (one.start, one.text))


def mutated(source: str, one: Mutant) -> str:
    """Return the source with the fault in it."""
    data = source.encode()
    return (data[: one.start] + one.text.encode() + data[one.end :]).decode()


def compiles(source: str) -> bool:
    """Tell whether a source is a program."""
    try:
        ast.parse(source)
    except SyntaxError:
        return False
    return True


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
    return done.returncode == 0


def report(tried: dict[Mutant, bool], seed: int, possible: int) -> str:
    """Return the score as Markdown, with the survivors by name."""
    lines = [
        "# Do the tests notice?",
        "",
        f"{len(tried)} of {possible:,} possible small faults (drawn with seed {seed}) were written into the program,",
        "one at a time, by `python scripts/mutation.py`. A survivor is a fault that no test of its room noticed.",
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
    tried: dict[Mutant, bool] = {}
    allowed: dict[tuple[str, ...], float] = {}
    with tempfile.TemporaryDirectory(prefix="cspdash-mutation-") as folder:
        copy = Path(folder) / "copy"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".git", ".venv", ".cache", "data/store", "docs"))
        for number, one in enumerate(drawn, start=1):
            for tests in asked_of(one):
                if (*tests,) not in allowed:
                    allowed[*tests] = patience(copy, tests)
            target = copy / one.path
            target.write_text(mutated(sources[one.path], one), encoding="utf-8")
            tried[one] = all(survives(copy, tests, allowed[*tests]) for tests in asked_of(one))
            target.write_text(sources[one.path], encoding="utf-8")
            sys.stdout.write(f"{number} of {len(drawn)} {'SURVIVES' if tried[one] else 'noticed '} {one}\n")
            sys.stdout.flush()
            asked.to.write_text(report(tried, asked.seed, len(every)), encoding="utf-8")


if __name__ == "__main__":
    main()
