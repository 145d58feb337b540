"""The same test on the other localities, against a count by hand of invented months."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cspdash import catalogue, settings
from cspdash.findings.intervention_elsewhere import Elsewhere, elsewhere
from cspdash.findings.places import Place, localities_of
from cspdash.ingest import run
from cspdash.stats.intervention import weighted_displacement
from cspdash.store.connection import Store, open_store
from tests import intervention_store as made
from tests.making import asb_row, write_month

BEFORE, AFTER = [date(2020, 3, 1)], [date(2021, 3, 1)]
COMPARISON = (30, 30)
# How many there are in the month before and the month after, in as many localities: one fell, one rose, some are small.
COUNTS = [(40, 10), *[(30, 30)] * 9, (10, 60), (9, 0), (0, 50), (20, 20)]


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, list[Place]]]:
    """A store with those counts in the first localities of Darlington by code."""
    folder, months = tmp_path_factory.mktemp("elsewhere"), Path(tmp_path_factory.mktemp("months"))
    content = catalogue.load(settings.content_dir())
    write_month(months, [asb_row(month="2020-02")], "2020-02")
    run.police(folder, [months], content)
    opened = open_store(folder)
    inner = sorted(localities_of(opened, made.DARLINGTON_PLACE), key=lambda place: place.code)
    opened.close()
    for place, text in enumerate(("2020-03", "2021-03")):
        rows = [
            asb_row(month=text, lsoa_code=one.code, lsoa_name=one.name)
            for one, counts in zip(inner, COUNTS, strict=False)
            for _ in range(counts[place])
        ]
        write_month(months, rows, text)
    run.police(folder, [months], content)
    opened = open_store(folder)
    yield opened, inner
    opened.close()


def asked(places: tuple[Store, list[Place]], treated: list[Place], *more: Place) -> Elsewhere | None:
    used = [*treated, *more]
    return elsewhere(places[0], made.ASB_COUNTED, treated, used, BEFORE, AFTER, COMPARISON)


def test_each_other_locality_with_enough_events_is_asked(places: tuple[Store, list[Place]]) -> None:
    inner = places[1]
    found = asked(places, [inner[0]], inner[1])
    # Eight with 30 and 30, one that rose, one with 20 and 20; the fewer than ten before are left out.
    assert found == Elsewhere(10, 1, 1, 1)
    assert abs(weighted_displacement((10, 60), COMPARISON).z) >= abs(weighted_displacement((40, 10), COMPARISON).z)


def test_one_that_did_not_move_has_all_the_others_as_strong(places: tuple[Store, list[Place]]) -> None:
    found = asked(places, [places[1][1]])
    assert found == Elsewhere(11, 1, 2, 11)


def test_too_few_others_and_other_kinds_of_area_give_none(places: tuple[Store, list[Place]]) -> None:
    inner = places[1]
    assert asked(places, [inner[0]], *inner[1:5]) is None
    assert asked(places, inner[:2]) is None
    assert asked(places, [made.DARLINGTON_PLACE]) is None
    assert asked(places, [Place("X-a", "A", "custom", (made.DARLINGTON_CODE,), "outline")]) is None
