"""How concentrated: curve and Gini of a plain recount, beside chance, over the newest complete year."""

from itertools import accumulate

import pytest

from cspdash.catalogue import Category
from cspdash.findings.concentration import NO_YEAR, concentration
from cspdash.findings.places import Place
from cspdash.store.connection import Store
from tests import hot_store as made
from tests import small_catalogue
from tests.recounts import COUNTY_DURHAM_CODE, DARLINGTON_CODE

CONTENT = made.content()
DARLINGTON = Place(DARLINGTON_CODE, "Darlington", "district", (DARLINGTON_CODE,))
DURHAM = Place(COUNTY_DURHAM_CODE, "County Durham", "district", (COUNTY_DURHAM_CODE,))


def test_the_curve_equals_a_plain_recount(hot_store: Store) -> None:
    found = concentration(hot_store, CONTENT, DARLINGTON, "asb")
    counts = sorted(made.counted(made.YEAR).values(), reverse=True)
    total = sum(counts)
    assert (found.areas, found.events) == (65, total)
    assert found.share_of_areas == pytest.approx([at / 65 for at in range(66)])
    assert found.share_of_events == pytest.approx([0, *(n / total for n in accumulate(counts))])
    assert found.half == next(at for at, n in enumerate(accumulate(counts), start=1) if n >= total / 2)
    assert found.half_share == found.half / 65
    assert found.window == (made.YEAR[0], made.YEAR[-1])
    assert found.newer == (made.LATER,)
    assert found.computed


def test_what_was_made_unequal_is_more_concentrated_than_chance(hot_store: Store) -> None:
    found = concentration(hot_store, CONTENT, DARLINGTON, "asb")
    assert found.gini > found.chance_gini_high > found.chance_gini > found.chance_gini_low
    assert found.half_share < found.chance_half_share
    assert found.by_population
    assert len(found.chance_low) == len(found.chance_high) == len(found.chance_share_of_events) == 66
    assert all(low <= mean <= high for low, mean, high in
               zip(found.chance_low, found.chance_share_of_events, found.chance_high, strict=True))  # fmt: skip


def test_why_there_is_nothing_is_a_sentence(hot_store: Store, store: Store) -> None:
    nothing = concentration(hot_store, CONTENT, DURHAM, "asb")
    assert nothing.note == "No locality had any in these months."
    assert (nothing.share_of_areas, nothing.gini, nothing.half) == ((), 0, 0)
    partner = small_catalogue.indicator("fly-tips", ("Fly-tipping",))
    council = Category("Fly-tipping", crime=False, source="Council")
    content = small_catalogue.catalogue(indicators=(partner,), categories=(*small_catalogue.CATEGORIES, council))
    unheld = concentration(store, content, DARLINGTON, "fly-tips")
    assert (unheld.note, unheld.window) == (NO_YEAR, None)
    with pytest.raises(KeyError, match="nothing"):
        concentration(hot_store, CONTENT, DARLINGTON, "nothing")
