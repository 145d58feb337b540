from dataclasses import replace

import pytest

from cspdash.findings.places import Place, localities_of, population_of, wide_places
from cspdash.store.connection import Store
from tests import small_catalogue
from tests.making import SPLIT_IN_2021
from tests.recounts import COUNTY_DURHAM_CODE, DARLINGTON_CODE, FORCE_CODE, residents

CATALOGUE = small_catalogue.catalogue()


def place_of(store: Store, code: str) -> Place:
    return next(place for place in wide_places(store, CATALOGUE) if place.code == code)


def test_the_districts_come_first_then_the_force_area_with_a_name_of_its_own(store: Store) -> None:
    found = wide_places(store, CATALOGUE)
    assert [(place.code, place.level) for place in found] == [
        (COUNTY_DURHAM_CODE, "district"), (DARLINGTON_CODE, "district"), (FORCE_CODE, "force"),
    ]  # fmt: skip
    assert len({place.name for place in found}) == 3
    assert "area" in found[-1].name
    assert set(found[-1].districts) == {DARLINGTON_CODE, COUNTY_DURHAM_CODE}
    assert not any(place.is_locality for place in found)


def test_a_force_area_of_which_only_one_district_is_known_is_not_offered(store: Store) -> None:
    partnership = small_catalogue.PARTNERSHIP
    elsewhere = replace(partnership, force=replace(partnership.force, area_code="E23000099"))
    found = wide_places(store, small_catalogue.catalogue(partnership=elsewhere))
    assert {place.level for place in found} == {"district"}


@pytest.mark.parametrize(("code", "areas"), [(DARLINGTON_CODE, 65), (COUNTY_DURHAM_CODE, 324), (FORCE_CODE, 389)])
def test_localities_are_the_common_areas_by_name(store: Store, code: str, areas: int) -> None:
    found = localities_of(store, place_of(store, code))
    assert len({place.code for place in found}) == areas == len(found)
    assert [place.name for place in found] == sorted(place.name for place in found)
    assert all(place.is_locality for place in found)
    assert not {piece for piece, _ in SPLIT_IN_2021.values()} & {place.code for place in found}


def test_the_population_is_the_sum_of_the_localities(store: Store) -> None:
    people = residents()
    wide = place_of(store, DARLINGTON_CODE)
    codes = [place.code for place in localities_of(store, wide)]
    assert population_of(store, wide) == (sum(people[code] for code in codes), 2011)
    locality = next(place for place in localities_of(store, wide) if place.code == "E01012304")
    assert population_of(store, locality) == (people["E01012304"], 2011)


def test_a_place_without_localities_has_no_population(store: Store) -> None:
    assert population_of(store, Place("E07000999", "Nowhere", "district", ("E07000999",))) is None
