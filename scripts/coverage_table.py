"""Which branches do the tests reach? `make coverage` measures it; this turns the figures into docs/coverage.md.

`python scripts/coverage_table.py FIGURES.json TABLE.md`, from what `coverage json` wrote. It fails where the tests
reach less than 95 of 100 branches, or statements, of any room.
"""

import json
import sys
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

ROOMS = ("store", "ingest", "stats", "findings", "publish")
FLOOR = 95.0


@dataclass(frozen=True, slots=True)
class Room:
    """What the tests reach of one room: how many statements and branches it has, and how many were reached."""

    name: str
    statements: int
    statements_reached: int
    branches: int
    branches_reached: int

    @property
    def of_statements(self) -> float:
        """Percent of the statements; nothing is reached of a room that was not measured."""
        return 100 * self.statements_reached / self.statements if self.statements else 0.0

    @property
    def of_branches(self) -> float:
        """Percent of the branches; nothing is reached of a room that was not measured."""
        return 100 * self.branches_reached / self.branches if self.branches else 0.0

    @property
    def is_enough(self) -> bool:
        """Whether neither is below the floor."""
        return min(self.of_statements, self.of_branches) >= FLOOR


def rooms(figures: dict[str, Any]) -> list[Room]:
    """Add up what `coverage json` says of each file, by room; raises ValueError where branches were not measured."""
    if not figures["meta"]["branch_coverage"]:
        raise ValueError("branches were not measured")
    added: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for path, file in figures["files"].items():
        told = file["summary"]
        counts = [told[name] for name in ("num_statements", "covered_lines", "num_branches", "covered_branches")]
        room = Path(path).parts[1]
        added[room] = [one + other for one, other in zip(added[room], counts, strict=True)]
    return [Room(name, *added[name]) for name in ROOMS]


def table(measured: list[Room], day: date) -> str:
    """Return the figures as Markdown; percents are cut, not rounded, so that none looks like the floor below it."""
    lines = [
        "# Which branches do the tests reach?",
        "",
        f"Measured on {day.day} {day:%B %Y} by `make coverage`, which writes this page: what the rooms' own",
        "tests, those of the command line and those of the faults reach, in all their processes: not what a page",
        f"happens to draw. It fails where less than {FLOOR:.0f} of 100 branches, or statements, of a room are reached.",
        "",
        "| Room | Statements | Reached | Percent | Branches | Reached | Percent |",
        "|---|---|---|---|---|---|---|",
    ]
    for room in measured:
        statements = f"{room.statements:,} | {room.statements_reached:,} | {_cut(room.of_statements)}"
        branches = f"{room.branches:,} | {room.branches_reached:,} | {_cut(room.of_branches)}"
        lines.append(f"| {room.name} | {statements} | {branches} |")
    return "\n".join(lines) + "\n"


def _cut(percent: float) -> str:
    return f"{int(percent * 10) / 10:.1f}"


def main(figures_file: Path, table_file: Path) -> None:
    """Write the table and leave with an error that names every room below the floor."""
    figures = json.loads(figures_file.read_text(encoding="utf-8"))
    measured = rooms(figures)
    page = table(measured, date.fromisoformat(figures["meta"]["timestamp"][:10]))
    table_file.write_text(page, encoding="utf-8")
    print(page)
    short = [room.name for room in measured if not room.is_enough]
    if short:
        raise SystemExit(f"below {FLOOR:.0f} %: {', '.join(short)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
