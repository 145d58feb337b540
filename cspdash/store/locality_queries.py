"""Questions to a store about localities: counts by month and by category, the wards they lie in, their deprivation."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from cspdash.store.connection import Store

# Lists, and months as numbers: 70,000 rows of texts and dates took longer to fetch than to count.
COMMON_BY_MONTH = """
SELECT common_code, list(CAST(12 * year(month) + month(month) AS INTEGER)) AS months, list(CAST(n AS INTEGER)) AS n
FROM monthly
WHERE list_contains($districts, district_code) AND list_contains($categories, category) AND common_code IS NOT NULL
GROUP BY common_code"""

COMMON_BY_CATEGORY = """
SELECT common_code, category, CAST(sum(n) AS BIGINT) AS n FROM monthly
WHERE list_contains($districts, district_code) AND list_contains(CAST($months AS DATE[]), month)
    AND common_code IS NOT NULL
GROUP BY common_code, category ORDER BY common_code, category"""

MONTHLY_OF_SEVERAL = """
SELECT month, category, CAST(sum(n) AS BIGINT) AS n FROM monthly
WHERE list_contains($common_codes, common_code) AND list_contains($districts, district_code)
GROUP BY month, category ORDER BY month, category"""

# Best fit: the ward that most of a common area's members are linked to, the first code where two are equal.
WARDS = """
SELECT common_code, ward_code, coalesce(area.area_name, ward_code) AS ward_name
FROM (
    SELECT area_common.common_code, area_link.to_code AS ward_code, sum(area_link.weight) AS weight
    FROM area_link JOIN area_common ON area_common.area_code = area_link.from_code
    JOIN area AS home ON home.area_code = area_common.common_code AND home.level = 'lsoa'
    WHERE area_link.kind = 'lsoa_ward' AND list_contains($districts, home.parent_code)
    GROUP BY area_common.common_code, area_link.to_code
) AS fit LEFT JOIN area ON area.area_code = fit.ward_code AND area.level = 'ward'
QUALIFY row_number() OVER (PARTITION BY common_code ORDER BY weight DESC, ward_code) = 1
ORDER BY common_code"""

# The mean over a common area's members, of the newest period of each indicator; a member without a value is not in it.
COMMON_OBSERVED = """
SELECT observed.indicator, area_common.common_code, observed.period_end, avg(observed.value) AS value,
    min(observed.source) AS source
FROM observation AS observed
JOIN area_common ON area_common.area_code = observed.area_code
JOIN area ON area.area_code = area_common.common_code AND area.level = 'lsoa'
WHERE list_contains($indicators, observed.indicator) AND observed.value IS NOT NULL
    AND list_contains($districts, area.parent_code)
GROUP BY observed.indicator, area_common.common_code, observed.period_end
ORDER BY observed.indicator, observed.period_end, area_common.common_code"""


def common_by_month(
    store: Store, districts: list[str], categories: list[str]
) -> tuple[list[str], NDArray[np.int_], NDArray[np.int_], NDArray[np.int_]]:
    """Return the common areas that have anything, and for each count its area's place there, its month and itself.

    Months are 12 × year + month. In no order; a month without any is absent, one of several counts is there as often.
    """
    found = store.arrays(COMMON_BY_MONTH, districts=districts, categories=categories)
    codes, months, counts = list(found["common_code"]), list(found["months"]), list(found["n"])
    if not codes:
        nothing = np.zeros(0, dtype=int)
        return [], nothing, nothing, nothing
    at = np.repeat(np.arange(len(codes)), [len(one) for one in counts])
    return codes, at, np.concatenate(months).astype(int), np.concatenate(counts).astype(int)


def common_by_category(store: Store, districts: list[str], months: list[date]) -> list[tuple[str, str, int]]:
    """Return (common_code, category, n) over some months; a category without any is absent."""
    return store.rows(COMMON_BY_CATEGORY, districts=districts, months=months)


def monthly_of_several(store: Store, common_codes: list[str], districts: list[str]) -> list[tuple[date, str, int]]:
    """Return (month, category, n) summed over several common areas of some districts."""
    return store.rows(MONTHLY_OF_SEVERAL, common_codes=common_codes, districts=districts)


def wards(store: Store, districts: list[str]) -> list[tuple[str, str, str]]:
    """Return (common_code, ward_code, ward_name): the ward that each common area fits best; none without a lookup."""
    return store.rows(WARDS, districts=districts)


def common_observed(
    store: Store, districts: list[str], indicators: list[str]
) -> list[tuple[str, str, date, float, str]]:
    """Return (indicator, common_code, period_end, value, source) of indicators held for LSOAs, oldest period first."""
    return store.rows(COMMON_OBSERVED, districts=districts, indicators=indicators)
