"""Real months: no whole one is doubted, and every one that is cut to 60% or 80% of its file is."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

import numpy as np
import pytest

from cspdash.periods import months_apart
from cspdash.stats.completeness import count, missing_areas
from cspdash.store import completeness_queries
from cspdash.store.connection import Store

ROWS = "SELECT incident.month, area_code FROM incident JOIN load USING (load_id) WHERE kind = 'street' ORDER BY 1, line"

Month = tuple[date, list[str | None]]


@pytest.fixture(scope="module")
def months(real_store: Store) -> list[Month]:
    """The locality of each row of each month, in the order of the file."""
    found: defaultdict[date, list[str | None]] = defaultdict(list)
    for month, code in real_store.rows(ROWS):
        found[month].append(code)
    return sorted(found.items())


def with_past(months: list[Month]) -> Iterator[tuple[list[str | None], list[list[str | None]]]]:
    """Give each month that has three or more months of the last two years before it, with them."""
    for at, (month, rows) in enumerate(months):
        past = [other for when, other in months[:at] if months_apart(when, month) <= 24][-12:]
        if len(past) >= 3:
            yield rows, past


def by_area(codes: list[str], rows: list[str | None]) -> np.ndarray:
    place = {code: at for at, code in enumerate(codes)}
    return np.bincount([place[code] for code in rows if code], minlength=len(codes)).astype(float)


def test_no_real_month_is_doubted(real_store: Store) -> None:
    assert completeness_queries.signs(real_store) == []
    assert len(completeness_queries.untested(real_store)) == 12


@pytest.mark.parametrize(("kept", "by_count", "by_localities"), [(0.6, 23, 23), (0.8, 0, 23), (1.0, 0, 0)])
def test_real_months_cut_off_are_found(months: list[Month], kept: float, by_count: int, by_localities: int) -> None:
    codes = sorted({code for _, rows in months for code in rows if code})
    low, gone = [], []
    for rows, past in with_past(months):
        cut = rows[: int(len(rows) * kept)]
        found = count(len(cut), [len(other) for other in past])
        areas = missing_areas(by_area(codes, cut), np.array([by_area(codes, other) for other in past]))
        assert found is not None
        assert areas is not None
        low.append(found.low)
        gone.append(areas.too_many)
    assert (len(low), sum(low), sum(gone)) == (23, by_count, by_localities)
