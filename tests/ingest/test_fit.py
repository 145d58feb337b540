from dataclasses import replace
from pathlib import Path

import pytest

from cspdash import catalogue
from cspdash.catalogue import Catalogue
from cspdash.findings.places import wide_places
from cspdash.findings.series import place_counts
from cspdash.ingest import run
from cspdash.store.connection import open_store
from tests import northwick
from tests.making import of_force, outcome_row, write_file, write_month


@pytest.fixture
def borough(tmp_path: Path) -> Catalogue:
    """The README's partnership."""
    for path, text in northwick.example().items():
        write_file(tmp_path / path, text.encode())
    return catalogue.load(tmp_path / "northwick")


def called(borough: Catalogue, name: str) -> Catalogue:
    district = replace(borough.partnership.districts[0], name=name)
    return replace(borough, partnership=replace(borough.partnership, districts=(district,)))


def month(folder: Path, text: str, force: str = northwick.FORCE) -> Path:
    return write_month(
        folder / force, northwick.month_rows(northwick.FIRST.replace(month=int(text[5:]))), text, force=force
    )


def test_months_of_the_partnership_fit(borough: Catalogue, tmp_path: Path) -> None:
    assert run.police(tmp_path / "store", [month(tmp_path, "2024-04")], borough).notes == ()


def test_months_of_another_force_are_said_to_be(borough: Catalogue, tmp_path: Path) -> None:
    [note] = run.police(tmp_path / "store", [month(tmp_path, "2024-04", "durham")], borough).notes
    assert note == "no month held is of the force 'norland' of partnership.toml: they are of durham"
    assert run.police(tmp_path / "store", [month(tmp_path, "2024-05")], borough).notes == ()


def test_a_name_that_no_lsoa_begins_with_is_said_and_can_be_mended(borough: Catalogue, tmp_path: Path) -> None:
    store = tmp_path / "store"
    [note] = run.police(store, [month(tmp_path, "2024-04")], called(borough, "Northwick")).notes
    assert note.startswith("no incident lies in 'Northwick': ")
    assert run.police(store, [month(tmp_path, "2024-05")], borough).notes == ()
    opened = open_store(store)
    [place] = wide_places(opened, borough)
    counted = place_counts(opened, borough, place).counts["Bicycle theft"]
    assert list(counted.values()) == [12, 12], "the month that was loaded under the wrong name is in the district now"
    opened.close()


def test_outcomes_without_incidents_are_said_to_show_nothing(borough: Catalogue, tmp_path: Path) -> None:
    outcomes = of_force("Norland Police", [outcome_row(month="2024-04")])
    path = write_month(tmp_path, outcomes, "2024-04", force=northwick.FORCE, kind="outcomes")
    [note] = run.police(tmp_path / "store", [path], borough).notes
    assert note.startswith("outcomes are held, and no street file")
    both = run.police(tmp_path / "store", [month(tmp_path, "2024-04")], borough)
    assert both.notes == ()
