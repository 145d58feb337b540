"""Find the line of a key in TOML text: tomllib gives values, but not where they stood.

Called only when something is wrong, so it may be slow. It knows tables, arrays of tables, keys, comments,
strings and values that run over several lines; a key inside an inline table is found by searching onward
from the key that holds it.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence

Step = str | int
KeyPath = tuple[Step, ...]

HEADER = re.compile(r"^\s*(\[{1,2})\s*([^\]]+?)\s*\]{1,2}\s*(?:#.*)?$")
KEY = re.compile(r"""^\s*([A-Za-z0-9_\-]+|"[^"]*"|'[^']*')\s*(?:\.|=)""")
STRING = re.compile(r""""(?:\\.|[^"\\])*"|'[^']*'""")


def _after_strings(line: str, quote: str) -> tuple[str, str]:
    """Return the line without strings and comment, and the triple quote that is still open after it."""
    rest = line
    kept = ""
    while True:
        if quote:
            _, found, rest = rest.partition(quote)
            if not found:
                return kept, quote
            quote = ""
        starts = [(rest.find(mark), mark) for mark in ('"""', "'''") if mark in rest]
        if not starts:
            return kept + STRING.sub("", rest).split("#")[0], ""
        at, quote = min(starts)
        kept += STRING.sub("", rest[:at])
        if "#" in kept:
            return kept.split("#")[0], ""
        rest = rest[at + 3 :]


def _enter(header: str, double: bool, counts: dict[KeyPath, int]) -> KeyPath:
    """Return the path of a table header, with the position in each array of tables on the way."""
    path: KeyPath = ()
    names = [name.strip().strip("\"'") for name in header.split(".")]
    for name in names[:-1]:
        path += (name,)
        if path in counts:
            path += (counts[path],)
    path += (names[-1],)
    if double:
        counts[path] = counts.get(path, -1) + 1
        path += (counts[path],)
    return path


def key_lines(text: str) -> dict[KeyPath, int]:
    """Return the line (from 1) of every table header and every key that starts a line, by path."""
    found: dict[KeyPath, int] = {(): 1}
    counts: dict[KeyPath, int] = {}
    table: KeyPath = ()
    quote, depth = "", 0
    for number, line in enumerate(text.splitlines(), 1):
        free = not quote and depth == 0
        header = HEADER.match(line) if free else None
        if header:
            table = _enter(header[2], header[1] == "[[", counts)
            found.setdefault(table, number)
            continue
        key = KEY.match(line) if free else None
        if key:
            found.setdefault((*table, key[1].strip("\"'")), number)
        bare, quote = _after_strings(line, quote)
        depth = max(0, depth + sum(bare.count(c) for c in "[{") - sum(bare.count(c) for c in "]}"))
    return found


def line_of(text: str, path: Sequence[Step], needle: str = "") -> int:
    """Return the line where `path` stands, or the nearest table that holds it.

    `needle` is a text to look for from there to the next key: a value in a list, or a key in an inline table.
    """
    found = key_lines(text)
    wanted = tuple(path)
    while wanted not in found:
        wanted = wanted[:-1]
    start = found[wanted]
    starts = sorted(set(found.values()))
    position = bisect_right(starts, start)
    end = starts[position] - 1 if position < len(starts) and wanted else len(text.splitlines())
    for word in (needle, *(str(step) for step in reversed(path) if isinstance(step, str))):
        for number in range(start, end + 1):
            if word and re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text.splitlines()[number - 1]):
                return number
    return start
