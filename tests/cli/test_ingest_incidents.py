import shutil
from datetime import date
from pathlib import Path

import pytest

from cspdash import settings
from cspdash.store.connection import open_store
from tests.commands import cspdash
from tests.making import served
from tests.partner_extracts import FIRE, fire_row, fire_rows, write_extract

ROWS = fire_rows(date(2023, 3, 1), date(2023, 4, 30))


@pytest.fixture(autouse=True)
def quick_content(small_content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the commands with little content, as it is read anew by each, and the fire service's mapping."""
    folder = tmp_path / "content"
    shutil.copytree(small_content, folder)
    shutil.copy(settings.content_dir() / "mappings" / "fire.toml", folder / "mappings")
    monkeypatch.setenv("CSPDASH_CONTENT", str(folder))


def test_an_extract_is_loaded_and_reported(store_copy: Path, tmp_path: Path) -> None:
    path = write_extract(tmp_path / "fire.csv", [*ROWS, fire_row(1, changes={"Date of Call": "?"})])
    answer = cspdash("ingest", "incidents", path, "--mapping", "fire", "--store", store_copy, "--json")
    assert answer.code == 0
    (load,) = answer.json["loads"]
    assert (load["status"], load["rows_read"], load["rows_kept"], load["rows_rejected"]) == ("loaded", 22, 21, 1)
    assert load["reasons"] == {"Date of Call is no date written as 31/12/2013": 1}
    store = open_store(store_copy)
    assert store.release == answer.json["release"]
    assert store.rows("SELECT count(*) FROM incident WHERE source = 'Fire service'") == [(21,)]
    store.close()
    again = cspdash("ingest", "incidents", path, "--mapping", "fire", "--store", store_copy)
    assert again.code == 0
    assert again.out.startswith("unchanged fire.csv  21 rows kept, 1 rejected")
    assert cspdash("verify", "--store", store_copy).code == 0


def test_months_may_be_named(store_copy: Path, tmp_path: Path) -> None:
    path = write_extract(tmp_path / "fire.csv", ROWS)
    common = ("ingest", "incidents", path, "--mapping", "fire", "--store", store_copy, "--json")
    answer = cspdash(*common, "--from", "2023-04", "--to", "2023-06")
    assert answer.code == 0
    store = open_store(store_copy)
    covered = store.rows("SELECT month FROM coverage WHERE category = $name ORDER BY month", name=FIRE)
    store.close()
    assert [month for (month,) in covered] == [date(2023, month, 1) for month in (4, 5, 6)]


@pytest.mark.parametrize(
    ("months", "said"),
    [
        (("--from", "2023-04"), "give both --from and --to"),
        (("--from", "2023-13", "--to", "2024-01"), "give both --from and --to"),
        (("--from", "2023-04", "--to", "2023-03"), "--to 2023-03 lies before --from 2023-04"),
    ],
)
def test_months_that_are_none_are_wrong_usage(
    store_copy: Path, tmp_path: Path, months: tuple[str, ...], said: str
) -> None:
    path = write_extract(tmp_path / "fire.csv", ROWS)
    answer = cspdash("ingest", "incidents", path, "--mapping", "fire", "--store", store_copy, *months)
    assert answer.code == 2
    assert said in " ".join(answer.err.replace("│", " ").split())


def test_an_unknown_mapping_is_named_and_nothing_happens(store_copy: Path, tmp_path: Path) -> None:
    before = served(store_copy)
    path = write_extract(tmp_path / "fire.csv", ROWS)
    answer = cspdash("ingest", "incidents", path, "--mapping", "fires", "--store", store_copy, "--json")
    assert answer.code == 3
    assert "there is no mapping 'fires'. Did you mean 'fire'?" in answer.json["error"]
    assert served(store_copy) == before


def test_a_refused_extract_leaves_the_store_as_it_was(store_copy: Path, tmp_path: Path) -> None:
    before = served(store_copy)
    path = write_extract(tmp_path / "fire.csv", ROWS)
    answer = cspdash("ingest", "incidents", path, "--mapping", "council", "--store", store_copy, "--json")
    assert answer.code == 3
    (load,) = answer.json["loads"]
    assert load["status"] == "refused"
    assert "it names none of the columns, it begins with 'Incident Number'" in load["notes"][0]
    missing = cspdash(
        "ingest", "incidents", tmp_path / "none.csv", "--mapping", "fire", "--store", store_copy, "--json"
    )
    assert missing.code == 3
    assert missing.json["loads"][0]["notes"] == ["there is no such file. Check the path"]
    assert served(store_copy) == before
