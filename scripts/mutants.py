"""Small faults that a program can be given: an operator, a number, a condition or a piece of SQL as a near miss."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

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
    tree = ast.parse(source)
    # What a decorator is given (frozen, slots) is no part of what is worked out, and `strict` only a guard.
    above = {id(one) for node in ast.walk(tree) for top in getattr(node, "decorator_list", []) for one in ast.walk(top)}
    guards = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "strict"}
    for node in ast.walk(tree):
        if id(node) in above | guards:
            continue
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
