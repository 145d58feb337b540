from dataclasses import replace
from pathlib import Path

import pytest

from cspdash import catalogue, settings
from cspdash.catalogue import Catalogue
from cspdash.findings.places import wide_places
from cspdash.ingest import run
from cspdash.store.connection import Store, open_store


@pytest.fixture(scope="module")
def content() -> Catalogue:
    return catalogue.load(settings.content_dir())


def test_districts_come_first_then_the_force_area(store: Store, content: Catalogue) -> None:
    found = wide_places(store, content)
    assert [(place.name, place.level) for place in found] == [
        ("County Durham", "district"), ("Darlington", "district"), ("Durham police force area", "force"),
    ]  # fmt: skip
    assert set(found[-1].districts) == {"E06000005", "E06000047"}


def test_only_the_partnerships_own_districts_are_offered(store: Store, content: Catalogue) -> None:
    partnership = content.partnership
    alone = replace(partnership, districts=tuple(d for d in partnership.districts if d.name == "Darlington"))
    found = wide_places(store, replace(content, partnership=alone))
    assert [place.name for place in found] == ["Darlington", "Durham police force area"]


def test_a_partnership_elsewhere_sees_nothing_of_the_areas_that_ship(tmp_path: Path, small_content: Path) -> None:
    elsewhere = catalogue.load(small_content)
    run.start(tmp_path, elsewhere)
    opened = open_store(tmp_path)
    found = wide_places(opened, elsewhere)
    # The force has one district here: as an area of its own it would be that district under another name.
    assert [(place.name, place.districts) for place in found] == [("Example Borough", ("E07000999",))]
    opened.close()


def test_districts_are_offered_before_the_store_knows_them(store: Store, small_content: Path) -> None:
    assert [place.name for place in wide_places(store, catalogue.load(small_content))] == ["Example Borough"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Example Police", "Example Police area"),
        ("Durham", "Durham police force area"),
        ("Greater Example area", "Greater Example area"),
    ],
)
def test_a_force_area_has_a_name_of_its_own(name: str, shown: str, tmp_path: Path, small_content: Path) -> None:
    one = catalogue.load(small_content)
    second = replace(one.partnership.districts[0], area_code="E07000998", name="Next Borough")
    partnership = replace(
        one.partnership, force=replace(one.partnership.force, name=name),
        districts=(*one.partnership.districts, second),
    )  # fmt: skip
    both = replace(one, partnership=partnership)
    run.start(tmp_path, both)
    opened = open_store(tmp_path)
    assert [place.name for place in wide_places(opened, both)] == ["Example Borough", "Next Borough", shown]
    opened.close()
