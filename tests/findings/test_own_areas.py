"""What is said of the areas that a partnership drew: a recount of their incidents, and files that wait for a load."""

from pathlib import Path

import pytest

from cspdash import catalogue, settings
from cspdash.findings.own_areas import own_areas, waiting
from cspdash.findings.places import OWN
from cspdash.ingest import run
from cspdash.store.connection import open_store
from tests.ingest.test_own_areas import OUTLINE, PAIR, file_of, recount
from tests.making import ASB, CRIMES
from tests.recounts import DARLINGTON_CODE, monthly, residents


@pytest.fixture
def drawn(store_copy: Path, tmp_path: Path) -> Path:
    """A store with an outline and a choice of localities."""
    content = catalogue.load(settings.content_dir())
    for path in (file_of(tmp_path), file_of(tmp_path / "more", "Two parts", None, localities=PAIR)):
        assert not run.drawn_areas(store_copy, path, content).refused
    return store_copy


def test_each_area_has_its_incidents_residents_and_outline(drawn: Path) -> None:
    opened = open_store(drawn)
    found = {one.place.name: one for one in own_areas(opened)}
    opened.close()
    assert list(found) == ["Town centre", "Two parts"]
    centre, parts = found["Town centre"], found["Two parts"]
    assert centre.n == sum(recount(OUTLINE).values())
    assert parts.n == sum(sum(monthly(code, [ASB, *CRIMES]).values()) for code in PAIR)
    assert (parts.persons, parts.year) == (sum(residents()[code] for code in PAIR), 2011)
    assert centre.outline is not None
    assert {one.place.level for one in found.values()} == {OWN}
    assert centre.place.districts == (DARLINGTON_CODE,)


def test_a_file_beside_the_store_waits_until_a_load_takes_it_in(drawn: Path) -> None:
    opened = open_store(drawn)
    assert waiting(opened, drawn) == ()
    [kept] = drawn.rglob("X-town-centre.geojson")
    kept.with_name("X-new.geojson").write_bytes(kept.read_bytes())
    assert waiting(opened, drawn) == ("X-new",)
    opened.close()
