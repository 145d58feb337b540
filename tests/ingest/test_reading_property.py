"""Random files of good and bad lines: every line is accounted for, whatever stands beside it."""

import csv

from hypothesis import given, settings
from hypothesis import strategies as st

from cspdash.ingest.reading import decode, read_rows

COLUMNS = ["a", "b", "c"]
PIECES = st.sampled_from([",", '"', '""', "\r", "\0", " ", "x", "12", "é", "=", "\t", "\u2028", "'"])
FREE = st.lists(PIECES, max_size=8).map("".join)
FIELD = st.text(st.characters(codec="utf-8", exclude_characters='\n\r\0",'), min_size=1, max_size=6)
GOOD = st.tuples(FIELD, FIELD, FIELD).map(",".join)
LINES = st.lists(st.one_of(GOOD, FREE, st.just("")), min_size=1, max_size=12)


def is_blank(line: str) -> bool:
    return not line.rstrip("\r")


def by_one_line(line: str) -> list[str] | None:
    """Return a line's three fields by Python's csv module, or None when it is no row: the slow second answer."""
    line = line.rstrip("\r")
    if "\0" in line:
        return None
    try:
        rows = list(csv.reader([line], strict=True))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 and len(rows[0]) == len(COLUMNS) else None


@settings(max_examples=300, deadline=None)
@given(LINES, st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_every_line_is_kept_rejected_or_blank_and_judged_by_itself(lines: list[str], end: str, final: bool) -> None:
    lines = [*lines, "1,2,3"]
    data = end.join(["a,b,c", *lines]) + (end if final else "")
    rows = read_rows(decode("file.csv", data.encode()), COLUMNS)
    kept = {row["line"]: [row[name] for name in COLUMNS] for row in rows.table.to_pylist()}
    rejected = {line: raw for line, _, raw in rows.rejects}
    assert len(kept) + len(rejected) == rows.read == sum(not is_blank(line) for line in lines)
    for number, line in enumerate(lines, start=2):
        fields = by_one_line(line)
        if is_blank(line):
            assert number not in kept
            assert number not in rejected
        elif fields is None:
            assert rejected[number] == line.rstrip("\r")
        else:
            assert kept[number] == fields
