"""P4: the attack has teeth. Each protection switched off in turn, it recovers at least 30 % of small cells."""

import random
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from time import monotonic

import pytest

from cspdash.publish import hidden
from cspdash.publish.atoms import event_cells
from cspdash.publish.build import Draft, bare_values, inputs_of, write
from cspdash.publish.earlier import Earlier
from cspdash.publish.gate import GateClosed, examine
from cspdash.publish.protect import PRODUCTION, Cell, Key, Rules, shown
from cspdash.stats.rates import rate
from cspdash.store.connection import Store, open_store
from cspdash.store.release import building
from tests.publish import attacker, microdata
from tests.publish.conftest import file_of
from tests.publish.microdata import DARLINGTON, DURHAM, LOCALITIES, QUARTERS, Data
from tests.publish.test_attack import truth

CONTENT = microdata.partners(sets=4)
LEAST = 0.30
POPULATION = 1_500


def few_small(chance: random.Random) -> microdata.Events:
    """Return events of which about one in eight localities has a small count."""
    return {(code, quarter): chance.randint(1, 9) if chance.random() < 0.12 else chance.randint(10, 60)
            for code in LOCALITIES for quarter in QUARTERS}  # fmt: skip


def nearly_all_small(chance: random.Random) -> microdata.Events:
    """Return events of which one locality in six has one and no other any."""
    return {(code, quarter): int(chance.random() < 1 / 6) for code in LOCALITIES for quarter in QUARTERS}


def release_with(tmp_path: Path, data: Data, rules: Rules) -> tuple[Path, list[Cell]]:
    """Write a release by some rules through the real builder, without the audit; return its file and the cells."""
    source, public = microdata.fill(tmp_path / "restricted", data), tmp_path / "public"
    store = open_store(source, seconds=None)
    inputs = inputs_of(store, CONTENT)
    cells = event_cells(inputs.events, CONTENT, inputs.ladder, rules, {})
    draft = Draft({cell.key: shown(cell, rules) for cell in cells}, [], [], [])
    if rules.raw_values:
        bare_values(draft, cells)
    with building(public, "public", hidden.SCHEMA) as build:
        write(build, store, draft, CONTENT, public)
    store.close()
    return file_of(public), cells


def share_found(release: Path, data: Data, **switched_off: object) -> float:
    """Return the share of small localities' cells that the attacker knows to within three counts."""
    known = truth(data)
    found = total = 0
    for one in attacker.knowledge_of(release, **switched_off).values():  # type: ignore[arg-type]
        wanted = [cell for cell in one.bounds if cell[1] in LOCALITIES and 1 <= known[cell] <= 9]
        for low, high in one.ranges(wanted).values():
            total += 1
            found += high - low < 3
    assert total >= 10
    return found / total


def data_set(make: object, seed: int = 1) -> Data:
    chance = random.Random(seed)
    return Data(tuple(make(chance) for _ in range(4)))  # type: ignore[operator]


@pytest.mark.parametrize(
    ("rules", "make", "known"),
    [
        (Rules(base=1), few_small, {"base": 1}),
        (Rules(threshold=0), nearly_all_small, {"threshold": 0}),
        (Rules(exact_totals=True), nearly_all_small, {"exact_totals": (DARLINGTON, DURHAM)}),
    ],
    ids=["round", "threshold", "totals rounded"],
)
def test_without_a_protection_small_cells_are_recovered(
    rules: Rules, make: object, known: dict[str, object], tmp_path: Path
) -> None:
    data = data_set(make)
    release, _ = release_with(tmp_path / "off", data, rules)
    off = share_found(release, data, **known)
    assert off >= LEAST, f"{off:.0%}"
    whole, _ = release_with(tmp_path / "on", data, PRODUCTION)
    assert share_found(whole, data) <= 0.05
    refused(release)


