from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from cspdash.store import locality_queries
from cspdash.store.connection import Store, open_store
from cspdash.store.release import building
from tests.making import ASB, MONTHS
from tests.recounts import COUNTY_DURHAM_CODE, DARLINGTON_CODE, DISTRICT, counted, monthly

BOTH = [DARLINGTON_CODE, COUNTY_DURHAM_CODE]
LINK = "INSERT INTO area_link VALUES ($code, $ward, 'lsoa_ward', $weight)"
OBSERVED = "INSERT INTO observation VALUES ('imd-rank', $code, $start, $end, NULL, NULL, $value, 'A source', NULL)"


def changed(store: Path, sql: str, rows: list[dict[str, object]]) -> Store:
    """Return a store, open, after a statement has been run for each row."""
    with building(store) as build:
        for row in rows:
            build.con.execute(sql, row)
    return open_store(store)


def test_common_areas_by_month_equal_the_recount(store: Store) -> None:
    codes, months, counts = locality_queries.common_by_month(store, BOTH, [ASB])
    assert counts.shape == (len(codes), len(months))
    found: Counter[tuple[str | None, date]] = Counter()
    for place, month in zip(*np.nonzero(counts), strict=True):
        found[codes[place], months[month]] += int(counts[place, month])
    expected: Counter[tuple[str | None, date]] = Counter()
    for (district, locality, month, category), n in counted().items():
        if district in BOTH and category == ASB:
            expected[locality, month] += n
    assert found == expected


def test_a_category_that_never_happened_has_no_counts(store: Store) -> None:
    assert not locality_queries.common_by_month(store, BOTH, ["Nothing of the kind"])[2].any()


def test_common_areas_by_category_equal_the_recount(store: Store) -> None:
    months = MONTHS[-3:]
    found = {row[:2]: row[2] for row in locality_queries.common_by_category(store, [DARLINGTON_CODE], months)}
    expected: Counter[tuple[str | None, str]] = Counter()
    for (district, locality, month, category), n in counted().items():
        if district == DARLINGTON_CODE and month in months:
            expected[locality, category] += n
    assert found == expected
    assert locality_queries.common_by_category(store, BOTH, []) == []


def test_several_areas_are_summed_by_month_and_category(store: Store) -> None:
    codes = [code for code, district in DISTRICT.items() if district == DARLINGTON_CODE]
    rows = locality_queries.monthly_of_several(store, codes, [DARLINGTON_CODE])
    assert {month: n for month, category, n in rows if category == ASB} == {
        month: n for month, n in monthly(DARLINGTON_CODE, [ASB]).items() if n
    }
    assert locality_queries.monthly_of_several(store, codes, [COUNTY_DURHAM_CODE]) == []


@pytest.mark.parametrize(
    ("links", "ward"),
    [
        ([("E01012304", "E05000009", 0.6), ("E01012304", "E05000001", 0.4)], "E05000009"),
        ([("E01012304", "E05000009", 0.5), ("E01012304", "E05000001", 0.5)], "E05000001"),
    ],
)
def test_the_ward_with_the_greater_share_fits_best_else_the_first_by_code(
    links: list[tuple[str, str, float]], ward: str, store_copy: Path
) -> None:
    rows: list[dict[str, object]] = [dict(zip(("code", "ward", "weight"), link, strict=True)) for link in links]
    opened = changed(store_copy, LINK, rows)
    assert locality_queries.wards(opened, [DARLINGTON_CODE]) == [("E01012304", ward, ward)]
    assert locality_queries.wards(opened, [COUNTY_DURHAM_CODE]) == []
    opened.close()


def test_a_split_locality_has_the_mean_of_its_pieces_by_period(store_copy: Path) -> None:
    def row(code: str, year: int, value: float | None) -> dict[str, object]:
        return {"code": code, "start": date(year, 1, 1), "end": date(year, 12, 31), "value": value}

    opened = changed(
        store_copy,
        OBSERVED,
        [
            row("E01012316", 2019, 100),
            row("E01012316", 2025, 300),
            row("E01035185", 2025, 500),
            row("E01012304", 2025, None),
        ],
    )
    found = locality_queries.common_observed(opened, BOTH, ["imd-rank"])
    assert [(one[1], one[2].year, one[3]) for one in found] == [("E01012316", 2019, 100), ("E01012316", 2025, 400)]
    assert locality_queries.common_observed(opened, BOTH, ["imd-score"]) == []
    opened.close()
