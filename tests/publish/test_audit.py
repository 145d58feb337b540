"""P14: the auditor against published tables with known answers, and against tau-Argus on random ones."""

import random
from collections.abc import Sequence
from datetime import date
from itertools import permutations
from pathlib import Path
from time import monotonic

import pytest
from pytauargus import engine

from cspdash.publish.audit import audit
from cspdash.publish.audit.exact import AuditTimeout, fits
from cspdash.publish.audit.propagation import NotPossible, propagate
from cspdash.publish.audit.search import is_narrow
from cspdash.publish.audit.sums import Sum, components, sums_among
from cspdash.publish.protect import UNKNOWN, Cell, Key, Shown, shown

START, END = date(2024, 1, 1), date(2024, 12, 31)
Spot = tuple[int, int]
Table = dict[Spot, int]


def key(row: int, column: int) -> Key:
    """Return the key of a table's cell; row or column -1 is a total."""
    return Key(f"row {row}", f"column {column}", START, END)


def sums_of(rows: int, columns: int) -> list[Sum]:
    """Return the sums of a table with its margins."""
    down = [Sum(key(-1, c), tuple(key(r, c) for r in range(rows))) for c in range(-1, columns)]
    return [Sum(key(r, -1), tuple(key(r, c) for c in range(columns))) for r in range(rows)] + down


def with_totals(table: Table, rows: int, columns: int) -> Table:
    """Return a table with its margins."""
    full = dict(table)
    for r in range(rows):
        full[r, -1] = sum(table[r, c] for c in range(columns))
    for c in range(-1, columns):
        full[-1, c] = sum(full[r, c] for r in range(rows))
    return full


def ranges(
    full: Table, hidden: set[tuple[int, int]], rows: int, columns: int
) -> dict[tuple[int, int], tuple[int, int]]:
    """Return the exact bounds of the hidden cells of a table whose other cells are published as they are."""
    top = 10 * max(full.values()) + 10
    bounds = {key(*cell): (0, top) if cell in hidden else (n, n) for cell, n in full.items()}
    sums = sums_of(rows, columns)
    tight = propagate(bounds, sums)
    exact = fits(tight, sums, [key(*cell) for cell in hidden], monotonic() + 60)
    for cell in hidden:  # propagation is never narrower than the truth
        assert (
            tight[key(*cell)][0] <= exact[key(*cell)][0] <= full[cell] <= exact[key(*cell)][1] <= tight[key(*cell)][1]
        )
    return {cell: exact[key(*cell)] for cell in hidden}


# Rows young, old; columns Spain, Iceland, Portugal: the table of the GaussSuppression vignette.
PEOPLE = {(0, 0): 5, (0, 1): 2, (0, 2): 0, (1, 0): 6, (1, 1): 3, (1, 2): 4}


def test_the_vignette_table_needs_its_secondary_cells() -> None:
    full = with_totals(PEOPLE, 2, 3)
    assert ranges(full, {(0, 2)}, 2, 3) == {(0, 2): (0, 0)}
    found = ranges(full, {(0, 2), (0, 1), (1, 1), (1, 2)}, 2, 3)
    assert all(low < high for low, high in found.values())
    assert found[0, 2][1] >= 1


def test_a_total_above_which_nothing_stands_has_no_upper_limit() -> None:
    parts = (key(0, 0), key(0, 1))
    bounds = {key(0, -1): (0, UNKNOWN), parts[0]: (10, 12), parts[1]: (13, 17)}
    loose = [Sum(key(0, -1), parts).loosened()]
    assert fits(bounds, loose, [key(0, -1)], monotonic() + 60) == {key(0, -1): (23, UNKNOWN)}


def test_intervals_of_the_table_with_threshold_four_are_those_of_tau_argus() -> None:
    full = with_totals(PEOPLE, 2, 3)
    found = ranges(full, {(0, 0), (0, 1), (1, 0), (1, 1)}, 2, 3)
    assert found == {(1, 0): (4, 9), (1, 1): (0, 5), (0, 0): (2, 7), (0, 1): (0, 5)}


def test_small_count_rounding_example_holds_after_the_ten_five_rule() -> None:
    # exPSD: rows of 14, 9 and 4, together 27. Base 5 alone prints 16, 5, 5 and 26.
    parents = dict.fromkeys(("E01000001", "E01000002", "E01000003"), "E06000005")
    counts = {"E01000001": 14, "E01000002": 9, "E01000003": 4, "E06000005": 27}
    cells = {Key("i", area, START, END): shown(Cell(Key("i", area, START, END), n, "R")) for area, n in counts.items()}
    found = audit(cells, parents)
    assert (found.sums, found.narrow) == (1, [])
    assert all(low <= counts[one.area_code] <= high for one, (low, high) in found.bounds.items())


def jj_file(
    full: Table, hidden: set[tuple[int, int]], rows: int, columns: int, path: Path
) -> dict[int, tuple[int, int]]:
    """Write a table as tau-Argus reads it; return the cell of each of its numbers."""
    cells = sorted(full)
    at = {key(*cell): number for number, cell in enumerate(cells)}
    top = 10 * max(full.values()) + 10
    lines = ["0", str(len(cells))]
    lines += [f"{n} {full[c]} 1 {'u' if c in hidden else 's'} 0 {top} 0 0 0" for n, c in enumerate(cells)]
    sums = sums_of(rows, columns)
    lines.append(str(len(sums)))
    for one in sums:
        parts = " ".join(f"{at[part]} (1)" for part in one.parts)
        lines.append(f"0 {len(one.parts) + 1} : {at[one.total]} (-1) {parts}")
    path.write_text("\n".join(lines) + "\n", encoding="ascii")
    return dict(enumerate(cells))


