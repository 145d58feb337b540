"""Write an archive the size of England and Wales, or a part of one, for measuring: see cspdash/demo/national.py.

    python scripts/national_archive.py FOLDER --rows 10000000
    python scripts/national_archive.py FOLDER --forces durham cleveland --months 36

Everything in it is invented but the codes, names and middles of Darlington's and County Durham's LSOAs.
"""

import argparse
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from cspdash.demo.national import LAST, MONTHS, forces, plan, write_archive  # noqa: E402 - the checkout's own package
from cspdash.periods import add_months, month_range, parse_month  # noqa: E402


def main(words: list[str]) -> int:
    """Write the archive that the command line asks for, and say how large it is and how long it took."""
    known = [force.slug for force in forces()]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, help="about so many rows, at real density")
    parser.add_argument("--forces", nargs="+", choices=known, metavar="ID", help="default: all")
    parser.add_argument("--months", type=int, default=MONTHS, help=f"default: {MONTHS}")
    parser.add_argument("--last", default=f"{LAST:%Y-%m}", metavar="YYYY-MM", help=f"default: {LAST:%Y-%m}")
    parser.add_argument("--seed", type=int, default=2026)
    asked = parser.parse_args(words)
    last = parse_month(asked.last)
    if last is None or asked.months < 1:
        parser.error("give --last as a month, such as 2023-05, and at least one month")
    if asked.rows:
        chosen, months = plan(asked.rows)
    else:
        chosen = tuple(force for force in forces() if not asked.forces or force.slug in asked.forces)
        months = month_range(add_months(last, 1 - asked.months), last)
    start = time.perf_counter()
    written = list(write_archive(asked.folder, chosen, months, asked.seed))
    size = sum(path.stat().st_size for path in written)
    took = time.perf_counter() - start
    sys.stdout.write(f"{len(written):,} files, {size / 1e6:,.0f} MB, {took:.1f} s\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
