"""The long crash campaign: `python -m scripts.crash_campaign --runs 2000 --to FILE.json`; goes on where it stopped.

Run number n draws its scenario, its call and its fault from the seed n, so that any run can be repeated by its number
(`--only N`). The file holds the figures; FILE.jsonl beside it one line a run. Needs strace and leave to trace.
"""

import argparse
import json
import random
import sys
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from scripts.crash_runs import Point, Run, Scenario, Warm, crash, draw, points, summary, trace, warmed, why_not
from scripts.crash_scenes import environment, scenes

Places = dict[str, tuple[Scenario, list[Point]]]


def places_of(warm: Warm, scratch: Path) -> Places:
    """Make the stores, trace every scenario once, and return the calls at which each can be cut off."""
    found: Places = {}
    for scenario in scenes(warm, scratch):
        lines = trace(warm, scenario, scratch)
        found[scenario.name] = (scenario, points(lines, scratch / "store"))
    return found


def run_number(number: int, warm: Warm, known: Places, scratch: Path) -> Run:
    """Do the run of a number."""
    chosen = random.Random(number)
    scenario, places = known[chosen.choice(list(known))]
    place, fault = draw(chosen, places)
    return crash(warm, scenario, place, fault, scratch)


def done_before(lines: Path) -> list[Run]:
    """Return the runs that an earlier call did."""
    return [Run(**json.loads(line)) for line in lines.read_text().splitlines()] if lines.exists() else []


def write_figures(target: Path, runs: list[Run]) -> None:
    """Write the figures of all runs so far."""
    figures = {"duckdb": duckdb.__version__, "python": sys.version.split()[0], **summary(runs)}
    target.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def main() -> int:
    """Do the runs that are not done yet; 1 when any of them, also of before, is wrong, 3 when none can be done."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--runs", type=int, default=2000, help="how many there are to be in all")
    ask.add_argument("--to", type=Path, default=Path("crash-campaign.json"), help="the file for the figures")
    ask.add_argument("--only", type=int, help="repeat one run by its number and print it")
    given = ask.parse_args()
    if reason := why_not():
        print(reason)
        return 3
    lines = given.to.with_suffix(".jsonl")
    runs = [] if given.only is not None else done_before(lines)
    with TemporaryDirectory(prefix="cspdash-crash-") as made:
        scratch = Path(made)
        with warmed(scratch, environment(scratch)) as warm:
            known = places_of(warm, scratch)
            if given.only is not None:
                print(json.dumps(asdict(run_number(given.only, warm, known, scratch)), indent=1))
                return 0
            for number in range(len(runs), given.runs):
                runs.append(run_number(number, warm, known, scratch))
                with lines.open("a", encoding="utf-8") as log:
                    log.write(json.dumps(asdict(runs[-1])) + "\n")
                if runs[-1].wrong:
                    print(f"run {number}: {runs[-1].wrong}")
                if number % 50 == 49:
                    print(f"{number + 1} of {given.runs}", flush=True)
    write_figures(given.to, runs)
    print(given.to.read_text())
    return 1 if any(run.wrong for run in runs) else 0


if __name__ == "__main__":
    sys.exit(main())
