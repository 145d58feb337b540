"""What earlier public releases hold, and the rule that a cell keeps its published value until a stated revision.

One record more or less moves a count across a rounding step, and who knows of the record then knows the count. So a
cell never moves to the next step: between revisions it does not move at all, and in a revision only by two steps or
more, which no single record can do.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cspdash.publish.atoms import Period
from cspdash.publish.protect import HIDDEN, OVER, WITHHELD, Key, Rules, Shown, step
from cspdash.settings import KEEP_RELEASES
from cspdash.store.connection import Store
from cspdash.store.release import current_release, file_sha256, release_path, releases

CELLS = """
SELECT indicator, area_code, period_start, period_end, published, flag, disclosure FROM protected_cell ORDER BY ALL"""
Cells = dict[Key, Shown]


@dataclass(frozen=True, slots=True)
class Earlier:
    """Earlier public releases, the current one first: what each published."""

    cells: tuple[Cells, ...] = ()

    @property
    def current(self) -> Cells:
        """Return what is published now."""
        return self.cells[0] if self.cells else {}

    @property
    def known(self) -> Cells:
        """Return all that was ever published in these releases, the newest word on each cell."""
        found: Cells = {}
        for cells in reversed(self.cells):
            found |= {key: one for key, one in cells.items() if one.flag not in (WITHHELD, HIDDEN)}
        return found

    @property
    def periods(self) -> dict[str, set[Period]]:
        """Return the periods that each indicator has been published for."""
        found: dict[str, set[Period]] = defaultdict(set)
        for key in self.known:
            found[key.indicator.removesuffix(OVER)].add((key.start, key.end))
        return found


def cells_of_release(path: Path) -> Cells:
    """Return the protected cells of a public release file."""
    store = Store(path, seconds=None, older=True)
    try:
        return {Key(*row[:4]): Shown(*row[4:]) for row in store.rows(CELLS)}
    finally:
        store.close()


def earlier_releases(folder: Path) -> Earlier:
    """Return the earlier releases of a public store folder, at most the last 12, the current one first."""
    current = current_release(folder)
    if current is None:
        return Earlier()
    names = [current, *(name for name in releases(folder) if name != current)][:KEEP_RELEASES]
    whole = [name for name in names if file_sha256(release_path(folder, name))[:16] == name]
    return Earlier(tuple(cells_of_release(release_path(folder, name)) for name in whole))


def held(fresh: Mapping[Key, Shown], earlier: Earlier, revise: bool, rules: Rules) -> tuple[Cells, list[Key]]:
    """Return the cells to publish, and those that stay at their published value although their count has changed."""
    found: Cells = {}
    kept = []
    known = earlier.known
    for key, one in fresh.items():
        before = earlier.current.get(key) or known.get(key)
        if before is None or before == one:
            found[key] = one
            continue
        if key in known and known[key] != before:
            # Withheld now, published once: it is judged by what is known of it.
            moved = may_move(known[key], one, rules) and revise
        else:
            moved = revise and may_move(before, one, rules)
        if moved and before.flag != HIDDEN:
            found[key] = one
        else:
            found[key] = replace(before, disclosure=one.disclosure)
            kept += [key] if before.flag != HIDDEN else []
    return found, kept


def may_move(before: Shown, after: Shown, rules: Rules) -> bool:
    """Tell whether a revision may take a cell from one published value to another: never to the next step."""
    steps = step(before, rules), step(after, rules)
    if steps[0] is None or steps[1] is None:
        return True
    return abs(steps[0] - steps[1]) >= 2


def pinned(cells: Mapping[Key, Shown], releases_: Sequence[Mapping[Key, Shown]], rules: Rules) -> list[Key]:
    """Return the cells that moved to a neighbouring step between releases: one record more pins their count."""
    found = set()
    newer = dict(cells)
    for older in releases_:
        for key, one in older.items():
            if one.flag in (WITHHELD, HIDDEN):
                continue
            if key in newer and newer[key] != one and not may_move(one, newer[key], rules):
                found.add(key)
            newer[key] = one
    return sorted(found)
