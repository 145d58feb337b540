"""The gate: nothing is published unless an attacker who has only the new release finds no small count in it.

It reads the new release and the earlier public ones, never the partnership's store. It fails closed: a cell that can
be worked out, a number that is not by the rules, a crash, or running out of time, and nothing is published.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic
from typing import Any

import duckdb

from cspdash.publish import shape
from cspdash.publish.audit import Narrow, audit
from cspdash.publish.audit.search import SAMPLE
from cspdash.publish.earlier import CELLS, Earlier, pinned
from cspdash.publish.protect import HIDDEN, PRODUCTION, Key, Rules, Shown
from cspdash.store.release import StoreProblem

SECONDS = 600.0
MOST_SAID = 20
PARENTS = "SELECT area_code, parent_code FROM area WHERE parent_code IS NOT NULL ORDER BY ALL"
RECORD = """
INSERT INTO release_gate VALUES (true, $checked_at, $cells, $sums, $solved, $earlier_releases, $dropped)"""
Ask = Callable[[str], list[tuple[Any, ...]]]


class GateClosed(StoreProblem):
    """The gate did not pass: nothing was published, and the message says which cell and from what."""


@dataclass(slots=True)
class Passed:
    """What the gate looked at when it passed."""

    cells: int
    sums: int
    solved: int
    earlier_releases: int
    dropped: int = 0
    notes: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return the record as plain values."""
        return {name: getattr(self, name) for name in ("cells", "sums", "solved", "earlier_releases", "dropped")}


def narrow_cells(
    cells: Mapping[Key, Shown], earlier: Earlier, parents: Mapping[str, str], rules: Rules, deadline: float,
    sampled: int = SAMPLE,
) -> tuple[list[Narrow], Passed]:  # fmt: skip
    """Return the cells that the union of the new release and the earlier ones gives away, and what was looked at."""
    union = {**earlier.known, **{key: one for key, one in cells.items() if key not in earlier.known or _says(one)}}
    found = audit(union, parents, rules, deadline=deadline, sampled=sampled)
    return found.narrow, Passed(found.cells, found.sums, found.solved, len(earlier.cells))


def _says(one: Shown) -> bool:
    return one.flag not in ("withheld", HIDDEN)


def pass_gate(
    con: duckdb.DuckDBPyConnection, earlier: Earlier, *, dropped: int = 0, rules: Rules = PRODUCTION,
    seconds: float = SECONDS,
) -> Passed:  # fmt: skip
    """Let a new release through and write the gate's record into it; GateClosed when anything is wrong, or fails.

    `con` is the new release, inside its transaction; `dropped` is how many cells the builder has left out already.
    """
    try:
        passed = examine(lambda sql: con.execute(sql).fetchall(), earlier, rules, monotonic() + seconds)
    except GateClosed:
        raise
    except Exception as error:  # whatever went wrong, nothing is known to be safe
        raise GateClosed(f"nothing was published: the gate did not finish ({type(error).__name__}: {error})") from error
    passed.dropped = dropped
    con.execute(RECORD, {**passed.as_json(), "checked_at": datetime.now(UTC).replace(tzinfo=None)})
    return passed


def examine(ask: Ask, earlier: Earlier, rules: Rules, deadline: float) -> Passed:
    """Return what was looked at; GateClosed with every finding when the release must not be published."""
    wrong = shape.problems(ask, rules)
    cells = {Key(*row[:4]): Shown(*row[4:]) for row in ask(CELLS)}
    moved = pinned(cells, earlier.cells, rules)
    wrong += [f"{key.indicator} in {key.area_code}, {key.start} to {key.end}: moved by one step since an earlier "
              "release, which pins its count for whoever knows of one record" for key in moved]  # fmt: skip
    if not wrong:
        narrow, passed = narrow_cells(cells, earlier, dict(ask(PARENTS)), rules, deadline)
        wrong = [one.said for one in narrow]
    if wrong:
        raise GateClosed(said(wrong))
    return passed


def said(wrong: Sequence[str]) -> str:
    """Return the findings as the message of a refusal."""
    more = [f"and {len(wrong) - MOST_SAID:,} more"] if len(wrong) > MOST_SAID else []
    return "\n  ".join(["nothing was published, the gate is closed:", *wrong[:MOST_SAID], *more])
