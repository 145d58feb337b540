"""The questions that a comparison puts to a store: counts and residents of many areas at once."""

from datetime import date

from cspdash.store import counts
from cspdash.store.connection import Store

DISTRICTS_MONTHLY = """
SELECT district_code, month, CAST(sum(n) AS BIGINT) AS n FROM monthly
WHERE list_contains($districts, district_code) AND list_contains($categories, category) AND month >= $first
GROUP BY district_code, month ORDER BY district_code, month"""

# LSOAs of districts of which no areas are loaded are known by the names that the police files print.
NAMED_MONTHLY = """
SELECT left(area_seen.area_name, length(area_seen.area_name) - 5) AS district, monthly.month,
    CAST(sum(monthly.n) AS BIGINT) AS n
FROM monthly JOIN area_seen ON area_seen.area_code = monthly.area_code
WHERE monthly.district_code IS NULL AND list_contains($categories, monthly.category) AND monthly.month >= $first
    AND regexp_full_match(area_seen.area_name, '.+ [0-9]{3}[A-Z]')
    AND list_contains($names, left(area_seen.area_name, length(area_seen.area_name) - 5))
GROUP BY district, monthly.month ORDER BY district, monthly.month"""

DISTRICT_PERSONS = """
SELECT area_code, year, persons FROM population
WHERE list_contains($districts, area_code) ORDER BY area_code, year"""

Counts = dict[str, dict[date, int]]
ALWAYS = date(1900, 1, 1)


def localities_monthly(store: Store, districts: list[str], categories: list[str], first: date = ALWAYS) -> Counts:
    """Return incidents by common area and month; from month `first` on; what has none is absent."""
    found = counts.block(store, districts)
    months = [month for month in found.months if month >= first]
    sums = found.of(categories, months).sum(axis=1)
    return {
        code: {month: n for month, n in zip(months, row, strict=True) if n}
        for code, row in zip(found.codes, sums.tolist(), strict=True)
        if any(row)
    }


def districts_monthly(store: Store, names: dict[str, str], categories: list[str], first: date = ALWAYS) -> Counts:
    """Return incidents by district and month, from `first` on; `names` are districts' names by code.

    A district that the store knows as an area is found by its code; another by its name, as the names of its LSOAs
    begin in the police files. The public edition keeps no such names: there only areas that it knows are found.
    """
    found = _by_area(store.rows(DISTRICTS_MONTHLY, districts=list(names), categories=categories, first=first))
    if store.edition == "public":
        return found
    code_of = {name: code for code, name in names.items() if code not in found}
    named = _by_area(store.rows(NAMED_MONTHLY, names=list(code_of), categories=categories, first=first))
    return found | {code_of[name]: counts for name, counts in named.items()}


def district_persons(store: Store, districts: list[str]) -> dict[str, dict[int, int]]:
    """Return residents by district and year, where they are held for the district as a whole."""
    found: dict[str, dict[int, int]] = {}
    for code, year, persons in store.rows(DISTRICT_PERSONS, districts=districts):
        found.setdefault(code, {})[year] = persons
    return found


def _by_area(rows: list[tuple[str, date, int]]) -> Counts:
    found: Counts = {}
    for area, month, n in rows:
        found.setdefault(area, {})[month] = n
    return found
