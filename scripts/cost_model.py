"""What size costs: coefficients fitted on the measurements in docs/, and what they say of machines and money.

    python -m scripts.cost_model [docs/scale-measured.json]

Processor seconds are fitted, not time on the clock: the machine that measured was shared. Prices are assumptions,
dated in the file of measurements, and are multiplied with nothing but measured or assumed quantities that are printed.
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

MEASURED = Path(__file__).resolve().parent.parent / "docs" / "scale-measured.json"
MILLION = 1e6
# Above this share of its processors a server's slowest answers begin to wait for one another.
USABLE = 0.6


@dataclass(frozen=True)
class Line:
    """Processor seconds = fixed + per_million × millions of rows; `worst` is the largest relative miss of a fit."""

    fixed: float
    per_million: float
    worst: float
    points: int

    def at(self, rows: float) -> float:
        """Return processor seconds for so many rows."""
        return self.fixed + self.per_million * rows / MILLION


def fitted(rows: list[float], seconds: list[float]) -> Line:
    """Return the line through measured points with the least squared relative misses; ValueError for fewer than two."""
    if len(set(rows)) < 2:
        raise ValueError("a line needs measurements of two sizes at least")
    size, cost = np.array(rows) / MILLION, np.array(seconds)
    shape = np.column_stack([np.ones_like(size), size]) / cost[:, None]
    fixed, slope = np.linalg.lstsq(shape, np.ones_like(cost), rcond=None)[0]
    misses = np.abs(fixed + slope * size - cost) / cost
    return Line(float(fixed), float(slope), float(misses.max()), len(rows))


def lines_of(measured: dict[str, Any]) -> dict[str, Line]:
    """Return the fitted line of each job that was measured at two sizes or more, by its name."""
    jobs: dict[str, list[dict[str, float]]] = {}
    for one in measured["jobs"]:
        jobs.setdefault(one["job"], []).append(one)
    return {
        name: fitted([one["rows"] for one in points], [one["cpu_seconds"] for one in points])
        for name, points in jobs.items()
        if len({one["rows"] for one in points}) > 1
    }


def readers_a_core(cpu_ms: float, think: float) -> float:
    """Return how many readers one core serves who act every `think` seconds, at `cpu_ms` of a processor a turn."""
    return USABLE * think * 1000 / cpu_ms


def report(measured: dict[str, Any]) -> list[str]:
    """Return what is fitted and what follows, line by line."""
    assumed = measured["assumed"]
    said = [f"measured {measured['date']} on {measured['machine']}", ""]
    lines = lines_of(measured)
    said += ["| job | fixed, CPU s | per million rows, CPU s | largest miss | points |", "|---|---|---|---|---|"]
    said += [
        f"| {name} | {line.fixed:.1f} | {line.per_million:.2f} | {line.worst:.0%} | {line.points} |"
        for name, line in lines.items()
    ]
    said += ["", "| rows | " + " | ".join(f"{name}, CPU hours | its price" for name in lines) + " |"]
    said += ["|" + "---|" * (1 + 2 * len(lines))]
    for rows in assumed["sizes"]:
        hours = [line.at(rows) / 3600 for line in lines.values()]
        cells = " | ".join(f"{one:.3f} | {one * assumed['price_core_hour']:.3f}" for one in hours)
        said.append(f"| {rows / MILLION:,.1f} M | {cells} |")
    said += ["", "| processes | turns a second | CPU ms a turn | MB | readers a core, acting every "
             f"{assumed['think_seconds']:g} s |", "|---|---|---|---|---|"]  # fmt: skip
    for one in measured["readers"]:
        most = readers_a_core(one["cpu_ms_a_turn"], assumed["think_seconds"])
        said.append(
            f"| {one['replicas']} | {one['turns_a_second']:.1f} | {one['cpu_ms_a_turn']:.1f} | {one['memory_mb']} "
            f"| {most:.0f} |"
        )
    month = assumed["price_core_hour"] * assumed["hours_a_month"]
    price, currency = assumed["price_core_hour"], assumed["currency"]
    said += [
        "",
        f"assumed on {assumed['date']}: {price} {currency} a core and hour, so that a core that is always on costs "
        f"{month:.0f} {currency} a month; {USABLE:.0%} of a core is used at most",
    ]
    return said


def main() -> None:
    """Print the report of the measurements that are named, or of those in docs/."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else MEASURED
    print("\n".join(report(json.loads(path.read_text(encoding="utf-8")))))


if __name__ == "__main__":
    main()