def refused(release: Path) -> None:
    """Assert that the gate would not let a release through."""
    store = Store(release, seconds=None)
    try:
        with pytest.raises(GateClosed):
            examine(store.rows, Earlier(), PRODUCTION, monotonic() + 60)
    finally:
        store.close()


def test_values_from_counts_are_found_in_their_column(tmp_path: Path) -> None:
    data = data_set(few_small)
    release, _ = release_with(tmp_path, data, Rules(raw_values=True))
    known = truth(data)
    small = {cell: n for cell, n in known.items() if cell[1] in LOCALITIES and 1 <= n <= 9}
    leaked = {
        tuple(row[:4]): row[4]
        for row in attacker.rows_of(
            release,
            "SELECT indicator, area_code, period_start, period_end, value FROM observation WHERE value IS NOT NULL "
            "AND numerator IS NULL",
        )
    }
    assert sum(leaked.get(cell) == n for cell, n in small.items()) / len(small) >= LEAST  # observation.value
    refused(release)


def limits(n: int) -> tuple[float, float]:
    """Return what a page prints of a rate's interval, per 1,000 residents to one decimal."""
    found = rate(n, POPULATION)
    return round(found.low, 1), round(found.high, 1)


def test_an_interval_from_counts_gives_the_count_and_one_from_published_numbers_does_not() -> None:
    by_limits: dict[tuple[float, float], list[int]] = {}
    for n in range(200):
        by_limits.setdefault(limits(n), []).append(n)
    small = range(1, 10)
    assert sum(len(by_limits[limits(n)]) <= 2 for n in small) / len(small) >= LEAST
    # What is printed of a published number is the same for all the counts behind it.
    assert len({limits(attacker.rounded(10)[0]) for _ in attacker.rounded(10)}) == 1


def test_sums_rounded_at_each_question_give_the_counts() -> None:
    found = total = 0
    for seed in range(3):
        chance = random.Random(seed)
        months = [chance.choice([0, 1, 2, 3, 5, 8, 12]) for _ in range(20)]
        cells = [("m", str(n), date(2024, 1, 1), date(2024, 1, 31)) for n in range(len(months))]
        one = attacker.Knowledge(dict.fromkeys(cells, (0.0, 60.0)))
        for first in range(len(months)):
            for last in range(first, len(months)):
                span = ("m", f"{first}-{last}", date(2024, 1, 1), date(2024, 12, 31))
                asked = sum(months[first : last + 1])
                one.learn(span, *attacker.rounded(None if asked < 10 else 5 * round(asked / 5)))
                one.equations.append((span, cells[first : last + 1]))
        small = [cell for cell, n in zip(cells, months, strict=True) if 1 <= n <= 9]
        total += len(small)
        found += sum(high - low < 3 for low, high in one.ranges(small).values())
    assert found / total >= LEAST, f"{found / total:.0%}"


def order_known(cells: Iterable[tuple[int, int]]) -> dict[int, tuple[int, int]]:
    """Return what a published order (highest first) says of counts that are each between two numbers."""
    listed = list(cells)
    low, high = [one[0] for one in listed], [one[1] for one in listed]
    for at in range(len(listed) - 2, -1, -1):
        low[at] = max(low[at], low[at + 1] + 1)
    for at in range(1, len(listed)):
        high[at] = min(high[at], high[at - 1] - 1)
    return {at: (low[at], high[at]) for at in range(len(listed))}


def test_ranks_from_counts_give_the_counts() -> None:
    counts = [9, 8, 6, 5, 4, 3, 2, 1]
    found = order_known((0, 9) for _ in counts)
    share = sum(high - low < 3 for low, high in found.values()) / len(counts)
    assert share >= LEAST, f"{share:.0%}"
    # Ranked by what is published, cells without a number share one rank: nothing follows.
    assert len({shown(Cell(microdata_key(), n, "R")).published for n in counts}) == 1


def microdata_key() -> Key:
    return Key("set-0", LOCALITIES[0], date(2024, 1, 1), date(2024, 3, 31))
