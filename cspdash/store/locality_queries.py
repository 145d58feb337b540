"""Questions to a store about localities: counts by month and by category, the wards they lie in, their deprivation."""

from datetime import date

import numpy as np
from numpy.typing import NDArray

from cspdash.store import counts
from cspdash.store.connection import Store

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
) -> tuple[tuple[str, ...], tuple[date, ...], NDArray[np.int_]]:
    """Return the common areas that have anything, the months, and the counts of some categories: an area a row.

    Months run without a gap; one that is not held is zero here as one without any.
    """
    found = counts.block(store, districts)
    return found.codes, found.months, found.of(categories).sum(axis=1)


def common_by_category(store: Store, districts: list[str], months: list[date]) -> list[tuple[str, str, int]]:
    """Return (common_code, category, n) over some months, in order; a category without any is absent."""
    found = counts.block(store, districts)
    sums = found.of(found.categories, months).sum(axis=2)
    return [(found.codes[area], found.categories[kind], int(sums[area, kind])) for area, kind in counts.filled(sums)]


def monthly_of_several(store: Store, common_codes: list[str], districts: list[str]) -> list[tuple[date, str, int]]:
    """Return (month, category, n) summed over several common areas of some districts."""
    found = counts.block(store, districts)
    return counts.by_month(found, found.within(common_codes))


def wards(store: Store, districts: list[str]) -> list[tuple[str, str, str]]:
    """Return (common_code, ward_code, ward_name): the ward that each common area fits best; none without a lookup."""
    return store.rows(WARDS, districts=districts)


def common_observed(
    store: Store, districts: list[str], indicators: list[str]
) -> list[tuple[str, str, date, float, str]]:
    """Return (indicator, common_code, period_end, value, source) of indicators held for LSOAs, oldest period first."""
    return store.rows(COMMON_OBSERVED, districts=districts, indicators=indicators)
