"""Write the demonstration: invented incidents on real areas, in the layout of police.uk's archive.

Nobody reported these incidents. Levels, season and places are a model (model.toml, places.toml); district
totals agree with the figures printed in the plans (targets.toml). The same seed gives the same bytes.
"""

from datetime import date
from pathlib import Path

from cspdash.demo.areas import Area, shipped_areas
from cspdash.demo.counts import FIRST, LAST
from cspdash.demo.rows import lay_ground, month_file
from cspdash.periods import month_range

SEED = 2026


def write_months(
    folder: Path,
    seed: int = SEED,
    areas: tuple[Area, ...] | None = None,
    first: date = FIRST,
    last: date = LAST,
) -> list[Path]:
    """Write the street files of `first` to `last` under `folder` and return their paths, oldest first.

    Each is YYYY-MM/YYYY-MM-durham-street.csv. A month's bytes depend on the seed, the areas and the month
    alone, not on which other months are written. Without `areas`, the LSOAs that ship are used. Raises
    ValueError for a month outside the demonstration's, and OSError where the folder cannot be written.
    """
    if not FIRST <= first <= last <= LAST:
        raise ValueError(f"the demonstration has months from {FIRST:%Y-%m} to {LAST:%Y-%m}")
    ground = lay_ground(shipped_areas() if areas is None else areas, seed)
    written = []
    for month in month_range(first, last):
        path = folder / f"{month:%Y-%m}" / f"{month:%Y-%m}-durham-street.csv"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(month_file(ground, month))
        written.append(path)
    return written
