"""The block of counts against the mart's own rows, summed in plain Python."""

from collections import Counter
from pathlib import Path

import pytest

from cspdash.periods import month_range
from cspdash.store import counts
from cspdash.store.connection import Store, forget, open_store
from tests.making import ASB, MONTHS
from tests.recounts import COUNTY_DURHAM_CODE, DARLINGTON_CODE

BOTH = [COUNTY_DURHAM_CODE, DARLINGTON_CODE]
CELLS = "SELECT common_code, category, month, n FROM monthly WHERE list_contains($districts, district_code)"


@pytest.mark.parametrize("districts", [[DARLINGTON_CODE], BOTH])
def test_the_block_has_every_count_of_the_mart_and_no_other(store: Store, districts: list[str]) -> None:
    found = counts.block(store, districts)
    cells: Counter[tuple[str, str, object]] = Counter()
    for code, category, month, n in store.rows(CELLS, districts=districts):
        cells[code, category, month] += n
    held = {
        (code, category, month): int(found.n[row, kind, at])
        for row, code in enumerate(found.codes)
        for kind, category in enumerate(found.categories)
        for at, month in enumerate(found.months)
        if found.n[row, kind, at]
    }
    assert held == cells
    assert list(found.codes) == sorted(set(found.codes)) and list(found.categories) == sorted(set(found.categories))
    assert list(found.months) == month_range(MONTHS[0], MONTHS[-1])


def test_the_public_edition_has_the_same_block(store: Store, marked_public_folder: Path) -> None:
    public = open_store(marked_public_folder)
    try:
        found = counts.block(public, [DARLINGTON_CODE])
        cells = sum(row[3] for row in public.rows(CELLS, districts=[DARLINGTON_CODE]))
    finally:
        public.close()
    assert found.n.sum() == cells > 0


def test_what_the_block_has_not_is_left_out_and_sums_are_in_order(store: Store) -> None:
    found = counts.block(store, BOTH)
    assert found.of([ASB, "Nothing of the kind"], [MONTHS[0], MONTHS[0].replace(year=1999)]).shape[1:] == (1, 1)
    assert found.within(["E99999999"]).shape[0] == 0
    assert counts.by_area(found, found.of(["Nothing of the kind"])) == {}
    rows = counts.by_month(found, found.n)
    assert rows == sorted(rows)
    assert sum(n for _, _, n in rows) == found.n.sum() == sum(counts.by_area(found, found.n).values())


def test_a_district_without_counts_has_an_empty_block(store: Store) -> None:
    found = counts.block(store, ["E06999999"])
    assert (found.codes, found.categories, found.months, found.n.size) == ((), (), (), 0)
    assert counts.by_month(found, found.n) == [] and counts.by_area(found, found.of([ASB], MONTHS)) == {}


def test_a_block_is_shared_by_its_readers_who_cannot_change_it(store: Store) -> None:
    forget()
    found = counts.block(store, BOTH)
    assert counts.block(store, [*reversed(BOTH), BOTH[0]]) is found
    with pytest.raises(ValueError, match="read-only"):
        found.n[0, 0, 0] = 7
    forget()
    assert counts.block(store, BOTH) is not found
