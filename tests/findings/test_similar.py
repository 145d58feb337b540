from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cspdash.findings.places import Place
from cspdash.findings.similar import distances, similar
from cspdash.store.connection import Store
from tests import small_catalogue
from tests.making import MONTHS
from tests.recounts import COUNTY_DURHAM_CODE, DARLINGTON_CODE, DISTRICT, FORCE_CODE, counted, residents

CATALOGUE = small_catalogue.catalogue()
FORCE = Place(FORCE_CODE, "The force area", "force", (DARLINGTON_CODE, COUNTY_DURHAM_CODE))
TABLES = st.lists(st.tuples(st.integers(1, 50), st.integers(1, 50), st.integers(300, 3000)), min_size=3, max_size=10)


def parts_of(rows: list[tuple[int, int, int]]) -> np.ndarray:
    table = np.array([row[:2] for row in rows], dtype=float)
    return distances(np.array([float(row[2]) for row in rows]), table.sum(axis=1), table)


@given(TABLES)
def test_a_distance_is_the_same_both_ways_and_typically_one(rows: list[tuple[int, int, int]]) -> None:
    for part in parts_of(rows):
        assert np.allclose(part, part.T)
        assert np.allclose(np.diag(part), 0, atol=1e-6)
        pairs = len(rows) * (len(rows) - 1)
        assert (part**2).sum() / pairs == pytest.approx(1) or np.allclose(part, 0, atol=1e-6)


def test_each_part_sees_only_its_own_difference() -> None:
    people, rate, mix = parts_of([(10, 10, 1000), (20, 20, 2000), (20, 20, 1000), (0, 20, 1000)])
    assert rate[0, 1] == pytest.approx(0), "twice the people and twice the incidents: the same rate"
    assert mix[0, 1] == mix[0, 2] == pytest.approx(0, abs=1e-6)
    assert people[0, 2] == people[0, 3] == 0
    assert people[0, 1] > 0
    assert rate[0, 3] == pytest.approx(0)
    assert mix[0, 3] > 0


def test_the_nearest_are_those_of_a_plain_recount(store: Store) -> None:
    months = MONTHS[-12:]
    names = sorted({category for _, _, _, category in counted()})
    counts = {
        code: [sum(counted()[DISTRICT[code], code, month, name] for month in months) for name in names]
        for code in LOCALITIES
    }
    fit = sorted(code for code, row in counts.items() if sum(row) >= 20)
    people = residents()

    def parts(one: str, other: str) -> list[float]:
        a, b = np.array(counts[one], dtype=float), np.array(counts[other], dtype=float)
        shares = 1 - float(np.sqrt(a / a.sum() * b / b.sum()).sum())
        rates = [np.log(row.sum() / people[code]) for row, code in ((a, one), (b, other))]
        return [abs(np.log(people[one] / people[other])), abs(rates[0] - rates[1]), max(0.0, shares) ** 0.5]

    every = [parts(one, other) for one in fit for other in fit if one != other]
    size = [float(np.sqrt(np.mean([row[at] ** 2 for row in every]))) for at in range(3)]
    found = similar(store, CATALOGUE, FORCE, "lsoa", fit[0], months)
    assert found.among == len(fit) - 1 >= 2
    expected = {
        other: float(np.sqrt(np.mean([(p / s) ** 2 for p, s in zip(parts(fit[0], other), size, strict=True)])))
        for other in fit[1:]
    }
    assert [row.code for row in found.rows] == sorted(expected, key=lambda code: (round(expected[code], 9), code))[:5]
    for row in found.rows:
        assert row.distance == pytest.approx(expected[row.code], abs=1e-6)
        assert row.n == sum(counts[row.code])
        assert row.distance == pytest.approx(((row.by_population**2 + row.by_rate**2 + row.by_mix**2) / 3) ** 0.5)


LOCALITIES = ("E01012304", "E01012305", "E01012316", "E01020634", "E01020644")


def test_too_small_or_unknown_an_area_has_none_like_it(store: Store) -> None:
    assert similar(store, CATALOGUE, FORCE, "lsoa", "E01012306", MONTHS).rows == ()
    assert similar(store, CATALOGUE, FORCE, "lsoa", "E01012304", []).rows == ()
    assert similar(store, CATALOGUE, FORCE, "lsoa", "E01012304", [date(2015, 1, 1)]).rows == ()
    assert similar(store, CATALOGUE, FORCE, "ward", "E05000001", MONTHS).rows == ()
