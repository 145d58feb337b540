"""Hot spots as a place shows them: rows, window, family, persistence, and sentences where there is nothing."""

from dataclasses import replace

import pytest

from cspdash.findings.hot_spots import NOT_ASKED, HotSpots, Measure, hot_spots, subjects
from cspdash.findings.places import Place
from cspdash.stats.clustering import persistence
from cspdash.store.connection import Store
from tests import hot_store as made
from tests import small_catalogue
from tests.recounts import COUNTY_DURHAM_CODE, DARLINGTON_CODE, FORCE_CODE, residents

CONTENT = made.content()
DARLINGTON = Place(DARLINGTON_CODE, "Darlington", "district", (DARLINGTON_CODE,))
DURHAM = Place(COUNTY_DURHAM_CODE, "County Durham", "district", (COUNTY_DURHAM_CODE,))
FORCE = Place(FORCE_CODE, "The force area", "force", (DARLINGTON_CODE, COUNTY_DURHAM_CODE))
LOCALITY = Place("E01012304", "Darlington 012A", "lsoa", (DARLINGTON_CODE,))


def found(store: Store, place: Place = DARLINGTON, measure: Measure = "count") -> HotSpots:
    return hot_spots(store, CONTENT, place, "asb", measure)


@pytest.mark.parametrize("measure", ["count", "rate"])
def test_rows_have_the_counts_rates_and_neighbours_of_a_plain_recount(hot_store: Store, measure: Measure) -> None:
    asked, people = found(hot_store, measure=measure), residents()
    counts = made.counted(made.YEAR)
    assert asked.computed
    assert {row.code for row in asked.rows} == set(made.localities())
    for row in asked.rows:
        assert (row.n, row.persons) == (counts[row.code], people[row.code])
        assert row.rate == pytest.approx(counts[row.code] / people[row.code] * 1000)
        assert row.neighbours > 0
    z = [row.z for row in asked.rows if row.z is not None]
    assert z == sorted(z, reverse=True)
    assert len(z) == 65


def test_what_was_made_hot_is_hot_and_the_same_from_each_side(hot_store: Store) -> None:
    asked = found(hot_store)
    assert asked.hot
    near = {one for one, other in hot_store.rows("SELECT * FROM neighbour") if other in made.hot()} | made.hot()
    assert {row.code for row in asked.hot} <= near
    assert sum(row.code in made.hot() for row in asked.hot) >= 3
    assert asked.hot == tuple(row for row in asked.rows if row.hot)
    assert not set(asked.hot) & set(asked.cold)
    assert asked.row(asked.rows[3].code) == asked.rows[3]
    assert asked.row("E01999999") is None
    assert found(hot_store, LOCALITY).rows == asked.rows


def test_how_it_was_found_is_said(hot_store: Store) -> None:
    asked = found(hot_store)
    assert asked.window == (made.YEAR[0], made.YEAR[-1])
    assert [first for first, _ in asked.periods] == made.YEAR[::3]
    assert (asked.permutations, asked.period_permutations, asked.seed, asked.level) == (9999, 9999, 0, 0.05)
    assert asked.family == "the 65 localities of Darlington"
    assert asked.period_family == "the 65 localities of Darlington, over all 4 quarters together"
    assert asked.family_size == 65
    assert asked.newer == (made.LATER,)
    assert "January 2022 to December 2022, all 12 months held" in asked.provenance.line


def test_persistence_is_that_of_the_quarters(hot_store: Store) -> None:
    asked = found(hot_store)
    for row in asked.rows:
        assert len(row.hot_in) == 4
        assert row.persistence == persistence(row.hot_in)[0]
        assert row.periods_hot == sum(row.hot_in)
    assert asked.of_class("persistent")
    assert {row.code for row in asked.of_class("persistent")} & made.hot()
    assert all(row.periods_hot >= 4 for row in asked.of_class("persistent"))


def test_localities_outside_the_run_have_no_z(hot_store: Store) -> None:
    wide = found(hot_store, FORCE)
    assert wide.hot == found(hot_store).hot
    outside = [row for row in wide.rows if row.district == COUNTY_DURHAM_CODE]
    assert {(row.z, row.p, row.hot, row.persistence, row.hot_in) for row in outside} == {(None, None, False, None, ())}
    assert wide.rows[-1].z is None
    assert wide.family_size == 65
    assert found(hot_store, DURHAM).note == "No locality of County Durham was part of the run."


def test_why_there_is_nothing_is_a_sentence(hot_store: Store, store: Store) -> None:
    burglary = hot_spots(hot_store, CONTENT, DARLINGTON, "burglary")
    assert not burglary.computed
    assert burglary.note == "No locality had any in these months."
    assert {row.n for row in burglary.rows} == {0}
    few = hot_spots(store, small_catalogue.catalogue(), FORCE, "asb")
    assert few.note == "5 of 389 localities had any in these months: fewer than 30 are too few to say."
    assert sum(row.n for row in few.rows) > 0
    assert not few.hot + few.cold
    unasked = replace(CONTENT, indicators=(*CONTENT.indicators, small_catalogue.indicator("robbery", ("Robbery",))))
    assert hot_spots(hot_store, unasked, DARLINGTON, "robbery").note == NOT_ASKED


def test_bad_questions(hot_store: Store) -> None:
    with pytest.raises(KeyError, match="nothing"):
        hot_spots(hot_store, CONTENT, DARLINGTON, "nothing")
    with pytest.raises(ValueError, match="measure"):
        hot_spots(hot_store, CONTENT, DARLINGTON, "asb", "share")  # type: ignore[arg-type]


def test_subjects_are_in_the_content_s_order(hot_store: Store) -> None:
    backwards = replace(CONTENT, indicators=CONTENT.indicators[::-1])
    assert [one.slug for one in subjects(hot_store, backwards)] == ["burglary", "asb"]