def test_the_auditor_agrees_with_tau_argus_on_random_tables(tmp_path: Path) -> None:
    chance = random.Random(14)
    compared = 0
    for number in range(220):
        rows, columns = chance.randint(2, 4), chance.randint(2, 4)
        table = {(r, c): chance.choice([0, 1, 2, 4, 7, 20]) for r in range(rows) for c in range(columns)}
        full = with_totals(table, rows, columns)
        hidden = {cell for cell in full if chance.random() < (0.5 if -1 not in cell else 0.15)}
        if not hidden:
            hidden = {(0, 0)}
        path = tmp_path / f"{number}.jj"
        cell_of = jj_file(full, hidden, rows, columns, path)
        theirs = {cell_of[row["cell"]]: (round(row["min"]), round(row["max"])) for row in engine.audit_jj(str(path))}
        assert ranges(full, hidden, rows, columns) == theirs, f"table {number}"
        compared += len(theirs)
    assert compared > 500


def test_a_narrow_cell_is_reported_with_the_total_that_tells_it() -> None:
    parents = {"E01000001": "E06000005", "E01000002": "E06000005"}
    counts = {"E01000001": 11, "E01000002": 1, "E06000005": 12}
    cells = {Key("i", area, START, END): shown(Cell(Key("i", area, START, END), n, "R")) for area, n in counts.items()}
    found = audit(cells, parents)
    assert [(one.key.area_code, one.low, one.high) for one in found.narrow] == [("E01000002", 0, 2)]
    assert "E06000005" in found.narrow[0].said
    assert "i in E01000002" in found.narrow[0].said


def test_cells_that_fit_only_when_widened_are_read_as_widened() -> None:
    # Two parts of 13 to 17 are too much for a total of 18 to 22, whether or not something lies in none of them.
    parts, total = [Key("i", area, START, END) for area in ("E01000001", "E01000002")], Key("i", "D", START, END)
    parents = dict.fromkeys(("E01000001", "E01000002"), "D")
    held = {part: Shown(15, "published", "R") for part in parts} | {total: Shown(20, "published", "R")}
    assert audit(held, parents).bounds == {total: (16, 27), parts[0]: (8, 19), parts[1]: (8, 19)}
    # A count below ten, widened, is still nothing at least.
    few = {parts[0]: Shown(None, "fewer than 10", "R"), parts[1]: Shown(50, "published", "R")}
    few[total] = Shown(40, "published", "R")
    assert audit(few, parents).bounds == {total: (43, 47), parts[0]: (0, 4), parts[1]: (43, 47)}


@pytest.mark.parametrize(("disclosure", "least"), [("R", 3), ("S", 9)])
def test_a_blank_cell_is_narrow_below_the_least_width_of_its_class(disclosure: str, least: int) -> None:
    few, withheld = Shown(None, "fewer than 10", disclosure), Shown(None, "withheld", disclosure)
    assert is_narrow(few, (0, least - 1)) and not is_narrow(few, (0, least))
    # What is withheld for another's sake is a small count only where it cannot be ten.
    assert is_narrow(withheld, (10 - least, 9)) and not is_narrow(withheld, (11 - least, 10))
    published = Shown(20, "published", disclosure)
    assert is_narrow(published, (20, 20)) and not is_narrow(published, (20, 21))


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_what_one_sum_tells_goes_through_the_others_in_whatever_order(order: Sequence[int]) -> None:
    # Each sum narrows one part alone, and only then the next sum tells anything.
    sums = [Sum(key(n, -1), (key(n, 0), key(n + 1, 0))) for n in range(3)]
    bounds = {key(n, -1): (10, 10) for n in range(3)} | {key(n, 0): (0, 10) for n in range(4)} | {key(3, 0): (7, 7)}
    found = propagate(bounds, [sums[n] for n in order])
    assert [found[key(n, 0)] for n in range(4)] == [(3, 3), (7, 7), (3, 3), (7, 7)]


def test_sums_are_found_over_areas_periods_and_bases() -> None:
    quarters = [Key("i", "A", date(2024, m, 1), date(2024, m + 2, 30 if m in (4, 7) else 31)) for m in (1, 4, 7, 10)]
    year, base = Key("i", "A", START, END), Key("i / base", "A", START, END)
    assert sums_among([year, *quarters, base], {}) == [
        Sum(year, tuple(quarters)), Sum(base, (year,), exact=False),
    ]  # fmt: skip
    assert sums_among([year, *quarters[1:]], {}) == [Sum(year, tuple(quarters[1:]), exact=False)]
    areas = [Key("i", code, START, END) for code in ("P", "D1", "D2", "L1")]
    found = sums_among(areas, {"L1": "D1", "D1": "P", "D2": "P"})
    assert {(one.total.area_code, tuple(part.area_code for part in one.parts)) for one in found} == {
        ("P", ("D1", "D2")), ("D1", ("L1",)),
    }  # fmt: skip
    assert len(components([*found, Sum(base, (quarters[0],))])) == 2


def test_what_cannot_be_is_said_and_time_runs_out() -> None:
    one = Sum(key(-1, 0), (key(0, 0), key(1, 0)))
    with pytest.raises(NotPossible):
        propagate({key(-1, 0): (10, 12), key(0, 0): (0, 3), key(1, 0): (0, 3)}, [one])
    with pytest.raises(AuditTimeout):
        fits({key(-1, 0): (0, 9), key(0, 0): (0, 9), key(1, 0): (0, 9)}, [one], [key(0, 0)], monotonic() - 1)
