import json
from pathlib import Path

import pytest

from cspdash.store import own_area_queries
from tests.commands import cspdash
from tests.ingest.test_own_areas import OUTLINE, file_of
from tests.making import served

COMMAND = ("ingest", "custom-areas")


def test_an_area_is_loaded_named_and_removed(store_copy: Path, tmp_path: Path) -> None:
    path = str(file_of(tmp_path, "Something else"))
    answer = cspdash(*COMMAND, path, "--name", "Town centre", "--store", str(store_copy), "--json")
    assert answer.code == 0
    found = json.loads(answer.out)
    assert found["loads"][0]["status"] == "loaded"
    assert found["release"] == served(store_copy)[0]
    assert [one.name for one in own_area_queries.files(store_copy)] == ["X-town-centre.geojson"]
    answer = cspdash(*COMMAND, "--remove", "X-town-centre", "--store", str(store_copy))
    assert answer.code == 0
    assert "removed" in answer.out
    assert own_area_queries.files(store_copy) == []


def test_a_file_that_cannot_be_used_is_refused_with_the_store_unchanged(store_copy: Path, tmp_path: Path) -> None:
    before = served(store_copy)
    crossed = [OUTLINE[0], OUTLINE[2], OUTLINE[1], OUTLINE[3]]
    answer = cspdash(*COMMAND, str(file_of(tmp_path, ring=crossed)), "--store", str(store_copy))
    assert answer.code == 3
    assert "crosses itself" in answer.out
    assert cspdash(*COMMAND, "--remove", "X-none", "--store", str(store_copy)).code == 3
    assert served(store_copy) == before


@pytest.mark.parametrize("wrong", [(), ("area.geojson", "--remove", "X-one")])
def test_a_file_or_a_code_but_not_both(wrong: tuple[str, ...], tmp_path: Path) -> None:
    assert cspdash(*COMMAND, *wrong, "--store", str(tmp_path)).code == 2
    assert not list(tmp_path.iterdir())
