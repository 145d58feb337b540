from datetime import date

import pytest

from cspdash.demo.categories import ALL_CATEGORIES, FOURTEEN, categories_in

SIX = ["Anti-social behaviour", "Burglary", "Other crime", "Robbery", "Vehicle crime", "Violent crime"]
ADDED = ["Criminal damage and arson", "Drugs", "Other theft", "Public disorder and weapons", "Shoplifting"]
CHANGED = ["Bicycle theft", "Possession of weapons", "Public order", "Theft from the person"]


@pytest.mark.parametrize(
    ("month", "expected"),
    [
        (date(2010, 4, 1), SIX),
        (date(2011, 8, 1), SIX),
        (date(2011, 9, 1), sorted(SIX + ADDED)),
        (date(2013, 4, 1), sorted(SIX + ADDED)),
        (date(2013, 5, 1), sorted(FOURTEEN)),
        (date(2026, 3, 1), sorted(FOURTEEN)),
    ],
)
def test_each_month_has_the_categories_of_its_era(month: date, expected: list[str]) -> None:
    assert categories_in(month) == expected


def test_the_fourteen_are_police_uks() -> None:
    kept = [name for name in SIX + ADDED if name not in ("Violent crime", "Public disorder and weapons")]
    assert sorted(FOURTEEN) == sorted([*kept, *CHANGED, "Violence and sexual offences"])
    assert len(FOURTEEN) == 14
    assert set(ALL_CATEGORIES) == {*FOURTEEN, *SIX, *ADDED}
