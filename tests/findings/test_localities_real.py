"""The twelve months to February 2022 of the real Durham files, counted again row by row."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from cspdash import catalogue, settings
from cspdash.findings.composite import EQUAL, PARTS, composite
from cspdash.findings.localities import localities
from cspdash.findings.places import wide_places
from cspdash.findings.windows import newest_complete, scale, windows
from cspdash.periods import twelve_months_to
from cspdash.store.connection import Store

CONTENT = catalogue.load(settings.content_dir())
ASB = "Anti-social behaviour"
LAST = date(2022, 2, 1)


@pytest.fixture(scope="module")
def counted(real_data: Path) -> Counter[tuple[str, str]]:
    """Incidents by LSOA of Darlington and County Durham, by its name, and category, over the twelve months."""
    found: Counter[tuple[str, str]] = Counter()
    for month in twelve_months_to(LAST):
        name = f"{month:%Y-%m}"
        with (real_data / "police-uk" / name / f"{name}-durham-street.csv").open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows):
                if row["LSOA name"].rsplit(" ", 1)[0] in {"Darlington", "County Durham"}:
                    found[row["LSOA code"], row["Crime type"]] += 1
    return found


@pytest.fixture(scope="module")
def people() -> dict[str, int]:
    with (settings.REFERENCE / "census2011_lsoa11.csv").open(encoding="utf-8") as rows:
        return {row["area_code"]: int(row["persons"]) for row in csv.DictReader(rows)}


def of_common(store: Store, counts: Counter[tuple[str, str]], category: str) -> Counter[str]:
    """Return a category's counts by common area: localities merged in 2021 stand together."""
    common = dict(store.rows("SELECT area_code, common_code FROM area_common"))
    summed: Counter[str] = Counter()
    for (code, name), n in counts.items():
        if name == category:
            summed[common[code]] += n
    return summed


@pytest.mark.parametrize("district", ["E06000005", "E06000047", "E23000008"])
def test_the_ten_highest_by_rate_and_by_count_equal_a_plain_recount(
    real_store: Store, counted: Counter[tuple[str, str]], people: dict[str, int], district: str
) -> None:
    place = next(place for place in wide_places(real_store, CONTENT) if place.code == district)
    found = localities(real_store, CONTENT, place, "Anti-social behaviour", [ASB], last=LAST)
    assert list(found.months) == twelve_months_to(LAST)
    homes = dict(real_store.rows("SELECT area_code, parent_code FROM area WHERE level = 'lsoa'"))
    common = dict(real_store.rows("SELECT area_code, common_code FROM area_common"))
    persons: Counter[str] = Counter()
    for code, n in people.items():
        persons[common[code]] += n
    counts = {code: n for code, n in of_common(real_store, counted, ASB).items() if homes[code] in place.districts}
    by_count = sorted(counts, key=lambda code: (-counts[code], code))[:10]
    assert [row.code for row in sorted(found.rows, key=lambda row: (-row.n, row.code))[:10]] == by_count
    assert all(row.n == counts.get(row.code, 0) for row in found.rows)
    rates = {code: counts[code] / persons[code] * 1000 for code in counts}
    by_rate = sorted(rates, key=lambda code: (-rates[code], code))[:10]
    assert [row.code for row in found.rows[:10]] == by_rate
    assert [row.rate for row in found.rows[:10]] == pytest.approx([rates[code] for code in by_rate])
    for row in found.ranked[:50]:
        assert row.rank is not None
        assert row.rank_low is not None
        assert row.rank_high is not None
        assert 1 <= row.rank_low <= row.rank <= row.rank_high <= len(found.ranked)


def test_the_newest_complete_year_is_that_to_february_2022(real_store: Store) -> None:
    found = windows(real_store, CONTENT, [ASB], ("E06000005",))
    assert [window.last for window in found if window.complete] == [LAST]
    assert newest_complete(found) == next(window for window in found if window.last == LAST)
    assert (found[0].last, len(found[0].months)) == (date(2025, 6, 1), 6)
    force = wide_places(real_store, CONTENT)[-1]
    classes = scale(real_store, CONTENT, force, [ASB])
    assert classes
    assert (classes.windows, classes.complete, classes.classes) == (1, True, 5)


def test_the_composite_counts_what_the_files_hold(real_store: Store, counted: Counter[tuple[str, str]]) -> None:
    force = wide_places(real_store, CONTENT)[-1]
    found = composite(real_store, CONTENT, force, EQUAL, last=LAST)
    assert len(found.rows) > 380
    for at, part in enumerate(PARTS[:-1]):
        expected = of_common(real_store, counted, part.categories[0])
        assert {row.code: row.counts[at] for row in found.rows} == {row.code: expected[row.code] for row in found.rows}
        assert sum(expected.values()) == sum(row.counts[at] or 0 for row in found.rows)
