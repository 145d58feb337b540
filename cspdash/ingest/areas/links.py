"""Lookups between areas, as ONS publishes them: LSOA 2011 to LSOA 2021, and LSOA to ward."""

from collections import Counter
from pathlib import Path

from cspdash.ingest import RefusedFile
from cspdash.ingest.area_codes import AreaColumn, area_columns, level_of
from cspdash.ingest.areas.common import LSOA_KIND, WARD_KIND, Link
from cspdash.ingest.reading import header_of, read_rows, read_text

WEIGHTS = ("weight", "share")
CHANGES = ("CHGIND", "change_code", "chngind")
LOOKUP = (
    "Give the ONS lookup of LSOA 2011 to LSOA 2021 (LSOA11CD, LSOA21CD, CHGIND) or of LSOA to ward (LSOA21CD, WD24CD)"
)
SHOWN = 5


def read_links(path: Path) -> list[Link]:
    """Return the links of a lookup CSV; raise RefusedFile with line, column and reason for any row that is wrong.

    The weight is the file's own `weight` or `share` column, else one over the number of areas that a
    2011 area went to: ONS publishes which areas changed, not how much of them.
    """
    text = read_text(path)
    header = header_of(text)
    from_column, to_column, kind = _columns(path.name, header)
    rows = read_rows(text, header)
    if rows.rejects:
        line, reason, _ = rows.rejects[0]
        raise RefusedFile(path.name, f"line {line}: {reason}", "Download it again")
    lines: list[int] = rows.table.column("line").to_pylist()
    table = {name: [value.strip() for value in rows.table.column(name).to_pylist()] for name in header}
    pairs = _pairs(path.name, lines, table, from_column, to_column)
    _check_changes(path.name, lines, table, pairs, kind)
    stated = next((name for name in header if name.lower() in WEIGHTS), None)
    if stated:
        weights = [_weight(path.name, line, stated, value) for line, value in zip(lines, table[stated], strict=True)]
    else:
        pieces = Counter(from_code for from_code, _ in pairs)
        weights = [1 / pieces[from_code] for from_code, _ in pairs]
    return [Link(*pair, kind, weight) for pair, weight in zip(pairs, weights, strict=True)]


def is_lookup(header: list[str]) -> bool:
    """Tell whether a CSV's column names are those of a lookup that `read_links` reads."""
    return _matched(header) is not None


def _matched(header: list[str]) -> tuple[AreaColumn, AreaColumn, str] | None:
    """Return (from column, to column, kind) of a lookup's header, or None when it is none."""
    known = area_columns(header)
    lsoas = [column for column in known if column.level == "lsoa"]
    years = {column.vintage: column for column in lsoas}
    if 2011 in years and 2021 in years:
        return years[2011], years[2021], LSOA_KIND
    wards = [column for column in known if column.level == "ward"]
    return (lsoas[-1], wards[-1], WARD_KIND) if lsoas and wards else None


def _columns(file: str, header: list[str]) -> tuple[str, str, str]:
    """Return the names of the two code columns and the kind of lookup."""
    matched = _matched(header)
    if matched is None:
        raise RefusedFile(file, f"line 1: not the columns of a lookup: {', '.join(header)[:200]}", LOOKUP)
    return matched[0].code, matched[1].code, matched[2]


def _pairs(
    file: str, lines: list[int], table: dict[str, list[str]], from_column: str, to_column: str
) -> list[tuple[str, str]]:
    """Return (from, to) of every row; raise RefusedFile for codes of another level and rows that stand twice."""
    to_level = "lsoa" if "lsoa" in to_column.lower() else "ward"
    for column, level in ((from_column, "lsoa"), (to_column, to_level)):
        wrong = [
            f"{code!r} in line {line}"
            for line, code in zip(lines, table[column], strict=True)
            if level_of(code) != level
        ]
        if wrong:
            shown = ", ".join(wrong[:SHOWN])
            raise RefusedFile(file, f"column {column}: {len(wrong)} are no codes of a {level}: {shown}", LOOKUP)
    pairs = list(zip(table[from_column], table[to_column], strict=True))
    double = [" to ".join(pair) for pair, times in Counter(pairs).items() if times > 1]
    if double:
        raise RefusedFile(file, f"links that stand twice: {', '.join(double[:SHOWN])}", "Remove the second")
    return pairs


def _check_changes(
    file: str, lines: list[int], table: dict[str, list[str]], pairs: list[tuple[str, str]], kind: str
) -> None:
    """Raise RefusedFile when the change that a row states (U unchanged, S, M, X) is not what its codes say."""
    column = next((name for name in table if name.lower() in {each.lower() for each in CHANGES}), None)
    if column is None or kind != LSOA_KIND:
        return
    for line, change, (from_code, to_code) in zip(lines, table[column], pairs, strict=True):
        if change not in {"U", "S", "M", "X"}:
            raise RefusedFile(file, f"line {line}, column {column}: {change!r} is not U, S, M or X", LOOKUP)
        if (change == "U") != (from_code == to_code):
            reason = f"line {line}, column {column}: {change} does not fit {from_code} and {to_code}"
            raise RefusedFile(file, reason, "Download it again")


def _weight(file: str, line: int, column: str, value: str) -> float:
    """Return a weight above 0 and at most 1; raise RefusedFile for anything else."""
    try:
        weight = float(value)
    except ValueError:
        weight = -1.0
    if not 0 < weight <= 1:
        raise RefusedFile(file, f"line {line}, column {column}: {value!r} is no share above 0 and up to 1", LOOKUP)
    return weight
