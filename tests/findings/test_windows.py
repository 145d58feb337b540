from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspdash import catalogue, settings
from cspdash.findings.places import Place
from cspdash.findings.windows import Scale, newest_complete, scale, usual, windows
from cspdash.ingest import run
from cspdash.periods import twelve_months_to
from cspdash.store.connection import Store, open_store
from tests import making, small_catalogue
from tests.making import ASB, CRIMES, FIRST, LAST, MISSING, MONTHS
from tests.recounts import COUNTY_DURHAM_CODE, DARLINGTON_CODE, monthly, residents

CATALOGUE = small_catalogue.catalogue()
BOTH = (DARLINGTON_CODE, COUNTY_DURHAM_CODE)
WIDE = Place("", "all", "force", BOTH)


def test_every_month_held_ends_twelve_months_newest_first(store: Store) -> None:
    found = windows(store, CATALOGUE, [ASB], BOTH)
    assert [window.last for window in found] == sorted(MONTHS, reverse=True)
    for window in found:
        assert list(window.months) == [month for month in twelve_months_to(window.last) if month in MONTHS]
        assert window.complete == (window.last < MISSING and window.last >= date(FIRST.year + 1, FIRST.month - 1, 1))
    assert found[0].code == f"{LAST:%Y-%m}"


def test_the_newest_complete_year_is_the_usual_view_else_the_newest(store: Store) -> None:
    found = windows(store, CATALOGUE, [ASB], BOTH)
    whole = newest_complete(found)
    assert whole
    assert whole.last == date(2023, 1, 1)
    assert usual(found) == whole
    assert usual(found[:3]) == found[0]
    assert usual(()) is None


def test_a_month_in_which_nothing_of_it_was_recorded_ends_no_year(store: Store) -> None:
    assert windows(store, CATALOGUE, ["Elsewhere"], BOTH)
    later = small_catalogue.catalogue(
        categories=(*small_catalogue.CATEGORIES, catalogue.Category("Later", first_month=date(2023, 6, 1)))
    )
    assert [window.last.month for window in windows(store, later, ["Later"], BOTH)] == [8, 7, 6]


def pooled(complete: bool = True) -> np.ndarray:
    """Return the rates of every locality over every complete year, counted from the rows."""
    people, rates = residents(), []
    for last in MONTHS:
        year = twelve_months_to(last)
        if complete and not set(year) <= set(MONTHS):
            continue
        for code, persons in people.items():
            counts = monthly(code, CRIMES) if code in INSIDE else {}
            rates.append(1000 * sum(counts.get(month, 0) for month in year) / persons)
    return np.array(rates)


INSIDE = {code for code, *_ in (*making.DARLINGTON, *making.COUNTY_DURHAM)}


def test_classes_are_cut_from_all_complete_years_together_as_a_recount_has_it(store: Store) -> None:
    found = scale(store, CATALOGUE, WIDE, CRIMES)
    assert found
    rates = pooled()
    assert found.none, "most localities of the sample have none"
    some = rates[rates > 0]
    cuts = np.quantile(some, [0.25, 0.5, 0.75])
    assert found.edges == tuple(sorted({round(cut, 1 if cut < 100 else 0) for cut in cuts}))
    assert (found.windows, found.complete) == (len(rates) // len(residents()), True)


def test_the_classes_do_not_hang_on_the_window_or_the_district(store: Store) -> None:
    assert scale(store, CATALOGUE, WIDE, CRIMES) == scale(store, CATALOGUE, WIDE, CRIMES)
    assert scale(store, CATALOGUE, WIDE, CRIMES, "ward") is None, "no lookup of wards is held"
    assert scale(store, CATALOGUE, WIDE, ["Robbery"]) == Scale((), False, 22, True), "one class where nothing happened"


def test_without_a_complete_year_rates_are_scaled_to_one(tmp_path: Path) -> None:
    for month in MONTHS[-2:]:
        making.write_month(tmp_path / "months", making.month_rows(month), f"{month:%Y-%m}")
    run.police(tmp_path / "store", [tmp_path / "months"], catalogue.load(settings.content_dir()))
    opened = open_store(tmp_path / "store")
    found = scale(opened, CATALOGUE, WIDE, CRIMES)
    assert found
    assert (found.complete, found.windows) == (False, 2)
    people = residents()
    highest = max(
        12 * sum(monthly(code, CRIMES)[month] for month in MONTHS[-2:]) / 2 / people[code] * 1000 for code in INSIDE
    )
    assert max(found.edges) <= highest * 1.5
    assert max(found.edges) > highest / 12
    opened.close()


@given(st.lists(st.floats(0.1, 200), min_size=0, max_size=5), st.booleans(), st.floats(0, 300))
def test_every_rate_is_in_the_class_whose_bounds_hold_it(cuts: list[float], none: bool, rate: float) -> None:
    found = Scale(tuple(sorted(set(cuts))), none, 1, True)
    index = found.class_of(rate)
    assert 0 <= index < found.classes
    low, high = found.bounds(index)
    if none and rate == 0:
        assert index == 0
        return
    assert low is None or rate >= low
    assert high is None or rate < high


@pytest.mark.parametrize("classes", [3, 5])
def test_no_more_classes_than_asked_for(store: Store, classes: int) -> None:
    found = scale(store, CATALOGUE, WIDE, [ASB], classes=classes)
    assert found
    assert found.classes <= classes
