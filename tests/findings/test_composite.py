from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspdash import catalogue, settings
from cspdash.findings.composite import EQUAL, PARTS, Composite, composite, percentiles
from cspdash.findings.places import Place
from cspdash.ingest import run
from cspdash.store.connection import Store, open_store
from tests.recounts import DARLINGTON_CODE, monthly, residents

CONTENT = catalogue.load(settings.content_dir())
DARLINGTON = Place(DARLINGTON_CODE, "Darlington", "district", (DARLINGTON_CODE,))
LAST = date(2023, 1, 1)
VALUES = st.lists(st.integers(0, 9), min_size=2, max_size=30)


def found_in(store: Store, *weights: int) -> Composite:
    return composite(store, CONTENT, DARLINGTON, weights or EQUAL, last=LAST)


@given(VALUES)
def test_a_percentile_is_the_share_of_the_others_below_equal_ones_half(values: list[int]) -> None:
    found = percentiles(values)
    for at, value in enumerate(values):
        others = [other for place, other in enumerate(values) if place != at]
        expected = sum((other < value) + 0.5 * (other == value) for other in others) / len(others) * 100
        assert found[at] == pytest.approx(expected)
    assert found.mean() == pytest.approx(50)


def test_one_area_alone_is_in_the_middle() -> None:
    assert list(percentiles([7])) == [50.0]
    assert list(percentiles([])) == []


@pytest.mark.parametrize("weights", [EQUAL, (3, 0, 1, 0, 5), (0, 10, 0, 0, 0)])
def test_scores_are_the_weighted_percentiles_of_recounted_rates(store: Store, weights: tuple[int, ...]) -> None:
    found = found_in(store, *weights)
    people = residents()
    assert len(found.rows) == 65
    codes = sorted(row.code for row in found.rows)
    parts = []
    for part in PARTS[:-1]:
        rates = [sum(monthly(c, part.categories)[m] for m in found.months) / people[c] * 1000 for c in codes]
        parts.append(percentiles(rates))
    shares = np.array(weights[:-1]) / sum(weights[:-1])
    expected = dict(zip(codes, shares @ np.array(parts), strict=True))
    for row in found.rows:
        assert row.score == pytest.approx(expected[row.code])
        assert sum(row.points) == pytest.approx(row.score)
        assert row.rank == 1 + sum(round(other.score, 9) > round(row.score, 9) for other in found.rows)
        assert row.percentiles[-1] is None
    assert found.shares[-1] == 0, "no deprivation is held, so it weighs nothing"
    assert found.deprivation is None
    assert sum(found.shares) == pytest.approx(1)


def test_how_often_an_area_stays_on_top_is_a_share_and_none_where_one_part_decides(store: Store) -> None:
    several = found_in(store)
    assert several.rows[0].stays == 1.0, "the area that is first in every part is always in"
    assert all(row.stays is not None and 0 <= row.stays <= 1 for row in several.rows)
    assert all(row.stays is None for row in found_in(store, 1, 0, 0, 0, 0).rows)


def test_weights_that_are_all_zero_give_no_order(store: Store) -> None:
    found = found_in(store, 0, 0, 0, 0, 0)
    assert found.weightless
    assert found.rows == ()
    only = found_in(store, 0, 0, 0, 0, 4)
    assert only.weightless, "deprivation alone, and none is held"


def test_a_store_without_the_months_has_no_rows(store: Store) -> None:
    found = composite(store, CONTENT, DARLINGTON, EQUAL, last=date(2015, 1, 1))
    assert (found.rows, found.months) == ((), ())


@pytest.fixture
def deprived(store_copy: Path, tmp_path: Path) -> Store:
    """The sample store with deprivation ranks: the first localities of Darlington are the most deprived."""
    file = tmp_path / "imd2019.csv"
    codes = sorted(code for code in residents() if code < "E0101237")
    lines = ["lsoa11_code,IMD_rank,IMD_decile", *(f"{code},{at},{min(10, at)}" for at, code in enumerate(codes, 1))]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert not run.indicator_table(store_copy, file, CONTENT).refused
    return open_store(store_copy)


def test_deprivation_counts_with_rank_one_the_most_deprived(deprived: Store) -> None:
    found = found_in(deprived, 0, 0, 0, 0, 1)
    assert found.deprivation
    assert (found.deprivation.measure, found.deprivation.year) == ("rank", 2019)
    assert found.rows[0].code == "E01012304"
    assert found.rows[0].score == 100
    assert found.rows[-1].score == 0
    assert found.deprivation.of("E01012304") == {"rank": 1, "decile": 1}
    assert found.shares == (0, 0, 0, 0, 1)


def test_an_area_without_deprivation_has_no_score_unless_it_weighs_nothing(store_copy: Path, tmp_path: Path) -> None:
    file = tmp_path / "imd2019.csv"
    file.write_text("lsoa11_code,IMD_score\nE01012304,60.5\nE01012305,20\n", encoding="utf-8")
    run.indicator_table(store_copy, file, CONTENT)
    opened = open_store(store_copy)
    found = found_in(opened)
    assert [row.code for row in found.rows] == ["E01012304", "E01012305"]
    assert len(found.without) == 63
    without = found_in(opened, 1, 1, 1, 1, 0)
    assert len(without.rows) == 65
    assert without.without == ()
    opened.close()
