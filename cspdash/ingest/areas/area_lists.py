"""A list of areas without outlines: districts, partnerships and forces with what they belong to."""

from pathlib import Path

from cspdash.ingest import RefusedFile
from cspdash.ingest.area_codes import LEVELS, level_of
from cspdash.ingest.areas.boundaries import Area
from cspdash.ingest.reading import read_rows, read_text

COLUMNS = ["area_code", "area_name", "level", "parent_code"]


def is_area_list(header: list[str]) -> bool:
    """Tell whether a CSV's column names are those of a list that `read_area_list` reads."""
    return set(COLUMNS) <= set(header)


def read_area_list(path: Path) -> list[Area]:
    """Return the areas of a CSV with area_code, area_name, level and parent_code (empty for none).

    Raise RefusedFile with line, column and reason for any row that is wrong.
    """
    rows = read_rows(read_text(path), COLUMNS)
    if rows.rejects:
        line, reason, _ = rows.rejects[0]
        raise RefusedFile(path.name, f"line {line}: {reason}", "Give every row four columns")
    areas: dict[str, Area] = {}
    for row in rows.table.to_pylist():
        code, name, level, parent = (row[column].strip() for column in COLUMNS)
        double = f"area_code: {code} stands twice" if code in areas else None
        wrong = _wrong(code, name, level, parent) or double
        if wrong:
            raise RefusedFile(path.name, f"line {row['line']}, column {wrong}", f"Levels are {', '.join(LEVELS)}")
        areas[code] = Area(code, name, level, parent or None, None)
    return list(areas.values())


def _wrong(code: str, name: str, level: str, parent: str) -> str | None:
    """Return the column and what is wrong with it, or None."""
    if level_of(code) is None:
        return f"area_code: {code!r} is no ONS code that is known"
    if level != level_of(code):
        return f"level: {level!r} does not fit the code {code}, which is a {level_of(code)}"
    if not name:
        return "area_name: it is empty"
    above = level_of(parent) if parent else level
    if above is None or (parent and LEVELS.index(above) <= LEVELS.index(level)):
        return f"parent_code: {parent!r} is no code of a level above {level}"
    return None
