"""Areas to compare with: the nearest in level, none that touches, none that overlaps, and why there are none."""

from collections.abc import Iterator
from datetime import date

import pytest

from cspdash.findings.intervention_matches import Matches, matches
from cspdash.findings.places import Place
from cspdash.store.connection import Store, open_store
from tests import intervention_store as made
from tests import small_catalogue

CATALOGUE = small_catalogue.catalogue()


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = open_store(made.fill(tmp_path_factory.mktemp("worked"), tmp_path_factory.mktemp("months")))
    yield opened
    opened.close()


def found_for(store: Store, *treated: Place, avoid: tuple[Place, ...] = (), starts: date = made.TURN) -> Matches:
    found = matches(store, CATALOGUE, made.ASB_COUNTED, treated, avoid, starts)
    assert found is not None
    return found


def test_the_nearest_in_level_of_the_same_district(worked: Store) -> None:
    found = found_for(worked, made.AROUND)
    assert found.months == tuple(m for m in made.MONTHS if date(2020, 3, 1) <= m < made.TURN)
    assert found.treated.before == 7 * 12
    assert found.treated.earlier == 7 * 12
    # 012A and 012B do not touch 010B; the other localities of the district have no ASB at all.
    assert [(row.place.code, row.before, row.earlier) for row in found.rows] == [
        (made.COMPARISON.code, 132, 132),
        (made.TREATED.code, 144, 144),
    ]
    assert found.candidates == 64
    assert found.averaged == 1


def test_neighbours_are_left_out(worked: Store) -> None:
    # 012A and 012B lie side by side.
    found = found_for(worked, made.TREATED)
    assert [row.place.code for row in found.rows] == [made.AROUND.code]
    assert found.touching >= 1


def test_what_is_to_be_avoided_is_left_out(worked: Store) -> None:
    found = found_for(worked, made.AROUND, avoid=(made.COMPARISON,))
    assert made.COMPARISON.code not in [row.place.code for row in found.rows]
    # Its neighbour, too: what moved would be there.
    assert [row.place.code for row in found.rows] == []


def test_several_treated_areas_are_matched_by_their_average(worked: Store) -> None:
    found = found_for(worked, made.TREATED, made.AROUND)
    assert found.averaged == 2
    assert found.treated.before == (12 * 12 + 7 * 12) // 2


def test_a_district_is_matched_with_other_districts(worked: Store) -> None:
    found = found_for(worked, made.DARLINGTON_PLACE)
    assert [(row.place.code, row.before) for row in found.rows] == [(made.COUNTY_DURHAM_CODE, 8 * 12)]
    assert found.treated.before == 30 * 12
    assert found.touching == 0


def test_without_the_year_before_that_the_move_is_not_known(worked: Store) -> None:
    found = found_for(worked, made.AROUND, starts=date(2020, 6, 1))
    assert found.treated.earlier is None
    assert all(row.earlier is None for row in found.rows)


@pytest.mark.parametrize("starts", [date(2019, 3, 1), date(2030, 1, 1)])
def test_nothing_held_before_gives_none(worked: Store, starts: date) -> None:
    assert matches(worked, CATALOGUE, made.ASB_COUNTED, [made.AROUND], [], starts) is None


def test_no_treated_area_or_nothing_else_gives_none(worked: Store) -> None:
    assert matches(worked, CATALOGUE, made.ASB_COUNTED, [], [], made.TURN) is None
    assert matches(worked, CATALOGUE, made.ASB_COUNTED, [made.FORCE_PLACE], [], made.TURN) is None
