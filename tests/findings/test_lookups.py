from pathlib import Path

import pytest

from cspdash.charts.lookup_words import lookup_sentences
from cspdash.findings.lookups import Lookups, lookups
from cspdash.store.connection import Store, open_store
from cspdash.store.release import building
from tests.commands import cspdash
from tests.making import LAST

OLD = "Residents of 2011, 12 years before August 2023: rates are of those who lived there then."


@pytest.mark.fault("F31")
def test_what_covers_every_locality_says_only_its_year(store: Store) -> None:
    found = lookups(store)
    assert (found.years, found.newest, found.undrawn, found.unwarded) == ((2011,), LAST, 0, 0)
    assert found.localities > 300
    assert lookup_sentences(found)[0] == OLD


@pytest.mark.fault("F31")
def test_areas_that_a_lookup_does_not_know_are_told_by_status(store_copy: Path) -> None:
    with building(store_copy) as build:
        build.con.execute("DELETE FROM common_population WHERE area_code = 'E01012304'")
        build.con.execute("DELETE FROM outline WHERE area_code IN ('E01012304', 'E01012305')")
        build.con.execute(
            "INSERT INTO area_link SELECT area_code, 'E05009999', 'lsoa_ward', 1 FROM area_common "
            "WHERE area_code = common_code AND area_code NOT IN ('E01012304', 'E01012305', 'E01012306')"
        )
    opened = open_store(store_copy)
    found = lookups(opened)
    opened.close()
    assert (found.unpeopled, found.undrawn, found.unwarded) == (1, 2, 3)
    told = cspdash("status", "--store", store_copy, "--json").json["cautions"]
    assert told == [
        OLD,
        f"Localities without residents: 1 of {found.localities}; their counts are shown and no rates.",
        f"Localities without an outline: 2 of {found.localities}; they are not on the map.",
        f"Localities without a ward in the lookup: 3 of {found.localities}; they are in no ward's count.",
    ]
    assert f"cautions: {' '.join(told)}\n" in cspdash("status", "--store", store_copy).out


@pytest.mark.fault("F31")
def test_a_population_of_the_year_before_is_no_caution(store_copy: Path) -> None:
    with building(store_copy) as build:
        build.con.execute(
            "INSERT INTO common_population SELECT area_code, 2022, persons, households FROM common_population"
        )
    assert "Residents of 2022." in cspdash("status", "--store", store_copy, "--json").json["cautions"]


def test_without_areas_there_is_nothing_to_say() -> None:
    assert lookup_sentences(None) == lookup_sentences(Lookups((), None, 0, 0, 0, 0)) == []
