"""The shape of a public release: the tables and columns it may have, and that every number in them is by the rules."""

from collections.abc import Callable
from typing import Any

from cspdash.publish.earlier import CELLS
from cspdash.publish.protect import FEWER, FLAGS, OVER, PUBLISHED, Rules

Ask = Callable[[str], list[tuple[Any, ...]]]
RESTRICTED = {"incident", "incident_row", "counted", "counted_cell", "seen_point",
              "incident_identifier", "reject", "outcome", "outcome_row", "term",
              "custom_area", "custom_point", "custom_member", "custom_monthly"}  # fmt: skip
# Every table and view, with the columns that may hold numbers or moments; all others are codes, dates and names.
NUMERIC: dict[str, set[str]] = {
    "release": {"built_at", "schema_version"},
    "ledger": {"load_id", "rows_read", "rows_kept", "rows_rejected", "loaded_at", "rows_added", "rows_removed",
               "rows_changed", "replaced_by"},
    "completeness": {"found", "expected"},
    "coverage": {"load_id", "n", "replaced_by"},
    "area": {"vintage", "geometry", "longitude", "latitude"},
    "area_link": {"weight"},
    "area_link_origin": set(),
    "area_common": set(),
    "outline": set(),
    "population": {"year", "persons", "households"},
    "common_population": {"year", "persons", "households"},
    "observation": {"numerator", "denominator", "value"},
    "survey_answer": {"n", "share", "design_effect"},
    "survey_wave": set(),
    "monthly": {"n"},
    "protected_cell": {"published"},
    "hidden_cell": set(),
    "release_gate": {"passed", "checked_at", "cells", "sums", "solved", "earlier_releases", "dropped"},
    "load": {"load_id", "rows_read", "rows_kept", "rows_rejected", "loaded_at"},
    "incident_monthly": {"n"},
}  # fmt: skip
PLAIN = {"VARCHAR", "DATE", "VARCHAR[]"}

COLUMNS = """
SELECT table_name, column_name, data_type FROM information_schema.columns
WHERE table_schema = 'main' ORDER BY table_name, ordinal_position"""
TWICE = """
SELECT indicator, area_code, period_start, period_end FROM protected_cell GROUP BY ALL HAVING count(*) > 1"""
VALUES = """
SELECT indicator, area_code, period_start, period_end, numerator, denominator, value FROM observation
WHERE indicator IN (SELECT indicator FROM protected_cell) AND NOT starts_with(source, 'Printed in ') ORDER BY ALL"""
SHARES = """
SELECT survey || '/' || question, area_code, wave_start, wave_end, n, share FROM survey_answer
WHERE survey || '/' || question IN (SELECT indicator FROM protected_cell)
    AND NOT starts_with(source, 'Printed in ') ORDER BY ALL"""
NOT_EMPTY = "SELECT count(*) FROM coverage"


def problems(ask: Ask, rules: Rules) -> list[str]:
    """Return what is wrong with the shape of a release; `ask` returns a query's rows."""
    found = schema_problems(ask)
    if found:
        return found
    found = [f"a cell stands twice: {row}" for row in ask(TWICE)] + cell_problems(ask, rules)
    if ask(NOT_EMPTY)[0][0]:
        found.append("the table coverage has the months of partners' extracts")
    return found + value_problems(ask)


def schema_problems(ask: Ask) -> list[str]:
    """Return the tables and columns that a public release may not have."""
    found = []
    for table, column, kind in ask(COLUMNS):
        allowed = NUMERIC.get(table)
        if table in RESTRICTED or allowed is None:
            found.append(f"a public release may not have the table {table}")
        elif kind not in PLAIN and column not in allowed:
            found.append(f"a public release may not have numbers in {table}.{column}")
    return sorted(set(found))


def cell_problems(ask: Ask, rules: Rules) -> list[str]:
    """Return the protected cells that are not by the 10-5 rule, or too fine for their class."""
    found = []
    for indicator, area, start, end, published, flag, disclosure in ask(CELLS):
        what = f"{indicator} in {area}, {start} to {end}"
        days = (end - start).days + 1
        if flag not in FLAGS or (published is None) == (flag == PUBLISHED):
            found.append(f"{what}: the flag '{flag}' does not go with its number")
        elif published is not None and (published < rules.threshold or published % rules.base):
            found.append(f"{what}: {published} is not rounded")
        elif disclosure not in ("R", "S"):
            found.append(f"{what}: class {disclosure} is not published in cells")
        elif disclosure == "S" and (days < 365 or area[:3] in ("E01", "E05", "E02")):
            found.append(f"{what}: class S is published for a year and a whole partnership")
        elif disclosure == "R" and days < 90 and "/" not in indicator.removesuffix(OVER):
            found.append(f"{what}: class R is published for a quarter or more")
    return found


def value_problems(ask: Ask) -> list[str]:
    """Return the values of classes R and S that do not come from a protected cell."""
    held = {tuple(row[:4]): (row[4], row[5]) for row in ask(CELLS)}
    found = []
    for row in ask(VALUES):
        key = tuple(row[:4])
        base = held.get((f"{row[0]}{OVER}", *key[1:]), (None, ""))[0]
        wrong = key not in held or row[4] not in (None, held[key][0]) or (row[5] is not None and row[5] != base)
        if wrong or not computed(*row[4:]):
            found.append(f"{row[0]} in {row[1]}, {row[2]} to {row[3]}: its value is not that of its protected cell")
    for row in ask(SHARES):
        key, n, share = tuple(row[:4]), row[4], row[5]
        base, gave = held.get((f"{row[0]}{OVER}", *key[1:]), (None, FEWER))[0], held.get(key, (None, FEWER))[0]
        wrong = n not in (0, base) if base is None else n != base
        if wrong or (share is not None and (gave is None or not base or share != gave / base)):
            found.append(f"{row[0]} in {row[1]}, {row[2]} to {row[3]}: its share is not that of its protected cells")
    return found


def computed(numerator: float | None, denominator: float | None, value: float | None) -> bool:
    """Tell whether a value is its published numerator, or the share or rate per some power of ten that it makes."""
    if value is None or numerator is None:
        return value is None and numerator is None
    if not denominator:
        return value == numerator
    return any(abs(value - numerator / denominator * 10**power) <= 1e-9 * value for power in range(7))
