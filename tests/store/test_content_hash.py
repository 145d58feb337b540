"""The same files give the same hash, in any order, in any process; one changed value gives another."""

import json
import os
import random
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import pytest

from cspdash import catalogue
from cspdash.ingest import run
from cspdash.settings import ROOT
from cspdash.store.connection import Store, open_store
from cspdash.store.content_hash import LEFT_OUT, content_hash, tables, total
from cspdash.store.release import current_release, release_path
from tests import making

MONTHS = (date(2023, 5, 1), date(2023, 6, 1), date(2023, 7, 1))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Three months across the change of LSOA codes, with outcomes: six files."""
    folder = tmp_path_factory.mktemp("months")
    found = [making.write_month(folder, making.month_rows(month), f"{month:%Y-%m}") for month in MONTHS]
    return found + [
        making.write_month(folder, making.outcome_rows(month), f"{month:%Y-%m}", kind="outcomes") for month in MONTHS
    ]


def hashes(folder: Path) -> dict[str, str]:
    store = open_store(folder, seconds=None)
    try:
        return content_hash(store)
    finally:
        store.close()


@pytest.fixture(scope="module")
def at_once(files: list[Path], small_content: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store filled by one command."""
    folder = tmp_path_factory.mktemp("at-once") / "store"
    assert run.police(folder, files, catalogue.load(small_content)).release
    return folder


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_files_and_commands_does_not_count(
    files: list[Path], at_once: Path, small_content: Path, tmp_path: Path, seed: int
) -> None:
    shuffled = random.Random(seed).sample(files, len(files))
    for file in shuffled:
        assert run.police(tmp_path / "store", [file], catalogue.load(small_content)).release
    assert current_release(tmp_path / "store") != current_release(at_once), "times differ"
    assert hashes(tmp_path / "store") == hashes(at_once)


def test_another_process_in_another_zone_gives_the_same(
    files: list[Path], at_once: Path, small_content: Path, tmp_path: Path
) -> None:
    environment = os.environ | {
        "TZ": "Pacific/Kiritimati", "CSPDASH_CONTENT": str(small_content), "PYTHONHASHSEED": "7", "LC_ALL": "C",
    }  # fmt: skip
    program = (
        "import sys; from cspdash.cli import register; from cspdash.cli.app import app; register()\n"
        "for words in (['ingest', 'police', *sys.argv[2:]], ['verify']):\n"
        "    app([*words, '--store', sys.argv[1], '--json'], standalone_mode=False)\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "store"), *map(str, reversed(files))]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    verified = json.loads(done.stdout.splitlines()[-1])
    assert verified["verified"] is True
    assert verified["contents"] == {"total": total(hashes(at_once)), "tables": hashes(at_once)}


CHANGES = {
    "incident": "UPDATE incident_row SET longitude = longitude + 0.000001 WHERE line = 3 AND load_id = 4",
    "ledger": "UPDATE ledger SET rows_added = rows_added + 1 WHERE kind = 'street'",
    "outcome": "UPDATE outcome_row SET outcome_id = (SELECT term_id FROM term WHERE term = 'Burglary') WHERE line = 2",
    "outline": "UPDATE outline SET geojson = replace(geojson, '-1.5', '-1.6')",
    "boundary": "UPDATE boundary SET geometry = 'x'::BLOB WHERE rowid = 0",
    "monthly": "UPDATE monthly_cell SET n = n + 1 WHERE rowid = 0",
    "population": "UPDATE population SET households = NULL WHERE rowid = 0",
    "area": "DELETE FROM area WHERE rowid = 0",
    "area_link": "INSERT INTO area_link SELECT * FROM area_link LIMIT 1",
}


@pytest.fixture(scope="module")
def before(store_folder: Path) -> dict[str, str]:
    """The hashes of the sample store as it is."""
    return hashes(store_folder)


@pytest.mark.parametrize("table", CHANGES)
def test_one_changed_value_changes_the_hash_of_its_table(
    store_copy: Path, tmp_path: Path, table: str, before: dict[str, str]
) -> None:
    path = release_path(store_copy, current_release(store_copy) or "")
    con = duckdb.connect(str(path))
    assert con.execute(CHANGES[table]).fetchall()[0][0] > 0
    con.close()
    store = Store(path)
    after = content_hash(store)
    store.close()
    assert table in {name for name in before if before[name] != after[name]}
    assert total(before) != total(after)


def test_every_table_is_in_the_hash(store: Store) -> None:
    """A table that is new is hashed without anybody's doing: only numbers for texts are hashed as the texts."""
    views = ("incident", "outcome", "monthly", "counted")
    named = {f"{view}_{part}": view for view in views for part in ("row", "identifier", "identifier_text", "cell",
                                                                   "place", "category")}  # fmt: skip
    assert {named.get(name, name) for name in tables(store)} - LEFT_OUT == set(content_hash(store))
