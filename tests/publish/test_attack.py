"""P3: several hundred random data sets go through the real builder; whoever has only the release recovers nothing."""

import random
import tempfile
from collections import Counter
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cspdash.publish.build import publish
from tests.publish import attacker, microdata
from tests.publish.conftest import file_of
from tests.publish.microdata import DARLINGTON, DURHAM, LOCALITIES, OTHERS, QUARTERS, Data, slug, year_row

# Many sets in one release: what a release costs whatever it holds is then paid nine times.
SETS, EXAMPLES = 20, 9
KINDS = ("sparse", "dense", "one area", "all zero", "cohort", "near ten")
CONTENT = microdata.partners(sets=SETS)
tally: Counter[str] = Counter()


def events_of(kind: str, chance: random.Random) -> microdata.Events:
    """Return the events of one data set by locality and quarter."""
    codes, found = (*LOCALITIES, *OTHERS), {}
    only = chance.choice(codes)
    for code in codes:
        for quarter in QUARTERS:
            n = {
                "sparse": chance.choice([0, 0, 0, 1, 2, 3]),
                "dense": chance.randint(0, 30),
                "one area": chance.randint(0, 60) if code == only else 0,
                "all zero": 0,
                "cohort": chance.randint(3, 5) if chance.random() < 0.2 else 0,
                "near ten": chance.choice([9, 10, 11, 12, 1, 2]),
            }[kind]
            found[code, quarter] = n
    return found


def data_of(seed: int, kinds: list[str]) -> Data:
    """Return data sets of some kinds: events, supplied class S counts, and shares of class R and S."""
    chance = random.Random(seed)
    rows = []
    for n in range(SETS):
        for area in (DARLINGTON, DURHAM):
            for year in (2021, 2022, 2023):
                count = chance.choice([0, 1, 3, 4, 5, 9, 10, 12, 40])
                base = count + chance.choice([0, 1, 3, 12, 60])
                rows += [year_row(f"special-{n}", area, year, count)]
                rows += [year_row(f"share-{n}", area, year, count, base)] if base else []
                rows += [year_row("never", area, year, count)] if n == 0 else []
    return Data(tuple(events_of(kind, chance) for kind in kinds), tuple(rows))


def truth(data: Data) -> dict[attacker.Cell, int]:
    """Return the true count of every cell that a public release could have."""
    found: dict[attacker.Cell, int] = {}
    ends = {1: date(2024, 3, 31), 4: date(2024, 6, 30), 7: date(2024, 9, 30), 10: date(2024, 12, 31)}
    for n in range(len(data.events)):
        for quarter in QUARTERS:
            period = (quarter, ends[quarter.month])
            for code in (*LOCALITIES, *OTHERS):
                found[slug(n), code, *period] = data.events[n].get((code, quarter), 0)
            found[slug(n), DARLINGTON, *period] = data.district(n, quarter)
            found[slug(n), DURHAM, *period] = data.district(n, quarter, OTHERS)
    for row in data.supplied:
        if row.numerator is not None:
            found[row.indicator, row.area_code, row.period_start, row.period_end] = int(row.numerator)
    return found


def attack(release: Path, data: Data) -> None:
    """Attack a release; assert that no cell is recovered, nor any small one known too closely."""
    known = truth(data)
    for indicator, one in attacker.knowledge_of(release).items():
        special = indicator.startswith("special") or (indicator.startswith("share") and int(indicator[6]) % 2 == 1)
        wanted = [cell for cell in one.bounds if cell in known and 0 <= known[cell] <= 12]
        for cell, (low, high) in one.ranges(wanted).items():
            tally["cells attacked"] += 1
            assert low <= known[cell] <= high, f"{cell} is {known[cell]}, the release says {low} to {high}"
            assert low < high, f"{cell} is recovered: {low}"
            if 1 <= known[cell] <= 9:
                tally["small cells"] += 1
                assert high - low >= (9 if special else 3), f"{cell} is known to be {low} to {high}"


@settings(max_examples=EXAMPLES, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10**9), st.lists(st.sampled_from(KINDS), min_size=SETS, max_size=SETS))
def publish_and_attack(seed: int, kinds: list[str]) -> None:
    data = data_of(seed, kinds)
    with tempfile.TemporaryDirectory() as scratch:
        source, public = Path(scratch) / "restricted", Path(scratch) / "public"
        microdata.fill(source, data)
        done = publish(source, public, CONTENT)
        release = file_of(public)
        attack(release, data)
        assert attacker.rows_of(release, "SELECT count(*) FROM observation WHERE indicator = 'never'") == [(0,)]
        assert done.gate.cells > 0
    # Events, class S counts and shares of each number are data sets of their own: nothing links them.
    tally["data sets"] += 3 * SETS


def test_nothing_is_recovered_from_five_hundred_random_data_sets() -> None:
    publish_and_attack()
    assert tally["data sets"] >= 500
    assert tally["small cells"] >= 2_500
