"""A store made several times as large is a whole store: every count is there again, in earlier months."""

from pathlib import Path

from cspdash.store import queries
from cspdash.store.connection import open_store
from scripts.enlarge_store import enlarge
from tests.commands import cspdash
from tests.making import FIRST, LAST

DARLINGTON = "E06000005"


def counts(folder: Path) -> dict[tuple[int, str], int]:
    """Return Darlington's incidents by month, as 12 × year + month, and category."""
    store = open_store(folder)
    found = queries.district_monthly(store, [DARLINGTON])
    store.close()
    return {(12 * month.year + month.month, category): n for month, category, n in found}


def test_every_month_is_there_again_earlier_and_the_store_is_whole(store_copy: Path) -> None:
    before = counts(store_copy)
    assert enlarge(store_copy, 3)
    held = 12 * (LAST.year - FIRST.year) + LAST.month - FIRST.month + 1
    assert counts(store_copy) == {
        (month - copy * held, category): n for (month, category), n in before.items() for copy in range(3)
    }
    answer = cspdash("verify", "--store", store_copy)
    assert answer.code == 0, answer.out + answer.err
