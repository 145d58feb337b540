import cell_key_perturbation.utils.generate_test_ptable as ons
import numpy as np
import pandas as pd
import pytest
from cell_key_perturbation.create_perturbed_table import create_perturbed_table

from cspdash.publish.protect import FEWER, PUBLISHED, WITHHELD, Cell, Key, Rules, interval, protected, shown, step
from tests.publish.microdata import QUARTERS

KEY = Key("i", "E06000005", QUARTERS[0], QUARTERS[1])


def test_every_count_to_a_thousand_is_as_the_ons_table_makes_it() -> None:
    counts = np.arange(1, 1001)
    people = pd.DataFrame({"n": np.repeat(counts, counts), "record_key": 0})
    people["record_key"] = np.arange(len(people)) % 256
    table = create_perturbed_table(
        data=people, ptable=ons.generate_ptable_10_5_rule(), geog=[], tab_vars=["n"], record_key="record_key",
        use_existing_ons_id=False,
    )  # fmt: skip
    theirs = {
        int(n): None if pd.isna(count) else int(count) for n, count in zip(table["n"], table["count"], strict=True)
    }
    assert len(theirs) == 1000
    assert {n: protected(n) for n in range(1, 1001)} == theirs
    assert protected(0) is None


def test_the_worked_examples() -> None:
    assert [protected(n) for n in (0, 9, 10, 11, 12, 13, 17, 18, 20)] == [None, None, 10, 10, 10, 15, 15, 20, 20]
    with pytest.raises(ValueError, match="below zero"):
        protected(-1)


@pytest.mark.parametrize("count", [0, 1, 9, 10, 12, 13, 17, 18, 999])
def test_an_interval_is_all_the_counts_that_give_the_number(count: int) -> None:
    one = shown(Cell(KEY, count, "R"))
    low, high = interval(one.published, one.flag)
    same = [n for n in range(1100) if protected(n) == one.published]
    assert (low, high) == (same[0], same[-1])
    assert one.flag == (PUBLISHED if count >= 10 else FEWER)


def test_withheld_says_nothing_of_the_count() -> None:
    one = shown(Cell(KEY, 57, "S", withheld=True))
    assert (one.published, one.flag) == (None, WITHHELD)
    assert interval(one.published, one.flag)[1] > 10**6
    assert step(one) is None


def test_steps_follow_the_ladder() -> None:
    assert [step(shown(Cell(KEY, n, "R"))) for n in (0, 9, 10, 13, 20)] == [1, 1, 2, 3, 4]
    assert shown(Cell(KEY, 13, "R", total=True), Rules(exact_totals=True)).published == 13
