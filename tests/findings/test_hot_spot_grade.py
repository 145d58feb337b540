"""The map's grade against a plain recount of the months that it had not seen."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from cspdash.findings.hot_spot_grade import HEADLINE, NO_ORIGIN, SHARES, Compared, grade
from cspdash.findings.hot_spots import NOT_ASKED
from cspdash.findings.places import Place
from cspdash.ingest import run
from cspdash.periods import add_months, month_range
from cspdash.store import hot_spot_queries
from cspdash.store.connection import Store, open_store
from tests import hot_store as made
from tests import making, small_catalogue
from tests.recounts import DARLINGTON_CODE

CONTENT = made.content()
DARLINGTON = Place(DARLINGTON_CODE, "Darlington", "district", (DARLINGTON_CODE,))


def test_both_lists_equal_a_plain_recount(hot_store: Store) -> None:
    found = grade(hot_store, CONTENT, DARLINGTON, "asb")
    fitted = hot_spot_queries.hot_spot_found(hot_store, "asb", "count", "origin-6")
    z = {one.area_code: one.z for one in fitted}
    before, after = made.counted(made.YEAR[:6]), made.counted(made.YEAR[6:])
    (origin,) = found.origins
    assert origin.fit == (made.YEAR[0], made.YEAR[5])
    assert origin.test == (made.YEAR[6], made.YEAR[11])
    assert origin.events == after.total()
    assert [one.areas for one in origin.at] == [1, 3, 7, 13]
    for one in origin.at:
        for score, list_of in ((one.statistic, z), (one.naive, before)):
            chosen = sorted(z, key=lambda code: (-list_of[code], after[code]))[: one.areas]
            hits = sum(after[code] for code in chosen)
            best = sum(sorted(after.values(), reverse=True)[: one.areas])
            assert score.hits == hits
            assert score.hit_rate == pytest.approx(hits / after.total())
            assert score.pai == pytest.approx(score.hit_rate * 65 / one.areas)
            assert score.pei == pytest.approx(hits / best)
            earlier = sum(before[code] for code in chosen) / before.total()
            assert score.rri == pytest.approx(score.hit_rate / earlier)


def test_two_tests_fitted_from_one_month_on_are_kept_apart(tmp_path: Path) -> None:
    """Of eighteen months held the older test is fitted on the first six of the twelve of the newer one."""
    months = month_range(add_months(made.YEAR[0], -6), made.YEAR[-1])
    for month in months:
        making.write_month(tmp_path / "months", made.month_rows(month), f"{month:%Y-%m}")
    assert run.police(tmp_path / "store", [tmp_path / "months"], CONTENT).release
    store = open_store(tmp_path / "store")
    found = grade(store, CONTENT, DARLINGTON, "asb")
    store.close()
    assert [(one.fit, one.test) for one in found.origins] == [
        ((months[0], months[11]), (months[12], months[17])),
        ((months[0], months[5]), (months[6], months[11])),
    ]
    assert found.areas == 65
    for origin in found.origins:
        before, after = made.counted(month_range(*origin.fit)), made.counted(month_range(*origin.test))
        assert origin.events == after.total()
        for one in origin.at:
            chosen = sorted(after, key=lambda code: (-before[code], after[code]))[: one.areas]
            assert one.naive.hits == sum(after[code] for code in chosen)


def test_the_comparison_is_of_localities_redrawn(hot_store: Store) -> None:
    found = grade(hot_store, CONTENT, DARLINGTON, "asb")
    assert [one.share for one in found.compared] == list(SHARES)
    for one, at in zip(found.compared, found.origins[0].at, strict=True):
        assert one.difference == pytest.approx(at.statistic.hit_rate - at.naive.hit_rate)
        assert one.low <= one.high
        assert one.verdict == ("beats" if one.low > 0 else "does not beat" if one.high < 0 else "cannot be told from")
    assert found.headline == next(one for one in found.compared if one.share == HEADLINE)
    assert found.verdict == found.headline.verdict
    assert found == grade(hot_store, CONTENT, DARLINGTON, "asb")


def test_a_list_that_is_better_everywhere_beats_and_a_worse_one_does_not() -> None:
    from cspdash.findings import hot_spot_grade
    from cspdash.stats import prediction
    from cspdash.store.hot_spot_queries import Run

    observed = np.array([30.0] * 40 + [0.0] * 60)
    good, bad = prediction.grade(observed, observed), prediction.grade(observed, -observed)
    fitted = Run("origin", made.YEAR[0], made.YEAR[5], made.YEAR[11], 100, 0, 0, 0.05, "")

    def verdicts(statistic: prediction.Grade, naive: prediction.Grade) -> tuple[Compared, ...]:
        return hot_spot_grade._compared([hot_spot_grade._Test(fitted, made.YEAR[0], observed, statistic, naive)])

    assert {one.verdict for one in verdicts(good, bad) if one.areas >= 10} == {"beats"}
    assert {one.verdict for one in verdicts(bad, good) if one.areas >= 10} == {"does not beat"}
    assert {(one.difference, one.verdict) for one in verdicts(good, good)} == {(0.0, "cannot be told from")}
    # Of two localities, chance may redraw neither: no verdict rests on them.
    assert verdicts(good, bad)[0].verdict == "cannot be told from"


def test_why_there_is_no_grade_is_said(hot_store: Store, store: Store) -> None:
    burglary = grade(hot_store, CONTENT, DARLINGTON, "burglary")
    assert (burglary.origins, burglary.compared, burglary.verdict) == ((), (), "")
    assert burglary.note == "No locality had any in these months."
    few = grade(store, small_catalogue.catalogue(), DARLINGTON, "asb")
    assert "too few to say" in few.note
    unasked = replace(CONTENT, indicators=(*CONTENT.indicators, small_catalogue.indicator("robbery", ("Robbery",))))
    assert grade(hot_store, unasked, DARLINGTON, "robbery").note == NOT_ASKED
    assert NO_ORIGIN.endswith(".")
    with pytest.raises(ValueError, match="measure"):
        grade(hot_store, CONTENT, DARLINGTON, "asb", "share")  # type: ignore[arg-type]
